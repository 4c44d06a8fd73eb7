using Comm.Client.Engine;
using Comm.Client.Vault;
using Comm.Demo;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comm.Journeys.Tests.Worlds;

/// <summary>An officer's client in the test's own process, where the test can ask what no page or command asks.</summary>
internal static class InProcessClient
{
    /// <summary>His own program must have ended: one process holds a vault.</summary>
    public static async Task<ClientSession> OpenAsync(Officer officer)
    {
        ClientSession session = ClientSession.TryOpen(
            new DataDirectory(officer.Folder),
            TimeProvider.System,
            NullLogger<ClientSession>.Instance
        )!;
        UnlockOutcome outcome = await session.UnlockAsync(World.Passphrase.AsMemory(), default);
        Assert.Equal(UnlockResult.Unlocked, outcome.Result);
        return session;
    }
}
