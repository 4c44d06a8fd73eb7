using FsCheck;
using FsCheck.Fluent;

namespace Comm.Mls.Tests.Properties;

public enum StepKind
{
    /// <summary>One to three are added, with a path.</summary>
    Add,

    /// <summary>One is added, with a pre-shared key and without a path.</summary>
    AddWithoutPath,
    Remove,
    Renew,

    /// <summary>With a resumption key of an epoch that all have seen.</summary>
    Resume,
    ChangeContext,
    ProposeUpdate,
    ProposeAdd,
    JoinFromOutside,

    /// <summary>A member whose state is lost takes its own place.</summary>
    ComeBack,

    /// <summary>Two commit in one epoch, and one has to give its commit up.</summary>
    Race,

    /// <summary>An application message goes out; it arrives later.</summary>
    Say,

    /// <summary>Some of what is on its way arrives, in any order, and some of it never.</summary>
    Deliver,
    Restart,
}

/// <summary>One thing that happens. Who does it, and to whom, are numbers that mean something in any group.</summary>
public sealed record Step(StepKind Kind, int Who, int Whom)
{
    public override string ToString() => $"{Kind}({Who}, {Whom})";
}

/// <summary>A group that starts with so many members, and what happens to it; any part of a history is one as well.</summary>
public sealed record History(int Members, IReadOnlyList<Step> Steps)
{
    public const int Fewest = 3;
    public const int Most = 30;

    public static Arbitrary<History> Any { get; } = Arb.From(Generated(), Smaller);

    public override string ToString() => $"{Members} members: {string.Join(", ", Steps)}";

    private static Gen<History> Generated()
    {
        Gen<Step> step =
            from kind in Gen.Elements(Enum.GetValues<StepKind>())
            from who in Gen.Choose(0, 99)
            from whom in Gen.Choose(0, 99)
            select new Step(kind, who, whom);
        return from members in Gen.Frequency((3, Gen.Choose(Fewest, 9)), (1, Gen.Choose(10, Most)))
            from count in Gen.Choose(5, 25)
            from steps in step.ListOf(count)
            select new History(members, [.. steps]);
    }

    private static IEnumerable<History> Smaller(History history)
    {
        for (int size = history.Steps.Count / 2; size > 0; size /= 2)
        {
            for (int at = 0; at + size <= history.Steps.Count; at += size)
            {
                yield return history with
                {
                    Steps = [.. history.Steps.Take(at), .. history.Steps.Skip(at + size)],
                };
            }
        }

        for (int members = Fewest; members < history.Members; members += Math.Max(1, (history.Members - members) / 2))
        {
            yield return history with
            {
                Members = members,
            };
        }
    }
}
