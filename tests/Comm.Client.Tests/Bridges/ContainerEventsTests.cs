using System.Collections.Immutable;
using System.Text;
using Comm.Client.Bridges;
using Comm.Client.Spreadsheets;
using Comm.Shared.Locations;

namespace Comm.Client.Tests.Bridges;

public sealed class ContainerEventsTests
{
    [Fact]
    public void EventsAreReadWithTheirDayPlaceAndDoor()
    {
        ImmutableArray<ContainerEvent> events = Read(
            "time,place,door,temperature\n2026-11-20T04:00Z,CNSHA,closed,4\n2026-11-24,FRLEH,OPEN,5\n",
            out ImmutableArray<SheetFault> faults
        );
        Assert.Empty(faults);
        Assert.Equal(
            [("2026-11-20", "CNSHA", false), ("2026-11-24", "FRLEH", true)],
            events.Select(one => (one.Day, one.Place.Code, one.DoorOpened == true))
        );
    }

    [Theory]
    [InlineData("when,where\n2026-11-20,CNSHA\n", "csv!1 Sheet_MissingColumn time|csv!1 Sheet_MissingColumn place")]
    [InlineData("time;place\n20/11/2026;CNSHA\n", "csv!A2 Sheet_NotADate 20/11/2026")]
    [InlineData("time,place\n2026-11-20,QQQQQ\n2026-11-21,\n", "csv!B2 Sheet_NotAPlace QQQQQ|csv!3 Sheet_MissingCell place")]
    [InlineData("time,place,door\n2026-11-20,CNSHA,ajar\n", "csv!C2 Sheet_NotADoor ajar")]
    public void WhatIsWrongIsNamedAtItsCellAndNothingIsTaken(string file, string expected)
    {
        Assert.Empty(Read(file, out ImmutableArray<SheetFault> faults));
        Assert.Equal(expected, string.Join('|', faults.Select(fault => fault.ToString().TrimEnd())));
    }

    private static ImmutableArray<ContainerEvent> Read(string file, out ImmutableArray<SheetFault> faults) =>
        ContainerEvents.Read(Encoding.UTF8.GetBytes(file), LocationTable.Shipped, out faults);
}
