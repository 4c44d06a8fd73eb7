using Comm.Client.Forms.Designing;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Tests.Shell;
using Comm.Shared.Forms;

namespace Comm.Client.Tests.Forms.Designing;

/// <summary>A form that was designed here goes to a spreadsheet and back without losing anything.</summary>
public sealed class SpreadsheetOfDesignTests
{
    [Fact]
    public void ADesignComesBackFromItsSpreadsheetAsItWas()
    {
        FormDocument document = SampleForms.Document;
        byte[] file = XlsFormExport.Write(document, CodeLists.Shipped, fault => fault.Key).File;
        XlsFormImported imported = XlsFormImport.Read(file, "any", CodeLists.Shipped);
        Assert.Empty(imported.Faults);
        Assert.Empty(FormComparison.Compare(document, imported.Form!.Document));
        Assert.Equal(document.Hash(), imported.Form.Document.Hash());
    }
}
