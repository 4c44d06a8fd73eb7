using System.Text.Json;
using Comm.Client.Commands.Control;
using Comm.Client.Vault;
using Comm.Demo;
using Comm.Shared.Messaging;

namespace Comm.Journeys.Tests.Worlds;

/// <summary>An officer's client process, asked as the command line asks it, without starting the command line each time.</summary>
internal sealed class ControlledOfficer(Officer officer) : IDisposable
{
    private readonly ControlClient _control = new(new DataDirectory(officer.Folder));

    public Officer Process => officer;

    public string Name => officer.Plan.Name;

    /// <summary>Null when nobody answers, or the answer breaks off: then nobody knows what was done.</summary>
    public async Task<ControlAnswer?> TryAskAsync(string route, object question)
    {
        try
        {
            return await _control.AskAsync(route, question, CancellationToken.None);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async Task<T> AskAsync<T>(string route, object question)
    {
        ControlAnswer answer =
            await _control.AskAsync(route, question, CancellationToken.None)
            ?? throw new InvalidOperationException($"{Name}'s client does not answer.");
        Assert.True(answer.Result == ControlAnswer.Done, $"{Name}: {route} was refused: {answer.Result} {answer.Value}");
        return answer.Value!.Value.Deserialize<T>(WireJson.Options)!;
    }

    public Task<GroupAnswer[]> GroupsAsync() => AskAsync<GroupAnswer[]>(ControlRoutes.Groups, new { });

    public Task<SendAnswer> SendAsync(string group, string text, int waitSeconds = 30) =>
        AskAsync<SendAnswer>(ControlRoutes.Send, new SendQuestion(group, text, waitSeconds));

    /// <summary>The whole conversation, as it is shown from top to bottom.</summary>
    public async Task<IReadOnlyList<EntryAnswer>> ReadAsync(string group)
    {
        List<EntryAnswer> all = [];
        while (true)
        {
            EntryAnswer[] page = await AskAsync<EntryAnswer[]>(
                ControlRoutes.Read,
                new ReadQuestion(group, all.Count == 0 ? -1 : all[^1].Position, 500)
            );
            if (page.Length == 0)
            {
                return all;
            }

            all.AddRange(page);
        }
    }

    public async Task<IReadOnlyList<EntryAnswer>> ReadUntilAsync(
        string group,
        string what,
        Func<IReadOnlyList<EntryAnswer>, bool> arrived
    )
    {
        IReadOnlyList<EntryAnswer> entries = [];
        await Eventually.HoldsAsync($"{Name} has {what}", async () => arrived(entries = await ReadAsync(group)));
        return entries;
    }

    public Task<IReadOnlyList<EntryAnswer>> ReadTextAsync(string group, string text) =>
        ReadUntilAsync(group, text, entries => entries.Any(entry => entry.Text == text));

    public void Dispose() => _control.Dispose();
}
