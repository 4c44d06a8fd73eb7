using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Comm.Shared.Localization;

namespace Comm.Shared.Forms;

/// <summary>Reads a report that another machine wrote. Strict, bounded, and never throws: what is not exactly a report is none.</summary>
internal ref struct ReportReader
{
    private Utf8JsonReader _json;
    private int _fields;

    private ReportReader(ReadOnlySpan<byte> utf8) =>
        _json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = FormLimits.JsonDepth });

    public static bool TryRead(ReadOnlySpan<byte> utf8, out Report? report)
    {
        report = null;
        if (utf8.Length > FormLimits.ReportBytes || !Utf8.IsValid(utf8))
        {
            return false;
        }

        try
        {
            var reader = new ReportReader(utf8);
            report = reader.Read();
        }
        catch (JsonException)
        {
            return false; // Utf8JsonReader has no way to tell of bad JSON but this one
        }

        return report is not null;
    }

    private Report? Read()
    {
        Guid? id = null;
        string? form = null;
        int? revision = null;
        int? version = null;
        ImmutableSortedDictionary<string, string>? lists = null;
        string? language = null;
        Answers? answers = null;
        ImmutableArray<RuleOverride>? overrides = null;

        if (!_json.Read() || _json.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (NextMember() is { } member)
        {
            bool read = member switch
            {
                "report" when id is null => ReadGuid(out id),
                "revision" when revision is null => ReadVersion(out revision) && revision is > 1 and <= FormLimits.Revisions,
                "form" when form is null => ReadText(FormNames.MostCharacters, out form),
                "formVersion" when version is null => ReadVersion(out version),
                "codeLists" when lists is null => ReadVersions(out lists),
                "language" when language is null => ReadText(2, out language) && ProductCultures.Contains(language),
                "answers" when answers is null => ReadAnswers(lines: true, out answers),
                "overrides" when overrides is null => ReadOverrides(out overrides),
                _ => false,
            };
            if (!read)
            {
                return null;
            }
        }

        // The reader throws on anything but white space after the object, so its end is the end.
        return
            _json.TokenType == JsonTokenType.EndObject
            && !_json.Read()
            && id is not null
            && form is not null
            && version is not null
            && lists is not null
            && language is not null
            && answers is not null
            && overrides is not null
            ? new Report(id.Value, form, version.Value, lists, language, answers, overrides.Value) { Revision = revision ?? 1 }
            : null;
    }

    /// <summary>The next member's name, with the reader on its value; null at the end of the object, or where the name is no text.</summary>
    private string? NextMember()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.PropertyName || !TryString(FormNames.MostCharacters, out string? name))
        {
            return null;
        }

        _json.Read();
        return name;
    }

    private bool ReadAnswers(bool lines, out Answers? answers)
    {
        answers = null;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        Answers read = Answers.None;
        while (NextMember() is { } field)
        {
            if (++_fields > FormLimits.FieldsPerForm * 5 || !FormNames.IsName(field) || read[field] is not null)
            {
                return false;
            }

            if (!ReadAnswer(lines, out Answer? answer))
            {
                return false;
            }

            read = read.With(field, answer!);
        }

        answers = read;
        return _json.TokenType == JsonTokenType.EndObject;
    }

    private bool ReadAnswer(bool lines, out Answer? answer)
    {
        answer = null;
        switch (_json.TokenType)
        {
            case JsonTokenType.String when TryString(FormLimits.TextCharacters, out string? text) && text!.Length > 0:
                answer = new Answer.Text(text);
                return true;
            case JsonTokenType.Number when IsPlainDecimal(_json.ValueSpan) && _json.TryGetDecimal(out decimal number):
                answer = new Answer.Number(number);
                return true;
            case JsonTokenType.True or JsonTokenType.False:
                answer = new Answer.Flag(_json.TokenType == JsonTokenType.True);
                return true;
            case JsonTokenType.StartArray when lines:
                return ReadLines(out answer);
            default:
                return false;
        }
    }

    private bool ReadLines(out Answer? answer)
    {
        answer = null;
        var items = ImmutableArray.CreateBuilder<Answers>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (items.Count == FormLimits.Lines || !ReadAnswers(lines: false, out Answers? line))
            {
                return false;
            }

            items.Add(line!);
        }

        answer = new Answer.Lines(items.ToImmutable());
        return true;
    }

    private bool ReadOverrides(out ImmutableArray<RuleOverride>? overrides)
    {
        overrides = null;
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var read = ImmutableArray.CreateBuilder<RuleOverride>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (
                read.Count == FormLimits.Overrides
                || _json.TokenType != JsonTokenType.StartObject
                || NextMember() != "rule"
                || !ReadText(FormLimits.RuleIdCharacters, out string? rule)
                || NextMember() != "reason"
                || !ReadText(FormLimits.ReasonMostCharacters, out string? reason)
                || NextMember() is not null
                || _json.TokenType != JsonTokenType.EndObject
            )
            {
                return false;
            }

            read.Add(new RuleOverride(rule!, reason!));
        }

        overrides = read.ToImmutable();
        return true;
    }

    private bool ReadVersions(out ImmutableSortedDictionary<string, string>? versions)
    {
        versions = null;
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (NextMember() is { } list)
        {
            if (read.Count == FormLimits.FieldsPerForm || !ReadText(32, out string? version) || !read.TryAdd(list, version!))
            {
                return false;
            }
        }

        versions = read.ToImmutable();
        return _json.TokenType == JsonTokenType.EndObject;
    }

    private readonly bool ReadGuid(out Guid? id)
    {
        id = TryString(36, out string? text) && Guid.TryParseExact(text, "D", out Guid guid) ? guid : null;
        return id is not null;
    }

    private readonly bool ReadVersion(out int? version)
    {
        version = _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out int number) && number > 0 ? number : null;
        return version is not null;
    }

    private readonly bool ReadText(int most, out string? text) => TryString(most, out text) && text!.Length > 0;

    // The one thing GetString still throws on is an escaped half of a character ("\ud800"); the reader offers no other way to see it.
    private readonly bool TryString(int most, out string? text)
    {
        text = null;
        if (_json.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || _json.ValueSpan.Length > most * 6)
        {
            return false;
        }

        try
        {
            text = _json.GetString();
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return text is not null && text.Length <= most && !text.AsSpan().ContainsAny(Controls);
    }

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable.Range(0, 0x20).Append(0x7f).Select(code => (char)code).Where(c => c is not '\n' and not '\t'),
    ]);

    /// <summary>Digits with at most three places: no sign but minus, no exponent, nothing that a decimal would have to round.</summary>
    private static bool IsPlainDecimal(ReadOnlySpan<byte> digits)
    {
        digits = digits is [(byte)'-', ..] ? digits[1..] : digits;
        int point = digits.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? digits : digits[..point];
        ReadOnlySpan<byte> places = point < 0 ? [] : digits[(point + 1)..];
        return whole.Length <= FormLimits.WholeDigits
            && places.Length <= FormLimits.DecimalPlaces
            && !whole.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && !places.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }
}
