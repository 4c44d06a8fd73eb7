using Comm.Client.Shell;

namespace Comm.Client.Commands.Control;

/// <summary>The command line's half in the serving process. Maps only in the branch that the control socket leads to.</summary>
internal static class ControlEndpoints
{
    public static IApplicationBuilder UseControl(this IApplicationBuilder app) =>
        app.MapWhen(
            ControlSocket.Carries,
            branch =>
            {
                branch.Use(
                    (context, next) =>
                    {
                        // The host's own routing has run before this branch; a page that it found must not be served here.
                        context.SetEndpoint(null);
                        context.RequestServices.GetRequiredService<IdleLock>().PutOff();
                        return next(context);
                    }
                );
                branch.UseRouting();
                branch.UseEndpoints(Map);
            }
        );

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapSessionControl();
        routes.MapGroupControl();
        routes.MapConversationControl();
        routes.MapReportControl();
        routes.MapReviewControl();
        routes.MapTableControl();
    }
}
