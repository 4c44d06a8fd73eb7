namespace Comm.Mls.Groups;

/// <summary>
/// Why something was refused. A reason for logs and tests, never an oracle: whatever fails in decryption is
/// <see cref="CannotDecrypt"/>, and nothing more is said. docs/mls-validation.md numbers the rules behind each.
/// </summary>
public enum MlsFault
{
    None = 0,

    /// <summary>Not the bytes of what it should be, or of a kind that has no place here.</summary>
    Malformed,

    /// <summary>A version or cipher suite that is not this group's, or that we do not have.</summary>
    UnsupportedSuite,
    WrongGroup,

    /// <summary>Sent in an epoch that is over.</summary>
    StaleEpoch,

    /// <summary>Sent in an epoch that has not been reached here.</summary>
    FutureEpoch,

    /// <summary>The sender's leaf is blank, or no leaf at all.</summary>
    UnknownSender,

    /// <summary>A sender type that may not send this.</summary>
    WrongSenderType,
    BadSignature,
    BadMembershipTag,
    BadConfirmationTag,
    CannotDecrypt,

    /// <summary>A commit refers to a proposal that was not seen in this epoch.</summary>
    UnknownProposal,

    /// <summary>The proposals do not go together, or with the committer (RFC 9420 §12.2).</summary>
    InvalidProposalList,
    InvalidKeyPackage,

    /// <summary>Outside its lifetime.</summary>
    Expired,
    InvalidLeaf,

    /// <summary>A member lacks a capability that the group requires or another member uses.</summary>
    MissingCapability,

    /// <summary>Two members with one signature or encryption key.</summary>
    DuplicateKey,
    InvalidTree,
    PathMissing,
    InvalidPath,

    /// <summary>GroupInfo, Welcome and commit do not belong together.</summary>
    Mismatch,

    /// <summary>A pre-shared key of a kind, or with a nonce, that has no place here (RFC 9420 §12.1.4).</summary>
    InvalidPsk,

    /// <summary>A pre-shared key that we do not have.</summary>
    MissingPsk,

    /// <summary>A ReInit was committed: this group sends and takes nothing more (RFC 9420 §12.4.2).</summary>
    Reinitialized,

    /// <summary>The GroupInfo has no external_pub extension: nobody can join by it.</summary>
    NoExternalJoin,

    /// <summary>The application's <see cref="IMembershipRules"/> say no.</summary>
    RefusedByRules,
}
