using System.Collections.Immutable;
using System.Globalization;
using System.Resources;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Tests.Forms;

/// <summary>Forms as authors write them: a sheet is lines of cells between bars.</summary>
internal static class Sheets
{
    public static byte[] Workbook(params (string Name, string Rows)[] sheets) =>
        SpreadsheetWriter.Write([.. sheets.Select(sheet => Sheet(sheet.Name, sheet.Rows))]);

    /// <summary>A survey with these rows, and the list "yes_no".</summary>
    public static byte[] Survey(string rows, string choices = "list_name|name|label\nyes_no|yes|Yes\nyes_no|no|No") =>
        Workbook(("survey", rows), ("choices", choices));

    public static XlsFormImported Import(byte[] file)
    {
        XlsFormImported imported = XlsFormImport.Read(file, "tested", CodeLists.Shipped);
        Assert.All(imported.Faults.Concat(imported.Remarks), AssertIsASentence);
        return imported;
    }

    public static FormDefinition Form(byte[] file)
    {
        XlsFormImported imported = Import(file);
        Assert.True(imported.Form is not null, string.Join("; ", imported.Faults));
        return imported.Form;
    }

    /// <summary>The faults, each as "place key".</summary>
    public static string[] Faults(byte[] file)
    {
        XlsFormImported imported = Import(file);
        Assert.Null(imported.Form);
        return [.. imported.Faults.Select(fault => $"{fault.Place} {fault.Key}")];
    }

    public static XlsFormExported Export(FormDocument form)
    {
        XlsFormExported exported = XlsFormExport.Write(form, CodeLists.Shipped, note => note.Key);
        Assert.All(exported.Notes, AssertIsASentence);
        return exported;
    }

    /// <summary>A sentence with a gap in it would be of a fault that came with too few arguments.</summary>
    private static void AssertIsASentence(SheetFault fault)
    {
        string? sentence = new ResourceManager(typeof(Faults)).GetString(fault.Key, CultureInfo.InvariantCulture);
        Assert.True(sentence is not null, fault.Key);
        Assert.DoesNotContain($"{{{fault.Arguments.Length}}}", sentence, StringComparison.Ordinal);
    }

    private static WrittenSheet Sheet(string name, string rows)
    {
        string[][] lines = [.. rows.Split('\n').Select(line => line.Split('|'))];
        return new WrittenSheet(
            name,
            [.. lines[0].Select(header => new WrittenColumn(header))],
            [.. lines.Skip(1).Select(line => line.Select(cell => (WrittenCell)cell).ToImmutableArray())]
        );
    }
}
