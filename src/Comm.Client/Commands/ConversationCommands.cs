using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>What is said in a group: reading, writing, reporting, and the table of the reports.</summary>
internal static class ConversationCommands
{
    public static IEnumerable<Command> All(Sentences say) => [Read(say), Send(say), Report(say), Export(say)];

    private static Command Read(Sentences say)
    {
        Argument<string> group = GroupCommands.Group(say);
        var after = new Option<long?>("--after") { HelpName = "POSITION", Description = say["Opt_After"] };
        var take = new Option<int>("--take")
        {
            HelpName = "COUNT",
            DefaultValueFactory = _ => 50,
            Description = say["Opt_Take"],
        };
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
        Argument<string> group = GroupCommands.Group(say);
        Option<FileInfo?> file = WrittenText.File(say);
        Option<int> wait = Wait(say);
        var command = new Command("send", say["Help_Send"]) { group, file, wait };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                if (await WrittenText.ReadAsync(context, parsed.GetValue(file), end) is not { } text)
                {
                    return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", parsed.GetValue(file)!.FullName]);
                }

                return await context.AskAsync<SendQuestion, SendAnswer>(
                    ControlRoutes.Send,
                    new SendQuestion(parsed.GetRequiredValue(group), text, parsed.GetValue(wait)),
                    sent =>
                        [
                            [Delivered(sent, context.Say)],
                        ],
                    end,
                    CodeOf
                );
            }
        );
        return command;
    }

    private static Command Report(Sentences say)
    {
        Argument<string> group = GroupCommands.Group(say);
        var file = new Option<FileInfo>("--file")
        {
            Required = true,
            HelpName = "FILE",
            Description = say["Opt_ReportFile"],
        };
        Option<int> wait = Wait(say);
        var command = new Command("report", say["Help_Report"]) { group, file, wait };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                if (parsed.GetRequiredValue(file) is { Exists: false } missing)
                {
                    return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", missing.FullName]);
                }

                if (await ReadJsonAsync(parsed.GetRequiredValue(file), end) is not { } report)
                {
                    return context.Fail(ExitCode.Refused, "malformed-report", context.Say.OfResult("malformed-report", ""));
                }

                return await context.AskAsync<ReportQuestion, ReportAnswer>(
                    ControlRoutes.Report,
                    new ReportQuestion(parsed.GetRequiredValue(group), report, parsed.GetValue(wait)),
                    answer =>
                        [
                            .. answer.Findings.Select(finding => new[] { finding.Severity, finding.Rule, finding.Path }),
                            [Delivered(answer.Sent!, context.Say)],
                        ],
                    end,
                    answer => CodeOf(answer.Sent!)
                );
            }
        );
        return command;
    }

    private static Command Export(Sentences say)
    {
        Argument<string> group = GroupCommands.Group(say);
        var csv = new Option<bool>("--csv") { Description = say["Opt_Csv"] };
        var output = new Option<FileInfo?>("--output") { HelpName = "FILE", Description = say["Opt_Output"] };
        var language = new Option<string?>("--language") { Description = say["Opt_ExportLanguage"] };
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
                            context.WriteData(export.Csv);
                            return [];
                        }

                        // The file is for whoever may have it: its own access rights are the writer's business. The text begins with its mark.
                        Write(file.FullName, export.Csv);
                        foreach ((string repeat, string table) in export.OtherTables)
                        {
                            Write(Path.ChangeExtension(file.FullName, $"{repeat}{file.Extension}"), table);
                        }

                        return
                        [
                            [context.Say["Exported", export.Counted, export.NotCounted]],
                        ];
                    },
                    end
                );
            }
        );
        return command;
    }

    private static void Write(string path, string text) =>
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    private static Option<int> Wait(Sentences say) =>
        new("--wait")
        {
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 10,
            Description = say["Opt_Wait"],
        };

    private static string Delivered(SendAnswer sent, Sentences say) => say[$"Delivery_{sent.Delivery}", sent.Reason ?? ""];

    private static int CodeOf(SendAnswer sent) =>
        sent.Delivery switch
        {
            "sending" => ExitCode.Waiting,
            "failed" => ExitCode.Refused,
            _ => ExitCode.Done,
        };

    private static async Task<JsonElement?> ReadJsonAsync(FileInfo file, CancellationToken end)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(file.FullName, end));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string[] Line(EntryAnswer entry, Sentences say)
    {
        string at = entry.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string what = entry.Kind switch
        {
            "text" => entry.Text!,
            "report" => say["Report", entry.Verdict!],
            "membership" when entry is { Added: [], Removed: [] } => say["Renewed"],
            "membership" => string.Join(
                "; ",
                entry.Added!.Select(name => say["Added", name]).Concat(entry.Removed!.Select(name => say["Removed", name]))
            ),
            "forms" => say["Forms", entry.Reason ?? ""],
            "review" or "withdrawal" => say["Act", entry.Kind, entry.Reason ?? "", entry.Text!],
            "notice" => say["Notice", entry.Reason!, string.Join(", ", entry.Added!)],
            _ => say["Unreadable", entry.Reason!],
        };
        return [at, entry.Administration ?? "", entry.Sender ?? "", what, entry.Delivery];
    }
}
