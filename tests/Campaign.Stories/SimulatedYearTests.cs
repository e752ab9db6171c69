using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>
/// A year of the campaign played in minutes, as an operator would: <c>up --simulation</c> in a process of its own, its jobs running, and its clock moved from
/// beside, as <c>campaign clock</c> does. Free periods and windows are right throughout, by the calendar of this test and not by the registry's code.
/// </summary>
public sealed class SimulatedYearTests : IDisposable
{
    private const string Hue = "hue";

    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    /// <summary>Into how many steps ten months are divided: each lets a need lapse and a citizen change provider.</summary>
    private static readonly int Steps = Thorough.Or(10, 5);

    private readonly string home = Directory.CreateTempSubdirectory("campaign-year-").FullName;

    public SimulatedYearTests() => File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task A_year_of_the_campaign_is_played_in_minutes_with_free_periods_and_windows_right_throughout()
    {
        await using var host = await HostProcess.Start(HostProcess.FreePort(), ["--simulation", "--data", home]).UntilReadyAsync();
        await using var client = new ProcessClient(host.Address);
        var citizens = new List<(string Number, DateOnly StartedOn, string Holder)>();
        string[] providers = ["vnpt-ca", "viettel-ca", "misa-ca"];

        // Ten months and a half within the campaign's 335 days.
        for (var step = 0; step < Steps; step++)
        {
            var provider = providers[step % providers.Length];
            var citizen = Make.Citizen();
            var recorded = await RecordAsync(client, provider, citizen);
            var startedOn = DayOf(recorded.Time("issuance", "recordedAt"));
            FreePeriodIs(recorded, startedOn, startedOn);
            citizens.Add((citizen, startedOn, provider));

            var need = await NeedOf(client, Make.Citizen());
            await ForwardAsync("+PT47H59M");
            (await StateOf(client, need)).ShouldBe("WAITING");
            await ForwardAsync("+PT1M");
            (await StateOf(client, need)).ShouldBe("LAPSED");

            // Somebody from before changes provider: nothing of the year is new.
            var (number, began, holder) = citizens[step / 2];
            var next = providers[(Array.IndexOf(providers, holder) + 1) % providers.Length];
            var switched = await SwitchAsync(client, number, next);
            FreePeriodIs(switched, began, DayOf(switched.Time("issuance", "recordedAt")));
            citizens[step / 2] = (number, began, next);
            await ForwardAsync(Steps == 10 ? "+P29DT3H" : "+P60DT3H");
        }

        await ForwardAsync("+P1M");
        await ForwardAsync("+P5D");
        (await client.RecordAsync("ca2", Make.Record() with { Certificate = Make.Certificate(citizens[^1].StartedOn.ToDateTime(default, DateTimeKind.Utc)) }))
            .TypeName().ShouldBe("CampaignNotOpen");
        (await RegisterAsync(client, Make.Citizen())).TypeName().ShouldBe("CampaignNotOpen");

        // After the close and after the year: who came first has no free day left, and may still change provider.
        await ForwardAsync("+P2M");
        var (first, firstDay, firstHolder) = citizens[0];
        var last = await SwitchAsync(client, first, firstHolder == "ca2" ? "fpt-ca" : "ca2");
        FreePeriodIs(last, firstDay, DayOf(last.Time("issuance", "recordedAt")));
        last.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBe(0);

        // What the jobs wrote meanwhile: every lapse was flagged, and the nightly check found nothing.
        var flags = 0;
        await Eventually.HoldsAsync(async () => (flags = await FlagsAsync(client, "NEED_LAPSED")) >= Steps, "every lapse flagged");
        flags.ShouldBe(Steps);
        host.Output.ShouldNotContain("is broken");
    }

    private Task ForwardAsync(string duration) => SimulatedClock.ForwardAsync(home, duration);

    private static async Task<JsonElement> RecordAsync(ProcessClient client, string provider, string citizen)
    {
        var now = await client.CheckedAtAsync(await client.TokenAsync("fpt-ca"));
        return await client.RecordAsync(provider, Make.Record(citizen) with { Certificate = Make.Certificate(now) });
    }

    private static async Task<JsonElement> SwitchAsync(ProcessClient client, string citizen, string toProvider)
    {
        var consent = await client.AskAsync(
            "department", "consentToSwitch", Operations.ConsentToSwitch, new { campaign = Hue, citizenId = citizen, providerCode = toProvider });
        var switched = await client.AskAsync(toProvider, "switchProvider", Operations.SwitchProvider, new SwitchInput
        {
            CitizenId = citizen,
            ConsentCode = consent.Text("consentCode"),
            Certificate = Make.Certificate(consent.Time("expiresAt").AddMinutes(-15)),
        });
        switched.TypeName().ShouldBe("IssuanceRecorded");
        return switched;
    }

    private static Task<JsonElement> RegisterAsync(ProcessClient client, string citizen) => client.AskAsync(
        "department", "registerNeed", Operations.RegisterNeed, new NeedInput { CitizenId = citizen, ProviderCode = "bkav-ca" });

    private static async Task<string> NeedOf(ProcessClient client, string citizen) => (await RegisterAsync(client, citizen)).Text("need", "id");

    private static async Task<string> StateOf(ProcessClient client, string need) =>
        (await client.QueryAsync("bkav-ca", "query($id: ID!) { need(id: $id) { state } }", new { id = need })).Text("need", "state");

    private static async Task<int> FlagsAsync(ProcessClient client, string kind) => (await client.QueryAsync(
        "department", "query($kind: [ViolationKind!]) { violations(campaign: \"hue\", filter: { kind: $kind }) { totalCount } }", new { kind = new[] { kind } }))
        .At("violations", "totalCount").GetInt32();

    /// <summary>The year by the calendar: it ends on the day after the corresponding one, or the month's last where there is none.</summary>
    private static void FreePeriodIs(JsonElement recorded, DateOnly startedOn, DateOnly today)
    {
        var period = recorded.At("issuance", "freePeriod");
        var endsOn = startedOn is { Month: 2, Day: 29 } ? new DateOnly(startedOn.Year + 1, 3, 1) : new DateOnly(startedOn.Year + 1, startedOn.Month, startedOn.Day).AddDays(1);
        (period.Text("startsOn"), period.Text("endsOn")).ShouldBe(($"{startedOn:yyyy-MM-dd}", $"{endsOn:yyyy-MM-dd}"));
        period.At("daysLeft").GetInt32().ShouldBe(Math.Max(0, endsOn.DayNumber - today.DayNumber));
    }

    private static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Vietnam).DateTime);
}
