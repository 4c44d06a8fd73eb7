using System.CommandLine;
using System.Globalization;
using Comm.Client.Forms.XlsForm;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;

namespace Comm.Client.Commands;

/// <summary><c>comm forms</c>: a form as XLSForm, checked and written, on a machine that is no device and holds no vault.</summary>
internal static class FormsCommands
{
    public static Command Create(Sentences say) => new("forms", say["Help_Forms"]) { Import(say), Export(say) };

    private static Command Import(Sentences say)
    {
        var file = new Argument<FileInfo>("file") { Description = say["Arg_FormFile"] };
        var command = new Command("import", say["Help_FormsImport"]) { file };
        command.SetAction(
            async (parsed, end) => await ImportAsync(CommandContext.Of(parsed), parsed.GetRequiredValue(file), end)
        );
        return command;
    }

    private static Command Export(Sentences say)
    {
        var id = new Argument<string>("id") { Description = say["Arg_FormId"] };
        var file = new Argument<FileInfo>("file") { Description = say["Arg_FormTarget"] };
        var command = new Command("export", say["Help_FormsExport"]) { id, file };
        command.SetAction(
            async (parsed, end) =>
                await ExportAsync(CommandContext.Of(parsed), parsed.GetRequiredValue(id), parsed.GetRequiredValue(file), end)
        );
        return command;
    }

    private static async Task<int> ImportAsync(CommandContext context, FileInfo file, CancellationToken end)
    {
        if (!file.Exists)
        {
            return context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", file.FullName]);
        }

        var sentences = new FaultSentences(context.Say.Set<Comm.Shared.Localization.Faults>());
        if (file.Length > SpreadsheetLimits.Default.Bytes)
        {
            return context.Fail(
                ExitCode.Usage,
                "file-too-large",
                sentences.Say("Sheet_TooLarge", SpreadsheetLimits.Default.Bytes.ToString(CultureInfo.InvariantCulture))
            );
        }

        byte[] bytes = await File.ReadAllBytesAsync(file.FullName, end);
        XlsFormImported imported = XlsFormImport.Read(bytes, Path.GetFileNameWithoutExtension(file.Name), CodeLists.Shipped);
        foreach (SheetFault said in imported.Faults.Concat(imported.Remarks))
        {
            context.WriteHint(TerminalText.Printable(sentences.Of(said)));
        }

        if (imported.Form is not { } form)
        {
            return context.Fail(ExitCode.Refused, "not-imported", context.Say["Forms_NotImported", imported.Faults.Length]);
        }

        Print(context, form, XlsFormExport.Write(form.Document, CodeLists.Shipped, sentences.Of), sentences);
        return ExitCode.Done;
    }

    private static async Task<int> ExportAsync(CommandContext context, string id, FileInfo file, CancellationToken end)
    {
        if (FormLibrary.Shipped.Latest(id) is not { } form)
        {
            string known = string.Join(", ", FormLibrary.Shipped.All.Select(form => form.Id).Distinct(StringComparer.Ordinal));
            return context.Fail(ExitCode.Usage, "unknown-form", context.Say["Forms_Unknown", id, known]);
        }

        if (file.Exists || file.Directory is not { Exists: true })
        {
            return context.Fail(ExitCode.Usage, "no-target", context.Say["Forms_NoTarget", file.FullName]);
        }

        var sentences = new FaultSentences(context.Say.Set<Comm.Shared.Localization.Faults>());
        XlsFormExported exported = XlsFormExport.Write(form.Document, CodeLists.Shipped, sentences.Of);
        await File.WriteAllBytesAsync(file.FullName, exported.File, end);
        Print(context, form, exported, sentences);
        return ExitCode.Done;
    }

    /// <summary>The form in one row; what ODK will not do with it beside that, for who reads along.</summary>
    private static void Print(CommandContext context, FormDefinition form, XlsFormExported exported, FaultSentences sentences)
    {
        int questions = form.All.Count(field => field.Type is not (FieldType.Section or FieldType.Repeat));
        int rules = form.Document.Rules.IsDefault ? 0 : form.Document.Rules.Length;
        FormAnswer[] row = [new(form.Id, form.Version, questions, rules, [.. exported.Notes.Select(sentences.Of)])];
        context.WriteRows(row, answer => [context.Say["Forms_Form", answer.Id, answer.Version, answer.Questions, answer.Rules]]);
        if (!exported.Notes.IsEmpty)
        {
            context.WriteHint(context.Say["Forms_Odk"]);
        }

        foreach (string note in row[0].Odk)
        {
            context.WriteHint(TerminalText.Printable(note));
        }
    }

    private sealed record FormAnswer(string Id, int Version, int Questions, int Rules, string[] Odk);
}
