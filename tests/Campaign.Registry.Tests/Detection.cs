using System.Text.Json;
using Campaign.Registry.Oversight.Detectors;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>Runs one detector at an instant, and what the department then sees.</summary>
internal static class Detection
{
    public const string Query = """
        query($campaign: String!, $filter: ViolationFilter, $first: Int, $after: String, $last: Int, $before: String) {
          violations(campaign: $campaign, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
            totalCount edges { cursor node { id kind clause state provider { code } flaggedAt evidence { at summary issuanceId needId checkId } } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    /// <summary>
    /// Lets the detector of this kind look at all that there is, twice, at this instant; answers the flags whose evidence concerns one of these records.
    /// </summary>
    public static async Task<IReadOnlyList<JsonElement>> DetectAsync(this ClockFixture clock, ViolationKind kind, DateTimeOffset at, params string[] about)
    {
        await clock.AtAsync(at);
        await clock.RunAsync(kind);
        var once = await clock.FlagsAsync(kind, about);
        await clock.RunAsync(kind);
        var twice = await clock.FlagsAsync(kind, about);
        twice.Select(f => f.ToString()).ShouldBe(once.Select(f => f.ToString()), "run twice it flags once");
        return twice;
    }

    /// <summary>From the beginning, whatever was looked at before.</summary>
    public static async Task RunAsync(this ClockFixture clock, params ViolationKind[] kinds)
    {
        await clock.Database.ExecuteAsync("delete from registry.detector_progress");
        await clock.ContinueAsync(TestContext.Current.CancellationToken, kinds);
    }

    /// <summary>From where the last run ended.</summary>
    public static Task ContinueAsync(this ClockFixture clock, CancellationToken cancel, params ViolationKind[] kinds) =>
        clock.Registry.Services.GetRequiredService<DetectViolations>().RunAsync([.. Detector.All.Where(d => kinds.Contains(d.Kind))], cancel);

    public static async Task<IReadOnlyList<JsonElement>> FlagsAsync(this ClockFixture clock, ViolationKind kind, params string[] about)
    {
        var page = await clock.Registry.AskAsync(
            "department", "violations", Query, new { campaign = "hue", filter = new { kind = new[] { kind.InDatabase() } }, first = 100 });
        return
        [
            .. page.At("edges").EnumerateArray().Select(e => e.At("node")).Where(f => about.Length == 0 || f.At("evidence").EnumerateArray().Any(e =>
                new[] { "issuanceId", "needId", "checkId" }.Any(id => about.Contains(e.At(id).GetString())))),
        ];
    }

    /// <summary>That just one thing was flagged, of this provider, under this clause, with so many pieces of evidence, oldest first.</summary>
    public static JsonElement ShouldBeOne(this IReadOnlyList<JsonElement> flags, string? provider, string clause, int evidence)
    {
        var flag = flags.ShouldHaveSingleItem();
        var shown = flag.At("evidence").EnumerateArray().ToList();
        flag.Text("clause").ShouldBe(clause);
        flag.Text("state").ShouldBe("FLAGGED");
        (flag.At("provider").ValueKind == JsonValueKind.Null ? null : flag.Text("provider", "code")).ShouldBe(provider);
        shown.Count.ShouldBe(evidence, string.Join('\n', shown));
        shown.Select(e => e.Time("at")).ShouldBeInOrder();
        return flag;
    }

    public static string Id(this JsonElement recorded) => recorded.TypeName() == "IssuanceRecorded"
        ? recorded.Text("issuance", "id")
        : throw new InvalidOperationException(recorded.ToString());

    /// <summary>A record from the provider's app at this instant, of a certificate just made; with a check before it unless told otherwise.</summary>
    public static async Task<JsonElement> RecordInAppAsync(
        this ClockFixture clock, string provider, DateTimeOffset at, string? citizen = null, DateTimeOffset? issuedAt = null, object? dossier = null, Holder? holder = null)
    {
        await clock.AtAsync(at);
        return await clock.Registry.RecordAsync(provider, Make.Record(citizen) with { Certificate = Make.Certificate(issuedAt ?? at), Dossier = dossier, Holder = holder });
    }

    /// <summary>A need as its slice would leave it once it has lapsed; of a new person unless one is given.</summary>
    public static async Task<string> LapsedNeedAsync(
        this ClockFixture clock, string provider, DateTimeOffset dueAt, DateTimeOffset closedAt, string from = "WAITING", string campaign = "hue")
    {
        var id = await clock.NeedAsync(provider, dueAt.AddHours(-48), Guid.NewGuid(), Guid.NewGuid().ToString(), campaign);
        await clock.Database.ExecuteAsync("""
            update registry.needs set due_at = $2, waiting_until = $2, support_until = case when $4 = 'IN_SUPPORT' then $2 end,
              state = 'LAPSED', lapsed_from = $4, ended_at = $2, closed_at = $3 where id = $1
            """, Guid.Parse(id), dueAt, closedAt, from);
        return id;
    }

    public static async Task<string> NeedAsync(
        this ClockFixture clock, string provider, DateTimeOffset registeredAt, Guid person, string phone, string campaign = "hue", bool ended = false)
    {
        var id = Guid.NewGuid();
        await clock.Database.ExecuteAsync("""
            with p as (insert into registry.persons (id, recorded_at) values ($2, $3) on conflict do nothing)
            insert into registry.needs (id, person_id, campaign_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at,
              warn_at, ended_at, closed_at, contact_key_id, contact, phone_key_id, phone_hash)
            select $1, $2, j.campaign_id, j.provider_id, j.joined_at, 'AT_HOME', false, case when $7 then 'CANCELLED' else 'WAITING' end, $3, $3 + interval '48 hours',
              $3 + interval '48 hours', $3, case when $7 then $3 end, case when $7 then $3 end, 1, '', 1, sha256($4::bytea)
            from registry.participations j join registry.providers o on o.id = j.provider_id join registry.campaigns c on c.id = j.campaign_id
            where o.code = $5 and c.code = $6
            """, id, person, registeredAt, System.Text.Encoding.UTF8.GetBytes(phone), provider, campaign, ended);
        return id.ToString();
    }
}
