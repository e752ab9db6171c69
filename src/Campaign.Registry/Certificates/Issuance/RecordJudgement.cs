using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Licences;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// The refusals of a record in the contract's order, as questions of facts and an instant. Asked twice: when the request arrives, and again at the instant that
/// the record would bear, after the lock.
/// </summary>
internal static class RecordJudgement
{
    /// <summary>InvalidCitizenId … StaffNotAuthorised. A switch is possible after the campaign's close too; all else is not.</summary>
    public static Refusal? BeforeQuota(RecordRequest request, RecordFacts facts, DateTimeOffset now)
    {
        var input = request.Input;
        var today = VietnamTime.DateOf(now);
        if (request.Numbers is not { } numbers)
        {
            return new InvalidCitizenId();
        }

        if (input.AlsoKnownAs is not null && CitizenNumber.ParseOrNull(input.AlsoKnownAs) is null)
        {
            return new InvalidCitizenId("alsoKnownAs");
        }

        if (numbers.Judge(today) is { } unborne)
        {
            return unborne;
        }

        // A switch finds the certificate that it ends, whatever number that was recorded by.
        if (request.ConsentCode is null && PersonalNumberRule.Judge(numbers.Own, numbers.Other) is { } alone)
        {
            return alone;
        }

        return request.CertificateRefusal
            ?? (Refusal?)CertificateIsCredibleRule.Judge(request.Certificate!, now)
            ?? StatedInstantsRule.Judge("registeredInAppAt", input.RegisteredInAppAt, now)
            ?? StatedInstantsRule.Judge(input.Dossier, now)
            ?? (facts.ConfirmedRevoked ? RevokedSerial.Refusal() : null)
            ?? (request.ConsentCode is null ? CampaignIsOpenRule.Judge(facts.TermsAt(now), now) : null)
            ?? (Refusal?)ProviderTakesPartRule.Judge(facts.Participation, now)
            ?? LicenceInForceRule.Judge(facts.Licences, input.Certificate.KeyStorage, now)
            ?? (Refusal?)StaffAreKnownRule.Judge(input.Channel != Channel.ProviderApp, input.Staff, facts.Staff, now)
            ?? (request.ByStaffLogin ? StaffRecordInPersonRule.Judge(input.Channel) : null);
    }

    /// <summary>ActivationRequired and CheckRequired.</summary>
    public static Refusal? BeforeLock(RecordRequest request, Ticket? ticket, CampaignTerms terms, DateTimeOffset now)
    {
        if (!request.Input.Activated && request.Input.Channel != Channel.DoorToDoor)
        {
            return new ActivationRequired();
        }

        // In the provider's app a ticket that does not fit counts as none, and a record without one is accepted and flagged.
        return request.Input.Channel != Channel.ProviderApp && TicketFault(request, ticket, terms, now) is { } fault ? new CheckRequired(fault, null) : null;
    }

    public static TicketFault? TicketFault(RecordRequest request, Ticket? ticket, CampaignTerms terms, DateTimeOffset now) => CheckFitsRecordRule.Judge(
        ticket, !string.IsNullOrEmpty(request.Input.Ticket), request.ProviderId, terms.CampaignId, request.NumberKeys, request.Input.Channel,
        request.Certificate!.IssuedAt, now);

    /// <summary>
    /// NeedNotServable: channel NEED names a need and no other channel does; it is this provider's, this citizen's and of this campaign, and open at the instant of
    /// the record (I4, I5).
    /// </summary>
    public static NeedNotServable? Need(RecordRequest request, LockedFacts locked)
    {
        if (request.Input.Channel != Channel.Need)
        {
            return request.Input.NeedId is null ? null : new(null, null);
        }

        // Read after the open need was locked, and so as it stands; any other has ended and does not change. Another provider's is not seen.
        var need = locked.NamedNeed;
        if (need is null || need.PersonId != locked.PersonId || need.ProviderId != request.ProviderId || need.CampaignCode != request.Input.Campaign)
        {
            return new(null, null);
        }

        var state = need.StateAt(locked.Now);
        return state.IsOpen() ? null : new(state, null);
    }
}
