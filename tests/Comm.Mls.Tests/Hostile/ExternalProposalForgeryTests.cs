using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Hostile;

/// <summary>Proposals from outside (RFC 9420 §6.1, §12.1.8) that are not what a registered sender or a newcomer may send.</summary>
public sealed class ExternalProposalForgeryTests : IDisposable
{
    private readonly SoftwareSigner _service = SoftwareSigner.Generate(CipherSuiteId.X25519ChaCha20Poly1305Sha256Ed25519);
    private readonly ForgedGroup _group;

    public ExternalProposalForgeryTests() => _group = new ForgedGroup(context: Extensions.Of(Senders(_service)));

    private Forge Forge => _group.Forge;

    private Draft Services => FromService(Forge.Draft(new RemoveProposal(2)));

    private Draft Newcomers => FromNewcomer(Forge.Draft(new AddProposal(Forge.KeyPackageOf(_group.Dave))));

    public void Dispose()
    {
        _group.AssertTaken(Forge.Public(Services));
        _group.AssertTaken(Forge.Public(Newcomers));
        _group.AssertStillWorks();
        _group.Dispose();
        _service.Dispose();
    }

    [Fact, Trait("Rule", "V-XPROP-01")]
    public void ASenderWhoIsNotRegisteredIsRefused()
    {
        foreach (uint index in (uint[])[1, uint.MaxValue])
        {
            _group.AssertRefused(
                MlsFault.UnknownSender,
                Forge.Public(Services with { Sender = new Sender(SenderType.External, index) })
            );
        }
    }

    [Fact, Trait("Rule", "V-XPROP-02")]
    public void AnotherSignersSignatureIsRefused()
    {
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Services with { Signer = _group.Dave.Signer }));
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Services with { Signer = _group.Mallory.Signer }));
    }

    [Fact, Trait("Rule", "V-XPROP-03")]
    public void AnExternalSenderProposesNoUpdateAndNoExternalInit()
    {
        foreach (
            Proposal proposal in (Proposal[])[new UpdateProposal(Forge.UpdatedLeaf()), new ExternalInitProposal(Forge.NewKey())]
        )
        {
            _group.AssertRefused(MlsFault.WrongSenderType, Forge.Public(FromService(Forge.Draft(proposal))));
        }
    }

    [Fact, Trait("Rule", "V-XPROP-04")]
    public void AnExternalSenderSendsProposalsOnly()
    {
        Draft commit = FromService(Forge.Draft(new Commit([], Forge.PathAfter())));
        Draft text = FromService(Forge.Draft("hello") with { SignedAs = WireFormat.PublicMessage });
        _group.AssertRefused(MlsFault.WrongSenderType, Forge.Public(commit));
        _group.AssertRefused(MlsFault.Malformed, Forge.Public(text));
    }

    // A PrivateMessage has no place for another sender than a leaf, whose signature it would have to be.
    [Fact, Trait("Rule", "V-XPROP-05")]
    public void NobodyOutsideSendsAPrivateMessage()
    {
        _group.AssertRefusedByBob(MlsFault.BadSignature, Forge.Private(Services));
        _group.AssertRefusedByBob(MlsFault.BadSignature, Forge.Private(Newcomers));
    }

    [Fact, Trait("Rule", "V-XPROP-06")]
    public void ANewcomerProposesItsOwnAdditionAndNothingElse()
    {
        PreSharedKeyId psk = PreSharedKeyId.External("key"u8.ToArray(), PreSharedKeyId.FreshNonce(_group.Bob.Suite));
        Proposal[] others =
        [
            new UpdateProposal(Forge.UpdatedLeaf()),
            new RemoveProposal(2),
            new PreSharedKeyProposal(psk),
            new ReInitProposal("other"u8.ToArray(), _group.Bob.Suite, Extensions.None),
            new ExternalInitProposal(Forge.NewKey()),
            new GroupContextExtensionsProposal(Extensions.None),
        ];
        foreach (Proposal other in others)
        {
            _group.AssertRefused(MlsFault.WrongSenderType, Forge.Public(FromNewcomer(Forge.Draft(other))));
        }

        Draft commit = FromNewcomer(Forge.Draft(new Commit([], Forge.PathAfter())));
        _group.AssertRefused(MlsFault.WrongSenderType, Forge.Public(commit));
    }

    [Fact, Trait("Rule", "V-XPROP-07")]
    public void ANewcomersSignatureIsThatOfItsLeaf()
    {
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Newcomers with { Signer = _group.Mallory.Signer }));
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Newcomers with { Signer = _service }));
    }

    [Fact, Trait("Rule", "V-XPROP-08")]
    public void TheRulesAreAskedAboutTheAuthorFromOutside()
    {
        Strict members = new() { Proposal = (_, author) => author is MemberAuthor };
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Public(Services), members);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Public(Newcomers), members);

        // And again when it is committed: who kept it may have had other rules.
        Opaque removal = _group.Announce(Forge.Public(Services));
        UpdatePath path = Forge.PathAfter(new RemoveProposal(2));
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([ProposalOrRef.To(removal)], path), members);
    }

    [Fact, Trait("Rule", "V-XPROP-09")]
    public void ExternalSendersThatCannotBeReadOrAreNotWantedAreRefused()
    {
        AssertRefused(MlsFault.Malformed, new Extension(ExtensionType.ExternalSenders, new byte[] { 1 }));
        using SoftwareSigner stranger = SoftwareSigner.Generate(_group.Bob.Suite);
        Extension strangers = Senders(stranger);
        AssertRefused(
            MlsFault.RefusedByRules,
            strangers,
            new Strict
            {
                Context = extensions =>
                    !extensions.TryFind(ExtensionType.ExternalSenders, out Opaque senders) || senders != strangers.Data,
            }
        );

        void AssertRefused(MlsFault expected, Extension senders, IMembershipRules? rules = null)
        {
            GroupContextExtensionsProposal change = new(Extensions.Of(senders));
            _group.AssertRefused(expected, Forge.Propose(change), rules);
            _group.AssertRefused(expected, Forge.Commit(change), rules);
        }
    }

    // What leaf 0 may do, external sender 0 may not for that.
    [Fact, Trait("Rule", "V-XPROP-11")]
    public void AnExternalSenderIsNotTheLeafOfItsNumber()
    {
        Strict leaf0 = new() { Proposal = (_, author) => author is MemberAuthor { LeafIndex: 0 } };
        _group.AssertTaken(Forge.Propose(new RemoveProposal(2)), leaf0);
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Public(Services), leaf0);
        _group.AssertRefused(MlsFault.BadSignature, Forge.Public(Services with { Sender = Sender.Member(0) }));

        // It stays so in what is saved.
        Opaque removal = _group.Announce(Forge.Public(Services));
        _group.Bob.Restart();
        _group.ServerGoesTo(PublicGroup.TryLoad(_group.Server.Save())!);
        UpdatePath path = Forge.PathAfter(new RemoveProposal(2));
        _group.AssertRefused(MlsFault.RefusedByRules, Forge.Commit([ProposalOrRef.To(removal)], path), leaf0);
    }

    private Draft FromService(Draft draft) => draft with { Sender = new Sender(SenderType.External, 0), Signer = _service };

    private Draft FromNewcomer(Draft draft) =>
        draft with
        {
            Sender = new Sender(SenderType.NewMemberProposal, 0),
            Signer = _group.Dave.Signer,
        };

    private static Extension Senders(SoftwareSigner signer) =>
        new ExternalSenders([
            new ExternalSender(Opaque.CopyOf(signer.PublicKey.Span), Credential.Basic("the service"u8.ToArray())),
        ]).ToContextExtension();
}
