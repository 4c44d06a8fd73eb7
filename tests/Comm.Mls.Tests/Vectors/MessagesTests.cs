using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>messages.json: every struct of the protocol decodes, and encodes to the same bytes.</summary>
public sealed class MessagesTests(ITestOutputHelper output)
{
    private delegate bool Recode(byte[] bytes, [NotNullWhen(true)] out byte[]? encoded);

    private static readonly Dictionary<string, Recode> s_structs = new(StringComparer.Ordinal)
    {
        ["mls_welcome"] = Message(WireFormat.Welcome),
        ["mls_group_info"] = Message(WireFormat.GroupInfo),
        ["mls_key_package"] = Message(WireFormat.KeyPackage),
        ["ratchet_tree"] = RatchetTreeExtension,
        ["group_secrets"] = Struct<GroupSecrets>,
        ["add_proposal"] = ProposalBody(ProposalType.Add),
        ["update_proposal"] = ProposalBody(ProposalType.Update),
        ["remove_proposal"] = ProposalBody(ProposalType.Remove),
        ["pre_shared_key_proposal"] = ProposalBody(ProposalType.PreSharedKey),
        ["re_init_proposal"] = ProposalBody(ProposalType.ReInit),
        ["external_init_proposal"] = ProposalBody(ProposalType.ExternalInit),
        ["group_context_extensions_proposal"] = ProposalBody(ProposalType.GroupContextExtensions),
        ["commit"] = Struct<Commit>,
        ["public_message_application"] = Message(WireFormat.PublicMessage),
        ["public_message_proposal"] = Message(WireFormat.PublicMessage),
        ["public_message_commit"] = Message(WireFormat.PublicMessage),
        ["private_message"] = Message(WireFormat.PrivateMessage),
    };

    [SkippableFact]
    public void EveryStructDecodesAndEncodesToTheSameBytes()
    {
        int count = 0;
        foreach (JsonElement vector in MlsVectors.Load("messages.json"))
        {
            foreach (JsonProperty property in vector.EnumerateObject())
            {
                byte[] bytes = vector.Bytes(property.Name);
                Assert.True(s_structs[property.Name](bytes, out byte[]? encoded), property.Name);
                Assert.Equal(bytes, encoded);
                count++;
            }
        }

        output.WriteLine($"messages.json: {count} structs");
        Assert.NotEqual(0, count);
    }

    [SkippableFact]
    public void NoStructDecodesFromAPartOfItself()
    {
        foreach (JsonElement vector in MlsVectors.Load("messages.json").Take(3))
        {
            foreach (JsonProperty property in vector.EnumerateObject())
            {
                byte[] bytes = vector.Bytes(property.Name);
                for (int length = 0; length < bytes.Length; length++)
                {
                    Assert.False(s_structs[property.Name](bytes[..length], out _), $"{property.Name}, {length} bytes");
                }

                Assert.False(s_structs[property.Name]([.. bytes, 0], out _), $"{property.Name}, one byte more");
            }
        }
    }

    private static bool Struct<T>(byte[] bytes, [NotNullWhen(true)] out byte[]? encoded)
        where T : class, IMlsStruct<T>
    {
        encoded = MlsCodec.TryDecode(bytes, out T? value) ? MlsCodec.Encode(value) : null;
        return encoded is not null;
    }

    private static Recode Message(WireFormat expected) =>
        (byte[] bytes, [NotNullWhen(true)] out byte[]? encoded) =>
        {
            encoded =
                MlsCodec.TryDecode(bytes, out MlsMessage? message) && message.WireFormat == expected
                    ? MlsCodec.Encode(message)
                    : null;
            return encoded is not null;
        };

    // The vectors give a proposal without its type.
    private static Recode ProposalBody(ProposalType type) =>
        (byte[] bytes, [NotNullWhen(true)] out byte[]? encoded) =>
        {
            encoded = null;
            byte[] whole = [(byte)((ushort)type >> 8), (byte)type, .. bytes];
            if (!Struct<Proposal>(whole, out byte[]? recoded))
            {
                return false;
            }

            encoded = recoded[sizeof(ushort)..];
            return true;
        };

    private static bool RatchetTreeExtension(byte[] bytes, [NotNullWhen(true)] out byte[]? encoded)
    {
        encoded = null;
        var reader = new MlsReader(bytes);
        if (!reader.TryReadOptionalList(out System.Collections.Immutable.ImmutableArray<Node?> nodes) || !reader.IsAtEnd)
        {
            return false;
        }

        using var writer = new MlsWriter();
        writer.WriteOptionalList(nodes);
        encoded = writer.ToArray();
        return true;
    }
}
