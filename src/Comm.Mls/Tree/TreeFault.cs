namespace Comm.Mls.Tree;

/// <summary>Why a tree, a leaf or an update path is refused; for tests and for the server's log, never for the sender.</summary>
internal enum TreeFault
{
    None = 0,

    /// <summary>An encryption or signature key is not one of the suite's.</summary>
    InvalidKey,

    /// <summary>RFC 9420 §7.3, §12.4.3.1: the same encryption key at two nodes.</summary>
    DuplicateEncryptionKey,

    /// <summary>RFC 9420 §7.3: the same signature key at two leaves.</summary>
    DuplicateSignatureKey,

    /// <summary>RFC 9420 §12.4.3.1: a parent lists an unmerged leaf that a non-blank parent between them does not.</summary>
    UnmergedLeaves,

    /// <summary>RFC 9420 §7.9.2: a parent node that no leaf's signed parent hash vouches for.</summary>
    ParentHash,

    /// <summary>RFC 9420 §7.3: a leaf that its own signature key has not signed.</summary>
    LeafSignature,

    /// <summary>RFC 9420 §12.4.2: the leaf of an update path whose source is not a commit.</summary>
    LeafSource,

    /// <summary>The sender of an update path has no place in the tree.</summary>
    Sender,

    /// <summary>RFC 9420 §7.6: an update path with more or fewer nodes than the sender's filtered direct path.</summary>
    PathLength,

    /// <summary>RFC 9420 §7.6: more or fewer ciphertexts than the resolution of the copath node has nodes.</summary>
    PathCiphertexts,

    /// <summary>RFC 9420 §12.4.2: a public key of an update path occurs in the tree already, or twice in the path.</summary>
    PathKeyNotFresh,
}
