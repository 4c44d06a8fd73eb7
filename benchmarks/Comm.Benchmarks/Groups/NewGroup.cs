using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;
using Comm.Mls.Suites;

namespace Comm.Benchmarks.Groups;

/// <summary>A group at its beginning: its creator, and the KeyPackages of all who are to be added at once.</summary>
internal sealed class NewGroup : IDisposable
{
    private readonly byte[][] _keyPackages;

    private NewGroup(Group creator, SoftwareSigner creatorKey, byte[][] keyPackages)
    {
        Creator = creator;
        CreatorKey = creatorKey;
        _keyPackages = keyPackages;
    }

    public int Members => _keyPackages.Length + 1;

    public Group Creator { get; private set; }

    public SoftwareSigner CreatorKey { get; }

    public static NewGroup Of(int members)
    {
        SoftwareSigner signer = SoftwareSigner.Generate(Officers.SuiteId);
        var group = Group.Create(
            Officers.SuiteId,
            "new group"u8.ToArray(),
            Officers.Settings(0, signer),
            Officers.Lifetime,
            signer,
            Extensions.None,
            OpenRules.Instance
        );
        return new NewGroup(group, signer, [.. Enumerable.Range(1, members - 1).Select(EncodedKeyPackage)]);
    }

    /// <summary>Decoded anew, as they come from the server: nothing of them has been verified.</summary>
    public CommitRequest AddAll() =>
        new()
        {
            Add =
            [
                .. _keyPackages.Select(bytes =>
                    MlsCodec.TryDecode(bytes, out KeyPackage? package) ? package : throw new InvalidOperationException()
                ),
            ],
        };

    public StagedCommit Stage(CommitRequest request) => Creator.Commit(request, CreatorKey, OpenRules.Instance);

    /// <summary>After this the tree has everybody in it, and no parent but those above the creator.</summary>
    public void TakeAll()
    {
        StagedCommit staged = Stage(AddAll());
        Creator.RetireFor(staged.Next);
        Creator = staged.Next;
    }

    public void Dispose()
    {
        Creator.Dispose();
        CreatorKey.Dispose();
    }

    private static byte[] EncodedKeyPackage(int number)
    {
        using SoftwareSigner signer = SoftwareSigner.Generate(Officers.SuiteId);
        using KeyPackageSecrets made = Officers.KeyPackage(number, signer);
        return MlsCodec.Encode(made.KeyPackage);
    }
}
