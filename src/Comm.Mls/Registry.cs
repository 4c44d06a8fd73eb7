namespace Comm.Mls;

/// <summary>RFC 9420 §6.</summary>
public enum ProtocolVersion : ushort
{
    Mls10 = 1,
}

/// <summary>RFC 9420 §17.1, the IANA registry "MLS Cipher Suites".</summary>
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

/// <summary>RFC 9420 §17.2.</summary>
public enum WireFormat : ushort
{
    PublicMessage = 1,
    PrivateMessage = 2,
    Welcome = 3,
    GroupInfo = 4,
    KeyPackage = 5,
}

/// <summary>RFC 9420 §17.3. 0xF000 to 0xFFFF are for private use.</summary>
public enum ExtensionType : ushort
{
    ApplicationId = 1,
    RatchetTree = 2,
    RequiredCapabilities = 3,
    ExternalPub = 4,
    ExternalSenders = 5,

    /// <summary>draft-ietf-mls-extensions, "Last Resort KeyPackages": empty, in a KeyPackage.</summary>
    LastResort = 10,
}

/// <summary>RFC 9420 §17.4.</summary>
public enum ProposalType : ushort
{
    Add = 1,
    Update = 2,
    Remove = 3,
    PreSharedKey = 4,
    ReInit = 5,
    ExternalInit = 6,
    GroupContextExtensions = 7,
}

/// <summary>RFC 9420 §17.5.</summary>
public enum CredentialType : ushort
{
    Basic = 1,
    X509 = 2,
}
