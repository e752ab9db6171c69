using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A certificate was made and its record refused for good: the evidence is kept, and a task says by when the certificate must be revoked (HUE-1.4). The deadline
/// counts from the first refusal of this serial number and stays, however often the record is tried again. A certificate that the provider has recorded, now or
/// elsewhere, was not made in vain: there is evidence of what was tried, and nothing to revoke.
/// </summary>
internal sealed record MadeInVain(
    string Cause, string Actor, short ProviderId, int CampaignId, CertificateFacts Certificate, Channel Channel, Guid? StaffId, Guid? CheckId, NumberKey Number, Guid? HolderId)
{
    private const string KeepEvidenceSql = """
        insert into registry.refused_records (provider_id, campaign_id, serial_number, cause, refused_at, issued_at, channel, staff_id, check_id, key_id, key_hash,
          holder_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning 1
        """;

    private const string OpenTaskSql = """
        insert into registry.revocation_tasks (provider_id, campaign_id, serial_number, opened_at, issued_at, revoke_by)
        select $1, $2, $3, $4, $5, $6
        where not exists (select from registry.serial_claims where provider_id = $1 and serial_number = $3) on conflict do nothing
        """;

    private const string ReadTaskSql =
        "select revoke_by from registry.revocation_tasks where provider_id = $1 and campaign_id = $2 and serial_number = $3 and recorded_after_all is null";

    /// <summary>Writes both, and the traces of what was asked; answers by when the certificate must be revoked; null when it must not be.</summary>
    public async Task<DateTimeOffset?> KeepAsync(Work work, IReadOnlyList<NpgsqlBatchCommand> asks, TimeSpan revokeWindow, DateTimeOffset now)
    {
        var firstTime = await KeepEvidenceAsync(work, asks, now);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            OpenTaskSql, Sql.Small(ProviderId), Sql.Int(CampaignId), Sql.Text(Certificate.SerialNumber), Sql.At(now), Sql.At(Certificate.IssuedAt),
            Sql.At(now + revokeWindow)));
        if (firstTime)
        {
            batch.BatchCommands.Add(JournalLeaf.Of(
                now, "RECORD_REFUSED", HolderId, Actor,
                $$"""{"cause":"{{Cause}}","campaign":{{CampaignId}},"serialNumber":"{{Certificate.SerialNumber}}"}""").Insert());
        }

        batch.BatchCommands.Add(Sql.Statement(ReadTaskSql, Sql.Small(ProviderId), Sql.Int(CampaignId), Sql.Text(Certificate.SerialNumber)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<DateTimeOffset>();
    }

    /// <summary>True when there was no such evidence yet: a retry adds nothing to the journal.</summary>
    private async Task<bool> KeepEvidenceAsync(Work work, IReadOnlyList<NpgsqlBatchCommand> asks, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.Add(asks);
        batch.BatchCommands.Add(Sql.Statement(
            KeepEvidenceSql, Sql.Small(ProviderId), Sql.Int(CampaignId), Sql.Text(Certificate.SerialNumber), Sql.Text(Cause), Sql.At(now),
            Sql.At(Certificate.IssuedAt), Sql.Text(Channel.InDatabase()), Sql.Uuid(StaffId), Sql.Uuid(CheckId), Sql.Small(Number.KeyId), Sql.Bytes(Number.Hash),
            Sql.Uuid(HolderId)));
        await using var reader = await batch.ExecuteReaderAsync(work.Cancel);
        return await reader.ReadAsync(work.Cancel);
    }
}
