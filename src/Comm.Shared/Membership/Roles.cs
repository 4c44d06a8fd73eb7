namespace Comm.Shared.Membership;

/// <summary>What a certificate lets its officer be. Who coordinates a certain group, the group's policy says.</summary>
[Flags]
public enum Roles : ushort
{
    None = 0,
    Officer = 1,
    Coordinator = 2,
    ContactPoint = 4,
    Observer = 8,
}
