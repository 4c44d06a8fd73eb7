namespace Comm.Demo;

/// <summary>One person of the demo: who, from where, and in which language the pages open.</summary>
public sealed record OfficerPlan(string Key, string Administration, string Name, string Role, string Language)
{
    public static IReadOnlyList<OfficerPlan> Cast { get; } =
    [
        new("claire", "FR", "Claire Dubois", "coordinator", "fr"),
        new("ahmed", "EG", "Ahmed Hassan", "officer", "ar"),
        new("joan", "GB", "Joan Carter", "officer", "en"),
    ];
}
