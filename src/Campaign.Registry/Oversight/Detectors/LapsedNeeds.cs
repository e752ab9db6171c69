using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Oversight.Detectors;

/// <summary>What the two detectors of lapsed needs ask alike. It ends in a condition, to which each adds from which state the need lapsed.</summary>
internal static class LapsedNeeds
{
    /// <summary>
    /// Decided at closed_at, when the lapse was written down, unless three calls that reached nobody excuse it: then at the denial that left fewer of them standing, and never without one
    /// (not_reached_until). Not asked of a need that fell due after the campaign had closed: nobody could record any more. Nor of a need
    /// that went on with a cancelled one, unless the provider had it for 24 hours in all (lapse_counts); nor of one whose citizen another provider's
    /// file gave a certificate meanwhile: nobody could serve it, and a file ends no need.
    /// </summary>
    /// <param name="terms">The terms of the campaign, as <see cref="Detector"/> gives them.</param>
    /// <param name="lapsedFrom">WAITING or IN_SUPPORT.</param>
    public static string Sql(string terms, string lapsedFrom) => $"""
        with {terms},
        looked_at as (
          select n.person_id, n.id from registry.registered_needs n where n.campaign_id = $3 and n.closed_at > $1 and n.closed_at <= $2
          union
          select c.person_id, c.need_id from registry.noted_calls c where c.denied_at > $1 and c.denied_at <= $2),
        lapsed as (
          select n.* from looked_at l join registry.registered_needs n on n.person_id = l.person_id and n.id = l.id
          cross join lateral (select greatest(n.closed_at, registry.not_reached_until(n.person_id, n.id)) as at) decided
          join terms t on n.due_at >= t.holds_from and n.due_at < t.holds_until
          where n.campaign_id = $3 and n.state = 'LAPSED' and n.lapsed_from = '{lapsedFrom}' and n.due_at <= t.closes_at and decided.at > $1 and decided.at <= $2
            and registry.lapse_counts(n.continues, n.open_before, n.registered_at, n.due_at)
            and (n.for_switch or not exists (
              select from registry.recorded_issuances i
              where i.person_id = any (registry.persons_of(n.person_id)) and i.programme_id = (select c.programme_id from registry.campaign_codes c where c.id = $3)
                and i.origin = 'IMPORT' and i.provider_id <> n.provider_id and i.recorded_at < n.due_at and coalesce(i.ended_at, i.valid_until, 'infinity') > n.due_at)))
        select n.id::text as fingerprint, n.provider_id, n.id as need_id, e.evidence_key, e.at, e.staff, e.said_by, n.due_at, n.mode,
          extract(epoch from n.due_at - n.registered_at)::bigint as window_seconds
        from lapsed n
        cross join lateral (
          select 'registered' as evidence_key, n.registered_at as at, null as staff, null as said_by
          union all
          select 'support:' || extract(epoch from s.started_at), s.started_at, m.reference, null
          from registry.started_supports s join registry.staff_references m on m.id = s.staff_id
          where s.person_id = n.person_id and s.need_id = n.id
          union all
          select 'call:' || c.id, c.called_at, m.reference, null
          from registry.noted_calls c join registry.staff_references m on m.id = c.staff_id where c.person_id = n.person_id and c.need_id = n.id
          union all
          select 'denied:' || c.id, c.denied_at, null,
            (select j.actor from registry.journal_leaves j where j.subject_id = n.id and j.kind = 'NEED_CALL_DENIED' and j.at = c.denied_at order by j.sequence limit 1)
          from registry.noted_calls c where c.person_id = n.person_id and c.need_id = n.id and c.denied_at <= $2
          union all
          select 'lapsed', n.due_at, null, null) e
        """;

    /// <summary>What both say alike of support and of calls that reached nobody; null of anything else.</summary>
    public static Text? Say(Candidate row) => row.What switch
    {
        "registered" => new(
            $"Công dân đăng ký nhu cầu tại {row.Provider("provider_id")} lúc {row.Vi("at")}.",
            $"A citizen registered a need with {row.Provider("provider_id")} at {row.En("at")}."),
        "support" => new(
            $"{row.Actor().Vietnamese} báo bắt đầu hỗ trợ lúc {row.Vi("at")}.",
            $"{row.Actor().English} said at {row.En("at")} that support had begun."),
        "call" => new(
            $"{row.Actor().Vietnamese} báo gọi không được lúc {row.Vi("at")}.",
            $"{row.Actor().English} says that it called at {row.En("at")} and reached nobody."),
        "denied" when row.Text("said_by") is { } by && by != "citizen" => new(
            $"{by.Split(':')[^1]} của Sở ghi lời “Không ai gọi cho tôi” thay công dân lúc {row.Vi("at")}.",
            $"{by.Split(':')[^1]} of the department said \"nobody called me\" for the citizen at {row.En("at")}."),
        "denied" => new($"Công dân nói “Không ai gọi cho tôi” lúc {row.Vi("at")}.", $"The citizen said \"nobody called me\" at {row.En("at")}."),
        _ => null,
    };
}
