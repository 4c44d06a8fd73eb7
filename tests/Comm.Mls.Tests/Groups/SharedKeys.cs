using System.Diagnostics.CodeAnalysis;
using System.Text;
using Comm.Crypto;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Groups;

/// <summary>One key that was shared out of band.</summary>
internal sealed class SharedKeys(string secret) : IPreSharedKeys, IDisposable
{
    private readonly Secret _key = Secret.CopyOf(Encoding.UTF8.GetBytes(secret));

    public PreSharedKeyId NewId(CipherSuiteId suite) => PreSharedKeyId.External("the key"u8.ToArray(), suite);

    public bool TryFind(PreSharedKeyId id, [NotNullWhen(true)] out Secret? key)
    {
        key = id.Type == PskType.External && id.Id.Span.SequenceEqual("the key"u8) ? _key : null;
        return key is not null;
    }

    public void Dispose() => _key.Dispose();
}
