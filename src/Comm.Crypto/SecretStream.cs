using Comm.Crypto.Native;

namespace Comm.Crypto;

/// <summary>
/// Something long in one piece after the other, by libsodium's secretstream over XChaCha20-Poly1305 (doc.libsodium.org): no piece
/// can be changed, left out, repeated or moved, and the last one says that it is the last. A key is for one stream.
/// </summary>
public static class SecretStream
{
    public const int KeySize = 32;
    public const int HeaderSize = 24;

    /// <summary>What a piece grows by.</summary>
    public const int Overhead = 17;

    // crypto_secretstream_xchacha20poly1305_TAG_MESSAGE and _TAG_FINAL.
    internal const byte Message = 0;
    internal const byte Final = 3;

    internal static Secret NewState(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"The key has {KeySize} bytes.", nameof(key));
        }

        SodiumLibrary.Require();
        return new Secret((int)Sodium.crypto_secretstream_xchacha20poly1305_statebytes());
    }
}

/// <summary>Seals a stream, piece by piece.</summary>
public sealed class SecretStreamSealer : IDisposable
{
    private readonly Secret _state;
    private readonly byte[] _header = new byte[SecretStream.HeaderSize];
    private bool _isComplete;

    public SecretStreamSealer(ReadOnlySpan<byte> key)
    {
        _state = SecretStream.NewState(key);
        _ = Sodium.crypto_secretstream_xchacha20poly1305_init_push(_state.Mutable, _header, key);
    }

    /// <summary>Goes before the first piece; not secret.</summary>
    public ReadOnlySpan<byte> Header => _header;

    /// <summary>Into a destination as long as the piece and <see cref="SecretStream.Overhead"/> together.</summary>
    /// <exception cref="InvalidOperationException">The last piece has been sealed.</exception>
    public void Seal(ReadOnlySpan<byte> piece, bool isLast, Span<byte> destination)
    {
        if (destination.Length != piece.Length + SecretStream.Overhead)
        {
            throw new ArgumentException("The destination takes the piece and its overhead, exactly.", nameof(destination));
        }

        if (_isComplete)
        {
            throw new InvalidOperationException("After the last piece there is none.");
        }

        _isComplete = isLast;
        _ = Sodium.crypto_secretstream_xchacha20poly1305_push(
            _state.Mutable,
            destination,
            IntPtr.Zero,
            piece,
            (ulong)piece.Length,
            [],
            0,
            isLast ? SecretStream.Final : SecretStream.Message
        );
    }

    public void Dispose() => _state.Dispose();
}

/// <summary>Opens a stream, piece by piece, in the order in which it was sealed. After one that does not open nothing does.</summary>
public sealed class SecretStreamOpener : IDisposable
{
    private readonly Secret _state;
    private bool _isOver;

    public SecretStreamOpener(ReadOnlySpan<byte> key, ReadOnlySpan<byte> header)
    {
        if (header.Length != SecretStream.HeaderSize)
        {
            throw new ArgumentException($"The header has {SecretStream.HeaderSize} bytes.", nameof(header));
        }

        _state = SecretStream.NewState(key);
        _isOver = Sodium.crypto_secretstream_xchacha20poly1305_init_pull(_state.Mutable, header, key) != 0;
    }

    /// <summary>
    /// Whether the piece is the genuine next one, never why not. The destination, as long as the piece without
    /// <see cref="SecretStream.Overhead"/>, is all zero if it is not.
    /// </summary>
    public bool TryOpen(ReadOnlySpan<byte> piece, Span<byte> destination, out bool isLast)
    {
        isLast = false;
        if (piece.Length >= SecretStream.Overhead && destination.Length != piece.Length - SecretStream.Overhead)
        {
            throw new ArgumentException("The destination takes the piece without its overhead, exactly.", nameof(destination));
        }

        byte tag = 0;
        if (
            _isOver
            || piece.Length < SecretStream.Overhead
            || Sodium.crypto_secretstream_xchacha20poly1305_pull(
                _state.Mutable,
                destination,
                IntPtr.Zero,
                ref tag,
                piece,
                (ulong)piece.Length,
                [],
                0
            ) != 0
            || tag is not (SecretStream.Message or SecretStream.Final)
        )
        {
            _isOver = true;
            destination.Clear();
            return false;
        }

        isLast = tag == SecretStream.Final;
        _isOver = isLast;
        return true;
    }

    public void Dispose() => _state.Dispose();
}
