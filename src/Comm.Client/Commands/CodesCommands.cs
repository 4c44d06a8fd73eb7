using System.CommandLine;
using System.Globalization;
using Comm.Client.Commands.Control;
using Comm.Client.Engine;
using Comm.Client.People;
using Comm.Client.Tables;
using Comm.Shared.Imports;
using Comm.Shared.Publishing;

namespace Comm.Client.Commands;

/// <summary>
/// <c>comm codes</c>: the operator's side of the code tables, on a machine that is no device and holds no vault; and what tables an
/// installation has.
/// </summary>
internal static class CodesCommands
{
    /// <summary>Larger than any official file by far.</summary>
    private const long MostFileBytes = 64 * 1_024 * 1_024;

    private const int MostRemarksShown = 40;

    public static Command Create(Sentences say) => new("codes", say["Help_Codes"]) { Import(say), Publish(say), List(say) };

    private static Command Import(Sentences say)
    {
        var unLocode = new Option<FileInfo[]>("--unlocode")
        {
            AllowMultipleArgumentsPerToken = true,
            HelpName = "FILE...",
            Description = say["Opt_UnLocode"],
        };
        var airports = new Option<FileInfo?>("--airports") { HelpName = "FILE", Description = say["Opt_Airports"] };
        var edition = new Option<string?>("--edition") { HelpName = "TEXT", Description = say["Opt_Edition"] };
        var hs = new Option<FileInfo?>("--hs") { HelpName = "FILE", Description = say["Opt_Hs"] };
        var hsYear = new Option<int>("--hs-year")
        {
            HelpName = "YEAR",
            DefaultValueFactory = _ => 2022,
            Description = say["Opt_HsYear"],
        };
        hsYear.AcceptOnlyFromAmong([.. Enumerable.Range(1988, 113).Select(year => year.ToString(CultureInfo.InvariantCulture))]);
        var publisher = new Option<FileInfo?>("--publisher") { HelpName = "FILE", Description = say["Opt_Publisher"] };
        var output = new Option<DirectoryInfo?>("--output") { HelpName = "DIR", Description = say["Opt_TableOutput"] };
        Option<string?> server = Server(say);
        var command = new Command("import", say["Help_CodesImport"])
        {
            unLocode,
            airports,
            edition,
            hs,
            hsYear,
            publisher,
            output,
            server,
        };
        command.SetAction(
            (parsed, end) =>
                new Run(CommandContext.Of(parsed))
                {
                    UnLocode = parsed.GetValue(unLocode) ?? [],
                    Airports = parsed.GetValue(airports),
                    Edition = parsed.GetValue(edition) ?? "",
                    Hs = parsed.GetValue(hs),
                    HsYear = parsed.GetValue(hsYear),
                    Publisher = parsed.GetValue(publisher),
                    Output = parsed.GetValue(output),
                    Server = parsed.GetValue(server),
                }.ImportAsync(end)
        );
        return command;
    }

    private static Command Publish(Sentences say)
    {
        var file = new Argument<FileInfo>("file") { Description = say["Arg_TableFile"] };
        Option<string?> server = Server(say);
        server.Required = true;
        var command = new Command("publish", say["Help_CodesPublish"]) { file, server };
        command.SetAction(
            async (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                FileInfo table = parsed.GetRequiredValue(file);
                return !table.Exists ? context.Fail(ExitCode.Usage, "no-file", context.Say["FileMissing", table.FullName])
                    : table.Length > PublishedTable.MaxBytes
                    || !PublishedTable.TryRead(await File.ReadAllBytesAsync(table.FullName, end), out PublishedTable? read)
                        ? context.Fail(ExitCode.Refused, "not-a-table", context.Say["Codes_NotATable", table.FullName])
                    : await SendAsync(context, parsed.GetRequiredValue(server)!, read, end);
            }
        );
        return command;
    }

    private static Command List(Sentences say)
    {
        var command = new Command("list", say["Help_CodesList"]);
        command.SetAction(
            (parsed, end) =>
            {
                CommandContext context = CommandContext.Of(parsed);
                return context.AskAsync<object, TableAnswer[]>(
                    ControlRoutes.Tables,
                    new { },
                    tables =>
                        tables.Select(table =>
                            new[]
                            {
                                context.Say[$"TableKind_{table.Kind}"],
                                table.Edition,
                                table.Rows.ToString(CultureInfo.InvariantCulture),
                                table.Publisher,
                                table.Hash,
                                table.IsInUse ? context.Say["Codes_InUse"] : "",
                            }
                        ),
                    end
                );
            }
        );
        return command;
    }

    private static Option<string?> Server(Sentences say) =>
        new("--server") { HelpName = "URL", Description = say["Opt_TableServer"] };

    private static async Task<int> SendAsync(CommandContext context, string address, PublishedTable table, CancellationToken end)
    {
        if (!ServerAddress.TryParse(address, out Uri? server))
        {
            return context.Fail(ExitCode.Usage, "invalid-server", context.Say["InvalidServer"]);
        }

        try
        {
            if (await TableUpload.SendAsync(server, table, end) is { } refusal)
            {
                return context.Fail(ExitCode.Refused, refusal, context.Say.OfResult(refusal, ""));
            }
        }
        catch (OfflineException offline)
        {
            return context.Fail(ExitCode.Refused, offline.Reason, context.Say["Connection_Offline", offline.Reason]);
        }

        context.WriteHint(context.Say["Codes_Published", table.Manifest.Edition, server.AbsoluteUri]);
        return ExitCode.Done;
    }

    /// <summary>One <c>comm codes import</c>.</summary>
    private sealed class Run(CommandContext context)
    {
        public required FileInfo[] UnLocode { get; init; }
        public required FileInfo? Airports { get; init; }
        public required string Edition { get; init; }
        public required FileInfo? Hs { get; init; }
        public required int HsYear { get; init; }
        public required FileInfo? Publisher { get; init; }
        public required DirectoryInfo? Output { get; init; }
        public required string? Server { get; init; }

        public async Task<int> ImportAsync(CancellationToken end)
        {
            if (WrongCommandLine() is { } wrong)
            {
                return wrong;
            }

            (IReadOnlyList<ImportedTable> tables, IReadOnlyList<ImportFinding> findings) = TableImport.Run(
                [.. UnLocode.Select(Load)],
                Edition,
                Airports is null ? null : Load(Airports),
                Hs is null ? null : Load(Hs),
                HsYear
            );
            Name(findings);
            if (tables.Count == 0)
            {
                return context.Fail(ExitCode.Refused, "not-imported", context.Say["Codes_NotImported"]);
            }

            if (Publisher is null)
            {
                context.WriteHint(context.Say["Codes_OnlyChecked"]);
                Print(tables.Select(table => (table, Comm.Crypto.HashFunction.Sha256.Hash(table.Content))));
                return ExitCode.Done;
            }

            using PublisherFile? publisher = PublisherFile.TryLoad(Publisher);
            return publisher is null
                ? context.Fail(ExitCode.Refused, "no-publisher", context.Say["Codes_NoPublisher", Publisher.FullName])
                : await PublishAsync(tables, publisher, end);
        }

        private int? WrongCommandLine()
        {
            FileInfo[] files = [.. UnLocode, .. new[] { Airports, Hs, Publisher }.OfType<FileInfo>()];
            return UnLocode.Length == 0 && Hs is null ? Usage("nothing-to-import", context.Say["Codes_Nothing"])
                : UnLocode.Length > Comm.Shared.Locations.Import.UnLocodeReader.MostFiles
                    ? Usage("too-many-files", context.Say["Codes_Nothing"])
                : UnLocode.Length == 0 && Airports is not null ? Usage("nothing-to-import", context.Say["Codes_AirportsAlone"])
                : UnLocode.Length > 0 && !TableManifest.IsEdition(Edition) ? Usage("no-edition", context.Say["Codes_NoEdition"])
                : Publisher is null && (Output is not null || Server is not null)
                    ? Usage("no-publisher", context.Say["Codes_PublisherMissing"])
                : files.FirstOrDefault(file => !file.Exists) is { } missing
                    ? Usage("no-file", context.Say["FileMissing", missing.FullName])
                : files.FirstOrDefault(file => file.Length > MostFileBytes) is { } large
                    ? Usage("file-too-large", context.Say["Codes_FileTooLarge", large.FullName])
                : null;
        }

        private int Usage(string code, string sentence) => context.Fail(ExitCode.Usage, code, sentence);

        private static ImportFile Load(FileInfo file) => new(file.Name, File.ReadAllBytes(file.FullName));

        private void Name(IReadOnlyList<ImportFinding> findings)
        {
            int remarks = 0;
            foreach (ImportFinding finding in findings)
            {
                if (finding.Blocks || remarks++ < MostRemarksShown)
                {
                    context.WriteHint(SentenceOf(finding));
                }
            }

            if (remarks > 0)
            {
                context.WriteHint(context.Say["Codes_Remarks", remarks]);
            }
        }

        private string SentenceOf(ImportFinding finding)
        {
            string place =
                finding.Row == 0 ? context.Say["Codes_PlaceFile", finding.File]
                : finding.Column == 0 ? context.Say["Codes_PlaceRow", finding.File, finding.Row]
                : context.Say["Codes_PlaceCell", finding.File, finding.Row, finding.Column];
            return TerminalText.Printable(place + " " + context.Say[$"Import_{finding.Problem}", finding.Detail]);
        }

        private async Task<int> PublishAsync(IReadOnlyList<ImportedTable> tables, PublisherFile publisher, CancellationToken end)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            if (!publisher.Certificate.Validity.Covers(now))
            {
                return context.Fail(ExitCode.Refused, "table-publisher", context.Say.OfResult("table-publisher", ""));
            }

            PublishedTable[] published =
            [
                .. tables.Select(table => publisher.Publish(table.Kind, table.Edition, now, table.Rows, table.Content)),
            ];
            foreach (PublishedTable table in published)
            {
                if (Output is not null)
                {
                    Output.Create();
                    string path = Path.Combine(Output.FullName, table.Manifest.ContentHash + ".table");
                    await File.WriteAllBytesAsync(path, table.ToBytes(), end);
                }

                if (Server is not null && await SendAsync(context, Server, table, end) is var code and not ExitCode.Done)
                {
                    return code;
                }
            }

            Print(tables.Zip(published, (table, signed) => (table, signed.Manifest.ContentHash.ToArray())));
            return ExitCode.Done;
        }

        private void Print(IEnumerable<(ImportedTable Table, byte[] Hash)> tables) =>
            context.WriteRows(
                tables.Select(table => new TableAnswer(
                    table.Table.Kind.ToString(),
                    table.Table.Edition,
                    table.Table.Rows,
                    "",
                    Convert.ToHexStringLower(table.Hash),
                    IsInUse: false
                )),
                table =>
                    [
                        context.Say[$"TableKind_{table.Kind}"],
                        table.Edition,
                        table.Rows.ToString(CultureInfo.InvariantCulture),
                        table.Hash,
                    ]
            );
    }
}
