using System.Text.Json;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Vectors;

/// <summary>tree-math.json: Appendix C of RFC 9420.</summary>
public sealed class TreeMathTests
{
    [SkippableFact]
    public void EveryNodeHasTheVectorsRelations()
    {
        foreach (JsonElement vector in MlsVectors.Load("tree-math.json"))
        {
            uint leaves = vector.UInt32("n_leaves");
            Assert.Equal(vector.UInt32("n_nodes"), TreeMath.NodeCount(leaves));
            Assert.Equal(vector.UInt32("root"), TreeMath.Root(leaves));
            for (uint node = 0; node < TreeMath.NodeCount(leaves); node++)
            {
                uint place = node;
                AssertRelation(vector, "left", node, () => TreeMath.Left(place));
                AssertRelation(vector, "right", node, () => TreeMath.Right(place));
                AssertRelation(vector, "parent", node, () => TreeMath.Parent(place, leaves));
                AssertRelation(vector, "sibling", node, () => TreeMath.Sibling(place, leaves));
            }
        }
    }

    private static void AssertRelation(JsonElement vector, string name, uint node, Func<uint> relation)
    {
        JsonElement expected = vector.GetProperty(name)[(int)node];
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => relation());
        }
        else
        {
            Assert.Equal(expected.GetUInt32(), relation());
        }
    }
}
