using System.CommandLine;
using Comm.Client.People;
using Comm.Shared.Membership;

namespace Comm.Client.Commands;

/// <summary>DEMO ONLY: <c>comm demo-authority init|serve|publisher</c>.</summary>
internal static class DemoAuthorityCommand
{
    public static Command Create(Sentences say) =>
        new("demo-authority", say["Help_DemoAuthority"]) { Init(say), Serve(say), Publisher(say) };

    private static Command Init(Sentences say)
    {
        var server = new Option<string>("--server")
        {
            Required = true,
            HelpName = "URL",
            Description = say["Opt_Server"],
        };
        var invite = new Option<string[]>("--invite")
        {
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = true,
            HelpName = "CODE:NAME:ROLE[+ROLE]",
            Description = say["Opt_Invite"],
        };
        var command = new Command("init", say["Help_DemoAuthorityInit"]) { server, invite };
        command.SetAction(parsed =>
        {
            CommandContext context = CommandContext.Of(parsed);
            if (!ServerAddress.TryParse(parsed.GetRequiredValue(server), out Uri? address))
            {
                return context.Fail(ExitCode.Usage, "invalid-server", context.Say["InvalidServer"]);
            }

            DemoInvitee?[] invitees = [.. parsed.GetRequiredValue(invite).Select(TryParse)];
            if (invitees.Any(invitee => invitee is null))
            {
                return context.Fail(ExitCode.Usage, "invalid-invite", context.Say["InvalidInvite"]);
            }

            if (DemoAuthority.Exists(context.Directory))
            {
                return context.Fail(ExitCode.Refused, "exists", context.Say["DemoAuthorityExists"]);
            }

            var authority = DemoAuthority.Create(address, invitees!, TimeProvider.System);
            authority.Save(context.Directory);
            context.WriteJson(
                new
                {
                    authority.Warning,
                    RootKey = System.Buffers.Text.Base64Url.EncodeToString(authority.RootPublicKey.Span),
                    Invitations = authority.Invitations.Select(invitation => new
                    {
                        invitation.Administration,
                        invitation.Name,
                        Roles = invitation.Roles.ToString(),
                        Invitation = authority.WriteInvitation(invitation),
                    }),
                }
            );
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Serve(Sentences say)
    {
        var command = new Command("serve", say["Help_DemoAuthorityServe"]);
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                if (!DemoAuthority.Exists(context.Directory))
                {
                    return context.Fail(ExitCode.Refused, "no-authority", context.Say["NoDemoAuthority"]);
                }

                context.WriteLine(context.Say["DemoAuthorityServing"]);
                try
                {
                    await new DemoContactPoint(context.Directory, TimeProvider.System).RunAsync(end);
                }
                catch (OperationCanceledException) when (end.IsCancellationRequested)
                {
                    // Asked to stop.
                }

                return ExitCode.Done;
            }
        );
        return command;
    }

    private static Command Publisher(Sentences say)
    {
        var output = new Option<FileInfo>("--output")
        {
            Required = true,
            HelpName = "FILE",
            Description = say["Opt_PublisherOutput"],
        };
        var command = new Command("publisher", say["Help_DemoAuthorityPublisher"]) { output };
        command.SetAction(parsed =>
        {
            CommandContext context = CommandContext.Of(parsed);
            if (!DemoAuthority.Exists(context.Directory))
            {
                return context.Fail(ExitCode.Refused, "no-authority", context.Say["NoDemoAuthority"]);
            }

            FileInfo file = parsed.GetRequiredValue(output);
            DemoAuthority.Load(context.Directory).WritePublisher("DEMO publisher", file.FullName, TimeProvider.System);
            context.WriteHint(context.Say["PublisherWritten", file.FullName]);
            return ExitCode.Done;
        });
        return command;
    }

    private static DemoInvitee? TryParse(string text)
    {
        string[] parts = text.Split(':');
        if (
            parts.Length != 3
            || !AdministrationCode.TryCreate(parts[0], out AdministrationCode administration)
            || string.IsNullOrWhiteSpace(parts[1])
        )
        {
            return null;
        }

        Roles roles = Roles.Officer;
        foreach (string word in parts[2].Split('+'))
        {
            if (!Enum.TryParse(word, ignoreCase: true, out Roles role) || !Enum.IsDefined(role))
            {
                return null;
            }

            roles |= role;
        }

        return new DemoInvitee(administration, parts[1].Trim(), roles);
    }
}
