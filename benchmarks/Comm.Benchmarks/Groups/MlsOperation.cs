namespace Comm.Benchmarks.Groups;

/// <summary>What is measured, in this order: the members of a filled tree first, then the creator of a new group.</summary>
internal enum MlsOperation
{
    // Before encryption, while the neighbour has heard everything: encryption leaves him further behind than a receiver follows.
    Decrypt,
    Encrypt,
    Commit,
    Process,
    Join,
    Save,
    Load,
    Add,
    Sparse,
}
