using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Bridges;

/// <summary>One message of a container's own device. <paramref name="DoorOpened"/>: null where it does not say.</summary>
internal sealed record ContainerEvent(string Day, Location Place, bool? DoorOpened);

/// <summary>
/// The events of a smart container as evidence for a route: a table with the columns <c>time</c> (ISO 8601), <c>place</c> (UN/LOCODE) and
/// <c>door</c> (open or closed).
/// </summary>
internal static class ContainerEvents
{
    private static readonly string[] Opened = ["open", "opened", "1", "true"];
    private static readonly string[] Closed = ["closed", "close", "0", "false"];

    /// <summary>None where anything is wrong: half a journey is another one.</summary>
    public static ImmutableArray<ContainerEvent> Read(
        ReadOnlyMemory<byte> file,
        LocationTable places,
        out ImmutableArray<SheetFault> faults
    )
    {
        var found = new SheetFaults();
        var events = ImmutableArray.CreateBuilder<ContainerEvent>();
        if (NamedColumns.Read(file, found, "time", "place") is { } table)
        {
            foreach (SheetRow row in table.Rows)
            {
                string? day = Needed(table, row, "time", found) is null ? null : table.Day(row, "time", found);
                string? place = Needed(table, row, "place", found);
                Location? known = place is null ? null : places.ByCode(place);
                if (place is not null && known is null)
                {
                    found.Add(table.Cell(row, "place")!.Place, "Sheet_NotAPlace", place);
                }

                bool? door = Door(table, row, found);
                if (day is not null && known is not null)
                {
                    events.Add(new ContainerEvent(day, known, door));
                }
            }
        }

        faults = found.All;
        return found.IsEmpty ? events.ToImmutable() : [];
    }

    /// <summary>
    /// A leg for each place it came to, in the order of time, behind those that are there. A door that opened on the way is worth a
    /// word to whoever reads the legs: those places come back in <paramref name="opened"/>.
    /// </summary>
    public static Answers Fill(
        FormDefinition form,
        Answers answers,
        ImmutableArray<ContainerEvent> events,
        out ImmutableArray<ContainerEvent> opened
    )
    {
        opened = [.. events.Where(one => one.DoorOpened == true)];
        if (form.Find("legs") is not { Type: FieldType.Repeat } repeat)
        {
            return answers;
        }

        List<Answers> legs = [.. answers.Lines(repeat.Name)];
        string? last = null;
        foreach (ContainerEvent one in events.OrderBy(one => one.Day, StringComparer.Ordinal))
        {
            if (one.Place.Code != last && legs.Count < repeat.Most)
            {
                legs.Add(
                    Answers.Of(
                        ("leg_role", "TRANSIT"),
                        ("leg_country", one.Place.Country),
                        ("leg_location", one.Place.Code),
                        ("leg_date", one.Day),
                        ("leg_status", "KNOWN")
                    )
                );
            }

            last = one.Place.Code;
        }

        return answers.With(repeat.Name, [.. legs]);
    }

    private static string? Needed(NamedColumns table, SheetRow row, string column, SheetFaults faults)
    {
        string? text = table.Text(row, column);
        if (text is null)
        {
            faults.Add(new CellPlace(row.Cells[0].Place.Sheet, row.Number), "Sheet_MissingCell", column);
        }

        return text;
    }

    private static bool? Door(NamedColumns table, SheetRow row, SheetFaults faults)
    {
        if (table.Text(row, "door") is not { } text)
        {
            return null;
        }

        bool opened = Opened.Contains(text, StringComparer.OrdinalIgnoreCase);
        if (!opened && !Closed.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            faults.Add(table.Cell(row, "door")!.Place, "Sheet_NotADoor", text);
        }

        return opened;
    }
}
