namespace Comm.Mls.Suites;

/// <summary>A signature key that signs without showing itself: in memory, or in a card or a token of the administration.</summary>
public interface ISigner
{
    ReadOnlyMemory<byte> PublicKey { get; }

    byte[] Sign(ReadOnlySpan<byte> data);
}
