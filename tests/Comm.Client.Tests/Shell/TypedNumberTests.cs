using System.Globalization;
using Comm.Client.Pages.Reports.Typed;
using Comm.Client.Shell;

namespace Comm.Client.Tests.Shell;

public static class TypedNumberTests
{
    [Theory]
    // Each language's own sign, also before three digits.
    [InlineData("12.5", "en", "12.5")]
    [InlineData("1.500", "en", "1.500")]
    [InlineData("12,5", "fr", "12.5")]
    [InlineData("1,500", "es", "1.500")]
    [InlineData("1.500", "ar", "1.500")]
    // Another's sign, where it can only mean decimals.
    [InlineData("12,5", "en", "12.5")]
    [InlineData("12.5", "pt", "12.5")]
    [InlineData("0.125", "ru", "0.125")]
    [InlineData(".5", "fr", "0.5")]
    [InlineData("12.", "en", "12")]
    // Digits and signs of Arabic and Persian, on any page.
    [InlineData("٣١٥٫٥", "ar", "315.5")]
    [InlineData("٣١٥،٥", "ar", "315.5")]
    [InlineData("۱۲٫۵", "ar", "12.5")]
    [InlineData("١٬٢٣٤٫٥", "ar", "1234.5")]
    [InlineData("١٬٢٣٤", "en", "1234")]
    [InlineData("١٢٫٥٠٠", "fr", "12.500")]
    [InlineData("\u061C-٣", "ar", "-3")]
    // Thousands, where the grouping leaves one reading.
    [InlineData("2 400 000", "ru", "2400000")]
    [InlineData("2\u202F400,5", "fr", "2400.5")]
    [InlineData("2\u00A0400", "en", "2400")]
    [InlineData("1,234.5", "en", "1234.5")]
    [InlineData("1.234,5", "pt", "1234.5")]
    [InlineData("1,234.5", "fr", "1234.5")]
    [InlineData("1,234,567", "en", "1234567")]
    [InlineData("1.234.567", "es", "1234567")]
    // A sign before it: whether the form wants one is the form's to say.
    [InlineData("-3", "en", "-3")]
    [InlineData("\u22123", "en", "-3")]
    [InlineData(" 7 ", "en", "7")]
    [InlineData("12.50", "en", "12.50")]
    public static void NumberIsReadAsItsLanguageWritesIt(string typed, string language, string number)
    {
        Assert.True(TypedNumber.TryRead(typed, Languages.Of(language).Culture, out decimal read));
        Assert.Equal(number, read.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("1.500", "pt")]
    [InlineData("1.500", "es")]
    [InlineData("1,500", "en")]
    [InlineData("١,٥٠٠", "ar")]
    [InlineData("1 234,567", "en")]
    [InlineData("1.234,567", "en")]
    public static void NumberWithTwoReadingsIsNone(string typed, string language) =>
        Assert.False(TypedNumber.TryRead(typed, Languages.Of(language).Culture, out _));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("two")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("²")]
    [InlineData("½")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("1 2")]
    [InlineData("12 34")]
    [InlineData("1,00,000")]
    [InlineData("0 500")]
    [InlineData("1,234,56")]
    [InlineData("1,234 567")]
    [InlineData("1.2.3")]
    [InlineData("1٫2٫3")]
    [InlineData("1..2")]
    [InlineData("12 kg")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("00000000000000000000000000000000000000001")]
    public static void WhatIsNoNumberIsNoneInAnyLanguage(string typed) =>
        Assert.All(Languages.All, language => Assert.False(TypedNumber.TryRead(typed, language.Culture, out _)));

    /// <summary>The page shows again what it read; sent once more, it must not have become another number.</summary>
    [Theory]
    [InlineData("1.5")]
    [InlineData("1.500")]
    [InlineData("0.125")]
    [InlineData("1234.567")]
    [InlineData("2400000")]
    [InlineData("-0.25")]
    [InlineData("1.23456789")]
    public static void NumberShownAgainReadsTheSame(string number)
    {
        decimal value = decimal.Parse(number, CultureInfo.InvariantCulture);
        Assert.All(
            Languages.All,
            language =>
            {
                Assert.True(TypedNumber.TryRead(value.ToString(language.Culture), language.Culture, out decimal read));
                Assert.Equal(value, read);
            }
        );
    }
}
