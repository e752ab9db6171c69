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

/// <param name="ConsentCode">What the citizen got from consentToSwitch.</param>
/// <param name="Channel">As for recordIssuance; where staff are present, DOOR_TO_DOOR with a ticket.</param>
internal sealed record SwitchProviderInput(
    string RequestId,
    string Campaign,
    string CitizenId,
    string ConsentCode,
    Channel Channel,
    string? Staff,
    string? Ticket,
    string? NeedId,
    CertificateInput Certificate,
    DossierInput? Dossier,
    HolderInput? Holder = null,
    string? Badge = null,
    NoBadgeReason? NoBadgeReason = null) : ICheckedInput
{
    public void Check()
    {
        TypedText.ConsentCode.Require("consentCode", ConsentCode);
        Dossier?.Check();
        Holder?.Check();
        TypedText.Badge.Require("badge", Badge);
    }
}

/// <summary>The code is wrong, used, older than 15 minutes, or for another citizen, campaign, provider or holder.</summary>
internal sealed record ConsentNotProven : Refusal
{
    public override Text Message => new(
        "Mã đồng ý không đúng, đã dùng, đã hết hạn (15 phút), đã nhập sai 5 lần, hoặc không dành cho doanh nghiệp này. Hãy nhờ công dân lấy mã mới.",
        "The consent code is wrong, used, older than 15 minutes, voided by 5 wrong attempts, or not for this provider. Ask the citizen for a new one.");

    public override Clause? Clause => Clause.FreeYearIsCarriedOver;
}

/// <summary>
/// <para>
/// A citizen changes provider: the certificate that is held elsewhere ends as REPLACED and the new one is recorded, in one transaction, with the citizen's own
/// consent. The free period is carried over with the time used (HUE-1.5); when what is left had never been active, it starts now. Possible after the campaign's
/// close too. A need that is named is served by it.
/// </para>
/// <para>Where staff are present a fitting check comes first, as for a record (HUE-3.2). In the provider's app the citizen's code stands for it.</para>
/// <para>A wrong code is counted against the citizen's open consent for this provider; the fifth voids it.</para>
/// <para>
/// Refusals, in order: RequestIdReused, InvalidCitizenId, InvalidCertificate, ProviderNotParticipating, LicenceNotInForce, StaffNotAuthorised, QuotaExceeded,
/// CheckRequired, NothingToSwitch, ConsentNotProven, SerialNumberTaken, AlreadyIssued, NeedNotServable.
/// </para>
/// </summary>
internal sealed class SwitchProvider(RecordFlow flow, NumberVault vault, ContentSealer sealer, ConsentCodes codes, ScannedBadges badges)
    : ICommand<SwitchProviderInput, IssuanceRecorded>
{
    public const string Operation = "switchProvider";

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(RequestIdReused), typeof(InvalidCitizenId), typeof(InvalidCertificate), typeof(ProviderNotParticipating), typeof(LicenceNotInForce),
        typeof(StaffNotAuthorised), typeof(QuotaExceeded), typeof(CheckRequired), typeof(NothingToSwitch), typeof(ConsentNotProven), typeof(SerialNumberTaken),
        typeof(AlreadyIssued), typeof(NeedNotServable),
    ];

    public async Task<Answer<IssuanceRecorded>> HandleAsync(Caller caller, SwitchProviderInput input, CancellationToken cancel)
    {
        input.Check();
        if (caller.Provider is not { Id: var providerId })
        {
            return new ProviderNotParticipating(null);
        }

        var asRecord = new RecordIssuanceInput(
            input.RequestId, input.Campaign, input.CitizenId, AlsoKnownAs: null, input.Channel, NamedStaff.Of(caller, input.Staff), input.Ticket, input.NeedId, RegisteredInAppAt: null,
            input.Certificate, Activated: true, input.Dossier, input.Holder, FaultKind: null, input.Badge, input.NoBadgeReason);
        var request = new RecordRequest(
            asRecord, new(caller.RequestOwner, Operation, input.RequestId), providerId, vault, sealer, ConsentCodes.Normalise(input.ConsentCode),
            byStaffLogin: caller.Staff is not null)
        {
            NamedBadge = await badges.NamedAsync(input.Badge, cancel),
        };
        return await flow.RunAsync(caller.Viewer, request, new Kind(codes), looks: true, cancel);
    }

    private sealed class Kind(ConsentCodes codes) : RecordKind
    {
        /// <summary>
        /// NothingToSwitch, ConsentNotProven and SerialNumberTaken. AlreadyIssued cannot arise here: a consent is for the holder of its moment, so another holder is
        /// a consent that is not proven.
        /// </summary>
        public override Task<Refusal?> JudgePlaceAsync(RecordRequest request, LockedFacts locked, CancellationToken cancel) => Task.FromResult(Judge(request, locked));

        public override Holding? Leaves(LockedFacts locked) => locked.Place.HolderAt(locked.Now);

        /// <summary>Only a wrong code for a consent that is this provider's counts: no provider can spend the tries of another's.</summary>
        public override async Task OnRefusedAsync(Work work, RecordRequest request, LockedFacts locked, Refusal refusal)
        {
            if (refusal is ConsentNotProven && locked.Consent is { } consent && consent.IsFor(request.ProviderId, locked.Place.Written, locked.Now)
                && !codes.Fits(consent, request.ConsentCode!))
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(consent.CountWrongTry(locked.Now));
                await batch.ExecuteNonQueryAsync(work.Cancel);
            }
        }

        private Refusal? Judge(RecordRequest request, LockedFacts locked)
        {
            if (locked.Place.HolderAt(locked.Now) is not { } holder || holder.ProviderId == request.ProviderId)
            {
                return new NothingToSwitch(locked.Place.HolderAt(locked.Now) is not null);
            }

            if (locked.Consent is not { } consent || !consent.IsFor(request.ProviderId, locked.Place.Written, locked.Now) || !codes.Fits(consent, request.ConsentCode!))
            {
                return new ConsentNotProven();
            }

            return locked.SerialTakenBy is { } taken ? new SerialNumberTaken(taken) : null;
        }
    }
}
