using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Comm.Mls.Codec;
using Comm.Mls.Tree;

namespace Comm.Mls.Groups;

/// <summary>RFC 9420 §12.4.3.1: <c>KeyPackageRef new_member; HPKECiphertext encrypted_group_secrets;</c></summary>
public sealed record EncryptedGroupSecrets(Opaque NewMember, HpkeCiphertext Secrets) : IMlsStruct<EncryptedGroupSecrets>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out EncryptedGroupSecrets? value)
    {
        value = null;
        if (!reader.TryReadVector(out Opaque newMember) || !reader.TryRead(out HpkeCiphertext? secrets))
        {
            return false;
        }

        value = new EncryptedGroupSecrets(newMember, secrets);
        return true;
    }

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteVector(NewMember.Span);
        Secrets.Write(writer);
    }
}

/// <summary>
/// RFC 9420 §12.4.3.1: <c>CipherSuite cipher_suite; EncryptedGroupSecrets secrets&lt;V&gt;; opaque
/// encrypted_group_info&lt;V&gt;;</c>
/// </summary>
public sealed record Welcome(CipherSuiteId CipherSuite, ImmutableArray<EncryptedGroupSecrets> Secrets, Opaque EncryptedGroupInfo)
    : IMlsStruct<Welcome>
{
    public static bool TryRead(ref MlsReader reader, [NotNullWhen(true)] out Welcome? value)
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

    public void Write(MlsWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteUInt16((ushort)CipherSuite);
        writer.WriteList(Secrets);
        writer.WriteVector(EncryptedGroupInfo.Span);
    }
}
