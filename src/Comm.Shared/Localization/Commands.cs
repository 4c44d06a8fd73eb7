namespace Comm.Shared.Localization;

/// <summary>Names the set of <c>localization/Commands*.resx</c>: what the command line says.</summary>
public sealed class Commands
{
    private Commands() { }
}
