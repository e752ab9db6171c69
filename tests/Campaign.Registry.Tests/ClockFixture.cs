using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>
/// A registry whose clock a test lets stand where it wants it. One test at a time uses it, for a clock has one position: tests of one class run one after another.
/// </summary>
public sealed class ClockFixture(TestPostgres postgres) : RegistryFixture(postgres)
{
    /// <summary>A working day within the campaign's terms, 09:00 in Vietnam.</summary>
    internal static readonly DateTimeOffset Morning = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddHours(2);

    internal static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    internal Task AtAsync(DateTimeOffset instant) => Database.FreezeAsync(instant);

    /// <summary>A check at the door at this instant, and its ticket.</summary>
    internal async Task<string> TicketAsync(string citizen, DateTimeOffset at, string provider = "vnpt-ca")
    {
        await AtAsync(at);
        return (await Registry.CheckAsync(provider, citizen, "DOOR_TO_DOOR", $"{provider}-staff-1")).Text("ticket");
    }

    /// <summary>A record at the door, with a certificate made at <paramref name="issuedAt"/>, at this instant.</summary>
    internal async Task<System.Text.Json.JsonElement> RecordAtTheDoorAsync(
        string citizen, string? ticket, DateTimeOffset issuedAt, DateTimeOffset at, bool activated = true, string provider = "vnpt-ca", string? serial = null)
    {
        await AtAsync(at);
        return await Registry.RecordAsync(provider, new RecordInput
        {
            CitizenId = citizen,
            Channel = "DOOR_TO_DOOR",
            Staff = $"{provider}-staff-1",
            Ticket = ticket,
            Certificate = new(serial ?? Make.Serial(), issuedAt),
            Activated = activated,
        });
    }
}
