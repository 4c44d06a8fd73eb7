using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Comm.Crypto;

/// <summary>
/// Bytes that nobody else may learn: zeroed on <see cref="Dispose"/>, masked in text, compared in constant time. The memory is
/// pinned, so that the garbage collector leaves no copy behind when it compacts. Never a record, never logged.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Secret : IDisposable
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly byte[] _bytes;

    private volatile bool _disposed;

    /// <summary>A secret of <paramref name="length"/> zero bytes.</summary>
    public Secret(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _bytes = GC.AllocateArray<byte>(length, pinned: true);
    }

    public int Length => _bytes.Length;

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public ReadOnlySpan<byte> Span => Mutable;

    /// <summary>For whoever is making the secret, before anybody else has it.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    internal Span<byte> Mutable
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _bytes;
        }
    }

    public static Secret CopyOf(ReadOnlySpan<byte> bytes)
    {
        var secret = new Secret(bytes.Length);
        bytes.CopyTo(secret._bytes);
        return secret;
    }

    public static Secret Random(int length)
    {
        var secret = new Secret(length);
        RandomNumberGenerator.Fill(secret._bytes);
        return secret;
    }

    /// <summary>Fills the secret where it will stay, so that no copy is left behind; zeroed if <paramref name="fill"/> throws.</summary>
    public static Secret Create<TState>(int length, TState state, SpanAction<byte, TState> fill)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(fill);
        var secret = new Secret(length);
        try
        {
            fill(secret._bytes, state);
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    public bool FixedTimeEquals(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Span, other);

    public Secret Copy() => CopyOf(Span);

    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }

    public override string ToString() => "***";
}
