using Comm.Client.Engine;

namespace Comm.Client.Pages.Entrance;

/// <summary>
/// One enrolment on its way. It waits for a person at the other end, longer than a browser waits for an answer: the page asks how
/// far it is.
/// </summary>
internal sealed class EnrolmentRun(ClientSession session, IHostApplicationLifetime life) : IProgress<EnrolStep>
{
    private readonly Lock _gate = new();
    private Task<EnrolOutcome>? _running;

    public EnrolStep? Step { get; private set; }

    /// <summary>Null while it runs, and before one was started.</summary>
    public Task<EnrolOutcome>? Finished => _running is { IsCompleted: true } done ? done : null;

    public bool IsRunning => _running is { IsCompleted: false };

    /// <summary>A second start while one runs joins the first.</summary>
    public void Start(string invitation, string passphrase)
    {
        lock (_gate)
        {
            if (!IsRunning)
            {
                Step = EnrolStep.CreatingVault;
                _running = session.EnrolAsync(invitation.Trim(), passphrase.AsMemory(), this, life.ApplicationStopping);
            }
        }
    }

    public void Report(EnrolStep value) => Step = value;
}
