using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What providers, staff and citizens do, honest or not, act by act through the public API at instants that the caller chooses. Each returns ids by which its flags are known.</summary>
internal sealed class Patterns(ClockFixture clock)
{
    private static int citizens = Random.Shared.Next(1_000, 20_000);

    private TestRegistry Registry => clock.Registry;

    /// <summary>A citizen whose number follows nobody's.</summary>
    public static string Stranger()
    {
        var n = Interlocked.Increment(ref citizens);
        return $"0460{60 + (n % 30):00}{n * 17 % 1_000_000:000000}";
    }

    /// <summary>So many citizens whose numbers lie this far apart.</summary>
    public static IReadOnlyList<string> Neighbours(int count, int apart = 1)
    {
        var n = Interlocked.Add(ref citizens, 60 * 30);
        return [.. Enumerable.Range(0, count).Select(i => $"046159{((n * 17) + 5 + (i * apart)) % 1_000_000:000000}")];
    }

    /// <summary>The demo plays a day in minutes and sets the pace aside; here it is the regulation's again.</summary>
    public async Task WithTheLawsPaceAsync()
    {
        foreach (var (name, value) in new[] { ("minRecords", 10), ("withinMinutes", 10), ("minAtNight", 5), ("minInSequence", 5) })
        {
            await clock.Database.ExecuteAsync(
                """
                insert into registry.detector_thresholds (campaign_id, effective_from, detector, name, value, decided_by)
                select id, $1, 'GHOST_ISSUANCE', $2, $3, 'test' from registry.campaigns where code = 'hue' on conflict do nothing
                """, ClockFixture.Morning.AddDays(-20), name, value);
        }
    }

    /// <summary>A certificate made at the door at this instant, and recorded then or later.</summary>
    public async Task<string> DoorAsync(string provider, int staff, DateTimeOffset at, string? citizen = null, TimeSpan recordedAfter = default, string? phone = null, string? recipient = null,
        bool dossier = true, bool activated = true)
    {
        citizen ??= Stranger();
        var reference = $"{provider}-staff-{staff}";
        await clock.AtAsync(at);
        var ticket = (await Registry.CheckAsync(provider, citizen, "DOOR_TO_DOOR", reference)).Text("ticket");
        await clock.AtAsync(at + recordedAfter);
        return (await Registry.RecordAsync(provider, new RecordInput
        {
            CitizenId = citizen,
            Channel = "DOOR_TO_DOOR",
            Staff = reference,
            Ticket = ticket,
            Certificate = Make.Certificate(at),
            Activated = activated,
            Dossier = dossier ? DossierOf(at, recipient) : null,
            Holder = phone is null ? null : new(Phone: phone),
        })).Id();
    }

    public async Task<string> AppAsync(string provider, DateTimeOffset at, string? citizen = null, string? phone = null)
    {
        await clock.AtAsync(at);
        citizen ??= Stranger();
        var ticket = (await Registry.CheckAsync(provider, citizen)).Text("ticket");
        return (await Registry.RecordAsync(provider, Make.Record(citizen) with { Ticket = ticket, Certificate = Make.Certificate(at), Holder = phone is null ? null : new(Phone: phone) })).Id();
    }

    public async Task EndAsync(string provider, string issuance, DateTimeOffset at, string reason = "REVOKED")
    {
        await clock.AtAsync(at);
        (await Registry.EndAsync(provider, issuance, reason, at)).TypeName().ShouldBe("IssuanceEnded");
    }

    public async Task DenyEndAsync(string citizen, string issuance, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        (await Registry.AskAsync(Registry.Citizen(citizen), "denyEnd", "mutation($id: ID!) { denyEnd(id: $id) { __typename } }", new { id = issuance })).TypeName().ShouldBe("EndDenied");
    }

    public async Task<string> SwitchAsync(string provider, string citizen, DateTimeOffset at)
    {
        await clock.AtAsync(at);
        var code = (await Registry.ConsentAsync(citizen, provider)).Text("consentCode");
        return (await Registry.SwitchAsync(provider, new() { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate(at) })).Id();
    }

    /// <summary>A need that the provider says to have begun with, as the citizen denies; it lapses, or is served all the same.</summary>
    public async Task<string> DeniedSupportAsync(string provider, DateTimeOffset at, bool served)
    {
        await clock.AtAsync(at);
        var citizen = Stranger();
        var need = (await Registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = provider })).Text("need", "id");
        await clock.AtAsync(at.AddHours(1));
        (await Registry.StartNeedSupportAsync(provider, need, calledAt: at.AddHours(1))).TypeName().ShouldBe("NeedSupportStarted");
        (await Registry.DenyNeedSupportAsync(need)).TypeName().ShouldBe("NeedCancelled");
        if (served)
        {
            await clock.AtAsync(at.AddHours(20));
            await ServeAsync(provider, citizen, need, at.AddHours(20));
        }

        return need;
    }

    private async Task ServeAsync(string provider, string citizen, string need, DateTimeOffset at)
    {
        var ticket = (await Registry.CheckAsync(provider, citizen, "NEED", $"{provider}-staff-1")).Text("ticket");
        (await Registry.RecordAsync(provider, new RecordInput
        {
            CitizenId = citizen,
            Channel = "NEED",
            Staff = $"{provider}-staff-1",
            Ticket = ticket,
            NeedId = need,
            Certificate = Make.Certificate(at),
            Dossier = DossierOf(at, null),
        })).TypeName().ShouldBe("IssuanceRecorded");
    }

    private static object DossierOf(DateTimeOffset at, string? recipient) => new
    {
        contractNumber = Make.Serial(),
        contractSignedOn = at.ToOffset(TimeSpan.FromHours(7)).ToString("yyyy-MM-dd"),
        handedOverAt = at,
        receivedByCitizen = recipient is null,
        recipientName = recipient,
        consentGivenAt = at,
    };

    /// <summary>A look by way of a record that must be refused, for the citizen holds a certificate elsewhere.</summary>
    public async Task LookByRecordAsync(string provider, string citizen, DateTimeOffset at, bool checkedBefore = false)
    {
        await clock.AtAsync(at);
        if (checkedBefore)
        {
            await Registry.CheckAsync(provider, citizen);
        }

        (await Registry.RecordAsync(provider, Make.Record(citizen) with { Certificate = Make.Certificate(at) })).TypeName().ShouldBe("AlreadyIssued");
    }

    /// <summary>Checks at doors by these members of staff in turn; of each <paramref name="issuedOf"/>th citizen one is recorded.</summary>
    public async Task ChecksAsync(string provider, IReadOnlyList<int> staff, int count, DateTimeOffset from, int issuedOf = 0)
    {
        for (var i = 0; i < count; i++)
        {
            var at = from.AddMinutes(2 * i);
            if (issuedOf > 0 && i % issuedOf == 0)
            {
                await DoorAsync(provider, staff[i % staff.Count], at);
                continue;
            }

            await clock.AtAsync(at);
            (await Registry.CheckAsync(provider, Stranger(), "DOOR_TO_DOOR", $"{provider}-staff-{staff[i % staff.Count]}")).Text("standing").ShouldBe("FREE");
        }
    }

    public async Task ReportAsync(string provider, string? phone, DateTimeOffset at, string kind = "STEERING")
    {
        await clock.AtAsync(at);
        // How much one network may report is counted by the host's clock, which does not go on here.
        await clock.Database.ExecuteAsync("delete from signin.attempts");
        var sent = await Registry.ReportAsync(new() { Kind = kind, ProviderCode = provider, ContactPhone = phone }, client: "department");
        sent.TypeName().ShouldBe("ReportSubmitted", sent.ToString());
    }
}
