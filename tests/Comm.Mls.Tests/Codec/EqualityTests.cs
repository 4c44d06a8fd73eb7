using Comm.Mls.Codec;
using Comm.Mls.Groups;
using Comm.Mls.Tests.Groups;
using Comm.Mls.Tree;

namespace Comm.Mls.Tests.Codec;

/// <summary>A list inside a record compares by what is in it: two decodings of the same bytes are equal.</summary>
public sealed class EqualityTests
{
    private static readonly ExternalSender s_sender = new(new byte[32], Credential.Basic("service"u8.ToArray()));

    [Fact]
    public void WhatIsDecodedTwiceIsEqual()
    {
        AssertDecodedTwiceIsEqual(new ExternalSenders([s_sender]));
        AssertDecodedTwiceIsEqual(new RequiredCapabilities([0xF001], [], [1, 2]));
        AssertDecodedTwiceIsEqual(Credential.X509("leaf"u8.ToArray(), "issuer"u8.ToArray()));
        AssertDecodedTwiceIsEqual(Capabilities.Of(CipherSuiteId.P256Aes128GcmSha256P256).WithGrease());

        using TestMember alice = new("Alice");
        using TestMember bob = new("Bob");
        alice.Create();
        StagedCommit commit = alice.Commit(new CommitRequest { Add = [bob.NewKeyPackage().KeyPackage] });
        AssertDecodedTwiceIsEqual(commit.Welcome!.Welcome!);
        AssertDecodedTwiceIsEqual(commit.GroupInfo.GroupInfo!);
    }

    [Fact]
    public void WhatSaysSomethingElseIsNot()
    {
        Assert.NotEqual(new ExternalSenders([s_sender]), new ExternalSenders([s_sender, s_sender]));
        Assert.NotEqual(new RequiredCapabilities([], [], [1]), new RequiredCapabilities([], [], [2]));
        Assert.NotEqual(Credential.X509("leaf"u8.ToArray()), Credential.Basic("leaf"u8.ToArray()));
    }

    private static void AssertDecodedTwiceIsEqual<T>(T value)
        where T : class, IMlsStruct<T>
    {
        byte[] bytes = MlsCodec.Encode(value);
        Assert.True(MlsCodec.TryDecode(bytes, out T? one));
        Assert.True(MlsCodec.TryDecode(bytes, out T? other));
        Assert.NotSame(one, other);
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }
}
