using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Comm.Shared.Messaging;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Comm.Server.Messaging;

/// <summary>
/// SignalR's JSON protocol, but for one thing: a call of <see cref="IGroupHub.Send"/> whose arguments are no message reaches the
/// hub as a call with none, and is refused as malformed. SignalR by itself would answer with an error in words.
/// </summary>
internal sealed class RefusingHubProtocol(JsonHubProtocol json) : IHubProtocol
{
    public string Name => json.Name;

    public int Version => json.Version;

    public TransferFormat TransferFormat => json.TransferFormat;

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input,
        IInvocationBinder binder,
        [NotNullWhen(true)] out HubMessage? message
    )
    {
        if (!json.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        // Hub methods are found in any case of their letters.
        if (
            message is InvocationBindingFailureMessage failure
            && string.Equals(failure.Target, nameof(IGroupHub.Send), StringComparison.OrdinalIgnoreCase)
        )
        {
            message = new InvocationMessage(failure.InvocationId, failure.Target, [null]);
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);
}
