using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <param name="File">An .xlsx file.</param>
/// <param name="Notes">What ODK passes over or cannot evaluate, at its cell.</param>
internal sealed record XlsFormExported(byte[] File, ImmutableArray<SheetFault> Notes);

/// <summary>
/// Writes a form as XLSForm: ODK and KoboToolbox open it, and <see cref="XlsFormImport"/> reads the same form again, byte for byte. What
/// XLSForm lacks stands in columns and sheets that begin with <c>cc_</c>.
/// </summary>
internal static class XlsFormExport
{
    /// <summary>What ODK calculates where only we can: it wants an expression there.</summary>
    public const string Nothing = "''";

    /// <param name="form">One that compiles.</param>
    /// <param name="lists">The product's code lists.</param>
    /// <param name="say">Makes the sentence of a note, for the sheet that people read.</param>
    public static XlsFormExported Write(FormDocument form, CodeLists lists, Func<SheetFault, string> say)
    {
        ImmutableArray<string> languages = [.. ProductCultures.All.Where(Languages(form).Contains)];
        var survey = new SheetDraft(XlsColumns.SurveySheet);
        var choices = new SheetDraft(XlsColumns.ChoicesSheet);
        var settings = new SheetDraft(XlsColumns.SettingsSheet);
        var rules = new SheetDraft(XlsColumns.RulesSheet);
        var tables = new SheetDraft(XlsColumns.TablesSheet);
        var notes = new OdkNotes();
        new XlsSurveyWriter(survey, languages, notes).Write(form);
        Choices(choices, form, lists, languages);
        Settings(settings, form, languages);
        Rules(rules, form, languages);
        Tables(tables, form);
        SheetDraft[] all = [survey, choices, settings, rules, tables];
        foreach (SheetDraft sheet in all)
        {
            notes.AddColumns(sheet);
        }

        var read = new SheetDraft(XlsColumns.NotesSheet);
        foreach (SheetFault note in notes.All)
        {
            read.Begin();
            read.Set("place", note.Place.ToString());
            read.Set("note", say(note));
        }

        return new XlsFormExported(
            SpreadsheetWriter.Write([.. all.Append(read).Where(sheet => sheet.IsNeeded).Select(sheet => sheet.ToSheet())]),
            notes.All
        );
    }

    public static string Word(FormKind kind) => kind.ToString().ToLowerInvariant();

    private static HashSet<string> Languages(FormDocument form) =>
        form
            .AllFields.SelectMany(field => new[] { field.Labels, field.Hints, field.ConstraintMessage })
            .Concat((form.Lists.IsDefault ? [] : form.Lists).SelectMany(list => list.Choices).Select(choice => choice.Labels))
            .Concat((form.Rules.IsDefault ? [] : form.Rules).Select(rule => rule.Message))
            .Append(form.Labels)
            .OfType<Labels>()
            .SelectMany(labels => labels.Languages)
            .Append(form.DefaultLanguage)
            .ToHashSet(StringComparer.Ordinal);

    private static void Choices(SheetDraft sheet, FormDocument form, CodeLists lists, ImmutableArray<string> languages)
    {
        foreach (XlsChoice choice in XlsChoices.Of(form, lists))
        {
            sheet.Begin();
            sheet.Set("list_name", choice.List);
            sheet.Set("name", choice.Code);
            sheet.Set("label", choice.Labels, languages);
            foreach ((string name, string value) in choice.Attributes?.AsEnumerable() ?? [])
            {
                bool isTaken =
                    XlsColumns.Choices.Plain.Contains(XlsColumns.Split(name).Name)
                    || name.Contains("::", StringComparison.Ordinal);
                isTaken |= XlsColumns.Choices.Translated.Contains(XlsColumns.Split(name).Name);
                isTaken |= XlsColumns.Choices.Refused.Contains(XlsColumns.Split(name).Name) || name.Trim() != name;
                sheet.Set(isTaken ? $"{XlsColumns.Attribute}::{name}" : name, value);
            }

            sheet.Set("cc_list", choice.Mark);
        }
    }

    private static void Settings(SheetDraft sheet, FormDocument form, ImmutableArray<string> languages)
    {
        string author = form.DefaultLanguage;
        sheet.Begin();
        sheet.Set("form_title", form.Labels.Exactly(author));
        sheet.Set("form_id", form.Id);
        sheet.Set("version", FormattableString.Invariant($"{form.Version}"));
        sheet.Set("default_language", XlsLanguages.NameOf(author));
        sheet.Set("cc_kind", Word(form.Kind));
        sheet.Set("cc_title", form.Labels, languages.Remove(author));
        sheet.Set("cc_code_lists", string.Join(", ", form.CodeLists.Select(list => $"{list.Key} {list.Value}")));
        sheet.Set("cc_goods", form.Goods is { } goods ? $"{goods.Repeat} {goods.Commodity} {goods.Quantity} {goods.Unit}" : null);
    }

    private static void Rules(SheetDraft sheet, FormDocument form, ImmutableArray<string> languages)
    {
        foreach (RuleDocument rule in form.Rules.IsDefault ? [] : form.Rules)
        {
            sheet.Begin();
            sheet.Set("id", rule.Id);
            sheet.Set("severity", rule.Severity);
            sheet.Set("field", rule.Field);
            sheet.Set("when", rule.When);
            sheet.Set("check", rule.Check);
            sheet.Set("message", rule.Message, languages);
        }
    }

    private static void Tables(SheetDraft sheet, FormDocument form)
    {
        foreach (TableDocument table in form.Tables.IsDefault ? [] : form.Tables)
        {
            foreach ((string key, string value) in table.Rows)
            {
                sheet.Begin();
                sheet.Set("table", table.Name);
                sheet.Set("key", key);
                sheet.Set("value", value);
            }
        }
    }
}
