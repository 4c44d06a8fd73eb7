using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>Groups and who is in them. All commands ask the serving process: it alone holds the vault.</summary>
internal static class GroupCommands
{
    public static IEnumerable<Command> All(Sentences say) =>
        [Groups(say), Members(say), Directory(say), CreateGroup(say), Add(say), Remove(say)];

    public static Argument<string> Group(Sentences say) => new("group") { Description = say["Arg_Group"] };

    private static Command Groups(Sentences say)
    {
        var command = new Command("groups", say["Help_Groups"]);
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<object, GroupAnswer[]>(
                        ControlRoutes.Groups,
                        new { },
                        groups =>
                            groups.Select(group =>
                                new[]
                                {
                                    group.Id,
                                    group.Unread.ToString(CultureInfo.InvariantCulture),
                                    group.Standing,
                                    group.Name,
                                }
                            ),
                        end
                    )
        );
        return command;
    }

    private static Command Members(Sentences say)
    {
        Argument<string> group = Group(say);
        var command = new Command("members", say["Help_Members"]) { group };
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<GroupQuestion, MemberAnswer[]>(
                        ControlRoutes.Members,
                        new GroupQuestion(parsed.GetRequiredValue(group)),
                        members => members.Select(Line),
                        end
                    )
        );
        return command;
    }

    private static Command Directory(Sentences say)
    {
        var command = new Command("directory", say["Help_Directory"]);
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<object, MemberAnswer[]>(ControlRoutes.Directory, new { }, devices => devices.Select(Line), end)
        );
        return command;
    }

    private static Command CreateGroup(Sentences say)
    {
        Option<FileInfo?> file = WrittenText.File(say);
        var mode = new Option<string>("--mode") { DefaultValueFactory = _ => "exercise", Description = say["Opt_Mode"] };
        mode.AcceptOnlyFromAmong("exercise", "live");
        var ceiling = new Option<string>("--ceiling") { DefaultValueFactory = _ => "amber", Description = say["Opt_Ceiling"] };
        ceiling.AcceptOnlyFromAmong("clear", "green", "amber", "amber-strict", "red");
        var forms = new Option<string>("--forms") { DefaultValueFactory = _ => "simplified", Description = say["Opt_Forms"] };
        forms.AcceptOnlyFromAmong("none", "simplified", "standard");
        var command = new Command("create-group", say["Help_CreateGroup"]) { file, mode, ceiling, forms };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                if (await WrittenText.ReadAsync(context, parsed.GetValue(file), end) is not { } written)
                {
                    return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", parsed.GetValue(file)!.FullName]);
                }

                // The name in the first line, the purpose in those after it.
                string[] parts = written.Trim().Split('\n', 2, StringSplitOptions.TrimEntries);
                return await context.AskAsync<CreateGroupQuestion, CreatedAnswer>(
                    ControlRoutes.CreateGroup,
                    new CreateGroupQuestion(
                        parts[0],
                        parts is [_, string purpose] ? purpose : "",
                        parsed.GetRequiredValue(mode),
                        parsed.GetRequiredValue(ceiling),
                        parsed.GetRequiredValue(forms)
                    ),
                    created =>
                        [
                            [created.Id],
                        ],
                    end
                );
            }
        );
        return command;
    }

    private static Command Add(Sentences say)
    {
        Argument<string> group = Group(say);
        var devices = new Argument<string[]>("device") { Arity = ArgumentArity.OneOrMore, Description = say["Arg_Device"] };
        var command = new Command("add", say["Help_Add"]) { group, devices };
        command.SetAction(
            (parsed, end) =>
                AskForChangeAsync(
                    CommandContext.Of(parsed),
                    ControlRoutes.Add,
                    new AddQuestion(parsed.GetRequiredValue(group), parsed.GetRequiredValue(devices)),
                    end
                )
        );
        return command;
    }

    private static Command Remove(Sentences say)
    {
        Argument<string> group = Group(say);
        var device = new Argument<string>("device") { Description = say["Arg_Device"] };
        var command = new Command("remove", say["Help_Remove"]) { group, device };
        command.SetAction(
            (parsed, end) =>
                AskForChangeAsync(
                    CommandContext.Of(parsed),
                    ControlRoutes.Remove,
                    new RemoveQuestion(parsed.GetRequiredValue(group), parsed.GetRequiredValue(device)),
                    end
                )
        );
        return command;
    }

    private static Task<int> AskForChangeAsync<T>(CommandContext context, string route, T question, CancellationToken end) =>
        context.AskAsync<T, JsonElement>(
            route,
            question,
            _ =>
                [
                    [context.Say["Done"]],
                ],
            end
        );

    private static string[] Line(MemberAnswer member) =>
        [
            member.Device,
            member.Administration ?? "",
            member.Name,
            member.Roles,
            .. member.Problem is { } problem ? new[] { problem } : [],
        ];
}
