using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// The statements that move an issuance on. Each is guarded: it names the states from which it may go, and one that changed nothing is a bug, for the person is
/// locked and was judged under that lock.
/// </summary>
internal static class IssuanceTransitions
{
    private const string EndSql = """
        update registry.issuances set status = $3, ended_at = $4, end_reason = $5, ended_by = $6
        where person_id = $1 and id = $2 and ended_at is null
        """;

    // Whosever it was: the database looks at the clock for itself.
    private const string ExpireSql = "select registry.close_expired_issuance($1, $2)";

    // Another provider's: the database looks at the consent for itself, and spends it.
    private const string LeaveSql = "select registry.leave_issuance($1, $2, $3, $4)";

    private const string ActivateSql = """
        update registry.issuances set status = 'ACTIVE', activated_at = $3 where person_id = $1 and id = $2 and status = 'PENDING_ACTIVATION'
        """;

    private const string StartFreePeriodSql = """
        insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by) values ($1, $2, $3, $4, $5) on conflict do nothing
        """;

    private const string UndoFreePeriodSql = """
        update registry.free_periods set undone_at = $4 where person_id = $1 and campaign_id = $2 and started_by = $3 and undone_at is null
        """;

    public static NpgsqlBatchCommand End(Guid personId, Guid id, IssuanceStatus status, DateTimeOffset endedAt, string reason, string actor) =>
        Sql.Statement(EndSql, Sql.Uuid(personId), Sql.Uuid(id), Sql.Text(status.InDatabase()), Sql.At(endedAt), Sql.Text(reason), Sql.Text(actor));

    public static NpgsqlBatchCommand Activate(Guid personId, Guid id, DateTimeOffset activatedAt) =>
        Sql.Statement(ActivateSql, Sql.Uuid(personId), Sql.Uuid(id), Sql.At(activatedAt));

    /// <summary>Ends another provider's issuance by a switch: as REPLACED, with the reason SWITCHED, by the citizen's consent, which is spent by it.</summary>
    public static NpgsqlBatchCommand Leave(Guid personId, Guid id, Guid consentId, DateTimeOffset now) =>
        Sql.Statement(LeaveSql, Sql.Uuid(personId), Sql.Uuid(id), Sql.Uuid(consentId), Sql.At(now));

    /// <summary>Starts the citizen's free period unless it has started (I6).</summary>
    public static NpgsqlBatchCommand StartFreePeriod(Guid personId, int campaignId, FreePeriod period, Guid startedBy) => Sql.Statement(
        StartFreePeriodSql, Sql.Uuid(personId), Sql.Int(campaignId), Sql.Day(period.StartsOn), Sql.Day(period.EndsOn), Sql.Uuid(startedBy));

    /// <summary>Undoes the free period that this issuance (the first of its chain) had started for the wrong citizen.</summary>
    public static NpgsqlBatchCommand UndoFreePeriod(Guid personId, int campaignId, Guid startedBy, DateTimeOffset now) => Sql.Statement(
        UndoFreePeriodSql, Sql.Uuid(personId), Sql.Int(campaignId), Sql.Uuid(startedBy), Sql.At(now));

    /// <summary>Writes down that a certificate has run out, at the instant at which it did.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Expire(Guid personId, Holding expired, DateTimeOffset now)
    {
        yield return Sql.Statement(ExpireSql, Sql.Uuid(personId), Sql.Uuid(expired.IssuanceId));
        yield return JournalLeaf.Of(
            now, "ISSUANCE_EXPIRED", expired.IssuanceId, "registry", $$"""{"endedAt":"{{Instant.Write(expired.ValidUntil!.Value)}}"}""").Insert();
    }
}
