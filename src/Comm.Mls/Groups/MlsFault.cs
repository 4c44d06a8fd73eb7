namespace Comm.Mls.Groups;

/// <summary>
/// Why something was refused. A reason for logs and tests, never an oracle: whatever fails in decryption is
/// <see cref="CannotDecrypt"/>, and nothing more is said. docs/mls-validation.md numbers the rules behind each.
/// </summary>
public enum MlsFault
{
    /// <summary>Nothing was refused.</summary>
    None = 0,

    /// <summary>Not the bytes of what it should be, or of a kind that has no place here.</summary>
    Malformed = 1,

    /// <summary>A version or cipher suite that is not this group's, or that we do not have.</summary>
    UnsupportedSuite = 2,

    /// <summary>For another group than this one.</summary>
    WrongGroup = 3,

    /// <summary>Sent in an epoch that is over.</summary>
    StaleEpoch = 4,

    /// <summary>Sent in an epoch that has not been reached here.</summary>
    FutureEpoch = 5,

    /// <summary>The sender's leaf is blank, or no leaf at all.</summary>
    UnknownSender = 6,

    /// <summary>A sender type that may not send this.</summary>
    WrongSenderType = 7,

    /// <summary>A signature is not of the key that it should be of.</summary>
    BadSignature = 8,

    /// <summary>Not sent by a member of this epoch, whatever its signature says.</summary>
    BadMembershipTag = 9,

    /// <summary>The committer, or who signed a GroupInfo, has other secrets than follow here.</summary>
    BadConfirmationTag = 10,

    /// <summary>Damaged, not for us, or already opened: which of them, is not said.</summary>
    CannotDecrypt = 11,

    /// <summary>A commit refers to a proposal that was not seen in this epoch.</summary>
    UnknownProposal = 12,

    /// <summary>The proposals do not go together, or with the committer (RFC 9420 §12.2).</summary>
    InvalidProposalList = 13,

    /// <summary>A KeyPackage that breaks a rule of its own (§10.1).</summary>
    InvalidKeyPackage = 14,

    /// <summary>Outside its lifetime.</summary>
    Expired = 15,

    /// <summary>A leaf that breaks a rule of its own (§7.3).</summary>
    InvalidLeaf = 16,

    /// <summary>A member lacks a capability that the group requires or another member uses.</summary>
    MissingCapability = 17,

    /// <summary>Two members with one signature or encryption key.</summary>
    DuplicateKey = 18,

    /// <summary>A tree that is not what its GroupInfo says, or cannot have come about by commits (§12.4.3.1).</summary>
    InvalidTree = 19,

    /// <summary>A commit without the path that its proposals require (§12.4).</summary>
    PathMissing = 20,

    /// <summary>A path that does not fit the tree (§7.5, §7.6).</summary>
    InvalidPath = 21,

    /// <summary>GroupInfo, Welcome and commit do not belong together.</summary>
    Mismatch = 22,

    /// <summary>A pre-shared key of a kind, or with a nonce, that has no place here (RFC 9420 §12.1.4).</summary>
    InvalidPsk = 23,

    /// <summary>A pre-shared key that we do not have.</summary>
    MissingPsk = 24,

    /// <summary>A ReInit was committed: this group sends and takes nothing more (RFC 9420 §12.4.2).</summary>
    Reinitialized = 25,

    /// <summary>The GroupInfo has no external_pub extension: nobody can join by it.</summary>
    NoExternalJoin = 26,

    /// <summary>The application's <see cref="IMembershipRules"/> say no.</summary>
    RefusedByRules = 27,
}
