using System.CommandLine;
using System.Globalization;
using Comm.Client.Commands.Control;

namespace Comm.Client.Commands;

/// <summary>What becomes of reports: listed, validated or returned by a coordinator, taken back by their author.</summary>
internal static class ReviewCommands
{
    public static IEnumerable<Command> All(Sentences say) =>
        [
            Reports(say),
            Act(say, "validate", "Help_Validate", ReviewAct.Validate),
            Act(say, "return", "Help_Return", ReviewAct.Return),
            Act(say, "withdraw", "Help_Withdraw", ReviewAct.Withdraw),
        ];

    private static Command Reports(Sentences say)
    {
        Argument<string> group = GroupCommands.Group(say);
        var command = new Command("reports", say["Help_Reports"]) { group };
        command.SetAction(
            (parsed, end) =>
                CommandContext
                    .Of(parsed)
                    .AskAsync<GroupQuestion, ReportLine[]>(
                        ControlRoutes.Reports,
                        new GroupQuestion(parsed.GetRequiredValue(group)),
                        reports => reports.Select(Line),
                        end
                    )
        );
        return command;
    }

    /// <summary>The reason comes from a file or standard input; to validate, none is needed.</summary>
    private static Command Act(Sentences say, string name, string help, ReviewAct act)
    {
        Argument<string> group = GroupCommands.Group(say);
        var report = new Argument<Guid>("report") { Description = say["Arg_Report"] };
        Option<FileInfo?> file = WrittenText.File(say);
        var command = new Command(name, say[help]) { group, report, file };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                FileInfo? from = parsed.GetValue(file);
                bool isSaid = act != ReviewAct.Validate || from is not null;
                if ((isSaid ? await WrittenText.ReadAsync(context, from, end) : "") is not { } remark)
                {
                    return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", from!.FullName]);
                }

                return await context.AskAsync<ReviewQuestion, object>(
                    ControlRoutes.Review,
                    new ReviewQuestion(parsed.GetRequiredValue(group), parsed.GetRequiredValue(report), act, remark.Trim()),
                    _ => [],
                    end
                );
            }
        );
        return command;
    }

    private static string[] Line(ReportLine report) =>
        [
            report.At.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            report.Administration,
            report.Id.ToString("D"),
            string.Create(CultureInfo.InvariantCulture, $"{report.Form} {report.FormVersion}"),
            report.Revision.ToString(CultureInfo.InvariantCulture),
            report.Standing,
            report.Verdict,
        ];
}
