using System.Text.Json;
using Comm.Client.Engine;
using Comm.Shared.Messaging;

namespace Comm.Client.Commands.Control;

/// <summary>How the serving process answers the command line: with what was asked for, or with the code of why not.</summary>
internal static class ControlReply
{
    public static Task<IResult> OpenAsync(ClientSession session, Func<Workspace, Task<IResult>> use) =>
        session.Workspace is { } workspace ? use(workspace) : Task.FromResult(Refuse(ControlAnswer.NotOpen, Word(session.State)));

    public static Task<IResult> InGroupAsync(
        ClientSession session,
        string wanted,
        Func<Workspace, GroupId, Task<IResult>> use,
        CancellationToken end
    ) =>
        OpenAsync(
            session,
            async workspace =>
            {
                GroupSummary[] found =
                [
                    .. (await workspace.GroupsAsync(end)).Where(group => group.Id.ToString() == wanted || group.Name == wanted),
                ];
                return found is [GroupSummary only] ? await use(workspace, only.Id) : Refuse(ControlAnswer.UnknownGroup);
            }
        );

    public static IResult Answer<T>(T value) => Json(ControlAnswer.Done, value);

    public static IResult Refuse(string code) => Results.Json(new ControlAnswer(code, null), WireJson.Options);

    public static IResult Refuse<T>(string code, T value) => Json(code, value);

    private static IResult Json<T>(string result, T value) =>
        Results.Json(new ControlAnswer(result, JsonSerializer.SerializeToElement(value, WireJson.Options)), WireJson.Options);

    public static string Word<T>(T value)
        where T : struct, Enum => EntryAnswers.Word(value);

    public static bool TryWord<T>(string word, out T value)
        where T : struct, Enum =>
        Enum.TryParse(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out value) && Enum.IsDefined(value);
}
