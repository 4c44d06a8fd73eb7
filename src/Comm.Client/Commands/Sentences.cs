using System.Globalization;
using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Shared.Localization;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Comm.Client.Commands;

/// <summary>What the command line says, in the language that the reader chose for this data directory; before a choice, the terminal's.</summary>
internal sealed class Sentences
{
    private readonly IStringLocalizerFactory _sets;
    private readonly IStringLocalizer _text;

    private Sentences(IStringLocalizerFactory sets, string language)
    {
        _sets = sets;
        _text = sets.Create(typeof(Comm.Shared.Localization.Commands));
        Language = language;
    }

    public string Language { get; }

    public string this[string key, params object[] arguments] => _text[key, arguments];

    /// <summary>Sets the process's language too: a command says its few sentences and ends.</summary>
    public static Sentences For(DataDirectory? directory)
    {
        string spoken = ProductCultures.Nearest(
            (directory is null ? null : SettingsFile.Read(directory).Language) ?? ProductCultures.Current
        );
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(spoken);
        var factory = new ResourceManagerStringLocalizerFactory(
            Options.Create(new LocalizationOptions()),
            NullLoggerFactory.Instance
        );
        return new Sentences(factory, spoken);
    }

    /// <summary>Words of another set, in the same language.</summary>
    public IStringLocalizer<T> Set<T>() => new StringLocalizer<T>(_sets);

    /// <summary>The sentence of a result code: <c>unknown-group</c> is <c>Result_UnknownGroup</c>.</summary>
    public string OfResult(string code, string detail)
    {
        string key = "Result_" + string.Concat(code.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
        LocalizedString found = _text[key, detail];
        return found.ResourceNotFound ? _text["Result_Refused", code] : found;
    }
}
