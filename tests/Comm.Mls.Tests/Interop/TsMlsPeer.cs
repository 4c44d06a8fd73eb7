using System.Text;
using System.Text.Json.Nodes;
using Comm.Mls.Codec;
using Comm.Mls.Framing;
using Comm.Mls.Groups;
using Comm.Mls.Schedule;

namespace Comm.Mls.Tests.Interop;

/// <summary>A commit of theirs, and their epoch authenticator after it.</summary>
internal sealed record PeerCommit(MlsMessage Commit, MlsMessage? Welcome, string Authenticator);

/// <summary>
/// One client of an independent implementation, ts-mls. Only MLSMessages in base64 cross the line; what each command does is in
/// tests/interop/client.mjs.
/// </summary>
internal sealed class TsMlsPeer(TsMlsProcess process, int client)
{
    public MlsMessage KeyPackage(CipherSuiteId suite, string name, params ushort[] extensionTypes) =>
        MessageOf(
            Ask(
                "keyPackage",
                new
                {
                    suite = (int)suite,
                    name,
                    extensionTypes,
                }
            )
        );

    public string Create(string groupId, params Extension[] extensions) =>
        AuthenticatorOf(Ask("create", new { groupId = Hex(groupId), extensions = Plain(extensions) }));

    public string Join(MlsMessage welcome, byte[]? tree = null) =>
        AuthenticatorOf(Ask("join", new { message = Text(welcome), tree }));

    public void Share(string id, string secret) =>
        Ask("psk", new { id = Convert.ToBase64String(Encoding.UTF8.GetBytes(id)), secret = Encoding.UTF8.GetBytes(secret) });

    public PeerCommit Commit(bool publicMessage, params object[] proposals) =>
        Commit(publicMessage, treeInWelcome: true, proposals);

    public PeerCommit Commit(bool publicMessage, bool treeInWelcome, object[] proposals) =>
        CommitOf(
            Ask(
                "commit",
                new
                {
                    proposals,
                    publicMessage,
                    tree = treeInWelcome,
                }
            )
        );

    public MlsMessage Propose(bool publicMessage, object proposal) => MessageOf(Ask("propose", new { proposal, publicMessage }));

    public MlsMessage ProposeUpdate(bool publicMessage) => MessageOf(Ask("proposeUpdate", new { publicMessage }));

    public MlsMessage AskToJoin(GroupInfo group) => MessageOf(Ask("askToJoin", new { groupInfo = Text(MlsMessage.Of(group)) }));

    public MlsMessage Send(ReadOnlySpan<byte> text) => MessageOf(Ask("send", new { text = text.ToArray() }));

    public string Read(MlsMessage message) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(Value(Ask("receive", new { message = Text(message) }), "text")));

    /// <summary>A commit or proposal; the epoch authenticator afterwards.</summary>
    public string Follow(MlsMessage message) => AuthenticatorOf(Ask("receive", new { message = Text(message) }));

    /// <summary>Of their present epoch, with external_pub.</summary>
    public GroupInfo GroupInfo(bool tree) => MessageOf(Ask("groupInfo", new { tree })).GroupInfo!;

    public byte[] Tree() => Convert.FromBase64String(Value(Ask("tree", new { }), "tree"));

    public PeerCommit JoinExternal(GroupInfo group, byte[]? tree = null, bool resync = false) =>
        CommitOf(
            Ask(
                "joinExternal",
                new
                {
                    groupInfo = Text(MlsMessage.Of(group)),
                    tree,
                    resync,
                }
            )
        );

    public PeerCommit CreateReinitialized(params MlsMessage[] members) =>
        CommitOf(Ask("createReinitialized", new { members = members.Select(Text) }));

    public string JoinReinitialized(MlsMessage welcome, byte[]? tree = null) =>
        AuthenticatorOf(Ask("joinReinitialized", new { message = Text(welcome), tree }));

    public PeerCommit Branch(string groupId, params MlsMessage[] members) =>
        CommitOf(Ask("branch", new { members = members.Select(Text), groupId = Hex(groupId) }));

    public string JoinBranch(MlsMessage welcome, byte[]? tree = null) =>
        AuthenticatorOf(Ask("joinBranch", new { message = Text(welcome), tree }));

    public byte[] Export(string label, byte[] context, int length) =>
        Convert.FromBase64String(
            Value(
                Ask(
                    "exporter",
                    new
                    {
                        label,
                        context,
                        length,
                    }
                ),
                "secret"
            )
        );

    public static object Add(MlsMessage keyPackage) => new { kind = "add", keyPackage = Text(keyPackage) };

    public static object Remove(uint leaf) => new { kind = "remove", leaf };

    public static object PreSharedKey(PreSharedKeyId id) =>
        id.Type == PskType.External
            ? new
            {
                kind = "psk",
                id = id.Id.ToArray(),
                nonce = id.Nonce.ToArray(),
            }
            : new
            {
                kind = "resumption",
                groupId = Convert.ToHexString(id.GroupId.Span),
                epoch = id.Epoch,
                nonce = id.Nonce.ToArray(),
            };

    public static object ContextExtensions(params Extension[] extensions) =>
        new { kind = "extensions", extensions = Plain(extensions) };

    public static object ReInit(string groupId, CipherSuiteId suite) =>
        new
        {
            kind = "reinit",
            groupId = Hex(groupId),
            suite = (int)suite,
        };

    private JsonNode Ask(string command, object arguments) => process.Ask(client, command, arguments);

    private static IEnumerable<object> Plain(Extension[] extensions) =>
        extensions.Select(extension => (object)new { type = (int)extension.Type, data = extension.Data.ToArray() });

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static string Value(JsonNode answer, string name) => answer[name]!.GetValue<string>();

    private static string AuthenticatorOf(JsonNode answer) => Value(answer, "authenticator");

    private static MlsMessage MessageOf(JsonNode answer) => Decode(Value(answer, "message"));

    private static PeerCommit CommitOf(JsonNode answer) =>
        new(
            MessageOf(answer),
            answer["welcome"] is { } welcome ? Decode(welcome.GetValue<string>()) : null,
            AuthenticatorOf(answer)
        );

    private static string Text(MlsMessage message) => Convert.ToBase64String(MlsCodec.Encode(message));

    private static MlsMessage Decode(string text)
    {
        Assert.True(MlsCodec.TryDecode(Convert.FromBase64String(text), out MlsMessage? message));
        return message;
    }
}
