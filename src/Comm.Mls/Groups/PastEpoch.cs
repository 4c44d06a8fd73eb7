using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>
/// Of an epoch that is over: what opens an application message that comes late (RFC 9420 §15.3), and nothing that could send,
/// commit or export. Versions do not change and share their secrets.
/// </summary>
internal sealed class PastEpoch
{
    /// <summary>Leaves that have been replaced since, as they were then; null where nobody was.</summary>
    private readonly ImmutableSortedDictionary<uint, LeafNode?> _replaced;

    private PastEpoch(
        GroupContext context,
        Secret senderDataSecret,
        SecretTree messages,
        ImmutableSortedDictionary<uint, LeafNode?> replaced
    )
    {
        Context = context;
        SenderDataSecret = senderDataSecret;
        Messages = messages;
        _replaced = replaced;
    }

    public GroupContext Context { get; }

    public Secret SenderDataSecret { get; }

    public SecretTree Messages { get; }

    /// <summary>Shares the message keys with the epoch that ends, and copies the rest.</summary>
    public static PastEpoch Of(GroupContext context, EpochSecrets secrets, SecretTree messages) =>
        new(context, secrets.SenderDataSecret.Copy(), messages, ImmutableSortedDictionary<uint, LeafNode?>.Empty);

    public LeafNode? Leaf(uint leafIndex, RatchetTree current) =>
        _replaced.TryGetValue(leafIndex, out LeafNode? then) ? then : current.Leaf(leafIndex);

    public PastEpoch With(SecretTree messages) => new(Context, SenderDataSecret, messages, _replaced);

    /// <summary>The same epoch, seen from one further on.</summary>
    public PastEpoch After(IEnumerable<(uint LeafIndex, LeafNode? Before)> changes)
    {
        ImmutableSortedDictionary<uint, LeafNode?>.Builder replaced = _replaced.ToBuilder();
        foreach ((uint leafIndex, LeafNode? before) in changes)
        {
            // What was changed before that is what this epoch had.
            replaced.TryAdd(leafIndex, before);
        }

        return new PastEpoch(Context, SenderDataSecret, Messages, replaced.ToImmutable());
    }

    /// <summary>Zeroes what <paramref name="kept"/>, the same epoch in another state, does not hold.</summary>
    public void Retire(PastEpoch? kept, SecretTree? keptMessages)
    {
        if (!ReferenceEquals(SenderDataSecret, kept?.SenderDataSecret))
        {
            SenderDataSecret.Dispose();
        }

        Messages.Retire(keptMessages);
    }

    /// <summary>
    /// Our own form, for storage: <c>GroupContext context; opaque sender_data_secret[Nh];</c> the secret tree, and <c>Replaced
    /// replaced&lt;V&gt;</c> of <c>uint32 leaf_index; optional&lt;LeafNode&gt; leaf;</c>
    /// </summary>
    public void Save(MlsWriter writer)
    {
        writer.Write(Context);
        writer.WriteFixed(SenderDataSecret.Span);
        Messages.Save(writer);
        int start = writer.BeginVector();
        foreach ((uint leafIndex, LeafNode? leaf) in _replaced)
        {
            writer.WriteUInt32(leafIndex);
            writer.WriteOptional(leaf);
        }

        writer.EndVector(start);
    }

    public static bool TryLoad(
        ref MlsReader reader,
        CipherSuite suite,
        KeyLifetimes lifetimes,
        [NotNullWhen(true)] out PastEpoch? value
    )
    {
        value = null;
        if (
            !reader.TryRead(out GroupContext? context)
            || !reader.TryReadFixed(suite.HashSize, out Opaque senderData)
            || !SecretTree.TryLoad(ref reader, suite, out SecretTree? messages, lifetimes)
        )
        {
            return false;
        }

        if (!TryReadReplaced(ref reader, out ImmutableSortedDictionary<uint, LeafNode?> replaced))
        {
            messages.Dispose();
            return false;
        }

        value = new PastEpoch(MlsCodec.Copy(context), Secret.CopyOf(senderData), messages, replaced);
        return true;
    }

    private static bool TryReadReplaced(ref MlsReader reader, out ImmutableSortedDictionary<uint, LeafNode?> replaced)
    {
        replaced = ImmutableSortedDictionary<uint, LeafNode?>.Empty;
        if (!reader.TryReadVector(out Opaque vector))
        {
            return false;
        }

        ImmutableSortedDictionary<uint, LeafNode?>.Builder entries = replaced.ToBuilder();
        MlsReader inner = new(vector.Memory);
        while (!inner.IsAtEnd)
        {
            if (
                !inner.TryReadUInt32(out uint leafIndex)
                || !inner.TryReadOptional(out LeafNode? leaf)
                || !entries.TryAdd(leafIndex, leaf is null ? null : MlsCodec.Copy(leaf))
            )
            {
                return false;
            }
        }

        replaced = entries.ToImmutable();
        return true;
    }
}
