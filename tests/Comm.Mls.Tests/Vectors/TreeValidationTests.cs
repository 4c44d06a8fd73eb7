using System.Text.Json;
using Comm.Mls.Tree;
using Xunit.Abstractions;

namespace Comm.Mls.Tests.Vectors;

/// <summary>tree-validation.json: resolutions, tree hashes, parent hashes and leaf signatures.</summary>
public sealed class TreeValidationTests(ITestOutputHelper output)
{
    [SkippableFact]
    public void TreesAreReadAndFoundValid() =>
        MlsVectors.ForEachSuite(
            "tree-validation.json",
            output,
            static (suite, vector) =>
            {
                RatchetTree tree = vector.Tree("tree", suite);

                Assert.Equal(vector.GetProperty("tree_hashes").GetArrayLength(), (int)TreeMath.NodeCount(tree.LeafCount));
                for (uint node = 0; node < TreeMath.NodeCount(tree.LeafCount); node++)
                {
                    JsonElement resolution = vector.GetProperty("resolutions")[(int)node];
                    Assert.Equal(resolution.EnumerateArray().Select(index => index.GetUInt32()), tree.Resolution(node));
                    Assert.Equal(
                        Convert.FromHexString(vector.GetProperty("tree_hashes")[(int)node].GetString()!),
                        tree.Root.Find(node)?.Hash(suite).ToArray()
                    );
                }

                Assert.Equal(TreeFault.None, tree.Validate(vector.Bytes("group_id")));
                Assert.Equal(vector.Bytes("tree"), tree.Encode());
            }
        );
}
