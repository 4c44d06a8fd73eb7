using Comm.Client.Commands;
using Comm.Client.Conversations;

namespace Comm.Client.Tests.Commands;

/// <summary>Another person's text neither forges a line nor gives the terminal or the page an order.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("Bonjour, صباح الخير, доброе утро 👍🏽", "Bonjour, صباح الخير, доброе утро 👍🏽")]
    [InlineData("two\nlines", "two\\nlines")]
    [InlineData("a\r\tb", "a\\u000D\\tb")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\u001B[2J\\u001B]0;title\\u0007")]
    [InlineData("\u009b2J\u0000\u007f", "\\u009B2J\\u0000\\u007F")]
    [InlineData("\u202egpj.exe\u2066", "\\u202Egpj.exe\\u2066")]
    [InlineData("a\u2028b\u2029", "a\\u2028b\\u2029")]
    [InlineData("عربي\u200f (GB)\u200e می\u200cخواهم", "عربي\u200f (GB)\u200e می\u200cخواهم")]
    public void OnlyWhatIsPlainIsPrintedAsItIs(string written, string printed) =>
        Assert.Equal(printed, TerminalText.Printable(written));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u202egpj.exe", "\ufffdgpj.exe")]
    [InlineData("\u202dx\u202c", "\ufffdx")]
    [InlineData("\u2067open", "\u2067open\u2069")]
    [InlineData("\u202aa\u2068b", "\u202aa\u2068b\u2069\u202c")]
    [InlineData("closed\u2069\u202c twice", "closed twice")]
    [InlineData("\u2068name\u2069 and \u202bمرحبا\u202c", "\u2068name\u2069 and \u202bمرحبا\u202c")]
    [InlineData("\u2068a\u202c\u2069", "\u2068a\u2069")]
    public void OnAPageNothingTurnsRoundWhatFollows(string written, string shown) =>
        Assert.Equal(shown, DirectionControls.Neutralize(written));
}
