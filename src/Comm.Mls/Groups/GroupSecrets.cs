using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;

namespace Comm.Mls.Groups;

/// <summary>
/// RFC 9420 §12.4.3.1: <c>opaque joiner_secret&lt;V&gt;; optional&lt;PathSecret&gt; path_secret; PreSharedKeyID psks&lt;V&gt;;</c>
/// where PathSecret is <c>opaque path_secret&lt;V&gt;;</c> Owns both secrets.
/// </summary>
internal sealed class GroupSecrets(Secret joinerSecret, Secret? pathSecret, ImmutableArray<PreSharedKeyId> psks)
    : IMlsStruct<GroupSecrets>,
        IDisposable
{
    internal Secret JoinerSecret { get; } = joinerSecret;

    /// <summary>Of the lowest node above both the committer and the joiner; null when the commit had no path.</summary>
    internal Secret? PathSecret { get; } = pathSecret;

    internal ImmutableArray<PreSharedKeyId> Psks { get; } = psks;

    /// <summary>Copies what it keeps: the source, which is plaintext, can be zeroed afterwards.</summary>
    static bool IMlsStruct<GroupSecrets>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out GroupSecrets? value)
    {
        value = null;
        Opaque pathSecret = Opaque.Empty;
        if (
            !reader.TryReadVector(out Opaque joinerSecret)
            || !reader.TryReadUInt8(out byte present)
            || present > 1
            || (present == 1 && !reader.TryReadVector(out pathSecret))
        )
        {
            return false;
        }

        int start = reader.Position;
        if (!reader.TryReadVector(out _))
        {
            return false;
        }

        var copy = new MlsReader(reader.Since(start).ToArray());
        if (!copy.TryReadList(out ImmutableArray<PreSharedKeyId> psks))
        {
            return false;
        }

        value = new GroupSecrets(Secret.CopyOf(joinerSecret), present == 1 ? Secret.CopyOf(pathSecret) : null, psks);
        return true;
    }

    void IMlsStruct<GroupSecrets>.Write(MlsWriter writer)
    {
        writer.WriteVector(JoinerSecret.Span);
        writer.WriteUInt8(PathSecret is null ? (byte)0 : (byte)1);
        if (PathSecret is not null)
        {
            writer.WriteVector(PathSecret.Span);
        }

        writer.WriteList(Psks);
    }

    public void Dispose()
    {
        JoinerSecret.Dispose();
        PathSecret?.Dispose();
    }
}
