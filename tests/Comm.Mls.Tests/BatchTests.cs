namespace Comm.Mls.Tests;

public sealed class BatchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Batch.MostInSequence)]
    [InlineData(Batch.MostInSequence + 1)]
    [InlineData(5_000)]
    public void ResultsComeInTheOrderOfTheInputs(int count)
    {
        int[] inputs = [.. Enumerable.Range(0, count)];

        Assert.Equal(inputs.Select(input => input * 2), Batch.Run(inputs, input => input * 2));
    }

    [Fact]
    public void AFewAreDoneOnTheCallersThread()
    {
        int own = Environment.CurrentManagedThreadId;
        int[] inputs = [.. Enumerable.Range(0, Batch.MostInSequence)];

        Assert.All(Batch.Run(inputs, _ => Environment.CurrentManagedThreadId), thread => Assert.Equal(own, thread));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1_000)]
    public void WhatACallThrowsArrivesAsItWas(int count)
    {
        int[] inputs = [.. Enumerable.Range(0, count)];

        FormatException thrown = Assert.Throws<FormatException>(() =>
            Batch.Run(inputs, input => input == 5 ? throw new FormatException("the fifth") : input)
        );
        Assert.Equal("the fifth", thrown.Message);
    }
}
