using Comm.Client.Engine;
using Comm.Client.Shell;
using Comm.Client.Vault;
using Comm.Crypto;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Comm.Client.Tests.Shell;

public sealed class LanguageChoiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataDirectory _directory;

    public LanguageChoiceTests() => _directory = new DataDirectory(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("ar-MA", "ar")]
    [InlineData("de, pt-BR;q=0.8, en;q=0.5", "pt")]
    [InlineData("en;q=0.2, ru", "ru")]
    [InlineData("fr;q=0, es;q=0.1", "es")]
    [InlineData("de", "en")]
    [InlineData("*", "en")]
    [InlineData(";;", "en")]
    [InlineData(null, "en")]
    public async Task WithoutAChoiceTheBrowsersWishCounts(string? wanted, string language)
    {
        await using ClientSession session = Open();
        Assert.Null(session.Settings.Language);
        Assert.Equal(language, Spoken(session, wanted));
    }

    [Fact]
    public async Task EnglishThatWasChosenIsRememberedWhateverTheBrowserWants()
    {
        await using (ClientSession session = Open())
        {
            await session.SetLanguageAsync("en");
            Assert.Equal("en", Spoken(session, "ar"));
        }

        await using ClientSession next = Open();
        Assert.Equal("en", next.Settings.Language);
        Assert.Equal("en", Spoken(next, "ar"));
    }

    [Fact]
    public async Task LockedVaultAsksInTheBrowsersLanguageUntilOneIsChosen()
    {
        using (
            var vault = new VaultFile(_directory, TimeProvider.System)
            {
                NewVaultCost = new Argon2idCost(Argon2idCost.MinMemoryBytes, Argon2idCost.MinPasses),
            }
        )
        {
            await vault.CreateAsync("tangerine harbour 42".AsMemory(), _ => { }, default);
        }

        await using ClientSession session = Open();
        Assert.Equal(SessionState.Locked, session.State);
        Assert.Equal("ru", Spoken(session, "ru-KZ"));
    }

    [Theory]
    [InlineData("{\"language\":null,\"timeZone\":\"Africa/Casablanca\"}", null, "Africa/Casablanca")]
    [InlineData("{\"language\":\"tlh\",\"timeZone\":null}", null, null)]
    [InlineData("{", null, null)]
    public void SettingsWithoutAKnownLanguageAreNoChoice(string file, string? language, string? timeZone)
    {
        _directory.Create();
        File.WriteAllText(_directory.Settings, file);
        Assert.Equal(new ClientSettings(language, timeZone), SettingsFile.Read(_directory));
    }

    private ClientSession Open() => ClientSession.TryOpen(_directory, TimeProvider.System, NullLogger<ClientSession>.Instance)!;

    private static string Spoken(ClientSession session, string? wanted)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.AcceptLanguage = wanted;
        return new Reader(new HttpContextAccessor { HttpContext = http }, session, TimeProvider.System).Language.Code;
    }
}
