namespace Comm.Client.Commands;

/// <summary>Makes one-time links into the pages (design D1); the shell has them, <c>comm open</c> asks for them.</summary>
public interface ILaunchLinks
{
    Uri Create();
}
