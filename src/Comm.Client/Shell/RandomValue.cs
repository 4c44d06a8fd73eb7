using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Comm.Client.Shell;

/// <summary>A 256-bit random value for an address or a cookie. Only its hash is kept here.</summary>
internal static class RandomValue
{
    private const int Size = 32;

    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Size));

    public static byte[] HashOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}
