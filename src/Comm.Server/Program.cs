using Comm.Server.Attachments;
using Comm.Server.Directory;
using Comm.Server.Groups;
using Comm.Server.Hosting;
using Comm.Server.Identity;
using Comm.Server.Identity.Enrolment;
using Comm.Server.KeyPackages;
using Comm.Server.Messaging;
using Comm.Server.Storage;
using Comm.Server.Tables;
using Microsoft.Extensions.Options;

try
{
    WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
    builder.AddHosting();
    builder.AddStorage();
    builder.AddIdentity();
    builder.AddEnrolment();
    builder.AddDirectory();
    builder.AddKeyPackages();
    builder.AddGroups();
    builder.AddMessaging();
    builder.AddAttachments();
    builder.AddTables();

    WebApplication app = builder.Build();
    app.UseHosting();
    app.MapIdentity();
    app.MapEnrolment();
    app.MapDirectory();
    app.MapKeyPackages();
    app.MapGroups();
    app.MapMessaging();
    app.MapAttachments();
    app.MapTables();

    // Before the host starts anything, so that a wrong option is heard as itself.
    app.Services.GetRequiredService<IStartupValidator>().Validate();
    if (RevokeCommand.Matches(args))
    {
        return await RevokeCommand.RunAsync(args, app.Services);
    }

    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartFailure.IsConfiguration(failure))
{
    return StartFailure.Report(failure);
}
