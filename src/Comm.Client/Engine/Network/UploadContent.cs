using System.Net;

namespace Comm.Client.Engine.Network;

/// <summary>A large body in small steps; after each that has gone out it says so.</summary>
internal sealed class UploadContent(ReadOnlyMemory<byte> body, Action sent) : HttpContent
{
    private const int StepSize = 16 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    )
    {
        for (int at = 0; at < body.Length; at += StepSize)
        {
            await stream.WriteAsync(body.Slice(at, Math.Min(StepSize, body.Length - at)), cancellationToken);
            sent();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
