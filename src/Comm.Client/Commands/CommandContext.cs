using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Comm.Client.Commands.Control;
using Comm.Client.Vault;
using Comm.Shared.Messaging;

namespace Comm.Client.Commands;

/// <summary>The options every command has, and how a command asks the serving process and says what came of it.</summary>
internal sealed class CommandContext
{
    private static readonly JsonSerializerOptions Printed = new(WireJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(Characters()),
    };

    private readonly bool _json;

    private CommandContext(ParseResult parsed, DataDirectory directory, bool json)
    {
        Parsed = parsed;
        Directory = directory;
        _json = json;
        Say = Sentences.For(directory);
    }

    public static Option<string> Data { get; } =
        new("--data")
        {
            DefaultValueFactory = _ => DataDirectory.Default,
            Recursive = true,
            HelpName = "DIR",
        };

    public static Option<bool> Json { get; } = new("--json") { Recursive = true };

    public ParseResult Parsed { get; }

    public DataDirectory Directory { get; }

    public Sentences Say { get; }

    private TextWriter Out => Parsed.InvocationConfiguration.Output;

    private TextWriter Error => Parsed.InvocationConfiguration.Error;

    public static CommandContext Of(ParseResult parsed) =>
        new(parsed, new DataDirectory(parsed.GetRequiredValue(Data)), parsed.GetValue(Json));

    /// <summary>
    /// Asks, and prints the answer: as it is with <c>--json</c>, otherwise the rows of <paramref name="print"/>, each an array of
    /// columns. <paramref name="exitCode"/>: for an answer that is not simply done.
    /// </summary>
    public async Task<int> AskAsync<TQuestion, TAnswer>(
        string route,
        TQuestion question,
        Func<TAnswer, IEnumerable<string[]>> print,
        CancellationToken cancellationToken,
        Func<TAnswer, int>? exitCode = null
    )
    {
        using var control = new ControlClient(Directory);
        if (await control.AskAsync(route, question, cancellationToken) is not { } answer)
        {
            return Fail(ExitCode.NotServing, "not-serving", Say["NothingServes", Directory.Path]);
        }

        if (answer.Result != ControlAnswer.Done)
        {
            string detail = answer.Value switch
            {
                { ValueKind: JsonValueKind.String } text => text.GetString()!,
                { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
                _ => "",
            };
            int code = answer.Result == ControlAnswer.NotOpen ? ExitCode.NotOpen : ExitCode.Refused;
            return Fail(code, answer, Say.OfResult(answer.Result, detail));
        }

        TAnswer value = answer.Value is { } element
            ? element.Deserialize<TAnswer>(WireJson.Options)
                ?? throw new InvalidOperationException("The serving process answered nothing.")
            : throw new InvalidOperationException("The serving process answered nothing.");
        if (_json)
        {
            WriteJson(answer.Value.Value);
        }
        else
        {
            foreach (string[] columns in print(value))
            {
                Out.WriteLine(string.Join('\t', columns.Select(TerminalText.Printable)));
            }
        }

        return exitCode?.Invoke(value) ?? ExitCode.Done;
    }

    /// <summary>What came of a command that asks nobody: as JSON, or in columns.</summary>
    public void WriteRows<T>(IEnumerable<T> rows, Func<T, string[]> print)
    {
        if (_json)
        {
            WriteJson(rows);
            return;
        }

        foreach (T row in rows)
        {
            Out.WriteLine(string.Join('\t', print(row).Select(TerminalText.Printable)));
        }
    }

    /// <summary>Data for another program, as it is.</summary>
    public void WriteData(string data) => Out.Write(data);

    public void WriteHint(string sentence) => Error.WriteLine(sentence);

    public void WriteLine(string line) => Out.WriteLine(line);

    public void WriteJson<T>(T value) => Out.WriteLine(JsonSerializer.Serialize(value, Printed));

    public int Fail(int exitCode, string code, string sentence) => Fail(exitCode, new ControlAnswer(code, null), sentence);

    private int Fail(int exitCode, ControlAnswer answer, string sentence)
    {
        if (_json)
        {
            WriteJson(answer);
        }

        Error.WriteLine(TerminalText.Printable(sentence));
        return exitCode;
    }

    /// <summary>For a terminal or a file, never for a page: letters of every script as themselves, but none that turns text round.</summary>
    private static TextEncoderSettings Characters()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidRange(UnicodeRange.Create('\u202A', '\u202E'));
        settings.ForbidRange(UnicodeRange.Create('\u2066', '\u2069'));
        return settings;
    }
}
