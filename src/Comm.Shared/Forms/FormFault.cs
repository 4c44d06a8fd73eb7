using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>What is wrong with a form's definition, for its author: a code with its arguments, which becomes a sentence where it is shown.</summary>
/// <param name="Place">A field, rule, list or table by name; empty for the form itself.</param>
public sealed record FormFault(string Place, string Key, params ImmutableArray<string> Arguments)
{
    /// <summary>Which part of the field or rule: <c>relevant</c>, <c>check</c>; the column of an XLSForm.</summary>
    public string? Part { get; init; }

    public override string ToString() => $"{Place} {Part} {Key} {string.Join(' ', Arguments)}";
}
