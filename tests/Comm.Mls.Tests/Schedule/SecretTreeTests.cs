using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;

namespace Comm.Mls.Tests.Schedule;

public sealed class SecretTreeTests
{
    private const uint Alice = 2;
    private const uint Bob = 5;

    private static readonly CipherSuite s_suite = CipherSuite.Get(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);
    private static readonly byte[] s_encryptionSecret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void SenderAndReceiverDeriveTheSameKeysInOrder()
    {
        SecretTree sending = Create();
        SecretTree receiving = Create();
        for (uint generation = 0; generation < 5; generation++)
        {
            (sending, RatchetKey sent) = sending.NextToSend(Alice, ContentType.Application);
            (receiving, RatchetKey received) = Assert.NotNull(receiving.TryReceive(Alice, ContentType.Application, generation));
            Assert.Equal(generation, sent.Generation);
            AssertSameKey(sent, received);
        }
    }

    [Fact]
    public void EveryMessageHasItsOwnKey()
    {
        SecretTree tree = Create();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (uint leaf in (uint[])[Alice, Bob])
        {
            foreach (ContentType type in (ContentType[])[ContentType.Application, ContentType.Commit])
            {
                for (int i = 0; i < 4; i++)
                {
                    (tree, RatchetKey key) = tree.NextToSend(leaf, type);
                    Assert.True(keys.Add(Convert.ToHexString(key.Key.Span)));
                }
            }
        }
    }

    [Fact]
    public void ProposalsAndCommitsShareTheHandshakeRatchet()
    {
        (SecretTree tree, RatchetKey proposal) = Create().NextToSend(Alice, ContentType.Proposal);
        (tree, RatchetKey commit) = tree.NextToSend(Alice, ContentType.Commit);
        (_, RatchetKey application) = tree.NextToSend(Alice, ContentType.Application);
        Assert.Equal((0u, 1u, 0u), (proposal.Generation, commit.Generation, application.Generation));
    }

    [Fact]
    public void MessagesOutOfOrderAreReceivedOnceEach()
    {
        SecretTree sending = Create();
        var sent = new List<RatchetKey>();
        for (int i = 0; i < 8; i++)
        {
            (sending, RatchetKey key) = sending.NextToSend(Alice, ContentType.Application);
            sent.Add(key);
        }

        SecretTree receiving = Create();
        foreach (uint generation in (uint[])[3, 0, 7, 2, 6, 1, 4, 5])
        {
            (receiving, RatchetKey key) = Assert.NotNull(receiving.TryReceive(Alice, ContentType.Application, generation));
            AssertSameKey(sent[(int)generation], key);
            Assert.Null(receiving.TryReceive(Alice, ContentType.Application, generation));
        }

        Assert.All(Enumerable.Range(0, 8), i => Assert.Null(receiving.TryReceive(Alice, ContentType.Application, (uint)i)));
    }

    [Fact]
    public void MessageTooFarAheadIsRefusedAndNothingIsDerived()
    {
        var limits = new KeyLifetimes { MaxForward = 10, MaxKept = 4 };
        SecretTree tree = Create(limits: limits);
        HashSet<Secret> before = HeldSecrets.In(tree);

        Assert.Null(tree.TryReceive(Alice, ContentType.Application, 11));
        Assert.Null(tree.TryReceive(Alice, ContentType.Application, uint.MaxValue));
        Assert.Null(tree.TryReceive(8, ContentType.Application, 0));
        Assert.True(before.SetEquals(HeldSecrets.In(tree)));
        Assert.DoesNotContain(before, HeldSecrets.IsZeroed);

        (SecretTree next, _) = Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 10));
        Assert.NotNull(next.TryReceive(Alice, ContentType.Application, 21));
        Assert.Null(next.TryReceive(Alice, ContentType.Application, 22));
    }

    [Fact]
    public void OfMessagesPassedOverTheNewestAreKept()
    {
        var limits = new KeyLifetimes { MaxForward = 100, MaxKept = 4 };
        (SecretTree tree, _) = Assert.NotNull(Create(limits: limits).TryReceive(Alice, ContentType.Application, 2));
        (tree, _) = Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 6));

        // 0, 1, 3, 4 and 5 were passed over; four of them are kept.
        Assert.Null(tree.TryReceive(Alice, ContentType.Application, 0));
        Assert.All((uint[])[1, 3, 4, 5], kept => Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, kept)));

        (tree, _) = Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 50));
        Assert.Null(tree.TryReceive(Alice, ContentType.Application, 45));
        Assert.All((uint[])[46, 47, 48, 49], kept => Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, kept)));
    }

    [Fact]
    public void KeysKeptForOneSenderDoNotPushOutAnothers()
    {
        var limits = new KeyLifetimes { MaxForward = 100, MaxKept = 2 };
        (SecretTree tree, _) = Assert.NotNull(Create(limits: limits).TryReceive(Alice, ContentType.Application, 2));
        (tree, _) = Assert.NotNull(tree.TryReceive(Bob, ContentType.Application, 90));
        (tree, _) = Assert.NotNull(tree.TryReceive(Alice, ContentType.Commit, 90));
        Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 0));
        Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 1));
    }

    [Fact]
    public void WhatWasUsedIsNeitherInTheNextVersionNorInWhatItSaves()
    {
        SecretTree tree = Create();
        HashSet<Secret> consumed = HeldSecrets.In(tree);
        (SecretTree next, RatchetKey key) = Assert.NotNull(tree.TryReceive(Alice, ContentType.Application, 0));
        byte[][] used = [.. consumed.Select(secret => secret.Span.ToArray()), key.Key.Span.ToArray(), key.Nonce.Span.ToArray()];

        byte[] saved = Save(next);
        Assert.All(used, secret => Assert.Equal(-1, saved.AsSpan().IndexOf(secret)));

        // The secrets on the way from the root to Alice's leaf, and her first ratchet secret, derived here by hand.
        byte[] onTheWay = s_encryptionSecret;
        foreach (string side in (string[])["left", "right", "left"])
        {
            onTheWay = Expand(onTheWay, "tree", System.Text.Encoding.ASCII.GetBytes(side));
            Assert.Equal(-1, saved.AsSpan().IndexOf(onTheWay));
        }

        byte[] first = Expand(onTheWay, "application", []);
        Assert.Equal(-1, saved.AsSpan().IndexOf(first));
        byte[] second = s_suite.DeriveTreeSecret(first, "secret", 0, s_suite.HashSize).Span.ToArray();
        Assert.NotEqual(-1, saved.AsSpan().IndexOf(second));
    }

    [Fact]
    public void RetiredVersionIsZeroedAndTheNextOneGoesOn()
    {
        (SecretTree old, _) = Assert.NotNull(Create().TryReceive(Alice, ContentType.Application, 3));
        (SecretTree next, _) = Assert.NotNull(old.TryReceive(Alice, ContentType.Application, 1));
        HashSet<Secret> onlyInOld = HeldSecrets.In(old);
        onlyInOld.ExceptWith(HeldSecrets.In(next));
        Assert.Equal(2, onlyInOld.Count);

        old.Retire(next);
        old.Retire(next);

        Assert.All(onlyInOld, secret => Assert.True(HeldSecrets.IsZeroed(secret)));
        Assert.DoesNotContain(HeldSecrets.In(next), HeldSecrets.IsZeroed);
        Assert.Throws<ObjectDisposedException>(() => old.TryReceive(Alice, ContentType.Application, 1));
        Assert.NotNull(next.TryReceive(Alice, ContentType.Application, 2));
        Assert.NotNull(next.TryReceive(Bob, ContentType.Application, 0));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void VersionGivenUpLeavesTheOldOneAsItWas(uint generation)
    {
        (SecretTree old, _) = Assert.NotNull(Create().TryReceive(Bob, ContentType.Application, 2));
        byte[] before = Save(old);
        HashSet<Secret> held = HeldSecrets.In(old);

        (SecretTree next, RatchetKey key) = Assert.NotNull(old.TryReceive(Bob, ContentType.Application, generation));
        HashSet<Secret> onlyInNext = HeldSecrets.In(next);
        onlyInNext.ExceptWith(held);
        key.Dispose();
        next.Retire(old);
        next.Retire(old);

        Assert.All(onlyInNext, secret => Assert.True(HeldSecrets.IsZeroed(secret)));
        Assert.Equal(before, Save(old));
        (_, RatchetKey again) = Assert.NotNull(old.TryReceive(Bob, ContentType.Application, generation));
        Assert.False(HeldSecrets.IsZeroed(again.Key));
    }

    [Fact]
    public void TreeOfAThousandMembersIsSmallWhenFewOfThemWrite()
    {
        SecretTree tree = Create(leafCount: 1_024);
        foreach (uint leaf in (uint[])[0, 511, 1_023])
        {
            (tree, _) = tree.NextToSend(leaf, ContentType.Application);
        }

        Assert.InRange(Save(tree).Length, 1, 1_500);
    }

    [Fact]
    public void SavedTreeIsRefusedWhenAnyOfItIsMissing()
    {
        (SecretTree tree, _) = Assert.NotNull(Create().TryReceive(Alice, ContentType.Application, 3));
        byte[] saved = Save(tree);
        for (int length = 0; length < saved.Length; length++)
        {
            var reader = new MlsReader(saved.AsMemory(0, length));
            Assert.False(SecretTree.TryLoad(ref reader, s_suite, out _));
        }
    }

    [Fact]
    public void SavedTreeOfNoPossibleShapeIsRefused()
    {
        byte[] saved = Save(Create());
        byte[] threeLeaves = [0, 0, 0, 3, .. saved[4..]];
        byte[] unknownPlace = [.. saved[..4], 9, .. saved[5..]];
        byte[] senderAboveTheLeaves = [.. saved[..4], 2, .. saved[5..]];
        byte[] parentBelowTheLeaves = [0, 0, 0, 1, 1, 0, .. saved[5..], 0, .. saved[5..]];
        foreach (byte[] bytes in (byte[][])[threeLeaves, unknownPlace, senderAboveTheLeaves, parentBelowTheLeaves])
        {
            var reader = new MlsReader(bytes);
            Assert.False(SecretTree.TryLoad(ref reader, s_suite, out _));
        }
    }

    [Fact]
    public void DisposedTreeIsZeroed()
    {
        (SecretTree tree, _) = Assert.NotNull(Create().TryReceive(Alice, ContentType.Application, 3));
        HashSet<Secret> held = HeldSecrets.In(tree);
        tree.Dispose();
        Assert.All(held, secret => Assert.True(HeldSecrets.IsZeroed(secret)));
    }

    [Fact]
    public void TreeTakesAPowerOfTwoOfLeavesAndSendsForOneOfThem()
    {
        using var secret = new Secret(32);
        Assert.Throws<ArgumentException>(() => SecretTree.Create(s_suite, 3, secret));
        Assert.Throws<ArgumentException>(() => SecretTree.Create(s_suite, 0, secret));
        Assert.Throws<ArgumentOutOfRangeException>(() => Create().NextToSend(8, ContentType.Application));
    }

    private static SecretTree Create(uint leafCount = 8, KeyLifetimes? limits = null) =>
        SecretTree.Create(s_suite, leafCount, Secret.CopyOf(s_encryptionSecret), limits);

    private static byte[] Save(SecretTree tree)
    {
        using var writer = new MlsWriter();
        tree.Save(writer);
        return writer.ToArray();
    }

    private static byte[] Expand(byte[] secret, string label, byte[] context) =>
        s_suite.ExpandWithLabel(secret, label, context, s_suite.HashSize).Span.ToArray();

    private static void AssertSameKey(RatchetKey expected, RatchetKey actual)
    {
        Assert.Equal(expected.Generation, actual.Generation);
        Assert.True(expected.Key.FixedTimeEquals(actual.Key.Span));
        Assert.True(expected.Nonce.FixedTimeEquals(actual.Nonce.Span));
    }
}
