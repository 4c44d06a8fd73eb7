using System.Collections.Immutable;
using Comm.Client.Spreadsheets;
using Comm.Shared.Forms;
using Comm.Shared.Locations;

namespace Comm.Client.Bridges;

/// <summary>
/// A carrier's list or manifest as drafts of warnings, one for each row; an officer looks at each before it is sent. Columns by name:
/// <c>reference, vessel, imo, bl, container, seal, flight, awb, s10, tracking, vehicle, loading, discharge, eta, description</c>; those
/// that a list does not have are left out, and so are columns that nobody knows.
/// </summary>
internal static class ManifestWarnings
{
    /// <summary>More than anybody looks through.</summary>
    public const int MostRows = 500;

    private static readonly (string Column, string Field, string? Check)[] Texts =
    [
        ("reference", "reference", null),
        ("vessel", "vessel_name", null),
        ("imo", "imo", "imo"),
        ("bl", "bl_no", null),
        ("flight", "flight_no", null),
        ("awb", "awb", "awb"),
        ("s10", "s10", "s10"),
        ("tracking", "tracking_no", null),
        ("vehicle", "vehicle_registration", null),
        ("description", "suspicion", null),
    ];

    /// <summary>Which column says by what means the goods come, the first that is filled.</summary>
    private static readonly (string Column, string Conveyance)[] Means =
    [
        ("s10", "POST"),
        ("tracking", "EXPR"),
        ("awb", "AC_CARGO"),
        ("flight", "AC_CARGO"),
        ("vehicle", "VEH_TRUCK"),
        ("container", "VSL_CARGO"),
        ("bl", "VSL_CARGO"),
        ("vessel", "VSL_CARGO"),
        ("imo", "VSL_CARGO"),
    ];

    /// <summary>None where anything is wrong, and its place said: the list is mended and brought again.</summary>
    public static ImmutableArray<Answers> Read(
        ReadOnlyMemory<byte> file,
        FormDefinition warning,
        Answers begun,
        LocationTable places,
        out ImmutableArray<SheetFault> faults
    )
    {
        var found = new SheetFaults();
        var drafts = ImmutableArray.CreateBuilder<Answers>();
        if (NamedColumns.Read(file, found) is { } table)
        {
            foreach (SheetRow row in table.Rows)
            {
                if (drafts.Count == MostRows)
                {
                    found.Add(new CellPlace(row.Cells[0].Place.Sheet, row.Number), "Sheet_TooManyRows", MostRows);
                    break;
                }

                drafts.Add(Draft(table, row, warning, begun, places, found));
            }
        }

        faults = found.All;
        return found.IsEmpty ? drafts.ToImmutable() : [];
    }

    private static Answers Draft(
        NamedColumns table,
        SheetRow row,
        FormDefinition warning,
        Answers draft,
        LocationTable places,
        SheetFaults faults
    )
    {
        foreach ((string column, string name, string? check) in Texts)
        {
            if (table.Text(row, column) is not { } text || warning.Find(name) is not { } field)
            {
                continue;
            }

            CellPlace place = table.Cell(row, column)!.Place;
            if (text.Length > field.Most)
            {
                faults.Add(place, "Sheet_CellTooLong", field.Most);
            }
            else if (check is not null && !CheckDigits.IsValid(check, text))
            {
                faults.Add(place, "Sheet_CheckDigit", text);
            }
            else
            {
                draft = draft.With(name, text);
            }
        }

        string? conveyance = Means.FirstOrDefault(means => table.Text(row, means.Column) is not null).Conveyance;
        if (conveyance is not null)
        {
            draft = draft.With("conveyance", conveyance);
        }

        if (table.Text(row, "container") is { } container)
        {
            // A false number does occur, and is worth a warning by itself: the form's own rule asks about it.
            Answers line = Answers.Of(("container_no", container));
            draft = draft.With("containers", table.Text(row, "seal") is { } seal ? line.With("seal_no", seal) : line);
        }

        Answers[] legs =
        [
            .. Leg(table, row, "loading", "LOADING", null, places, faults),
            .. Leg(table, row, "discharge", "DISCHARGE", table.Day(row, "eta", faults), places, faults),
        ];
        return legs.Length > 0 ? draft.With("legs", legs) : draft;
    }

    private static IEnumerable<Answers> Leg(
        NamedColumns table,
        SheetRow row,
        string column,
        string role,
        string? eta,
        LocationTable places,
        SheetFaults faults
    )
    {
        if (table.Text(row, column) is not { } code)
        {
            yield break;
        }

        if (places.CountryOf(code) is not { } country)
        {
            faults.Add(table.Cell(row, column)!.Place, "Sheet_NotAPlace", code);
            yield break;
        }

        Answers leg = Answers.Of(
            ("leg_role", role),
            ("leg_country", country),
            ("leg_location", code),
            ("leg_status", "DECLARED")
        );
        yield return eta is null ? leg : leg.With("leg_eta", eta);
    }
}
