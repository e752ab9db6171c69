namespace Campaign.Bench;

/// <summary>
/// A campaign near its end: so many records, a fifth as many requests for help, a fiftieth as many flags with two pieces of evidence each, and a case for every tenth flag. What triggers would look at
/// is right by itself and left out; indexes are made afterwards.
/// </summary>
internal static class DepartmentPopulation
{
    private const int Days = 60;

    private static readonly string[] Tables = ["persons", "issuances", "needs", "violations", "violation_evidence", "cases", "case_events", "case_violations"];

    public static string[] SetIndexesAside => IndexesAside.Set(Tables);

    public static string[] MakeIndexes => IndexesAside.Make(Tables);

    /// <summary>Two connections write it side by side, one statement after the other on each.</summary>
    public static string[][] Rows(int issuances)
    {
        var (needs, flags) = (issuances / 5, issuances / 50);
        return
        [
            [
                "set session_replication_role = replica",
                $"insert into registry.persons (id, recorded_at) select lpad(to_hex(n), 32, '0')::uuid, registry.registry_now() from generate_series(1, {issuances}) n",
                $"""
                insert into registry.needs (id, person_id, campaign_id, programme_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at, warn_at, ended_at, closed_at,
                  contact_key_id, contact, phone_key_id, phone_hash)
                select ('a' || lpad(to_hex(n), 31, '0'))::uuid, lpad(to_hex(n), 32, '0')::uuid, p.campaign_id, registry.own_programme(), p.provider_id, p.joined_at, 'BY_PHONE', false, case when d.open then 'WAITING' else 'CANCELLED' end, d.at,
                  d.at + interval '48 hours', d.at + interval '48 hours', d.at + interval '36 hours', case when not d.open then d.at end, case when not d.open then d.at end,
                  1, decode(repeat('ab', 150), 'hex'), 1, sha256(n::text::bytea)
                from generate_series(1, {needs}) n, (select registry.registry_now() as now) t,
                  lateral (select n > {needs - (needs / 50)} as open, case when n > {needs - (needs / 50)} then t.now - interval '40 hours' * (({needs} - n)::float8 / {needs / 50}) else t.now - interval '3 days' - interval '{Days} days' * (1 - n::float8 / {needs}) end as at) d,
                  lateral (select q.campaign_id, q.provider_id, q.joined_at from registry.participations q join registry.campaigns c on c.id = q.campaign_id and c.code = 'hue'
                    order by q.provider_id offset n % 6 limit 1) p
                """,
            ],
            [
                "set session_replication_role = replica",
                $"""
                insert into registry.issuances (id, person_id, campaign_id, programme_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at, recorded_pending, activated_at,
                  root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature)
                select i.id, i.id, c.id, registry.own_programme(), 1 + n % 6, 'PROVIDER_APP', 'ACTIVE', 'A' || upper(to_hex(n)), 'A' || upper(to_hex(n)), i.at, 'REMOTE', i.at + interval '1 minute' * (n % 97), false, i.at, i.id,
                  i.at, 'bench', sha256(n::text::bytea), repeat('s', 64)::bytea
                from generate_series(1, {issuances}) n, registry.campaigns c,
                  lateral (select lpad(to_hex(n), 32, '0')::uuid as id, registry.registry_now() - interval '2 hours' - interval '{Days} days' * (1 - n::float8 / {issuances}) as at) i
                where c.code = 'hue'
                """,
                $"""
                insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, state, thresholds)
                select ('b' || lpad(to_hex(n), 31, '0'))::uuid, (array['LATE_RECORD', 'RECORD_WITHOUT_CHECK', 'NEED_LAPSED', 'DOSSIER_INCOMPLETE', 'SHARED_RECIPIENT'])[1 + n % 5], 'HUE-1.4', c.id, 1 + n % 6, 'bench ' || n,
                  registry.registry_now() - interval '1 hour' - interval '{Days} days' * (1 - n::float8 / {flags}),
                  case when n % 10 = 0 then case when n % 40 = 0 then 'UNDER_REVIEW' when n % 20 = 0 then 'CONFIRMED' else 'DISMISSED' end else 'FLAGGED' end, '{"{}"}'
                from generate_series(1, {flags}) n, registry.campaigns c where c.code = 'hue'
                """,
                $"""
                insert into registry.violation_evidence (violation_id, key, at, summary_vi, summary_en, issuance_id)
                select v.id, 'e' || e, v.flagged_at - e * interval '5 minutes', 'Tạo chứng thư lúc 08:12, ghi nhận lúc 09:40: sau 01:28:00, quá thời hạn 00:15:00.',
                  'Made the certificate at 08:12 and recorded it at 09:40: after 01:28:00, beyond the 00:15:00 allowed.', lpad(to_hex(n * 50 - 25 + e), 32, '0')::uuid
                from generate_series(1, {flags}) n, generate_series(1, 2) e, lateral (select w.id, w.flagged_at from registry.violations w where w.id = ('b' || lpad(to_hex(n), 31, '0'))::uuid) v
                """,
                $"""
                insert into registry.cases (id, year, number, campaign_id, provider_id, severity, state, opened_at, opened_by, decision)
                select ('c' || lpad(to_hex(n), 31, '0'))::uuid, 2026, n, v.campaign_id, v.provider_id, (array['LOW', 'MEDIUM', 'HIGH'])[1 + n % 3], case when n % 4 = 0 then 'OPEN' else 'DECIDED' end, v.flagged_at + interval '10 minutes',
                  'officer:bench', case when n % 4 = 0 then null when n % 2 = 0 then 'CONFIRMED' else 'DISMISSED' end
                from generate_series(1, {flags / 10}) n join registry.violations v on v.id = ('b' || lpad(to_hex(n * 10), 31, '0'))::uuid
                """,
                "insert into registry.case_violations (case_id, violation_id, joined_at) select c.id, ('b' || lpad(to_hex(c.number * 10), 31, '0'))::uuid, c.opened_at from registry.cases c",
                """
                insert into registry.case_events (id, case_id, at, kind, actor, text, decision, violations)
                select gen_random_uuid(), c.id, c.opened_at + k.after, k.kind, 'officer:bench', k.text, case when k.kind = 'DECIDED' then c.decision end, case when k.kind = 'OPENED' then 1 end
                from registry.cases c, (values ('OPENED', interval '0', null), ('NOTED', interval '1 hour', 'Đã gọi doanh nghiệp.'), ('DECIDED', interval '2 days', 'Đối chiếu nhật ký.')) k (kind, after, text)
                where k.kind <> 'DECIDED' or c.decision is not null order by c.number, k.after
                """,
            ],
        ];
    }
}
