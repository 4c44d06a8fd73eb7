using Comm.Crypto;
using Comm.Mls.Codec;
using Comm.Mls.Tree;
using Comm.Shared.Commodities;
using Comm.Shared.Locations;
using Comm.Shared.Publishing;

namespace Comm.Client.Tests.Tables;

/// <summary>A root of the tests' own, and a publisher under it.</summary>
internal sealed class TestPublisher : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    private readonly Secret _root = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly Secret _key = SignatureAlgorithm.Ed25519.GeneratePrivateKey();
    private readonly PublisherCertificate _certificate;

    public TestPublisher()
    {
        RootKey = SignatureAlgorithm.Ed25519.GetPublicKey(_root);
        _certificate = PublisherCertificate.Issue(
            _root,
            "Secretariat",
            SignatureAlgorithm.Ed25519.GetPublicKey(_key),
            new Lifetime((ulong)Start.AddDays(-30).ToUnixTimeSeconds(), (ulong)Start.AddDays(365).ToUnixTimeSeconds())
        );
    }

    public Opaque RootKey { get; }

    public PublishedTable Places(DateTimeOffset issued, params Location[] places) =>
        Publish(TableKind.Locations, "UNLOCODE", issued, LocationTableText.Write(new LocationTable(places)));

    public PublishedTable HarmonizedSystem(int edition, DateTimeOffset issued, string description = "Tobacco") =>
        Publish(
            TableKind.HarmonizedSystem,
            $"HS {edition}",
            issued,
            HsTableText.Write(new HsTable(edition, [new HsCode("24", description)]))
        );

    public PublishedTable Publish(TableKind kind, string edition, DateTimeOffset issued, byte[] content) =>
        PublishedTable.Of(TableManifest.Sign(_key, _certificate, kind, edition, issued, 1, content), content);

    public static Location Port(string code, string name) => new(code, name, code[..2], LocationKinds.Seaport, null, null, "");

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
