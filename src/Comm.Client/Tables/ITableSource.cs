using Comm.Mls.Codec;
using Comm.Shared.Messaging;

namespace Comm.Client.Tables;

/// <summary>Where published tables are fetched from, and trusted in nothing: the server.</summary>
internal interface ITableSource
{
    /// <summary>What there is; null when it is the same as last time.</summary>
    Task<IReadOnlyList<PublishedTableInfo>?> TablesAsync(CancellationToken cancellationToken);

    /// <summary>One table's packed text, whole; null when it is not there, or larger than it should be.</summary>
    Task<byte[]?> TableAsync(Opaque hash, int mostBytes, CancellationToken cancellationToken);
}
