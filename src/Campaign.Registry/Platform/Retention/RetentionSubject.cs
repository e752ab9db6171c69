namespace Campaign.Registry.Platform.Retention;

/// <summary>
/// One kind of row that does not stay for ever: how many of it are older than their term, and a statement that deletes or erases the oldest of them. How long each is kept,
/// and why, stands dated in <c>registry.retention_terms</c>; the database shows campaign_retention no row that is younger, nor one that an open request about the citizen's own data,
/// a violation not yet judged or two persons not yet compared hold, whatever is asked here. What is not in this list is kept for ever.
/// </summary>
/// <param name="Name">As in registry.retention_terms.</param>
/// <param name="CountSql">Given the bound (exclusive).</param>
/// <param name="RemoveSql">Given the bound, how many at most, and the instant; answers how many went and the oldest instant among them.</param>
internal sealed record RetentionSubject(string Name, string CountSql, string RemoveSql)
{
    /// <summary>In the order in which a run goes through them.</summary>
    public static IReadOnlyList<RetentionSubject> All { get; } =
    [
        Deleted("READS", "registry.reads", "id", "read_at"),
        Deleted("CITIZEN_ASKS", "registry.citizen_asks", "id", "asked_at"),
        new(
            "NEED_CONTACTS",
            "select count(*) from registry.needs where ended_at < $1 and contact_erased_at is null",
            """
            with aged as (
              select person_id, id from registry.needs where ended_at < $1 and contact_erased_at is null order by ended_at limit $2),
            notes as (
              update registry.need_supports s set note = null from aged where s.person_id = aged.person_id and s.need_id = aged.id and s.note is not null),
            gone as (
              update registry.needs n
              set contact_key_id = null, contact = null, phone_key_id = null, phone_hash = null, contact_erased_at = $3
              from aged where n.person_id = aged.person_id and n.id = aged.id and n.contact_erased_at is null
              returning n.ended_at as at)
            select count(*) as rows, min(at) as oldest from gone
            """),
        Deleted("MESSAGES", "registry.messages", "id", "coalesce(sent_at, given_up_at)"),
        Deleted("SIGN_IN_CODES", "signin.citizen_codes", "id", "expires_at"),
        Deleted("SIGN_IN_ATTEMPTS", "signin.attempts", "key", "greatest(last_at, retry_at)"),
        Deleted("SIGN_IN_SESSIONS", "signin.sessions", "id", "least(ended_at, expires_at)"),
        Deleted("SIGN_IN_TOKENS", "signin.tokens", "id", "expiration_date"),
        Deleted("SET_UP_CODES", "signin.setup_codes", "id", "least(used_at, expires_at)"),
        Deleted("SIGN_IN_EVENTS", "signin.events", "id", "at"),
        Deleted("PERSON_DETAILS", "registry.person_details", ["person_id", "recorded_at", "source"], "recorded_at"),
        Deleted("IMPORT_PIECES", "registry.import_pieces", ["upload_id", "piece"], "kept_at"),
        Deleted("BADGE_SCANS", "registry.badge_scans", "badge_hash", "scanned_at"),
        new(
            "REPORT_CONTACTS",
            "select count(*) from registry.reports where reported_at < $1 and phone_sealed is not null",
            """
            with aged as (
              select id from registry.reports where reported_at < $1 and phone_sealed is not null order by reported_at limit $2),
            gone as (
              update registry.reports r
              set phone_key_id = null, phone_hash = null, phone_sealed_key_id = null, phone_sealed = null, contact_erased_at = $3
              from aged where r.id = aged.id and r.phone_sealed is not null
              returning r.reported_at as at)
            select count(*) as rows, min(at) as oldest from gone
            """),
        Deleted("REPORT_PHOTOS", "registry.report_photos", "id", "kept_at"),
        Deleted("STAFF_PHOTOS", "registry.staff_photos", "id", "removed_at"),
    ];

    private static RetentionSubject Deleted(string name, string table, string key, string at) => Deleted(name, table, [key], at);

    private static RetentionSubject Deleted(string name, string table, string[] key, string at) => new(
        name,
        $"select count(*) from {table} where {at} < $1",
        $"""
        with aged as (select {string.Join(", ", key.Select(k => $"{k} as aged_{k}"))}, {at} as at from {table} where {at} < $1 order by {at} limit $2),
        gone as (delete from {table} t using aged where {string.Join(" and ", key.Select(k => $"t.{k} = aged.aged_{k}"))} returning aged.at)
        select count(*) as rows, min(at) as oldest from gone where $3::timestamptz is not null
        """);
}
