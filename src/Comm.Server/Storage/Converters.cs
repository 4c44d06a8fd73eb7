using Comm.Shared.Messaging;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Comm.Server.Storage;

/// <summary>Identifiers lie in the database as on the wire: 16 bytes, big-endian.</summary>
internal sealed class IdentifierConverter<T>()
    : ValueConverter<T, byte[]>(id => id.Value.ToByteArray(bigEndian: true), bytes => Read(bytes))
    where T : struct, IIdentifier<T>
{
    // A method, since an expression tree cannot call a static member of an interface.
    private static T Read(byte[] bytes) => T.From(new Guid(bytes, bigEndian: true));
}

internal sealed class GuidConverter()
    : ValueConverter<Guid, byte[]>(value => value.ToByteArray(bigEndian: true), bytes => new Guid(bytes, bigEndian: true));

/// <summary>Instants are milliseconds since 1970 in UTC.</summary>
internal sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(
        instant => instant.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
    );
