namespace Campaign.Testing;

/// <summary>
/// What an exclusion rests on (HUE-5.3), for tests that are about something else: written straight into the database, as a case leaves it that was confirmed, minuted and published.
/// The way there through the API is played by <c>ProposalTests</c> and by the demo's day.
/// </summary>
internal static class Grounds
{
    /// <summary>A violation of this provider, published with minutes.</summary>
    public static async Task<string> GroundAsync(this TestDatabase database, string providerCode, string campaign = "hue")
    {
        var (violation, of, decision) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, state, thresholds)
            select $1, 'KEY_REUSED', 'HUE-1.3', c.id, p.id, 'made up ' || $1, registry.registry_now(), 'PUBLISHED', '{}'
            from registry.campaigns c, registry.providers p where c.code = $2 and p.code = $3
            """, violation, campaign, providerCode);
        await database.ExecuteAsync("""
            insert into registry.cases (id, campaign_id, provider_id, severity, state, opened_at, opened_by, decision, published_at)
            select $1, v.campaign_id, v.provider_id, 'HIGH', 'DECIDED', v.flagged_at, 'test', 'CONFIRMED', v.flagged_at from registry.violations v where v.id = $2
            """, of, violation);
        await database.ExecuteAsync("insert into registry.case_violations (violation_id, case_id, joined_at) values ($1, $2, registry.registry_now())", violation, of);
        await database.ExecuteAsync("""
            insert into registry.case_events (id, case_id, at, kind, actor, text, decision) values ($1, $2, registry.registry_now(), 'DECIDED', 'test', 'made up', 'CONFIRMED')
            """, decision, of);
        await database.ExecuteAsync("""
            with n as (select * from registry.minutes_number($1, extract(year from registry.registry_now())::smallint, 'BB-SKHCN'))
            insert into registry.case_minutes (id, case_id, decision_id, year, sign, number, version, drawn_up_at, drawn_up_by, content, content_hash)
            select gen_random_uuid(), $1, $2, n.year, n.sign, n.number, n.version, registry.registry_now(), 'test', '{}', sha256('{}'::bytea) from n
            """, of, decision);
        return violation.ToString();
    }
}
