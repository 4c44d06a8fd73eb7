using Comm.Client.Commands;
using Comm.Client.Pages.Conversations;
using Comm.Client.Pages.Entrance;
using Comm.Client.Pages.Forms;
using Comm.Client.Pages.Home;
using Comm.Client.Pages.Members;
using Comm.Client.Pages.Reports;
using Comm.Client.Pages.Reports.Bulk;
using Comm.Client.Pages.Reports.Reading;
using Comm.Client.Pages.Settings;
using Comm.Client.Pages.Statistics;
using Comm.Client.Tables;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Comm.Client.Shell;

/// <summary>The officer's browser: its listener, its guards (design D1) and its pages (D14).</summary>
internal static class ShellFeature
{
    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services.AddOptions<ShellOptions>().BindConfiguration(ShellOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ShellOptions>, ShellOptionsValidator>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, PageListener>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<PageOrigin>();
        services.AddSingleton<PageSessions>();
        services.AddSingleton<LaunchLinks>();
        services.AddSingleton<ILaunchLinks>(provider => provider.GetRequiredService<LaunchLinks>());
        services.AddSingleton<IdleLock>();
        services.AddSingleton<Assets>();
        services.AddSingleton<EnrolmentRun>();

        // Tokens end with the process, like the sessions they belong to: no key ring on disk.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddLocalization();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "comm-antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.HeaderName = AntiforgeryField.Header;
            options.FormFieldName = AntiforgeryField.Name;
            options.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<FormOptions>(options =>
        {
            // A file that somebody uploads stays in memory: beyond this the framework would write it, as it is, into a temporary file.
            options.MemoryBufferThreshold = BulkEndpoints.MostRequestBytes;
            options.MultipartBodyLengthLimit = BulkEndpoints.MostRequestBytes;
            // The standard form with fifty lines of goods sends some two thousand.
            options.ValueCountLimit = 4_096;
        });
        services.AddHttpContextAccessor();
        services.AddScoped<Reader>();
        services.AddScoped<AnswerWords>();
        services.AddScoped<BulkWords>();
        services.AddScoped<ReportWords>();
        services.AddScoped<FaultWords>();
        services.AddSingleton<KnownPlaces>();
        services.AddRazorComponents();
        // Addresses carry launch tokens and what somebody looks up; the framework's request lines would write them down.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        return services;
    }

    public static WebApplication MapShell(this WebApplication app)
    {
        app.UseMiddleware<RequestCulture>();
        app.UseExceptionHandler(failed =>
            failed.Run(context =>
            {
                // The handler has emptied the answer, headers included.
                SecurityHeaders.Write(context.Response);
                return Refusals.Page(Refusal.Failed).ExecuteAsync(context);
            })
        );
        app.UseMiddleware<PageGuard>();
        app.UseStatusCodePages(bare =>
            Refusals.Page(Refusals.OfStatus(bare.HttpContext.Response.StatusCode)).ExecuteAsync(bare.HttpContext)
        );
        app.UseMiddleware<WorkspaceGate>();

        // PageGuard has checked the token of every unsafe method before an endpoint runs.
        RouteGroupBuilder pages = app.MapGroup("").WithMetadata(PageSurface.Act).DisableAntiforgery();
        MapLaunch(pages);
        pages.MapEntrance();
        pages.MapSettings();

        RouteGroupBuilder open = pages.MapGroup("").WithMetadata(NeedsWorkspace.Instance);
        open.MapHome();
        open.MapLive();
        open.MapConversations();
        open.MapMembers();
        open.MapReports();
        open.MapBulk();
        open.MapReading();
        open.MapFigures();
        open.MapForms();
        open.MapDesigns();
        open.MapDesignParts();
        open.MapTrials();
        return app;
    }

    private static void MapLaunch(RouteGroupBuilder pages)
    {
        pages.MapGet(
            LaunchLinks.Path,
            (string? token, LaunchLinks links, PageSessions sessions, HttpContext context) =>
            {
                if (token is null || !links.TryRedeem(token))
                {
                    return Refusals.Page(Refusal.LinkUsed);
                }

                sessions.Begin(context);
                // The token is spent, and gone from the address bar.
                return Results.Redirect("/", permanent: false, preserveMethod: false);
            }
        );
        pages
            .MapGet(
                "/assets/{version}/{**name}",
                (string version, string name, Assets assets, HttpResponse response) => assets.Answer(version, name, response)
            )
            .WithMetadata(PageSurface.PublicFile);
    }
}
