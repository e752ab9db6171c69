using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>An import as whoever decides on it has it locked.</summary>
internal sealed record DecidedImport(ImportState State, string CampaignCode, short ProviderId, long RowsDone, long Claims, bool Approved)
{
    private const string LockSql = """
        select i.state, c.code as campaign_code, i.provider_id, i.rows_done, i.claims, i.approved_at is not null as approved from registry.imports i
        join registry.campaign_codes c on c.id = i.campaign_id where i.id = $1 for update of i
        """;

    /// <summary>Locks its row, and then reads the clock; null when there is no such import, or none in a state that the viewer may change.</summary>
    public static async Task<(DecidedImport Import, DateTimeOffset Now)?> LockAsync(Work work, Guid id) => await work.RowOrNullAsync<Row>(LockSql, Sql.Uuid(id)) is { } row
        ? (new(Names.Parse<ImportState>(row.State), row.CampaignCode, row.ProviderId, row.RowsDone, row.Claims, row.Approved), await RegistryClock.ReadAsync(work))
        : null;

    private sealed record Row(string State, string CampaignCode, short ProviderId, long RowsDone, long Claims, bool Approved);
}
