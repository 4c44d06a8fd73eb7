using Comm.Client.Engine;
using Comm.Shared.Locations;

namespace Comm.Client.Tables;

/// <summary>The places for a page: those of the open vault's tables, or those that came with the product.</summary>
internal sealed class KnownPlaces(ClientSession session)
{
    public LocationTable Offered => session.Workspace?.Tables.Locations ?? LocationTable.Shipped;

    /// <summary>By its key; one that is no longer offered too.</summary>
    public Location? Find(string code) =>
        session.Workspace is { } workspace ? workspace.Tables.FindPlace(code) : LocationTable.Shipped.ByCode(code);
}
