using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.Places;

/// <summary>The issuance that holds a citizen's one place in a campaign, as written; whether it still does is a question of the instant.</summary>
internal sealed record Holding(Guid IssuanceId, short ProviderId, IssuanceStatus Status, DateTimeOffset RecordedAt, DateTimeOffset? ValidUntil)
{
    /// <summary>From a row's columns id, provider_id, status, recorded_at and valid_until, the first of which is at this ordinal.</summary>
    public static Holding From(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetInt16(first + 1), Names.Parse<IssuanceStatus>(row.GetString(first + 2)), row.GetFieldValue<DateTimeOffset>(first + 3),
        row.ValueOrNull<DateTimeOffset>(first + 4));

    public bool HoldsAt(DateTimeOffset now) => Status.At(ValidUntil, now).IsLive();
}

/// <summary>What stands under a citizen in a campaign: the person, when the registry knows one; who holds the place; the free period.</summary>
internal sealed record Place(Guid? PersonId, Holding? Written, FreePeriod? FreePeriod)
{
    // The person first, in the order of the index and as one row: then no statistics, not even those of an empty table, can make the planner read whole tables.
    private const string ReadSql = """
        select k.person_id, i.id, i.provider_id, i.status, i.recorded_at, i.valid_until, f.starts_on, f.ends_on
        from (select person_id from registry.number_keys where key_hash = any($1) order by key_hash limit 1) k
        join registry.campaigns c on c.code = $2
        left join registry.issuances i on i.person_id = k.person_id and i.campaign_id = c.id and i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')
        left join registry.free_periods f on f.person_id = k.person_id and f.campaign_id = c.id and f.undone_at is null
        """;

    public static readonly Place Unknown = new(null, null, null);

    public static NpgsqlBatchCommand Read(byte[][] keyHashes, string campaignCode) =>
        Sql.Statement(ReadSql, Sql.ManyBytes(keyHashes), Sql.Text(campaignCode));

    public static async Task<Place> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        if (!await reader.ReadAsync(cancel))
        {
            return Unknown;
        }

        var holding = reader.IsDBNull(1) ? null : Holding.From(reader, 1);
        var free = reader.IsDBNull(6) ? null : new FreePeriod(reader.GetFieldValue<DateOnly>(6), reader.GetFieldValue<DateOnly>(7));
        return new(reader.GetGuid(0), holding, free);
    }

    /// <summary>Who holds the place at this instant; null when it is free.</summary>
    public Holding? HolderAt(DateTimeOffset now) => Written is { } holding && holding.HoldsAt(now) ? holding : null;

    /// <summary>What is written as live though its certificate has ended: to be closed by the next record.</summary>
    public Holding? ExpiredAt(DateTimeOffset now) => Written is { } holding && !holding.HoldsAt(now) ? holding : null;
}
