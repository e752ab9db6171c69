using Campaign.Testing;

namespace Campaign.Model;

/// <summary>
/// The invariants, read from the database by plain SQL that shares nothing with the application: no function of the registry's, no view. Each row that comes back
/// is a breach. I5's other half, what is answered, the model compares. Of which programme a row is, is what its campaign is of.
/// </summary>
internal static class Invariants
{
    private const string Sql = """
        with campaign as (
          select c.id, c.programme_id, t.free_months from registry.campaigns c join registry.campaign_terms t on t.campaign_id = c.id where c.code = any($1)),
        issuance as (select i.* from registry.issuances i where i.campaign_id in (select id from campaign)),
        need as (select n.* from registry.needs n where n.campaign_id in (select id from campaign)),
        period as (select f.*, c.free_months from registry.free_periods f join campaign c on c.id = f.campaign_id where f.undone_at is null),
        act as (select subject_id, count(*) as times from registry.request_claims
                where operation in ('recordIssuance', 'switchProvider', 'replaceCertificate', 'registerNeed') group by subject_id)

        select 'I1: ' || count(*) || ' live issuances of one person' from issuance
        where status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') group by person_id, programme_id having count(*) > 1
        union all
        select 'I2: a person under ' || count(*) || ' numbers that nobody linked' from registry.number_keys
        where person_id in (select person_id from issuance union select person_id from need) group by person_id, key_id having count(*) > 1
        union all
        select 'I3: issuance ' || i.id || ' by ' || coalesce(a.times, 0) || ' requests' from issuance i left join act a on a.subject_id = i.id
        where a.times is distinct from 1
        union all
        select 'I3: need ' || n.id || ' by ' || coalesce(a.times, 0) || ' requests' from need n left join act a on a.subject_id = n.id where a.times is distinct from 1
        union all
        select 'I4: need ' || n.id || ' served by no issuance of its own' from need n
        where n.state = 'SERVED' and not exists (
          select from issuance i where i.id = n.served_by and i.person_id = n.person_id and i.campaign_id = n.campaign_id and i.provider_id = n.provider_id
            and i.origin = 'NEED' and i.recorded_at = n.ended_at)
        union all
        select 'I4: issuance ' || served_by || ' serves ' || count(*) from need where served_by is not null group by served_by having count(*) > 1
        union all
        select 'I5: need ' || id || ' ' || state || ' at ' || ended_at || ', due at ' || due_at from need
        where case state when 'LAPSED' then ended_at <> due_at else ended_at >= due_at end
        union all
        select 'HUE-4.4: ' || count(*) || ' calls of need ' || c.need_id || ' stand' from registry.need_calls c join need n on n.id = c.need_id
        where c.denied_at is null group by c.need_id having count(*) > 3
        union all
        select 'HUE-4.4: call ' || c.id || ' of ' || c.called_at || ', noted at ' || c.noted_at from registry.need_calls c join need n on n.id = c.need_id
        where c.called_at < n.registered_at or c.called_at > c.noted_at + interval '5 minutes' or c.called_at < c.noted_at - interval '1 hour'
          or extract(hour from c.called_at at time zone 'Asia/Ho_Chi_Minh') not between 8 and 19
        union all
        select 'HUE-4.4: calls ' || a.id || ' and ' || b.id || ' stand, less than four hours apart' from registry.need_calls a
        join registry.need_calls b on b.need_id = a.need_id and b.id > a.id and b.called_at < a.called_at + interval '4 hours' and b.called_at > a.called_at - interval '4 hours'
        join need n on n.id = a.need_id where a.denied_at is null and b.denied_at is null
        union all
        select 'I6: ' || count(*) || ' free periods of one person' from period group by person_id, programme_id having count(*) > 1
        union all
        select 'I6: free from ' || starts_on || ' to ' || ends_on from period
        where ends_on <> (starts_on + make_interval(months => free_months))::date + 1
        union all
        select 'I6: issuance ' || i.id || ' is active and nothing started a free period' from issuance i
        where i.status = 'ACTIVE' and not exists (select from period p where p.person_id = i.person_id and p.programme_id = i.programme_id)
        union all
        select 'I6: free from ' || p.starts_on || ' by a record of ' || i.recorded_at from period p join issuance i on i.id = p.started_by
        where not i.recorded_pending and p.starts_on <> (i.recorded_at at time zone 'Asia/Ho_Chi_Minh')::date
        union all
        select 'I7: issuance ' || i.id || ' recorded at ' || i.recorded_at || ', its provider excluded at ' || p.ended_at
        from issuance i join registry.participations p on p.campaign_id = i.campaign_id and p.provider_id = i.provider_id where i.recorded_at > p.ended_at
        union all
        select 'I7: need ' || n.id || ' taken at ' || n.registered_at || ', its provider excluded at ' || p.ended_at
        from need n join registry.participations p on p.campaign_id = n.campaign_id and p.provider_id = n.provider_id where n.registered_at > p.ended_at
        """;

    private const string KeptSql = """
        with campaign as (select id, code from registry.campaigns where code = any($1))
        select i.id::text, i.person_id::text from registry.issuances i where i.campaign_id in (select id from campaign)
        union all
        select n.id::text, n.person_id::text from registry.needs n where n.campaign_id in (select id from campaign)
        union all
        select f.person_id || ' ' || p.code || ' ' || f.starts_on || ' ' || f.ends_on, f.person_id::text
        from registry.free_periods f join registry.programmes p on p.id = f.programme_id where f.campaign_id in (select id from campaign) and f.undone_at is null
        """;

    /// <summary>What is broken; nothing when all hold and the database keeps what the model knows, no more and no less.</summary>
    public static async Task<IReadOnlyList<string>> BreachesAsync(TestDatabase database, ModelRegistry model)
    {
        string[] codes = [.. model.Campaigns.Select(c => c.Code)];
        await using var connection = await database.ConnectAsync();
        var breaches = (await RowsAsync(connection, Sql, codes)).Select(row => row[0]).ToList();
        var kept = (await RowsAsync(connection, KeptSql, codes)).ToDictionary(row => row[0], row => row[1]);

        // I2: one person per citizen, and one citizen per person.
        var known = model.Issuances.Select(i => (i.Id, i.Citizen)).Concat(model.Needs.Select(n => (n.Id, n.Citizen))).ToList();
        breaches.AddRange(known.Where(k => !kept.ContainsKey(k.Id!)).Select(k => $"{k.Id} was acknowledged and is not there"));
        var persons = known.Where(k => kept.ContainsKey(k.Id!)).Select(k => (k.Citizen, Person: kept[k.Id!])).Distinct().ToList();
        breaches.AddRange(persons.GroupBy(p => p.Citizen).Where(g => g.Count() > 1).Select(g => $"I2: citizen {g.Key} is {g.Count()} persons"));
        breaches.AddRange(persons.GroupBy(p => p.Person).Where(g => g.Count() > 1).Select(g => $"I2: person {g.Key} is {g.Count()} citizens"));

        // I6: the free periods are those of the model, to the day.
        var periods = model.FreePeriods
            .Select(p =>
                $"{persons.FirstOrDefault(k => k.Citizen == p.Key.Citizen).Person} {p.Key.Programme} {p.Value.StartsOn:yyyy-MM-dd} {p.Value.EndsOn:yyyy-MM-dd}").ToHashSet();
        breaches.AddRange(kept.Keys.Except(known.Select(k => k.Id!)).Except(periods).Select(k => $"{k} is there and was never acknowledged"));
        breaches.AddRange(periods.Except(kept.Keys).Select(p => $"I6: the free period {p} is not there"));
        return breaches;
    }

    private static async Task<List<string[]>> RowsAsync(Npgsql.NpgsqlConnection connection, string sql, string[] codes)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection) { Parameters = { new() { Value = codes } } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }
}
