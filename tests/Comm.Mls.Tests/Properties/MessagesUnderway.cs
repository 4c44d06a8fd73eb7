using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;

namespace Comm.Mls.Tests.Properties;

/// <summary>Application messages that were sent and are late, lost, in another order or there twice.</summary>
internal sealed class MessagesUnderway
{
    private readonly List<Underway> _messages = [];

    /// <param name="Pending">The members of its epoch that have not got it.</param>
    private sealed record Underway(MlsMessage Message, string Text, ulong Epoch, List<TestMember> Pending);

    public void Send(TestMember sender, string text, IEnumerable<TestMember> members)
    {
        ulong epoch = sender.Group.Context.Epoch;
        MlsMessage message = sender.Send(text);
        Assert.IsType<OwnMessage>(sender.Receive(message));
        _messages.Add(new Underway(message, text, epoch, [.. members.Where(member => member != sender)]));
    }

    /// <summary>From the newest to the oldest; to one out of <paramref name="oneIn"/> members, or to all.</summary>
    public void Deliver(int oneIn, int offset)
    {
        foreach (Underway underway in Enumerable.Reverse(_messages))
        {
            foreach (TestMember reader in underway.Pending.Where((_, i) => (i + offset) % oneIn == 0).ToList())
            {
                underway.Pending.Remove(reader);
                Read(reader, underway);
            }
        }

        _messages.RemoveAll(underway => underway.Pending.Count == 0);
    }

    /// <summary>Never to arrive: whoever misses it reads on all the same.</summary>
    public void Lose(int which)
    {
        if (_messages.Count > 0)
        {
            _messages.RemoveAt(which % _messages.Count);
        }
    }

    public void IsGone(TestMember member)
    {
        foreach (Underway underway in _messages)
        {
            underway.Pending.Remove(member);
        }
    }

    private static void Read(TestMember reader, Underway underway)
    {
        if (underway.Epoch + (ulong)reader.Lifetimes.PastEpochs < reader.Group.Context.Epoch)
        {
            Assert.Equal(new Refused(MlsFault.StaleEpoch), reader.Receive(underway.Message));
            return;
        }

        Assert.Equal(underway.Text, reader.Read(underway.Message));
        Assert.Equal(new Refused(MlsFault.CannotDecrypt), reader.Receive(underway.Message));
    }
}
