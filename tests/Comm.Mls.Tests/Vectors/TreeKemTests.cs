using System.Text.Json;
using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>treekem.json: update paths of every member, received by every other member, and ours in their place.</summary>
public sealed class TreeKemTests(ITestOutputHelper output)
{
    private static readonly IReadOnlySet<uint> s_nobodyAdded = new HashSet<uint>();

    [SkippableFact]
    public void UpdatePathsReachEveryMember() =>
        MlsVectors.ForEachSuite(
            "treekem.json",
            output,
            static (suite, vector) =>
            {
                RatchetTree tree = vector.Tree("ratchet_tree", suite);
                byte[] groupId = vector.Bytes("group_id");
                Assert.Equal(TreeFault.None, tree.Validate(groupId));
                List<Member> members = [.. Members(tree, vector)];

                foreach (JsonElement sent in vector.GetProperty("update_paths").EnumerateArray())
                {
                    uint sender = sent.UInt32("sender");
                    UpdatePath path = sent.Struct<UpdatePath>("update_path");

                    RatchetTree? applied = tree.TryApply(sender, path, s_nobodyAdded, groupId, out TreeFault fault);

                    Assert.Equal(TreeFault.None, fault);
                    Assert.NotNull(applied);
                    Assert.Equal(sent.Bytes("tree_hash_after"), applied.TreeHash.ToArray());
                    byte[] context = Context(suite, vector, applied.TreeHash);
                    foreach (Member member in members.Where(member => member.Own.OwnLeaf != sender))
                    {
                        AssertReceives(applied, member, sender, path, context, sent);
                    }

                    AssertOursReaches(tree, members, sender, groupId, vector);
                }
            }
        );

    // The expected path secret, put at the common ancestor as a Welcome would, leads to the same keys as the path does.
    private static void AssertReceives(
        RatchetTree applied,
        Member member,
        uint sender,
        UpdatePath path,
        byte[] context,
        JsonElement sent
    )
    {
        (PrivateTree Private, Secret CommitSecret)? received = TreeKem.TryDecrypt(
            applied,
            member.Own,
            sender,
            path,
            s_nobodyAdded,
            context
        );

        Assert.NotNull(received);
        Assert.Equal(sent.Bytes("commit_secret"), received.Value.CommitSecret.Span.ToArray());

        string expected = sent.GetProperty("path_secrets")[(int)member.Own.OwnLeaf].GetString()!;
        using Secret pathSecret = Secret.CopyOf(Convert.FromHexString(expected));
        PrivateTree? implanted = TreeKem.TryImplant(applied, member.Own.OwnLeaf, member.LeafKey, sender, pathSecret);
        Assert.NotNull(implanted);
        FilteredPath filtered = FilteredPath.Of(applied, sender)!;
        Subtree lowest = filtered.Steps[filtered.StepTowards(member.Own.OwnLeaf)].Node;
        Assert.Equal(
            implanted.KeysOf(lowest)?.PrivateKey.Span.ToArray(),
            received.Value.Private.KeysOf(lowest)?.PrivateKey.Span.ToArray()
        );
    }

    private static void AssertOursReaches(RatchetTree tree, List<Member> members, uint sender, byte[] groupId, JsonElement vector)
    {
        Member own = members.Single(member => member.Own.OwnLeaf == sender);
        using PathUpdate update = TreeKem.Create(
            tree,
            own.Own,
            tree.Leaf(sender)!,
            own.Signer,
            groupId,
            s_nobodyAdded,
            treeHash => Context(tree.Suite, vector, treeHash)
        );
        RatchetTree? applied = tree.TryApply(sender, update.Path, s_nobodyAdded, groupId, out TreeFault fault);
        Assert.Equal(TreeFault.None, fault);
        Assert.Equal(update.Tree.TreeHash, applied!.TreeHash);
        byte[] context = Context(tree.Suite, vector, applied.TreeHash);
        foreach (Member member in members.Where(member => member.Own.OwnLeaf != sender))
        {
            (PrivateTree Private, Secret CommitSecret)? received = TreeKem.TryDecrypt(
                applied,
                member.Own,
                sender,
                update.Path,
                s_nobodyAdded,
                context
            );
            Assert.NotNull(received);
            Assert.Equal(update.CommitSecret.Span.ToArray(), received.Value.CommitSecret.Span.ToArray());
        }
    }

    private static IEnumerable<Member> Members(RatchetTree tree, JsonElement vector)
    {
        CipherSuite suite = tree.Suite;
        foreach (JsonElement leaf in vector.GetProperty("leaves_private").EnumerateArray())
        {
            uint index = leaf.UInt32("index");
            Secret leafKey = Secret.CopyOf(leaf.Bytes("encryption_priv"));
            PrivateTree? own = TreeKem.TryImplant(tree, index, leafKey, index, null);
            Assert.NotNull(own);
            foreach (JsonElement known in leaf.GetProperty("path_secrets").EnumerateArray())
            {
                uint node = known.UInt32("node");
                using Secret pathSecret = Secret.CopyOf(known.Bytes("path_secret"));
                using PathSecrets? secrets = PathSecrets.TryDerive(suite, pathSecret, 1);
                own = own.Next(tree, new NodeKeys(node, secrets!.DeriveKeys(0)));
                Assert.NotNull(own.KeysOf(tree.Root.Find(node)!));
            }

            using Secret signatureKey = Secret.CopyOf(leaf.Bytes("signature_priv"));
            yield return new Member(own, leafKey, new SoftwareSigner(suite.Id, signatureKey));
        }
    }

    private static byte[] Context(CipherSuite suite, JsonElement vector, Opaque treeHash) =>
        MlsCodec.Encode(
            new GroupContext(
                ProtocolVersion.Mls10,
                suite.Id,
                vector.Bytes("group_id"),
                vector.GetProperty("epoch").GetUInt64(),
                treeHash,
                vector.Bytes("confirmed_transcript_hash"),
                Extensions.None
            )
        );

    private sealed record Member(PrivateTree Own, Secret LeafKey, SoftwareSigner Signer);
}
