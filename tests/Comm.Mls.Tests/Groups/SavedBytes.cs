using Comm.Crypto;
using Comm.Mls.Groups;
using Comm.Mls.KeyPackages;

namespace Comm.Mls.Tests.Groups;

/// <summary>What a member would seal and store, in clear and to be compared.</summary>
internal static class SavedBytes
{
    public static byte[] EpochBytes(this Group group) => Copy(group.SaveEpoch());

    public static byte[] MessageBytes(this Group group) => Copy(group.SaveMessageSecrets());

    public static byte[] SavedKeys(this KeyPackageSecrets keys) => Copy(keys.Save());

    private static byte[] Copy(Secret saved)
    {
        using (saved)
        {
            return saved.Span.ToArray();
        }
    }
}
