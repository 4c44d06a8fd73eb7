using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>RFC 9420 §12.4.3.1: <c>KeyPackageRef new_member; HPKECiphertext encrypted_group_secrets;</c></summary>
internal sealed record EncryptedGroupSecrets(Opaque NewMember, HpkeCiphertext Secrets) : IMlsStruct<EncryptedGroupSecrets>
{
    static bool IMlsStruct<EncryptedGroupSecrets>.TryRead(
        ref MlsReader reader,
        [NotNullWhen(true)] out EncryptedGroupSecrets? value
    )
    {
        value = null;
        if (!reader.TryReadVector(out Opaque newMember) || !reader.TryRead(out HpkeCiphertext? secrets))
        {
            return false;
        }

        value = new EncryptedGroupSecrets(newMember, secrets);
        return true;
    }

    void IMlsStruct<EncryptedGroupSecrets>.Write(MlsWriter writer)
    {
        writer.WriteVector(NewMember.Span);
        writer.Write(Secrets);
    }
}

/// <summary>
/// For those whom a commit adds (RFC 9420 §12.4.3.1): <c>CipherSuite cipher_suite; EncryptedGroupSecrets secrets&lt;V&gt;; opaque
/// encrypted_group_info&lt;V&gt;;</c>
/// </summary>
public sealed record Welcome : IMlsStruct<Welcome>
{
    internal Welcome(CipherSuiteId cipherSuite, ImmutableArray<EncryptedGroupSecrets> secrets, Opaque encryptedGroupInfo)
    {
        CipherSuite = cipherSuite;
        Secrets = secrets;
        EncryptedGroupInfo = encryptedGroupInfo;
    }

    /// <summary>The group's.</summary>
    public CipherSuiteId CipherSuite { get; internal init; }

    /// <summary>For whom it is: KeyPackageRefs (§5.2), one for each entry and in its order, as they came.</summary>
    public ImmutableArray<Opaque> NewMembers => [.. Secrets.Select(entry => entry.NewMember)];

    internal ImmutableArray<EncryptedGroupSecrets> Secrets { get; init; }

    internal Opaque EncryptedGroupInfo { get; init; }

    static bool IMlsStruct<Welcome>.TryRead(ref MlsReader reader, [NotNullWhen(true)] out Welcome? value)
    {
        value = null;
        if (
            !reader.TryReadUInt16(out ushort suite)
            || !reader.TryReadList(out ImmutableArray<EncryptedGroupSecrets> secrets)
            || !reader.TryReadVector(out Opaque encryptedGroupInfo)
        )
        {
            return false;
        }

        value = new Welcome((CipherSuiteId)suite, secrets, encryptedGroupInfo);
        return true;
    }

    void IMlsStruct<Welcome>.Write(MlsWriter writer)
    {
        writer.WriteUInt16((ushort)CipherSuite);
        writer.WriteList(Secrets);
        writer.WriteVector(EncryptedGroupInfo.Span);
    }

    /// <summary>The same entries in the same order, for the same group.</summary>
    public bool Equals(Welcome? other) =>
        other is not null
        && CipherSuite == other.CipherSuite
        && EncryptedGroupInfo == other.EncryptedGroupInfo
        && Secrets.AsSpan().SequenceEqual(other.Secrets.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(CipherSuite, EncryptedGroupInfo, Secrets.Length);
}
