using System.Text.Json;
using Comm.Mls.Codec;

namespace Comm.Mls.Tests.Vectors;

/// <summary>deserialization.json: the length headers of RFC 9420 §2.1.2.</summary>
public sealed class DeserializationTests
{
    [SkippableFact]
    public void LengthHeadersReadAndWriteAsPublished()
    {
        foreach (JsonElement vector in MlsVectors.Load("deserialization.json"))
        {
            byte[] header = vector.Bytes("vlbytes_header");
            var reader = new MlsReader(header);
            Assert.True(reader.TryReadLength(out int length));
            Assert.True(reader.IsAtEnd);
            Assert.Equal(vector.Int32("length"), length);

            using var writer = new MlsWriter();
            writer.WriteLength(length);
            Assert.Equal(header, writer.ToArray());
        }
    }
}
