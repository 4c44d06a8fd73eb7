using System.Text.Json;
using Comm.Mls.Framing;
using Comm.Mls.Suites;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>tree-operations.json: RFC 9420 §12.1.1 to §12.1.3. All published ones are of suite 0x0001.</summary>
public sealed class TreeOperationsTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void ProposalsChangeTheTreeAsTheVectorsDo()
    {
        IReadOnlyList<JsonElement> vectors = MlsVectors.Load("tree-operations.json");
        Assert.NotEmpty(vectors);
        foreach (JsonElement vector in vectors)
        {
            CipherSuite suite = CipherSuite.Get((CipherSuiteId)vector.GetProperty("cipher_suite").GetUInt16());
            RatchetTree before = vector.Tree("tree_before", suite);
            Assert.Equal(vector.Bytes("tree_hash_before"), before.TreeHash.ToArray());

            RatchetTree? after = vector.Struct<Proposal>("proposal") switch
            {
                AddProposal add => before.Add(add.KeyPackage.LeafNode, out _),
                UpdateProposal update => before.Update(vector.UInt32("proposal_sender"), update.LeafNode),
                RemoveProposal remove => before.Remove(remove.Removed),
                var other => throw new InvalidOperationException($"{other} changes no tree."),
            };

            Assert.NotNull(after);
            Assert.Equal(vector.Bytes("tree_after"), after.Encode());
            Assert.Equal(vector.Bytes("tree_hash_after"), after.TreeHash.ToArray());
            Assert.Equal(vector.Bytes("tree_before"), before.Encode());
            Assert.Equal(vector.Bytes("tree_hash_before"), before.TreeHash.ToArray());
        }

        output.WriteLine($"tree-operations.json: {vectors.Count} passed");
    }
}
