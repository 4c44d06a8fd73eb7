using Comm.Client.Conversations;
using Comm.Client.Engine;
using Microsoft.Extensions.Localization;
using L = Comm.Shared.Localization;

namespace Comm.Client.Pages;

/// <summary>Why something was not sent, in words.</summary>
internal static class SendProblem
{
    /// <param name="words">The reader's.</param>
    /// <param name="problem">Not <see cref="SendResult.Saved"/>.</param>
    /// <param name="entered">The text of a message, which is then told how far it is over the limit; null for a report.</param>
    public static string Sentence(IStringLocalizer<L.Conversation> words, SendResult problem, string? entered) =>
        problem == SendResult.TooLong && entered is not null
            ? words["Send.TooLong", Number(entered.Trim().Length), Number(MessagePayload.MaxTextLength)]
        : problem == SendResult.TooLong ? words["Send.ReportTooLong"]
        : words[$"Send.{problem}"];

    private static string Number(int count) => count.ToString("#,0", System.Globalization.CultureInfo.CurrentCulture);
}
