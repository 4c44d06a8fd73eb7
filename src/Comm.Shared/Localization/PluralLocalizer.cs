using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Comm.Shared.Localization;

public static class PluralLocalizer
{
    /// <summary>The sentence <c>key_zero</c> … <c>key_other</c> that fits the count in the current language; <c>{0}</c> is the count.</summary>
    public static LocalizedString Plural(this IStringLocalizer words, string key, long count, params object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(words);
        object[] all = [count, .. arguments];
        string category = PluralRules.Category(CultureInfo.CurrentUICulture.Name, count);
        LocalizedString sentence = words[$"{key}_{category}", all];
        return sentence.ResourceNotFound ? words[$"{key}_other", all] : sentence;
    }
}
