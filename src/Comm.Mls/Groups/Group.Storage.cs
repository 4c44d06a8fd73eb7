using System.Collections.Immutable;
using System.Security.Cryptography;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

public sealed partial class Group
{
    /// <summary>
    /// The part of the state that stays the same through an epoch, as long as no proposal comes. It holds secrets: whoever asks for it
    /// seals it and disposes of it. Grows with the tree: some hundred bytes for each member.
    /// </summary>
    public Secret SaveEpoch()
    {
        using MlsWriter writer = new();
        _public.Write(writer);
        _epoch.Save(writer);
        _private.Save(writer);
        int start = writer.BeginVector();
        foreach ((Opaque publicKey, HpkeKeyPair keys) in _proposedKeys)
        {
            writer.WriteVector(publicKey.Span);
            writer.WriteVector(keys.PrivateKey.Span);
        }

        writer.EndVector(start);
        return Secret.CopyOf(writer.WrittenSpan);
    }

    /// <summary>The part that changes with every message sent or received, as secret as <see cref="SaveEpoch"/>.</summary>
    public Secret SaveMessageSecrets()
    {
        using MlsWriter writer = new();
        writer.WriteUInt64(Context.Epoch);
        _messages.Save(writer);
        _history.Save(writer);
        return Secret.CopyOf(writer.WrittenSpan);
    }

    /// <summary>
    /// What <see cref="SaveEpoch"/> and <see cref="SaveMessageSecrets"/> wrote. The storage is trusted to give back what was written,
    /// and the newest of it: an older copy would use keys twice.
    /// </summary>
    /// <param name="epoch">Stays the caller's to zero.</param>
    /// <param name="messageSecrets">Stays the caller's to zero.</param>
    /// <param name="lifetimes">How long the group keeps keys from now on; null: <see cref="KeyLifetimes.Default"/>.</param>
    /// <returns>Null when the two parts are damaged, of another version's form, or not of one epoch.</returns>
    public static Group? TryLoad(ReadOnlySpan<byte> epoch, ReadOnlySpan<byte> messageSecrets, KeyLifetimes? lifetimes = null)
    {
        byte[] epochCopy = epoch.ToArray();
        byte[] messagesCopy = messageSecrets.ToArray();
        int publicLength = 0;
        try
        {
            return TryRead(epochCopy, messagesCopy, lifetimes, out publicLength);
        }
        finally
        {
            // The public part keeps slices of what it read; all behind it is secret.
            CryptographicOperations.ZeroMemory(epochCopy.AsSpan(publicLength));
            CryptographicOperations.ZeroMemory(messagesCopy);
        }
    }

    /// <summary>The public part alone of what <see cref="SaveEpoch"/> wrote: for a state whose secrets are damaged.</summary>
    /// <returns>Null when this part is damaged too.</returns>
    public static PublicGroup? TryLoadPublic(ReadOnlySpan<byte> epoch)
    {
        byte[] copy = epoch.ToArray();
        int publicLength = 0;
        try
        {
            MlsReader reader = new(copy);
            PublicGroup? read = PublicGroup.TryRead(ref reader);
            publicLength = read is null ? 0 : reader.Position;
            return read;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy.AsSpan(publicLength));
        }
    }

    private static Group? TryRead(byte[] epoch, byte[] messageSecrets, KeyLifetimes? lifetimes, out int publicLength)
    {
        MlsReader reader = new(epoch);
        publicLength = 0;
        if (PublicGroup.TryRead(ref reader) is not { } publicGroup)
        {
            return null;
        }

        publicLength = reader.Position;
        if (!EpochSecrets.TryLoad(ref reader, publicGroup.Suite, out EpochSecrets? secrets))
        {
            return null;
        }

        if (!PrivateTree.TryLoad(ref reader, out PrivateTree? privateTree))
        {
            secrets.Dispose();
            return null;
        }

        MlsReader messageReader = new(messageSecrets);
        if (
            !TryReadProposedKeys(ref reader, out ImmutableDictionary<Opaque, HpkeKeyPair> proposedKeys)
            || !reader.IsAtEnd
            || !messageReader.TryReadUInt64(out ulong messagesEpoch)
            || messagesEpoch != publicGroup.Context.Epoch
            || !SecretTree.TryLoad(ref messageReader, publicGroup.Suite, out SecretTree? messages, lifetimes)
        )
        {
            secrets.Dispose();
            privateTree.Dispose();
            return null;
        }

        if (
            !EpochHistory.TryLoad(ref messageReader, publicGroup.Suite, lifetimes, out EpochHistory? history)
            || !messageReader.IsAtEnd
        )
        {
            history?.Retire(null);
            messages.Dispose();
            secrets.Dispose();
            privateTree.Dispose();
            return null;
        }

        return new Group(publicGroup, secrets, messages, privateTree, proposedKeys, history);
    }

    private static bool TryReadProposedKeys(ref MlsReader reader, out ImmutableDictionary<Opaque, HpkeKeyPair> keys)
    {
        keys = ImmutableDictionary<Opaque, HpkeKeyPair>.Empty;
        if (!reader.TryReadVector(out Opaque vector))
        {
            return false;
        }

        MlsReader inner = new(vector.Memory);
        while (!inner.IsAtEnd)
        {
            if (!inner.TryReadVector(out Opaque publicKey) || !inner.TryReadVector(out Opaque privateKey))
            {
                return false;
            }

            Opaque own = Opaque.CopyOf(publicKey.Span);
            keys = keys.SetItem(own, new HpkeKeyPair(own, Secret.CopyOf(privateKey.Span)));
        }

        return true;
    }
}
