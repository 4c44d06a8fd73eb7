using Comm.Mls;
using Comm.Mls.Codec;
using Comm.Shared.Forms;

namespace Comm.Client.Forms;

/// <summary>
/// The forms of a group on their way to a newcomer: an extension of the Welcome's encrypted GroupInfo beside the
/// <see cref="Conversations.GroupBriefing"/>, private use type 0xF0C4, the bytes of a <see cref="FormPack"/>.
/// </summary>
internal static class FormBriefing
{
    public const ExtensionType WelcomeExtension = (ExtensionType)0xF0C4;

    public static Extension ToExtension(FormPack pack) => new(WelcomeExtension, pack.ToBytes());

    /// <summary>Null when it is absent, too large, or not what we write: the forms can be sent again.</summary>
    public static FormPack? Find(Extensions groupInfoExtensions) =>
        groupInfoExtensions.TryFind(WelcomeExtension, out Opaque bytes) && FormPack.TryRead(bytes.Span, out FormPack? pack)
            ? pack
            : null;
}
