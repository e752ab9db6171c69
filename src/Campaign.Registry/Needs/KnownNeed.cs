using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Needs;

/// <summary>
/// As much of a citizen's open need as the rules of every provider must know (HUE-4.2, HUE-4.3), whichever provider it is with: no contact. Row-level security
/// hides another provider's need, so the database answers by a narrow function, and ends it by another.
/// </summary>
/// <param name="ReleasedAt">When the participation ended under which it was taken; null while that lasts.</param>
internal record KnownNeed(
    Guid Id, Guid PersonId, int CampaignId, short ProviderId, bool ForSwitch, NeedState Written, DateTimeOffset DueAt, DateTimeOffset? ReleasedAt)
{
    private const string Columns = "need_id, person_id, campaign_id, provider_id, for_switch, state, due_at, released_at";

    private const string OfNumberSql = $"""
        select {Columns} from registry.lock_open_need(
          (select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1),
          (select id from registry.campaign_codes where code = $2))
        """;

    private const string OfPersonSql = $"select {Columns} from registry.lock_open_need($1, $2)";

    /// <summary>
    /// The citizen's need in this campaign's programme that is written as open, locked: the job that writes lapses down passes by what is locked. The clock is read after it.
    /// </summary>
    public static NpgsqlBatchCommand LockOpen(byte[][] keyHashes, string campaignCode) =>
        Sql.Statement(OfNumberSql, Sql.ManyBytes(keyHashes), Sql.Text(campaignCode));

    public static NpgsqlBatchCommand LockOpen(Guid personId, int campaignId) => Sql.Statement(OfPersonSql, Sql.Uuid(personId), Sql.Int(campaignId));

    public static async Task<KnownNeed?> FromAsync(NpgsqlDataReader reader, CancellationToken cancel) => await reader.ReadAsync(cancel)
        ? new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetInt16(3), reader.GetBoolean(4), Names.Parse<NeedState>(reader.GetString(5)),
            reader.GetFieldValue<DateTimeOffset>(6), reader.ValueOrNull<DateTimeOffset>(7))
        : null;

    public NeedState StateAt(DateTimeOffset now) => Written.At(DueAt, ReleasedAt, now);

    public async Task<OpenNeed> AsOpenAsync(ProviderDirectory providers, DateTimeOffset now, CancellationToken cancel) =>
        new(Id, await providers.ByIdAsync(ProviderId, cancel), StateAt(now), DueAt);
}
