namespace Comm.Mls;

/// <summary>The version of the protocol (RFC 9420 §6), two bytes on the wire.</summary>
internal enum ProtocolVersion : ushort
{
    /// <summary>MLS 1.0, the only one.</summary>
    Mls10 = 1,
}

/// <summary>
/// The cipher suites of this library, by their numbers in the IANA registry (RFC 9420 §17.1), two bytes on the wire. What is decoded
/// may hold another number: a group of it is refused with <see cref="Groups.MlsFault.UnsupportedSuite"/>.
/// </summary>
public enum CipherSuiteId : ushort
{
    /// <summary>MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519</summary>
    X25519Aes128GcmSha256Ed25519 = 1,

    /// <summary>MLS_128_DHKEMP256_AES128GCM_SHA256_P256</summary>
    P256Aes128GcmSha256P256 = 2,

    /// <summary>MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519</summary>
    X25519ChaCha20Poly1305Sha256Ed25519 = 3,

    /// <summary>MLS_256_DHKEMP521_AES256GCM_SHA512_P521</summary>
    P521Aes256GcmSha512P521 = 5,

    /// <summary>MLS_256_DHKEMP384_AES256GCM_SHA384_P384</summary>
    P384Aes256GcmSha384P384 = 7,
}

/// <summary>What an MLSMessage carries (RFC 9420 §17.2), two bytes on the wire.</summary>
public enum WireFormat : ushort
{
    /// <summary>A handshake that the delivery service can read (§6.2).</summary>
    PublicMessage = 1,

    /// <summary>Anything a member sends, encrypted to the group (§6.3).</summary>
    PrivateMessage = 2,

    /// <summary>For those whom a commit adds (§12.4.3.1).</summary>
    Welcome = 3,

    /// <summary>A group's signed description (§12.4.3).</summary>
    GroupInfo = 4,

    /// <summary>What a client publishes to be added by (§10).</summary>
    KeyPackage = 5,
}

/// <summary>
/// Extension types (RFC 9420 §17.3), two bytes on the wire. 0xF000 to 0xFFFF are for private use: an application casts its own number.
/// </summary>
public enum ExtensionType : ushort
{
    /// <summary>In a leaf: an identifier that the application gives a client (§5.3.3).</summary>
    ApplicationId = 1,

    /// <summary>In a GroupInfo: the tree (§12.4.3.3).</summary>
    RatchetTree = 2,

    /// <summary>In the GroupContext: <see cref="Groups.RequiredCapabilities"/> (§11.1).</summary>
    RequiredCapabilities = 3,

    /// <summary>In a GroupInfo: the key for an external commit (§12.4.3.2).</summary>
    ExternalPub = 4,

    /// <summary>In the GroupContext: <see cref="Groups.ExternalSenders"/> (§12.1.8.1).</summary>
    ExternalSenders = 5,

    /// <summary>draft-ietf-mls-extensions, "Last Resort KeyPackages": empty, in a KeyPackage.</summary>
    LastResort = 10,
}

/// <summary>Proposal types (RFC 9420 §17.4), two bytes on the wire.</summary>
internal enum ProposalType : ushort
{
    /// <summary>A new member (§12.1.1).</summary>
    Add = 1,

    /// <summary>Another leaf for its sender (§12.1.2).</summary>
    Update = 2,

    /// <summary>A member less (§12.1.3).</summary>
    Remove = 3,

    /// <summary>A pre-shared key, mixed into the next epoch (§12.1.4).</summary>
    PreSharedKey = 4,

    /// <summary>The group's end, and what follows it (§12.1.5).</summary>
    ReInit = 5,

    /// <summary>By which an external commit brings its sender in (§12.1.6). Only in such a commit.</summary>
    ExternalInit = 6,

    /// <summary>Other extensions for the group (§12.1.7).</summary>
    GroupContextExtensions = 7,
}

/// <summary>Credential types (RFC 9420 §17.5), two bytes on the wire.</summary>
public enum CredentialType : ushort
{
    /// <summary>An identity as bare bytes (§5.3).</summary>
    Basic = 1,

    /// <summary>A chain of X.509 certificates (§5.3).</summary>
    X509 = 2,
}
