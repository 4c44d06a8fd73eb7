using System.Text;
using System.Text.RegularExpressions;
using Comm.Client.Conversations;
using Comm.Shared.Forms;
using Comm.Shared.Membership;

namespace Comm.Client.Tests.Commands;

public sealed partial class ReportFileTests
{
    [Fact]
    public void TheReportThatTheDocumentShowsIsOne()
    {
        string document = File.ReadAllText(Path.Combine(Repository(), "docs", "report-file.md"));
        string shown = Block().Match(document).Groups["report"].Value;
        Assert.True(Report.TryParse(Encoding.UTF8.GetBytes(shown), out Report? report));
        Assert.IsType<ReportVerdict.Valid>(new EntryOpener(TimeProvider.System).Judge(report!, AdministrationCode.Of("FR")));
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomsComm.sln")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }

    [GeneratedRegex("```json\n(?<report>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
