using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>What is said in a group: reading, writing, reporting, and the table of the reports.</summary>
internal static class ConversationCommands
{
    private static readonly Option<int> Wait = new("--wait") { HelpName = "SECONDS", DefaultValueFactory = _ => 0 };

    public static IEnumerable<Command> All(Sentences say) => [Read(say), Send(say), Report(say), Export(say)];

    private static Command Read(Sentences say)
    {
        Argument<string> group = GroupCommands.Group();
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
        Argument<string> group = GroupCommands.Group();
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

    private static Command Report(Sentences say)
    {
        Argument<string> group = GroupCommands.Group();
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
        Argument<string> group = GroupCommands.Group();
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
