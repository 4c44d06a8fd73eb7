using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;

namespace Comm.Mls;

/// <summary>RFC 9420 §7.2: <c>ExtensionType extension_type; opaque extension_data&lt;V&gt;;</c></summary>
/// <param name="Type">Its type; the library's own or a private one.</param>
/// <param name="Data">What it says, in the form that its type has.</param>
public sealed record Extension(ExtensionType Type, Opaque Data) : IMlsStruct<Extension>
{
    static bool IMlsStruct<Extension>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Extension? value)
    {
        value = null;
        if (!reader.TryReadUInt16(out ushort type) || !reader.TryReadVector(out Opaque data))
        {
            return false;
        }

        value = new Extension((ExtensionType)type, data);
        return true;
    }

    void IMlsStruct<Extension>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)Type);
        writer.WriteVector(Data.Span);
    }
}

/// <summary><c>Extension extensions&lt;V&gt;</c>: an ordered list in which a type occurs at most once (RFC 9420 §13.4).</summary>
public sealed class Extensions : IReadOnlyList<Extension>, IEquatable<Extensions>, IMlsStruct<Extensions>
{
    private readonly ImmutableArray<Extension> _items;

    private Extensions(ImmutableArray<Extension> items) => _items = items;

    /// <summary>The empty list.</summary>
    public static Extensions None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public Extension this[int index] => _items[index];

    /// <summary>The given extensions in the given order.</summary>
    /// <exception cref="ArgumentException">A type occurs twice.</exception>
    public static Extensions Of(params ReadOnlySpan<Extension> items) =>
        TryCreate([.. items], out Extensions? extensions)
            ? extensions
            : throw new ArgumentException("An extension type occurs twice.", nameof(items));

    static bool IMlsStruct<Extensions>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Extensions? value)
    {
        value = null;
        // V-CODEC-06
        return reader.TryReadList(out ImmutableArray<Extension> items) && TryCreate(items, out value);
    }

    void IMlsStruct<Extensions>.Write(MlsWriter writer)
    {
        writer.WriteList(_items);
    }

    /// <summary>The data of the extension of that type; false when the list has none.</summary>
    public bool TryFind(ExtensionType type, out Opaque data)
    {
        foreach (Extension item in _items)
        {
            if (item.Type == type)
            {
                data = item.Data;
                return true;
            }
        }

        data = default;
        return false;
    }

    /// <summary>This list with the given extension added, or put in the place of the one of its type.</summary>
    public Extensions With(Extension extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        for (int i = 0; i < _items.Length; i++)
        {
            if (_items[i].Type == extension.Type)
            {
                return new Extensions(_items.SetItem(i, extension));
            }
        }

        return new Extensions(_items.Add(extension));
    }

    /// <summary>This list without the extension of that type, if it has one.</summary>
    public Extensions Without(ExtensionType type) => new(_items.RemoveAll(item => item.Type == type));

    /// <summary>The same extensions in the same order.</summary>
    public bool Equals(Extensions? other) => other is not null && _items.AsSpan().SequenceEqual(other._items.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Extensions);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (Extension item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<Extension> GetEnumerator() => ((IEnumerable<Extension>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static bool TryCreate(ImmutableArray<Extension> items, [NotNullWhen(true)] out Extensions? extensions)
    {
        extensions = null;
        for (int i = 0; i < items.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (items[i].Type == items[j].Type)
                {
                    return false;
                }
            }
        }

        extensions = new Extensions(items);
        return true;
    }
}
