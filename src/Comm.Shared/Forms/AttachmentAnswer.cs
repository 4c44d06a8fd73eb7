using Comm.Shared.Messaging;

namespace Comm.Shared.Forms;

/// <summary>
/// Pictures or files as an answer: their identifiers, separated by spaces, each once. What opens them, their references, travels beside
/// the report in its message: a key is in no report's file and in no export.
/// </summary>
public static class AttachmentAnswer
{
    public static Answer Of(IEnumerable<AttachmentId> attachments) => string.Join(' ', attachments);

    /// <summary>Null when it is none, or names one twice.</summary>
    public static IReadOnlyList<AttachmentId>? TryRead(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new List<AttachmentId>();
        foreach (string part in text.Split(' '))
        {
            // One way to write it, so that the same answers are the same bytes.
            if (!Identifier.TryParse(part, out AttachmentId id) || id.ToString() != part || read.Contains(id))
            {
                return null;
            }

            read.Add(id);
        }

        return read;
    }

    internal static (string RuleId, string MessageKey)? Fault(FormField field, string text) =>
        TryRead(text) is not { } attachments ? ("F02", "Finding_Form")
        : attachments.Count > field.Most ? ("F05", "Finding_TooManyFiles")
        : null;
}
