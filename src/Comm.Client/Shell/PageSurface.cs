namespace Comm.Client.Shell;

/// <summary>Marks an endpoint as one of the pages: it answers on the page listener only, behind <see cref="PageGuard"/>.</summary>
internal sealed record PageSurface(bool IsActOfTheOfficer, bool IsForStrangers = false)
{
    /// <summary>Asked for by a person: puts the idle lock off.</summary>
    public static readonly PageSurface Act = new(IsActOfTheOfficer: true);

    /// <summary>Asked for by the page itself (live updates): a browser left open must not keep the vault open.</summary>
    public static readonly PageSurface Background = new(IsActOfTheOfficer: false);

    /// <summary>The program's own files, the same for everybody: a page that refuses a stranger needs its style sheets too.</summary>
    public static readonly PageSurface PublicFile = new(IsActOfTheOfficer: false, IsForStrangers: true);
}

/// <summary>Marks an endpoint that takes more than a form: a file. Nothing larger is read.</summary>
internal sealed record LargestRequest(long Bytes);

internal static class PageSurfaceEndpoints
{
    public static TBuilder AsBackground<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(PageSurface.Background);
}
