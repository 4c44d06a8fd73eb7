namespace Comm.Mls.Fuzz;

/// <summary>An input that is being tried, <paramref name="Since"/> a time stamp of the stopwatch.</summary>
internal sealed record Attempt(FuzzTarget Target, long Execution, byte[] Input, long Since)
{
    public Finding Broke(string what) => new(this, what);
}

/// <summary>An input that broke something, and what is needed to do it again.</summary>
internal sealed record Finding(Attempt Attempt, string What)
{
    public string Describe(ulong seed) =>
        $"""
            FINDING in '{Attempt.Target.Name}', seed {seed}, execution {Attempt.Execution}
            input {Convert.ToHexString(Attempt.Input)}
            state {Attempt.Target.State}
            {What}
            """;
}
