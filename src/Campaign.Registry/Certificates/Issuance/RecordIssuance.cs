using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Badges;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="AlsoKnownAs">Another number of the same person: a claim.</param>
/// <param name="Staff">The provider's own reference; required for DOOR_TO_DOOR and NEED, unless a staff login implies it.</param>
/// <param name="Ticket">Of a check; required for DOOR_TO_DOOR and NEED.</param>
/// <param name="NeedId">Required for NEED.</param>
/// <param name="RegisteredInAppAt">PROVIDER_APP: when the registration in the provider's app succeeded (HUE-2.1).</param>
/// <param name="Activated">False: a technical fault at the door kept it from being activated (HUE-3.3).</param>
/// <param name="Holder">By it the same person is suspected under another number; part of the content only when given.</param>
/// <param name="FaultKind">What kept it from being activated; kept where <paramref name="Activated"/> is false.</param>
/// <param name="Badge">The staff's badge that the citizen opened: the text of the QR code, after <c>/v/</c>. Kept where staff are present.</param>
/// <param name="NoBadgeReason">Why none was opened.</param>
internal sealed record RecordIssuanceInput(
    string RequestId,
    string Campaign,
    string CitizenId,
    string? AlsoKnownAs,
    Channel Channel,
    string? Staff,
    string? Ticket,
    string? NeedId,
    DateTimeOffset? RegisteredInAppAt,
    CertificateInput Certificate,
    bool Activated,
    DossierInput? Dossier,
    HolderInput? Holder = null,
    FaultKind? FaultKind = null,
    string? Badge = null,
    NoBadgeReason? NoBadgeReason = null) : ICheckedInput
{
    public void Check()
    {
        Dossier?.Check();
        Holder?.Check();
        TypedText.Badge.Require("badge", Badge);
    }
}

/// <summary>
/// <para>
/// A provider records a certificate that it has made. The first record to be committed, by the registry's clock and order, makes the valid issuer (HUE-1.4); a
/// citizen holds one live issuance per programme (HUE-1.3), whatever happens: <c>one_live_issuance_per_person</c> holds it, this code explains it. The loser is
/// told who was first and by when its certificate must be revoked, and the evidence is kept.
/// </para>
/// <para>
/// At the door and for a need a fitting check comes first (HUE-3.2). Only at the door may a technical fault be recorded, as PENDING_ACTIVATION, which holds the
/// citizen's place too (HUE-3.3). The first activation starts the citizen's free period (HUE-1.5). A certificate that has run out is closed in the same
/// transaction. A record that names the citizen's open need serves it (HUE-4.3); an open need that it does not name is superseded. The journal leaf is written with the record, and a signed receipt answers it.
/// </para>
/// <para>
/// With another number stated beside the citizen's own (alsoKnownAs), the stricter of the two counts; the claim binds the caller alone and links nothing (I2). Without it the
/// record is judged by its own number.
/// </para>
/// <para>Sent again with the same requestId and content, the first result comes back: the issuance as it stands now, and the first receipt.</para>
/// <para>
/// Refusals, in order: RequestIdReused, InvalidCitizenId, InvalidCertificate, CampaignNotOpen, ProviderNotParticipating, LicenceNotInForce, StaffNotAuthorised,
/// QuotaExceeded, ActivationRequired, CheckRequired, SerialNumberTaken, AlreadyIssued, NeedNotServable.
/// </para>
/// </summary>
internal sealed class RecordIssuance(RecordFlow flow, NumberVault vault, ContentSealer sealer, ProviderDirectory providers, ScannedBadges badges)
    : ICommand<RecordIssuanceInput, IssuanceRecorded>
{
    public const string Operation = "recordIssuance";

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(InvalidCertificate), typeof(CampaignNotOpen), typeof(ProviderNotParticipating),
        typeof(LicenceNotInForce), typeof(StaffNotAuthorised), typeof(QuotaExceeded), typeof(ActivationRequired), typeof(CheckRequired),
        typeof(SerialNumberTaken), typeof(AlreadyIssued), typeof(NeedNotServable),
    ];

    /// <summary>Tests alone clear this, to see that the database holds every invariant without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public async Task<Answer<IssuanceRecorded>> HandleAsync(Caller caller, RecordIssuanceInput input, CancellationToken cancel)
    {
        input.Check();
        if (caller.Provider is not { Id: var providerId })
        {
            return new ProviderNotParticipating(null);
        }

        var request = new RecordRequest(
            input with { Staff = NamedStaff.Of(caller, input.Staff) }, new(caller.RequestOwner, Operation, input.RequestId), providerId, vault, sealer,
            byStaffLogin: caller.Staff is not null)
        {
            NamedBadge = await badges.NamedAsync(input.Badge, cancel),
        };
        return await flow.RunAsync(caller.Viewer, request, new Kind(providers), LooksBeforeWriting, cancel);
    }

    private sealed class Kind(ProviderDirectory providers) : RecordKind
    {
        public override async Task<Refusal?> JudgePlaceAsync(RecordRequest request, LockedFacts locked, CancellationToken cancel)
        {
            if (locked.SerialTakenBy is { } taken)
            {
                return new SerialNumberTaken(taken);
            }

            if (locked.Holder is not var (holder, byStatedNumber))
            {
                return null;
            }

            var yours = holder.ProviderId == request.ProviderId;
            return new AlreadyIssued(
                new(
                    await providers.ByIdAsync(holder.ProviderId, cancel), byStatedNumber ? null : holder.RecordedAt, holder.Status,
                    yours && !byStatedNumber ? FreePeriodView.Of(locked.Place.FreePeriod, locked.Now) : null),
                yours,
                RevokeBy: null);
        }
    }
}
