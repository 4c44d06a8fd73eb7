using System.Collections.Immutable;

namespace Comm.Shared.Forms;

/// <summary>An answer as it is stored: a text (also a code, a date, a place), a number, a yes or no, or the lines of a repeat.</summary>
public abstract record Answer
{
    private Answer() { }

    public sealed record Text(string Value) : Answer;

    public sealed record Number(decimal Value) : Answer;

    public sealed record Flag(bool Value) : Answer;

    public sealed record Lines(ImmutableArray<Answers> Items) : Answer;

    public static implicit operator Answer(string value) => new Text(value);

    public static implicit operator Answer(decimal value) => new Number(value);

    public static implicit operator Answer(bool value) => new Flag(value);
}

/// <summary>The answers of a report, or of one of its lines, by field. What was not answered is not there.</summary>
public sealed class Answers
{
    private readonly ImmutableSortedDictionary<string, Answer> _byField;

    private Answers(ImmutableSortedDictionary<string, Answer> byField) => _byField = byField;

    public static Answers None { get; } = new(ImmutableSortedDictionary.Create<string, Answer>(StringComparer.Ordinal));

    public static Answers Of(params (string Field, Answer Answer)[] answers) =>
        answers.Aggregate(None, (all, next) => all.With(next.Field, next.Answer));

    /// <summary>By field name in ordinal order, so that the same answers are always written the same way.</summary>
    public IEnumerable<KeyValuePair<string, Answer>> All => _byField;

    public Answer? this[string field] => _byField.GetValueOrDefault(field);

    /// <summary>The lines of a repeat; none when there are none.</summary>
    public ImmutableArray<Answers> Lines(string repeat) => this[repeat] is Answer.Lines lines ? lines.Items : [];

    public string? Text(string field) => (this[field] as Answer.Text)?.Value;

    public decimal? Number(string field) => (this[field] as Answer.Number)?.Value;

    public Answers With(string field, Answer answer) => new(_byField.SetItem(field, answer));

    public Answers With(string repeat, params Answers[] lines) => With(repeat, new Answer.Lines([.. lines]));

    public Answers Without(string field) => new(_byField.Remove(field));
}
