using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;
using Npgsql;
using NpgsqlTypes;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>An issuance as its provider and the department see it, with the status that it has at the instant of the answer.</summary>
/// <param name="SerialNumber">As the CA wrote it.</param>
/// <param name="Observations">What of the certificate does not fit what was said of it; empty too where it was not shown.</param>
public sealed record IssuanceView(
    Guid Id,
    string Campaign,
    Provider Provider,
    IssuanceOrigin Origin,
    IssuanceStatus Status,
    string SerialNumber,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ValidUntil,
    DateTimeOffset RecordedAt,
    FreePeriodView? FreePeriod,
    IReadOnlyList<CertificateObservation> Observations);

/// <summary>A record was taken, now or under the same request id before.</summary>
/// <param name="Replayed">True when this requestId had been recorded before: the issuance as it stands now, and the first receipt.</param>
internal sealed record IssuanceRecorded(IssuanceView Issuance, Receipt Receipt, bool Replayed);

/// <summary>One row of registry.issuances with what stands around it, as written.</summary>
internal sealed record IssuanceRow(
    Guid Id,
    Guid PersonId,
    int CampaignId,
    string CampaignCode,
    short ProviderId,
    IssuanceOrigin Origin,
    IssuanceStatus Written,
    string SerialNumber,
    string SerialAsWritten,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ValidUntil,
    DateTimeOffset RecordedAt,
    KeyStorage KeyStorage,
    DateTimeOffset? ActivatedAt,
    string? EndReason,
    Guid RootId,
    DateTimeOffset RootRecordedAt,
    string? ReceiptKeyId,
    byte[] ReceiptLeafHash,
    byte[]? ReceiptSignature,
    bool RecordedPending,
    FreePeriod? FreePeriod,
    IReadOnlyList<CertificateObservation> Observations)
{
    /// <summary>Whoever stands for the citizen now, and is locked: another than <see cref="PersonId"/> when a link has made two persons one since (I2).</summary>
    public Guid LockedPersonId { get; private init; }

    private const string SelectSql = """
        select i.id, i.person_id, i.campaign_id, c.code, i.provider_id, i.origin, i.status, i.serial_number, i.serial_as_written, i.issued_at, i.valid_until,
               i.recorded_at, i.key_storage, i.activated_at, i.end_reason, i.root_id, i.root_recorded_at, i.receipt_key_id, i.receipt_leaf_hash,
               i.receipt_signature, i.recorded_pending, registry.free_period_of(i.person_id, i.campaign_id),
               (select s.observations from registry.shown_certificates s where s.person_id = i.person_id and s.issuance_id = i.id)
        from registry.issuances i
        join registry.campaign_codes c on c.id = i.campaign_id
        """;

    public static NpgsqlBatchCommand Read(Guid id) => Sql.Statement(SelectSql + " where i.id = $1", Sql.Uuid(id));

    public static async Task<IssuanceRow?> FromAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        if (!await reader.ReadAsync(cancel))
        {
            return null;
        }

        return new(
            reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetString(3), reader.GetInt16(4),
            Names.Parse<IssuanceOrigin>(reader.GetString(5)), Names.Parse<IssuanceStatus>(reader.GetString(6)), reader.GetString(7), reader.GetString(8),
            reader.GetFieldValue<DateTimeOffset>(9), reader.ValueOrNull<DateTimeOffset>(10), reader.GetFieldValue<DateTimeOffset>(11),
            Names.Parse<KeyStorage>(reader.GetString(12)), reader.ValueOrNull<DateTimeOffset>(13), reader.TextOrNull(14), reader.GetGuid(15),
            reader.GetFieldValue<DateTimeOffset>(16), reader.TextOrNull(17), reader.GetFieldValue<byte[]>(18), reader.IsDBNull(19) ? null : reader.GetFieldValue<byte[]>(19),
            reader.GetBoolean(20), FreePeriod.Of(reader.ValueOrNull<NpgsqlRange<DateOnly>>(21)), Observed(reader.IsDBNull(22) ? [] : reader.GetFieldValue<string[]>(22)));
    }

    private static CertificateObservation[] Observed(string[] kinds) => [.. kinds.Select(Names.Parse<CertificateObservation>)];

    /// <summary>Reads one issuance and the clock, without a lock.</summary>
    public static async Task<(IssuanceRow? Row, DateTimeOffset Now)> ReadWithClockAsync(Work work, Guid id)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Read(id));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        await using var results = await batch.ReadAsync(work.Cancel);
        return (await results.NextAsync(FromAsync), await results.NextAsync(RegistryClock.ReadAsync));
    }

    /// <summary>Locks the person, then reads the clock and the issuance: from here on nothing about this citizen changes but by this transaction.</summary>
    public static async Task<(IssuanceRow Row, DateTimeOffset Now)> LockAsync(Work work, IssuanceRow seen)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(PersonLock.Take(seen.PersonId));
        batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
        batch.BatchCommands.Add(Read(seen.Id));
        await using var results = await batch.ReadAsync(work.Cancel);
        var person = await results.NextValueOrNullAsync<Guid>() ?? throw new InvalidOperationException("A person is never deleted.");
        var now = await results.NextAsync(RegistryClock.ReadAsync);
        var row = await results.NextAsync(FromAsync) ?? throw new InvalidOperationException("An issuance is never deleted.");
        return (row with { LockedPersonId = person }, now);
    }

    public IssuanceStatus StatusAt(DateTimeOffset now) => Written.At(ValidUntil, now);

    /// <summary>Of what was recorded by a request; an import makes none.</summary>
    public Receipt Receipt => new(
        ReceiptKeyId ?? throw new InvalidOperationException("An import has no receipt."), Convert.ToHexStringLower(ReceiptLeafHash), RecordedAt, Convert.ToBase64String(ReceiptSignature!));

    public async Task<IssuanceView> ViewAsync(ProviderDirectory providers, DateTimeOffset now, CancellationToken cancel) => new(
        Id, CampaignCode, await providers.ByIdAsync(ProviderId, cancel), Origin, StatusAt(now), SerialAsWritten, IssuedAt, ValidUntil, RecordedAt,
        FreePeriodView.Of(FreePeriod, now), Observations);
}
