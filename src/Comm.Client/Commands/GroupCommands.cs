using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>The commands that act in groups. All of them ask the serving process: it alone holds the vault.</summary>
internal static class GroupCommands
{
    private static readonly Option<int> Wait = new("--wait") { HelpName = "SECONDS", DefaultValueFactory = _ => 0 };

    public static IEnumerable<Command> All(Sentences say) =>
        [
            Groups(say),
            Members(say),
            Directory(say),
            Read(say),
            Send(say),
            CreateGroup(say),
            Add(say),
            Remove(say),
            Report(say),
            Export(say),
        ];

    private static Argument<string> Group() => new("group");

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
                        groups => groups.Select(group => $"{group.Id}\t{group.Unread}\t{group.Standing}\t{group.Name}"),
                        end
                    )
        );
        return command;
    }

    private static Command Members(Sentences say)
    {
        Argument<string> group = Group();
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

    private static Command Read(Sentences say)
    {
        Argument<string> group = Group();
        var after = new Option<long?>("--after") { HelpName = "POSITION" };
        var take = new Option<int>("--take") { HelpName = "COUNT", DefaultValueFactory = _ => 50 };
        var command = new Command("read", say["Help_Read"]) { group, after, take };
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<ReadQuestion, EntryAnswer[]>(
                    ControlRoutes.Read,
                    new ReadQuestion(parsed.GetRequiredValue(group), parsed.GetValue(after), parsed.GetValue(take)),
                    entries => entries.Select(entry => Line(entry, context.Say)),
                    end
                );
            }
        );
        return command;
    }

    private static Command Send(Sentences say)
    {
        Argument<string> group = Group();
        var text = new Argument<string>("text");
        var command = new Command("send", say["Help_Send"]) { group, text, Wait };
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<SendQuestion, SendAnswer>(
                    ControlRoutes.Send,
                    new SendQuestion(parsed.GetRequiredValue(group), parsed.GetRequiredValue(text), parsed.GetValue(Wait)),
                    sent => [context.Say[$"Delivery_{sent.Delivery}", sent.Reason ?? ""]],
                    end
                );
            }
        );
        return command;
    }

    private static Command CreateGroup(Sentences say)
    {
        var name = new Argument<string>("name");
        var purpose = new Option<string>("--purpose") { DefaultValueFactory = _ => "" };
        var mode = new Option<string>("--mode") { DefaultValueFactory = _ => "exercise" };
        mode.AcceptOnlyFromAmong("exercise", "live");
        var ceiling = new Option<string>("--ceiling") { DefaultValueFactory = _ => "amber" };
        ceiling.AcceptOnlyFromAmong("clear", "green", "amber", "amber-strict", "red");
        var command = new Command("create-group", say["Help_CreateGroup"]) { name, purpose, mode, ceiling };
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<CreateGroupQuestion, CreatedAnswer>(
                        ControlRoutes.CreateGroup,
                        new CreateGroupQuestion(
                            parsed.GetRequiredValue(name),
                            parsed.GetRequiredValue(purpose),
                            parsed.GetRequiredValue(mode),
                            parsed.GetRequiredValue(ceiling)
                        ),
                        created => [created.Id],
                        end
                    )
        );
        return command;
    }

    private static Command Add(Sentences say)
    {
        Argument<string> group = Group();
        var devices = new Argument<string[]>("device") { Arity = ArgumentArity.OneOrMore };
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
        Argument<string> group = Group();
        var device = new Argument<string>("device");
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

    private static Command Report(Sentences say)
    {
        Argument<string> group = Group();
        var file = new Option<FileInfo>("--file") { Required = true, HelpName = "FILE" };
        var command = new Command("report", say["Help_Report"]) { group, file, Wait };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                if (await ReadJsonAsync(parsed.GetRequiredValue(file), end) is not { } report)
                {
                    return context.Fail(ExitCode.Refused, "malformed-report", context.Say.OfResult("malformed-report", ""));
                }

                return await context.AskAsync<ReportQuestion, ReportAnswer>(
                    ControlRoutes.Report,
                    new ReportQuestion(parsed.GetRequiredValue(group), report, parsed.GetValue(Wait)),
                    answer =>
                        [
                            .. answer.Findings.Select(finding => $"{finding.Severity}\t{finding.Rule}\t{finding.Path}"),
                            context.Say[$"Delivery_{answer.Sent!.Delivery}", answer.Sent.Reason ?? ""],
                        ],
                    end
                );
            }
        );
        return command;
    }

    private static Command Export(Sentences say)
    {
        Argument<string> group = Group();
        var csv = new Option<bool>("--csv") { Required = true };
        var output = new Option<FileInfo?>("--output") { HelpName = "FILE" };
        var language = new Option<string?>("--language");
        var command = new Command("export", say["Help_Export"]) { group, csv, output, language };
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<ExportQuestion, ExportAnswer>(
                    ControlRoutes.Export,
                    new ExportQuestion(parsed.GetRequiredValue(group), parsed.GetValue(language) ?? context.Say.Language),
                    export =>
                    {
                        if (parsed.GetValue(output) is not { } file)
                        {
                            return [export.Csv.TrimEnd()];
                        }

                        // The file is for whoever may have it: its own access rights are the writer's business.
                        File.WriteAllText(file.FullName, export.Csv, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
                        return [context.Say["Exported", export.Counted, export.NotCounted]];
                    },
                    end
                );
            }
        );
        return command;
    }

    private static Task<int> AskForChangeAsync<T>(CommandContext context, string route, T question, CancellationToken end) =>
        context.AskAsync<T, JsonElement>(route, question, _ => [context.Say["Done"]], end);

    private static async Task<JsonElement?> ReadJsonAsync(FileInfo file, CancellationToken end)
    {
        if (!file.Exists)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(file.FullName, end));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Line(MemberAnswer member) =>
        $"{member.Device}\t{member.Administration}\t{member.Name}\t{member.Roles}"
        + (member.Problem is null ? "" : $"\t{member.Problem}");

    private static string Line(EntryAnswer entry, Sentences say)
    {
        string at = entry.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string what = entry.Kind switch
        {
            "text" => entry.Text!,
            "report" => say["Report", entry.Verdict!],
            "membership" => string.Join(
                "; ",
                entry.Added!.Select(name => say["Added", name]).Concat(entry.Removed!.Select(name => say["Removed", name]))
            ),
            _ => say["Unreadable", entry.Reason!],
        };
        return $"{at}\t{entry.Administration}\t{entry.Sender}\t{what}\t{entry.Delivery}";
    }
}
