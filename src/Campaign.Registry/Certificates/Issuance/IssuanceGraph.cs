using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Licences;
using Campaign.Registry.Providers.Staff;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Issuance;

internal sealed class IssuanceGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<RecordIssuance>()
            .Description("Record an issuance. The first to commit is the valid issuer. Needs scope registry.record.")
            .AnyScopeOf(Scopes.Record);
        mutation.Command<SwitchProvider>()
            .Description("Close the certificate that the citizen holds elsewhere and record the new one, in one transaction. The free period is carried over.")
            .AnyScopeOf(Scopes.Record);
        mutation.Command<ConsentToSwitch>()
            .Description("""
                The citizen agrees to leave the present provider for this one, and gets a code to tell its staff. An officer may ask for a citizen at the counter.
                """)
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
        mutation.Command<ReplaceCertificate>()
            .Description("The holder's own provider makes a new certificate (key lost, expiry, correction). Place and free period stay as they are.")
            .AnyScopeOf(Scopes.Record);
        mutation.Command<ActivateIssuance>()
            .Description("A technical fault kept the certificate from being activated; now it is.")
            .AnyScopeOf(Scopes.Record);
        mutation.Command<EndIssuance>()
            .Description("An issuance comes to its end: by its own provider, or the department. Frees the citizen's place; never renews the free period.")
            .AnyScopeOf(Scopes.Record, Scopes.Department, Scopes.DepartmentReview);
        mutation.Command<ConsentToEnd>()
            .Description("The citizen agrees to the end of this certificate, and gets a code to tell its provider's staff. An officer may ask for a citizen at the counter.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
        mutation.Command<DenyEnd>()
            .Description("""
                The citizen says "I did not ask" of an end by a provider without the citizen's code, within 30 days. It opens a case; the end stands, and the free year runs on.
                """)
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.Citizen);
        mutation.Command<ConfirmRevocation>()
            .Description("The certificate that was made in vain (AlreadyIssued.revokeBy) has been revoked.")
            .AnyScopeOf(Scopes.Record);
    }

    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<IssuanceView, IssuanceObjectGraph>>>("issuances")
            .Description("Own issuances for a provider; all for the department; the citizen's own for a citizen.")
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<IssuanceFilterGraph>("filter")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .Paged((c, page, total) => c.Service<IssuanceQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<IssuanceFilter?>("filter"), page, total, c.CancellationToken));
        query.Field<IssuanceObjectGraph>("issuance")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Scopes.Check, Scopes.Record, Scopes.Department, Scopes.DepartmentRead, Scopes.Citizen)
            .ResolveAsync(async c => await c.Service<IssuanceQueries>()
                .ByIdAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken));
    }
}

internal sealed class RecordIssuanceInputGraph : InputObjectGraphType<RecordIssuanceInput>
{
    public RecordIssuanceInputGraph()
    {
        Name = "RecordIssuanceInput";
        Field<NonNullGraphType<IdGraphType>>("requestId").Description(
            "Made and kept by the caller before the first try. Sent again with the same content, the first result comes back.");
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<StringGraphType>("alsoKnownAs");
        Field<NonNullGraphType<ContractEnum<Channel>>>("channel");
        Field<StringGraphType>("staff").Description("""
            The provider's own reference of its active staff member; required for DOOR_TO_DOOR and NEED, at check and record, when no staff login
            implies it; when given in PROVIDER_APP it must be right too. Else StaffNotAuthorised.
            """);
        Field<StringGraphType>("ticket").Description("""
            Required for DOOR_TO_DOOR and NEED: a ticket of this provider, campaign, citizen and channel, with
            checkedAt - 1 minute (clocks differ) <= certificate.issuedAt <= ticketExpiresAt. Its standing does not matter: the record decides.
            In PROVIDER_APP a ticket that does not fit counts as none, and a record without one is accepted and flagged.
            """);
        Field<IdGraphType>("needId").Description("""
            Required for NEED (missing: NeedNotServable, state null); not allowed elsewhere. A need whose provider records without naming it is SUPERSEDED.
            """);
        Field<InstantGraphType>("registeredInAppAt").Description("PROVIDER_APP: when the citizen's registration in the provider's app succeeded (HUE-2.1).");
        Field<NonNullGraphType<CertificateInputGraph>>("certificate");
        Field<NonNullGraphType<BooleanGraphType>>("activated").DefaultValue(true).Description(
            "False: a technical fault at the door kept it from being activated (HUE-3.3). DOOR_TO_DOOR alone.");
        Field<DossierInputGraph>("dossier");
        Field<HolderInputGraph>("holder");
        Field<ContractEnum<FaultKind>>("faultKind").Description("What kept it from being activated; kept where activated is false. Left out: not said.");
        Field<StringGraphType>("badge").Description(VisitGraph.Badge);
        Field<ContractEnum<NoBadgeReason>>("noBadgeReason").Description(VisitGraph.NoBadge);
    }
}

/// <summary>What records and switches say of their visit alike.</summary>
internal static class VisitGraph
{
    public const string Badge = "The staff's badge that the citizen opened: the text of its QR code, after /v/. Kept where staff are present; it refuses nothing. Left out: not said.";

    public const string NoBadge = "Why the citizen opened none. Kept where no badge is named.";
}

internal sealed class HolderInputGraph : InputObjectGraphType<HolderInput>
{
    public HolderInputGraph()
    {
        Name = "HolderInput";
        Description = "Who holds it, as card and citizen say: by it the same person is suspected behind two numbers (HUE-1.3). Each part may be left out.";
        Field<StringGraphType>("name");
        Field<DayGraphType>("birthDate").Description("1 January may stand for a year alone.");
        Field<ContractEnum<Sex>>("sex");
        Field<StringGraphType>("phone").Description("10 digits from 0, or +84 and 9 digits. Kept as a keyed hash and a ciphertext.");
        Field<StringGraphType>("wardCode").Description("Code of the commune or ward.");
    }
}

internal sealed class CertificateInputGraph : InputObjectGraphType<CertificateInput>
{
    public CertificateInputGraph()
    {
        Name = "CertificateInput";
        Field<NonNullGraphType<StringGraphType>>("serialNumber").Description(
            "As the CA wrote it, hexadecimal; case, colons and leading zeros do not matter. Unique per provider.");
        Field<NonNullGraphType<InstantGraphType>>("issuedAt").Description(
            "When the CA made it; at most 5 minutes ahead of the registry's clock; may be older than the campaign.");
        Field<InstantGraphType>("validUntil").Description("When it ends; read from the PEM when that is given.");
        Field<NonNullGraphType<ContractEnum<KeyStorage>>>("keyStorage").DefaultValue(KeyStorage.Remote);
        Field<StringGraphType>("pem").Description(
            "The certificate itself, PEM. Unreadable or with another serial: InvalidCertificate. All else that does not fit" +
            " (issuer, notBefore outside the terms' allowance before issuedAt, a day by default) is looked into. validUntil is read from it.");
    }
}

internal sealed class DossierInputGraph : InputObjectGraphType<DossierInput>
{
    public DossierInputGraph()
    {
        Name = "DossierInput";
        Field<StringGraphType>("contractNumber");
        Field<DayGraphType>("contractSignedOn");
        Field<InstantGraphType>("handedOverAt");
        Field<BooleanGraphType>("receivedByCitizen").Description("Who received it: the citizen, or another person by name.");
        Field<StringGraphType>("recipientName");
        Field<InstantGraphType>("consentGivenAt");
    }
}

internal sealed class ReplaceCertificateInputGraph : InputObjectGraphType<ReplaceCertificateInput>
{
    public ReplaceCertificateInputGraph()
    {
        Name = "ReplaceCertificateInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("issuanceId");
        Field<NonNullGraphType<ContractEnum<ReplaceReason>>>("reason");
        Field<NonNullGraphType<CertificateInputGraph>>("certificate");
        Field<DossierInputGraph>("dossier");
    }
}

internal sealed class ActivateIssuanceInputGraph : InputObjectGraphType<ActivateIssuanceInput>
{
    public ActivateIssuanceInputGraph()
    {
        Name = "ActivateIssuanceInput";
        Description = "activatedAt between issuedAt and 5 minutes ahead; a provider excluded more than 72 h ago activates nothing.";
        Field<NonNullGraphType<IdGraphType>>("issuanceId");
        Field<NonNullGraphType<InstantGraphType>>("activatedAt");
        Field<InstantGraphType>("handedOverAt").Description("When it was handed over to the citizen; 2006 to 5 minutes ahead. Left out: not said.");
    }
}

internal sealed class EndIssuanceInputGraph : InputObjectGraphType<EndIssuanceInput>
{
    public EndIssuanceInputGraph()
    {
        Name = "EndIssuanceInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("issuanceId");
        Field<NonNullGraphType<ContractEnum<EndReason>>>("reason").Description("""
            FAULT_NOT_RESOLVED (only while pending) and WRONG_CITIZEN end in WITHDRAWN, REVOKED and CITIZEN_ASKED in REVOKED; a switch or replacement in REPLACED.
            WRONG_CITIZEN (a mistyped number) also undoes the free period that it started: by the provider within 72 h of recordedAt, later by the department; else CannotEndSo.
            """);
        Field<NonNullGraphType<InstantGraphType>>("effectiveAt").Description("Between issuedAt and 5 minutes ahead; else CannotEndSo.");
        Field<StringGraphType>("note");
        Field<StringGraphType>("consentCode").Description("""
            The code of consentToEnd: for this certificate, once, 15 minutes, 5 tries. Without it, whatever the reason, the citizen is told at once and may say for 30 days "I did not ask".
            """);
    }
}

internal sealed class ConfirmRevocationInputGraph : InputObjectGraphType<ConfirmRevocationInput>
{
    public ConfirmRevocationInputGraph()
    {
        Name = "ConfirmRevocationInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("serialNumber");
        Field<NonNullGraphType<InstantGraphType>>("revokedAt");
    }
}
