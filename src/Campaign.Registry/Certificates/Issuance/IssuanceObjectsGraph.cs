using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Issuance;

internal sealed class IssuanceObjectGraph : ObjectGraphType<IssuanceView>
{
    public IssuanceObjectGraph()
    {
        Name = "Issuance";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<ContractEnum<IssuanceOrigin>>>("origin").Resolve(c => c.Source.Origin);
        Field<NonNullGraphType<ContractEnum<IssuanceStatus>>>("status").Resolve(c => c.Source.Status);
        Field<NonNullGraphType<StringGraphType>>("serialNumber").Resolve(c => c.Source.SerialNumber);
        Field<NonNullGraphType<InstantGraphType>>("issuedAt").Resolve(c => c.Source.IssuedAt);
        Field<InstantGraphType>("validUntil").Resolve(c => c.Source.ValidUntil);
        Field<NonNullGraphType<InstantGraphType>>("recordedAt").Resolve(c => c.Source.RecordedAt);
        Field<FreePeriodGraph>("freePeriod").Resolve(c => c.Source.FreePeriod);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ContractEnum<CertificateObservation>>>>>("observations")
            .Description("What of the certificate that was shown does not fit what was said of it. Looked into; it refuses nothing and flags nobody.")
            .Resolve(c => c.Source.Observations);
    }
}

internal sealed class ReceiptGraph : ObjectGraphType<Receipt>
{
    public ReceiptGraph()
    {
        Name = "Receipt";
        Description = """
            The registry's signed promise that this record is in its journal. signature = base64 of Ed25519 over the UTF-8 bytes of five lines, each ended by LF:
            campaign-registry/receipt/v1, journalKeyId, leafHash (lower-case hex), recordedAt (UTC, microseconds, as given here), the issuance's id.
            Public keys: GET /journal/keys.
            """;
        Field<NonNullGraphType<StringGraphType>>("journalKeyId").Resolve(c => c.Source.JournalKeyId);
        Field<NonNullGraphType<StringGraphType>>("leafHash").Resolve(c => c.Source.LeafHash);
        Field<NonNullGraphType<InstantGraphType>>("recordedAt").Resolve(c => c.Source.RecordedAt);
        Field<NonNullGraphType<StringGraphType>>("signature").Resolve(c => c.Source.Signature);
    }
}

internal sealed class IssuanceRecordedGraph : ObjectGraphType<IssuanceRecorded>
{
    public IssuanceRecordedGraph()
    {
        Name = "IssuanceRecorded";
        Field<NonNullGraphType<IssuanceObjectGraph>>("issuance").Resolve(c => c.Source.Issuance);
        Field<NonNullGraphType<ReceiptGraph>>("receipt").Resolve(c => c.Source.Receipt);
        Field<NonNullGraphType<BooleanGraphType>>("replayed")
            .Description("True when this requestId had been recorded before: the same issuance as it stands now, and the first receipt.")
            .Resolve(c => c.Source.Replayed);
    }
}

internal sealed class IssuanceActivatedGraph : ObjectGraphType<IssuanceActivated>
{
    public IssuanceActivatedGraph()
    {
        Name = "IssuanceActivated";
        Field<NonNullGraphType<IssuanceObjectGraph>>("issuance").Resolve(c => c.Source.Issuance);
    }
}

internal sealed class IssuanceEndedGraph : ObjectGraphType<IssuanceEnded>
{
    public IssuanceEndedGraph()
    {
        Name = "IssuanceEnded";
        Field<NonNullGraphType<IssuanceObjectGraph>>("issuance").Resolve(c => c.Source.Issuance);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class RevocationConfirmedGraph : ObjectGraphType<RevocationConfirmed>
{
    public RevocationConfirmedGraph()
    {
        Name = "RevocationConfirmed";
        Description = "inTime by the registry's clock at confirmation. Answers AlreadyIssued's, CheckRequired's and NeedNotServable's revokeBy.";
        Field<NonNullGraphType<StringGraphType>>("serialNumber").Resolve(c => c.Source.SerialNumber);
        Field<NonNullGraphType<InstantGraphType>>("revokeBy").Resolve(c => c.Source.RevokeBy);
        Field<NonNullGraphType<BooleanGraphType>>("inTime").Resolve(c => c.Source.InTime);
    }
}

internal sealed class InvalidCertificateGraph : RefusalGraph<InvalidCertificate>
{
    public InvalidCertificateGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class SerialNumberTakenGraph : RefusalGraph<SerialNumberTaken>
{
    public SerialNumberTakenGraph() => Field<IdGraphType>("issuanceId").Resolve(c => c.Source.IssuanceId);
}

internal sealed class CannotEndSoGraph : RefusalGraph<CannotEndSo>
{
    public CannotEndSoGraph() => Field<NonNullGraphType<ContractEnum<IssuanceStatus>>>("status").Resolve(c => c.Source.Status);
}

internal sealed class NotPendingActivationGraph : RefusalGraph<NotPendingActivation>
{
    public NotPendingActivationGraph() => Field<NonNullGraphType<ContractEnum<IssuanceStatus>>>("status").Resolve(c => c.Source.Status);
}

internal sealed class IssuanceFilterGraph : InputObjectGraphType<IssuanceFilter>
{
    public IssuanceFilterGraph()
    {
        Name = "IssuanceFilter";
        Field<StringGraphType>("providerCode");
        Field<ListGraphType<NonNullGraphType<ContractEnum<IssuanceStatus>>>>("status");
        Field<InstantGraphType>("recordedFrom");
        Field<InstantGraphType>("recordedTo");
    }
}
