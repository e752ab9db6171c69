using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Checks;

/// <summary>The trace that a question about a citizen leaves: who asked, as whom, when, by which act, and what was answered (HUE-1.7).</summary>
internal sealed record CitizenAsk(
    Guid Id, DateTimeOffset At, int CampaignId, short ProviderId, Guid? StaffId, string Act, Channel Channel, NumberKey Number, string Answer)
{
    private const string InsertSql = """
        insert into registry.citizen_asks (id, asked_at, campaign_id, provider_id, staff_id, act, channel, key_id, key_hash, answer)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    public NpgsqlBatchCommand Insert() => Sql.Statement(
        InsertSql, Sql.Uuid(Id), Sql.At(At), Sql.Int(CampaignId), Sql.Small(ProviderId), Sql.Uuid(StaffId), Sql.Text(Act), Sql.Text(Channel.InDatabase()),
        Sql.Small(Number.KeyId), Sql.Bytes(Number.Hash), Sql.Text(Answer));
}
