using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A certificate whose revocation the provider has confirmed can no longer be recorded. Looked up under a lock on its task before anything is written, so that a
/// confirmation and a record at the same instant follow one another; and without one when a record is first judged, so that this refusal comes in its order.
/// </summary>
internal static class RevokedSerial
{
    private const string ReadSql =
        "select confirmed_at is not null from registry.revocation_tasks where provider_id = $1 and serial_number = $2 order by campaign_id";

    public static NpgsqlBatchCommand Read(short providerId, string? serialNumber) => Sql.Statement(ReadSql, Sql.Small(providerId), Sql.Text(serialNumber));

    public static NpgsqlBatchCommand Lock(short providerId, string serialNumber) => Sql.Statement(ReadSql + " for update", Sql.Small(providerId), Sql.Text(serialNumber));

    /// <summary>True when the revocation was confirmed, in whatever campaign.</summary>
    public static async Task<bool> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        var confirmed = false;
        while (await reader.ReadAsync(cancel))
        {
            confirmed |= reader.GetBoolean(0);
        }

        return confirmed;
    }

    public static InvalidCertificate Refusal() => new("serialNumber", new(
        "doanh nghiệp đã xác nhận thu hồi chứng thư này. Hãy tạo chứng thư mới.",
        "the provider has confirmed that this certificate was revoked. Make a new one."));
}
