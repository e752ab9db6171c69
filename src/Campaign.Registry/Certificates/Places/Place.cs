using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Places;

/// <summary>The issuance that holds a citizen's one place in a programme, as written; whether it still does is a question of the instant.</summary>
/// <param name="RootId">The first issuance of its chain of replacements.</param>
internal sealed record Holding(Guid IssuanceId, short ProviderId, IssuanceStatus Status, DateTimeOffset RecordedAt, DateTimeOffset? ValidUntil, Guid RootId)
{
    /// <summary>From a row's columns id, provider_id, status, recorded_at, valid_until and root_id, the first of which is at this ordinal.</summary>
    public static Holding From(NpgsqlDataReader row, int first) => new(
        row.GetGuid(first), row.GetInt16(first + 1), Names.Parse<IssuanceStatus>(row.GetString(first + 2)), row.GetFieldValue<DateTimeOffset>(first + 3),
        row.ValueOrNull<DateTimeOffset>(first + 4), row.GetGuid(first + 5));

    public bool IsPending => Status == IssuanceStatus.PendingActivation;

    public bool HoldsAt(DateTimeOffset now) => Status.At(ValidUntil, now).IsLive();
}

/// <summary>What stands under a citizen in the programme of a campaign (HUE-1.3): the person, when the registry knows one; who holds the place; the free period.</summary>
internal sealed record Place(Guid? PersonId, Holding? Written, FreePeriod? FreePeriod)
{
    // Whoever holds it: row-level security would hide another provider's certificate, so the database answers by a narrow function.
    private const string ReadSql = """
        select person_id, issuance_id, provider_id, status, recorded_at, valid_until, root_id, starts_on, ends_on from registry.place_of($1, $2)
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
        var free = reader.IsDBNull(7) ? null : new FreePeriod(reader.GetFieldValue<DateOnly>(7), reader.GetFieldValue<DateOnly>(8));
        return new(reader.GetGuid(0), holding, free);
    }

    /// <summary>Who holds the place at this instant; null when it is free.</summary>
    public Holding? HolderAt(DateTimeOffset now) => Written is { } holding && holding.HoldsAt(now) ? holding : null;

    /// <summary>What is written as live though its certificate has ended: to be closed by the next record.</summary>
    public Holding? ExpiredAt(DateTimeOffset now) => Written is { } holding && !holding.HoldsAt(now) ? holding : null;
}
