namespace Comm.Server.Tests.Support;

/// <summary>The wall clock, plus what the test turns it by.</summary>
internal sealed class TurnableClock : TimeProvider
{
    private TimeSpan _ahead;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public void Turn(TimeSpan by) => _ahead += by;
}
