using System.Text.Encodings.Web;
using System.Text.Json;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="ContractNumber">DT-3.2: of the contract or request form.</param>
/// <param name="ContractSignedOn">Day in Vietnam.</param>
/// <param name="ReceivedByCitizen">DT-3.1: false when another person received it; then <paramref name="RecipientName"/> says who.</param>
/// <param name="ConsentGivenAt">DT-2: consent to the processing of personal data.</param>
internal sealed record DossierInput(
    string? ContractNumber,
    DateOnly? ContractSignedOn,
    DateTimeOffset? HandedOverAt,
    bool? ReceivedByCitizen,
    string? RecipientName,
    DateTimeOffset? ConsentGivenAt) : ICheckedInput
{
    public void Check()
    {
        TypedText.ContractNumber.Require("dossier.contractNumber", ContractNumber);
        TypedText.NameIfKnown.Require("dossier.recipientName", RecipientName);
    }
}

/// <summary>An issuance about to be written, with its journal leaf and signed receipt. Writes nothing but rows; the caller holds the lock and has judged.</summary>
internal sealed class NewIssuance
{
    private const string InsertSql = """
        insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, valid_until,
          key_storage, recorded_at, registered_in_app_at, staff_id, check_id, activated_at, root_id, root_recorded_at, certificate_hash, public_key_hash,
          receipt_key_id, receipt_leaf_hash, receipt_signature, recorded_pending, previous_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
        """;

    private const string ClaimSerialSql =
        "insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id) values ($1, $2, $3, $4)";

    private const string InsertDossierSql = """
        insert into registry.dossiers (person_id, issuance_id, contract_number, contract_signed_on, handed_over_at, received_by_citizen, recipient_name,
          consent_given_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    // In whatever campaign it was to be revoked: it is one certificate.
    private const string CloseTaskSql = """
        update registry.revocation_tasks set recorded_after_all = $3
        where provider_id = $1 and serial_number = $2 and confirmed_at is null and recorded_after_all is null
        """;

    private static readonly JsonSerializerOptions PayloadFormat = new(JsonSerializerOptions.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JournalLeaf leaf;
    private readonly (string KeyId, byte[] Signature) signature;

    public NewIssuance(IssuanceDraft draft, string actor, string journalKind, ReceiptSigner signer)
    {
        Draft = draft;
        leaf = JournalLeaf.Of(draft.RecordedAt, journalKind, draft.Id, actor, Payload(draft));
        signature = signer.Sign(leaf.LeafHash, draft.RecordedAt, draft.Id);
    }

    public IssuanceDraft Draft { get; }

    public Receipt Receipt => new(
        signature.KeyId, Convert.ToHexStringLower(leaf.LeafHash), Draft.RecordedAt, Convert.ToBase64String(signature.Signature));

    /// <summary>A certificate that was refused once, and is recorded after all, is not to be revoked any more.</summary>
    public static NpgsqlBatchCommand CloseTask(short providerId, string serialNumber, DateTimeOffset now) =>
        Sql.Statement(CloseTaskSql, Sql.Small(providerId), Sql.Text(serialNumber), Sql.At(now));

    public IEnumerable<NpgsqlBatchCommand> Statements()
    {
        var d = Draft;
        yield return Sql.Statement(
            InsertSql, Sql.Uuid(d.Id), Sql.Uuid(d.PersonId), Sql.Int(d.CampaignId), Sql.Small(d.ProviderId), Sql.Text(d.Origin.InDatabase()),
            Sql.Text(d.Status.InDatabase()), Sql.Text(d.Certificate.SerialNumber), Sql.Text(d.Certificate.SerialAsWritten), Sql.At(d.Certificate.IssuedAt),
            Sql.At(d.Certificate.ValidUntil), Sql.Text(d.Certificate.KeyStorage.InDatabase()), Sql.At(d.RecordedAt), Sql.At(d.RegisteredInAppAt),
            Sql.Uuid(d.StaffId), Sql.Uuid(d.CheckId), Sql.At(d.ActivatedAt), Sql.Uuid(d.RootId), Sql.At(d.RootRecordedAt),
            Sql.Bytes(d.Certificate.Shown?.Hash), Sql.Bytes(d.Certificate.Shown?.PublicKeyHash), Sql.Text(signature.KeyId), Sql.Bytes(leaf.LeafHash),
            Sql.Bytes(signature.Signature), Sql.Bool(d.Status == IssuanceStatus.PendingActivation), Sql.Uuid(d.PreviousId));
        yield return Sql.Statement(
            ClaimSerialSql, Sql.Small(d.ProviderId), Sql.Text(d.Certificate.SerialNumber), Sql.Uuid(d.Id), Sql.Uuid(d.PersonId));
        yield return leaf.Insert();
        yield return CloseTask(d.ProviderId, d.Certificate.SerialNumber, d.RecordedAt);
        if (d.Certificate.Shown is { } shown)
        {
            yield return shown.Insert(d.PersonId, d.Id, d.Observations, d.RecordedAt);
        }

        if (CertificateLastsTheFreeYearRule.Tell(d) is { } early)
        {
            yield return early.Insert();
        }

        if (d.Dossier is { } dossier)
        {
            yield return Sql.Statement(
                InsertDossierSql, Sql.Uuid(d.PersonId), Sql.Uuid(d.Id), Sql.Text(dossier.ContractNumber), Sql.Day(dossier.ContractSignedOn),
                Sql.At(dossier.HandedOverAt), Sql.Bool(dossier.ReceivedByCitizen), Sql.Text(dossier.RecipientName), Sql.At(dossier.ConsentGivenAt));
        }
    }

    internal static string Payload(IssuanceDraft d) => JsonSerializer.Serialize(
        new
        {
            issuance = d.Id,
            person = d.PersonId,
            campaign = d.CampaignId,
            provider = d.ProviderId,
            origin = d.Origin.InDatabase(),
            status = d.Status.InDatabase(),
            serialNumber = d.Certificate.SerialNumber,
            issuedAt = Instant.Write(d.Certificate.IssuedAt),
            validUntil = d.Certificate.ValidUntil is { } until ? Instant.Write(until) : null,
            keyStorage = d.Certificate.KeyStorage.InDatabase(),
            check = d.CheckId,
            staff = d.StaffId,
            root = d.RootId,
            previous = d.PreviousId,
            freePeriod = d.FreePeriod is { } free ? new { startsOn = free.StartsOn, endsOn = free.EndsOn } : null,
        },
        PayloadFormat);
}

/// <summary>The facts of an issuance before it is written.</summary>
/// <param name="PreviousId">The issuance whose place this one takes, by a switch or as its replacement.</param>
/// <param name="FreePeriod">The citizen's free period once this is written; null while nothing was ever active.</param>
internal sealed record IssuanceDraft(
    Guid Id,
    Guid PersonId,
    int CampaignId,
    short ProviderId,
    IssuanceOrigin Origin,
    IssuanceStatus Status,
    CertificateFacts Certificate,
    DateTimeOffset RecordedAt,
    DateTimeOffset? RegisteredInAppAt,
    Guid? StaffId,
    Guid? CheckId,
    DateTimeOffset? ActivatedAt,
    Guid RootId,
    DateTimeOffset RootRecordedAt,
    Guid? PreviousId,
    FreePeriod? FreePeriod,
    DossierInput? Dossier)
{
    /// <summary>What of the certificate that was shown does not fit what was said of it.</summary>
    public IReadOnlyList<CertificateObservation> Observations { get; init; } = [];
}
