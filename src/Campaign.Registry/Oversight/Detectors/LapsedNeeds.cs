namespace Campaign.Registry.Oversight.Detectors;

/// <summary>What the two detectors of lapsed needs ask alike. It ends in a condition, to which each adds from which state the need lapsed.</summary>
internal static class LapsedNeeds
{
    /// <summary>
    /// Decided at closed_at, when the lapse was written down. Not asked of a need that fell due after the campaign had closed: nobody could record any more. Nor of a need
    /// that went on with a cancelled one, unless the provider had it for 24 hours in all (lapse_counts); nor of one whose citizen another provider's
    /// file gave a certificate meanwhile: nobody could serve it, and a file ends no need.
    /// </summary>
    /// <param name="terms">The terms of the campaign, as <see cref="Detector"/> gives them.</param>
    /// <param name="lapsedFrom">WAITING or IN_SUPPORT.</param>
    public static string Sql(string terms, string lapsedFrom) => $"""
        with {terms},
        lapsed as (
          select n.* from registry.registered_needs n join terms t on n.due_at >= t.holds_from and n.due_at < t.holds_until
          where n.campaign_id = $3 and n.closed_at > $1 and n.closed_at <= $2 and n.state = 'LAPSED' and n.lapsed_from = '{lapsedFrom}' and n.due_at <= t.closes_at
            and registry.lapse_counts(n.continues, n.open_before, n.registered_at, n.due_at)
            and (n.for_switch or not exists (
              select from registry.recorded_issuances i
              where i.person_id = any (registry.persons_of(n.person_id)) and i.programme_id = (select c.programme_id from registry.campaign_codes c where c.id = $3)
                and i.origin = 'IMPORT' and i.provider_id <> n.provider_id and i.recorded_at < n.due_at and coalesce(i.ended_at, i.valid_until, 'infinity') > n.due_at)))
        select n.id::text as fingerprint, n.provider_id, n.id as need_id, e.evidence_key, e.at, e.staff, n.due_at, n.mode,
          extract(epoch from n.due_at - n.registered_at)::bigint as window_seconds
        from lapsed n
        cross join lateral (
          select 'registered' as evidence_key, n.registered_at as at, null as staff
          union all
          select 'support:' || extract(epoch from s.started_at), s.started_at, m.reference
          from registry.started_supports s join registry.staff_references m on m.id = s.staff_id
          where s.person_id = n.person_id and s.need_id = n.id
          union all
          select 'lapsed', n.due_at, null) e
        """;
}
