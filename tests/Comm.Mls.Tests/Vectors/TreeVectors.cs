using System.Text.Json;
using Comm.Mls.Codec;
using Comm.Mls.Suites;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Vectors;

/// <summary>The ratchet trees of the vectors.</summary>
internal static class TreeVectors
{
    public static RatchetTree Tree(this JsonElement vector, string name, CipherSuite suite)
    {
        var reader = new MlsReader(vector.Bytes(name));
        Assert.True(RatchetTree.TryRead(suite, ref reader, out RatchetTree? tree));
        Assert.True(reader.IsAtEnd);
        return tree;
    }

    public static byte[] Encode(this RatchetTree tree)
    {
        using var writer = new MlsWriter();
        tree.Write(writer);
        return writer.ToArray();
    }

    public static T Struct<T>(this JsonElement vector, string name)
        where T : class, IMlsStruct<T>
    {
        Assert.True(MlsCodec.TryDecode(vector.Bytes(name), out T? value));
        return value;
    }
}
