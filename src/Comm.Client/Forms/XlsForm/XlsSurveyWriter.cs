using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Spreadsheets;
using Comm.Shared.Attachments;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>Writes the sheet of questions.</summary>
internal sealed class XlsSurveyWriter(SheetDraft sheet, ImmutableArray<string> languages, OdkNotes notes)
{
    public void Write(FormDocument form)
    {
        // ODK's own columns on the left, whichever question has them first; ours follow.
        string[] order =
        [
            "type",
            "name",
            .. Used(form, "label", field => field.Labels),
            .. Used(form, "hint", field => field.Hints),
            .. Used(form, "constraint_message", field => field.ConstraintMessage),
        ];
        sheet.Order(order);
        Write(form.Fields);
    }

    private IEnumerable<string> Used(FormDocument form, string column, Func<FieldDocument, Labels?> labels) =>
        languages
            .Where(language => form.AllFields.Any(field => labels(field)?.Exactly(language) is not null))
            .Select(language => $"{column}::{XlsLanguages.NameOf(language)}");

    private void Write(ImmutableArray<FieldDocument> fields)
    {
        foreach (FieldDocument field in fields.IsDefault ? [] : fields)
        {
            string? holder = field.Type switch
            {
                FieldType.Section => "group",
                FieldType.Repeat => "repeat",
                _ => null,
            };
            sheet.Begin();
            if (holder is null)
            {
                Question(field);
                continue;
            }

            sheet.Set("type", "begin_" + holder);
            Common(field);
            Write(field.Fields);
            sheet.Begin();
            sheet.Set("type", "end_" + holder);
            sheet.Set("name", OdkNames.ToOdk(field.Name));
        }
    }

    private void Question(FieldDocument field)
    {
        (string odk, string? ours) = XlsTypes.Of(field.Type);
        bool hasChoices = odk is XlsTypes.SelectOne or XlsTypes.SelectMultiple;
        sheet.Set("type", hasChoices ? $"{odk} {XlsChoices.ListName(field)}" : odk);
        Common(field);
        sheet.Set("cc_type", ours);
        if (field.Type is FieldType.Location or FieldType.Link or FieldType.Unit or FieldType.Flag)
        {
            notes.Add(sheet.Place("type"), "Odk_Type", field.Name, ours!);
        }

        if (!field.Specials.IsDefaultOrEmpty)
        {
            sheet.Set("cc_specials", string.Join(' ', field.Specials));
            if (!hasChoices)
            {
                notes.Add(sheet.Place("cc_specials"), "Odk_Specials", field.Name, string.Join(' ', field.Specials));
            }
        }
    }

    private void Common(FieldDocument field)
    {
        string name = OdkNames.ToOdk(field.Name);
        sheet.Set("name", name);
        if (name != field.Name)
        {
            notes.Add(sheet.Place("name"), "Odk_Name", field.Name, name);
        }

        sheet.Set("label", field.Labels, languages);
        sheet.Set("hint", field.Hints, languages);
        Expression("required", field.Required);
        Expression("relevant", field.Relevant);
        Expression("constraint", field.Constraint);
        sheet.Set("constraint_message", field.ConstraintMessage, languages);
        Expression("choice_filter", field.ChoiceFilter);
        Expression("calculation", field.Calculation, inItsPlace: XlsFormExport.Nothing);
        Default(field);
        sheet.Set("read_only", field.ReadOnly ? "yes" : null);
        if (field.ConstraintSeverity is { } severity)
        {
            sheet.Set("cc_severity", severity);
            if (severity != "E")
            {
                notes.Add(sheet.Place("cc_severity"), "Odk_Severity", field.Name);
            }
        }

        sheet.Set("cc_places_by", field.PlacesBy);
        sheet.Set("cc_least", Number(field.Least));
        bool isFile = field.Type is FieldType.Image or FieldType.File;
        sheet.Set("cc_most", isFile ? field.Most.ToString(CultureInfo.InvariantCulture) : Number(field.Most));
        if (isFile && field.Most != 1)
        {
            int most = field.Most == 0 ? AttachmentReference.MaxInMessage : field.Most;
            notes.Add(sheet.Place("cc_most"), "Odk_OneFile", field.Name, Number(most)!);
        }

        sheet.Set("cc_export", field.Export is { } export ? (export ? "yes" : "no") : null);
    }

    private void Default(FieldDocument field)
    {
        string? plain = field.Default is null ? null : OdkDefaults.ToOdk(field.Default, field.Type);
        if (plain is null || plain == field.Default)
        {
            Expression("default", field.Default, mayBePlain: plain is not null);
            return;
        }

        sheet.Set("default", plain);
        NoteApostrophe("default", plain);
    }

    private void NoteApostrophe(string column, string text)
    {
        if (NeutralText.Written(text) != text)
        {
            notes.Add(sheet.Place(column), "Odk_Apostrophe", text);
        }
    }

    /// <summary>Where ODK would stop at it, in the column that ODK passes over.</summary>
    private void Expression(string column, string? expression, bool mayBePlain = true, string? inItsPlace = null)
    {
        if (expression is null)
        {
            return;
        }

        if (mayBePlain && OdkExpressions.ToOdk(expression) is { } odk && OdkExpressions.FromOdk(odk) == expression)
        {
            sheet.Set(column, odk);
            NoteApostrophe(column, odk);
            return;
        }

        sheet.Set(column, inItsPlace);
        sheet.Set("cc_" + column, expression);
        string[] functions = [.. OdkExpressions.OwnFunctions(expression)];
        notes.Add(
            sheet.Place("cc_" + column),
            "Odk_Expression",
            column,
            functions.Length == 0 ? expression : string.Join(", ", functions)
        );
    }

    private static string? Number(int number) => number == 0 ? null : number.ToString(CultureInfo.InvariantCulture);
}
