using Comm.Crypto;

namespace Comm.Shared.Attachments;

/// <summary>
/// How a sealed file lies: secretstream's header, then pieces of one size, the last one filled up with zeros, so that its length says
/// no more of the file than its number of pieces.
/// </summary>
public static class SealedFile
{
    public const int PieceSize = 64 * 1024;

    public const int SealedPieceSize = PieceSize + SecretStream.Overhead;

    /// <summary>Of a file with at least one byte.</summary>
    public static int LengthOf(int fileLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(fileLength);
        return SecretStream.HeaderSize + ((((fileLength - 1) / PieceSize) + 1) * SealedPieceSize);
    }
}
