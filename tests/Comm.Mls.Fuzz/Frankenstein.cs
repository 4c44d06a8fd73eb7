using System.Collections.Immutable;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Tests.Hostile;
using Comm.Mls.Tree;

namespace Comm.Mls.Fuzz;

/// <summary>
/// Messages that no honest member would make, with honest signatures and tags: put together from honest parts and from parts with
/// damage, so that they come past the checks that stop damaged bytes.
/// </summary>
internal sealed class Frankenstein(FuzzRoom room, Corpus corpus, Mutator mutator, SeededRandom random)
{
    private GroupContext Context => room.Mallory.Group.Context;

    /// <summary>A handshake or message by Mallory.</summary>
    public MlsMessage Message()
    {
        FramedContent content = Content();
        Opaque tag = new byte[random.OneIn(20) ? random.Below(80) : room.Suite.HashSize];
        if (!random.OneIn(3) || content.Sender.Type != SenderType.Member)
        {
            return MlsMessage.Of(room.Forge.Tag(room.Forge.Sign(content, WireFormat.PublicMessage, tag)));
        }

        Sealing sealing = new()
        {
            Generation = (uint)(random.OneIn(10) ? random.Below(300) : random.Below(3)),
            KeyOfLeaf = room.Forge.OwnLeafIndex,
        };
        return MlsMessage.Of(room.Forge.Seal(room.Forge.Sign(content, WireFormat.PrivateMessage, tag), sealing));
    }

    public KeyPackage KeyPackage() =>
        Forge.KeyPackageOf(
            room.Gina,
            leaf => random.OneIn(2) ? leaf : Grafted(leaf),
            package =>
                random.OneIn(2)
                    ? package
                    : Bent<KeyPackage>() with
                    {
                        CipherSuite = package.CipherSuite,
                        LeafNode = random.OneIn(2) ? package.LeafNode : Bent<LeafNode>(),
                    }
        );

    public GroupInfo GroupInfo()
    {
        GroupInfo honest = random.Pick(room.Infos);
        GroupInfo bent = random.Below(4) switch
        {
            0 => honest with { GroupContext = Bent<GroupContext>() },
            1 => honest with { Extensions = honest.Extensions.With(Bent<Extension>()) },
            2 => honest with { Extensions = honest.Extensions.With(Tree(honest)) },
            _ => Bent<GroupInfo>(),
        };
        return room.Forge.Sign(bent);
    }

    public Welcome Welcome() =>
        room.Forge.WelcomeWith(
            room.Welcome,
            room.Welcomed,
            honest =>
                random.Below(4) switch
                {
                    0 => honest with { GroupContext = Bent(honest.GroupContext) },
                    1 => honest with { Extensions = honest.Extensions.With(Tree(honest)) },
                    2 => Bent(honest),
                    _ => honest,
                },
            honest => random.OneIn(2) ? honest : Bent(honest)
        );

    private FramedContent Content()
    {
        Opaque groupId = random.OneIn(30) ? Bent<GroupContext>().GroupId : Context.GroupId;
        ulong epoch = random.OneIn(30) ? random.NextUInt64() : Context.Epoch;
        Sender sender = random.OneIn(8) ? Bent<Sender>() : Sender.Member(0);
        Opaque data = new byte[random.OneIn(10) ? random.Below(100) : 0];
        if (random.OneIn(8))
        {
            return FramedContent.OfCommit(groupId, epoch, new Sender(SenderType.NewMemberCommit, 0), data, ExternalCommit());
        }

        return random.Below(8) switch
        {
            0 => FramedContent.OfApplication(groupId, epoch, sender, data, new byte[random.Below(100)]),
            1 or 2 or 3 => FramedContent.OfProposal(groupId, epoch, sender, data, Proposal()),
            _ => FramedContent.OfCommit(groupId, epoch, sender, data, Commit()),
        };
    }

    private Commit Commit()
    {
        ImmutableArray<ProposalOrRef> proposals = random.OneIn(3)
            ? Any<Commit>().Proposals
            : [.. Enumerable.Range(0, random.Below(4)).Select(_ => ProposalOrRef.Of(Proposal()))];
        if (random.OneIn(4))
        {
            proposals = proposals.Add(random.OneIn(3) ? Bent<ProposalOrRef>() : Any<ProposalOrRef>());
        }

        return new Commit(proposals, random.OneIn(4) ? null : Path(proposals));
    }

    /// <summary>Mallory comes in from outside: most often to its own place, where its leaf's signature holds.</summary>
    private Commit ExternalCommit()
    {
        Opaque kemOutput =
            random.OneIn(2) ? room.Suite.GenerateKeyPair().PublicKey
            : Bent(new ExternalInitProposal(new byte[32]) as Proposal) is ExternalInitProposal bent ? bent.KemOutput
            : Opaque.Empty;
        ImmutableArray<ProposalOrRef> proposals =
        [
            ProposalOrRef.Of(new ExternalInitProposal(kemOutput)),
            ProposalOrRef.Of(new RemoveProposal(random.OneIn(6) ? (uint)random.Below(9) : 0)),
        ];
        proposals = random.OneIn(4) ? proposals.Add(ProposalOrRef.Of(Proposal())) : proposals;
        return new Commit(proposals, random.OneIn(8) ? null : Path([]));
    }

    /// <summary>Often the one that fits the proposals; then with another leaf, signed again.</summary>
    private UpdatePath Path(ImmutableArray<ProposalOrRef> proposals)
    {
        if (random.OneIn(3))
        {
            return random.OneIn(2) ? Any<UpdatePath>() : Bent<UpdatePath>();
        }

        UpdatePath path = room.Forge.PathAfter([.. proposals.Select(item => item.Proposal).OfType<Proposal>().Take(1)]);
        if (random.OneIn(3))
        {
            path = path with { Nodes = [.. path.Nodes.Select(node => random.OneIn(2) ? node : Bent(node))] };
        }

        return random.OneIn(2) ? path : room.Forge.WithLeaf(path, Grafted);
    }

    private Proposal Proposal()
    {
        Proposal proposal = random.OneIn(2) ? Any<Proposal>() : Bent<Proposal>();
        return proposal switch
        {
            AddProposal => random.OneIn(3) ? proposal : new AddProposal(KeyPackage()),
            UpdateProposal update when random.OneIn(2) => new UpdateProposal(room.Forge.SignLeaf(update.LeafNode)),
            RemoveProposal when random.OneIn(2) => new RemoveProposal((uint)random.Below(9)),
            _ => proposal,
        };
    }

    /// <summary>With one part of it another's.</summary>
    private LeafNode Grafted(LeafNode leaf)
    {
        LeafNode other = random.OneIn(2) ? Any<LeafNode>() : Bent<LeafNode>();
        return random.Below(8) switch
        {
            0 => leaf with { EncryptionKey = other.EncryptionKey },
            1 => leaf with { SignatureKey = other.SignatureKey },
            2 => leaf with { Credential = other.Credential },
            3 => leaf with { Capabilities = other.Capabilities },
            4 => leaf with { Source = other.Source, Lifetime = other.Lifetime, ParentHash = other.ParentHash },
            5 => leaf with { Extensions = other.Extensions },
            6 => leaf with { Capabilities = leaf.Capabilities.WithGrease() },
            _ => Bent(leaf),
        };
    }

    /// <summary>The tree of a GroupInfo, with damage.</summary>
    private Extension Tree(GroupInfo honest)
    {
        byte[] tree = honest.Extensions.TryFind(ExtensionType.RatchetTree, out Opaque found) ? found.ToArray() : [0];
        return new Extension(ExtensionType.RatchetTree, mutator.Mutate(tree, [tree, .. corpus.Of<Node>()]));
    }

    private T Any<T>()
        where T : class, IMlsStruct<T> => Decode<T>(random.Pick(corpus.Of<T>()))!;

    private T Bent<T>()
        where T : class, IMlsStruct<T> => Bent(Any<T>());

    /// <summary>A few tries to damage it so that it can still be read; the honest one if none succeeds.</summary>
    private T Bent<T>(T honest)
        where T : class, IMlsStruct<T>
    {
        byte[] bytes = MlsCodec.Encode(honest);
        for (int tries = 0; tries < 8; tries++)
        {
            if (Decode<T>(mutator.Mutate(bytes, corpus.Of<T>())) is { } bent)
            {
                return bent;
            }
        }

        return honest;
    }

    private static T? Decode<T>(byte[] bytes)
        where T : class, IMlsStruct<T> => MlsCodec.TryDecode(bytes, out T? value) ? value : null;
}
