using System.Text;
using System.Text.RegularExpressions;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Commands;

public sealed partial class ReportFileTests
{
    [Fact]
    public void TheReportThatTheDocumentShowsIsOne()
    {
        string document = File.ReadAllText(Path.Combine(Repository(), "docs", "report-file.md"));
        string shown = Block().Match(document).Groups["report"].Value;
        Assert.True(Report.TryParse(Encoding.UTF8.GetBytes(shown), out Report? report));
        var context = FormContext.At(TimeProvider.System, "FR");
        Assert.IsType<ReportVerdict.Valid>(ReportVerdict.Of(report!, FormLibrary.Shipped, context));
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
