using System.Collections.Immutable;
using System.Globalization;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Localization;

namespace Comm.Client.Forms.XlsForm;

/// <summary>The sheet of settings: what is said of the form as a whole, in one row.</summary>
internal sealed class XlsSettings
{
    private readonly SheetFaults _faults;
    private readonly SheetFaults _remarks;
    private readonly string _fileName;
    private readonly SheetTable? _table;
    private readonly SheetRow? _row;

    public XlsSettings(Sheet? sheet, string fileName, SheetFaults faults, SheetFaults remarks)
    {
        (_fileName, _faults, _remarks) = (fileName, faults, remarks);
        if (sheet is not null)
        {
            _table = new SheetTable(sheet, XlsColumns.Settings, ProductCultures.Fallback, faults);
            _row = _table.Rows.FirstOrDefault();
            foreach (SheetRow more in _table.Rows.Skip(1))
            {
                faults.Add(new CellPlace(sheet.Name, more.Number), "XlsForm_OneRow");
            }
        }

        string? named = Word("default_language");
        string? code = named is null ? ProductCultures.Fallback : XlsLanguages.CodeOf(named);
        if (code is null)
        {
            faults.Add(Place("default_language"), "XlsForm_Language", named!, XlsLanguages.Supported);
        }

        Language = code ?? ProductCultures.Fallback;
    }

    /// <summary>The author's.</summary>
    public string Language { get; }

    public CellPlace Place(string column) =>
        _table is null ? new CellPlace(XlsColumns.SettingsSheet)
        : _row is null ? new CellPlace(_table.Name)
        : _table.Place(_row, column);

    public FormDocument Document(ImmutableArray<FieldDocument> fields, IEnumerable<string> codeListsUsed, CodeLists lists)
    {
        string id = Id();
        return new FormDocument
        {
            Id = id,
            Version = Version(),
            Kind = Kind(),
            Labels = Title(id),
            DefaultLanguage = Language,
            CodeLists = CodeLists(codeListsUsed, lists),
            Goods = Goods(),
            Fields = fields,
        };
    }

    private string? Word(string column) => _row is null ? null : _table!.Word(_row, column);

    /// <summary>Ids of ODK have underscores where ours have hyphens, and capitals.</summary>
    private string Id()
    {
        string written = Word("form_id") ?? _fileName;
        string id = string.Concat(written.Select(c => c is '_' or ' ' ? '-' : char.ToLowerInvariant(c)));
        if (id != written)
        {
            _remarks.Add(Place("form_id"), "XlsForm_Id", written, id);
        }

        return id;
    }

    private int Version()
    {
        string? written = Word("version");
        if (written is null)
        {
            return 1;
        }

        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int version))
        {
            return version;
        }

        _faults.Add(Place("version"), "XlsForm_Version", written);
        return 1;
    }

    private FormKind Kind()
    {
        string? written = Word("cc_kind");
        if (written is null)
        {
            return FormKind.Other;
        }

        if (
            Enum.GetValues<FormKind>().Cast<FormKind?>().FirstOrDefault(kind => XlsFormExport.Word(kind!.Value) == written) is
            { } found
        )
        {
            return found;
        }

        _faults.Add(
            Place("cc_kind"),
            "XlsForm_NotOneOf",
            written,
            string.Join(", ", Enum.GetValues<FormKind>().Select(XlsFormExport.Word))
        );
        return FormKind.Other;
    }

    private Labels Title(string id)
    {
        Labels? translated = _row is null ? null : _table!.Labels(_row, "cc_title");
        string? title = _row is null ? null : _table!.Text(_row, "form_title");
        if (title is null)
        {
            return translated ?? new Labels([KeyValuePair.Create(Language, id)]);
        }

        if (translated?.Exactly(Language) is not null)
        {
            _faults.Add(Place("cc_title"), "XlsForm_ColumnTwice", "form_title");
            return translated;
        }

        return new Labels((translated?.All ?? []).Append(KeyValuePair.Create(Language, title)));
    }

    /// <summary>"CL_OFFENCE 1.0, CL_UNIT 1.0"; a list that a question uses and that is not named is taken in its present version.</summary>
    private ImmutableSortedDictionary<string, string> CodeLists(IEnumerable<string> used, CodeLists lists)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (
            string entry in Word("cc_code_lists")
                ?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                ?? []
        )
        {
            if (
                entry.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var name, var version]
                || !all.TryAdd(name, version)
            )
            {
                _faults.Add(Place("cc_code_lists"), "XlsForm_CodeLists", entry);
            }
        }

        foreach (string name in used)
        {
            all.TryAdd(name, lists.Find(name)!.Version);
        }

        return all.ToImmutable();
    }

    private GoodsFields? Goods()
    {
        switch (Word("cc_goods")?.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            case null:
                return null;
            case [var repeat, var commodity, var quantity, var unit]:
                return new GoodsFields(repeat, commodity, quantity, unit);
            default:
                _faults.Add(Place("cc_goods"), "Fault_Goods");
                return null;
        }
    }
}
