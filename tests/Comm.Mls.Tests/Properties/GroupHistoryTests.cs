using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Comm.Mls.Tests.Properties;

/// <summary>
/// Random histories of groups of 3 to 30: after each commit and at the end all members agree on the context and the epoch
/// authenticator, and the server, which follows what is public, on the context. A history that breaks it is shrunk, and printed
/// with its seed.
/// </summary>
public sealed class GroupHistoryTests
{
    [Property(MaxTest = 25)]
    public Property WhateverHappensAllMembersAgree() => Prop.ForAll(History.Any, Live);

    /// <summary>Every kind of step at least once, however the random ones fall.</summary>
    [Fact]
    public void EveryKindOfStepIsLived() =>
        Live(
            new History(
                5,
                [
                    .. Enum.GetValues<StepKind>()
                        .SelectMany(kind =>
                            new[] { new Step(kind, 1, 2), new Step(StepKind.Say, 3, 0), new Step(StepKind.Deliver, 4, 5) }
                        ),
                ]
            )
        );

    private static void Live(History history)
    {
        using LivingGroup group = new(history.Members);
        foreach (Step step in history.Steps)
        {
            group.Take(step);
        }

        group.DeliverAll();
        group.AssertAgreed();
    }
}
