using Campaign.Registry.Campaigns;
using Campaign.Registry.Checks;
using Campaign.Registry.Citizens;
using Campaign.Registry.Kernel;
using Campaign.Registry.Needs;
using Campaign.Registry.Providers;
using Campaign.Registry.Staff;

namespace Campaign.Registry.Issuance;

/// <summary>
/// The refusals of a record in the contract's order, as questions of facts and an instant. Asked twice: when the request arrives, and again at the instant that
/// the record would bear, after the lock.
/// </summary>
internal static class RecordJudgement
{
    /// <summary>InvalidCitizenId … StaffNotAuthorised.</summary>
    public static Refusal? BeforeQuota(RecordRequest request, RecordFacts facts, DateTimeOffset now)
    {
        var input = request.Input;
        var today = VietnamTime.DateOf(now);
        if (request.Number?.CouldBeBorneOn(today) != true)
        {
            return new InvalidCitizenId();
        }

        if (input.AlsoKnownAs is not null && request.AlsoKnownAs?.CouldBeBorneOn(today) != true)
        {
            return new InvalidCitizenId("alsoKnownAs");
        }

        return request.CertificateRefusal
            ?? (Refusal?)CertificateIsCredibleRule.Judge(request.Certificate!, request.ProviderId, facts.Issuers, now)
            ?? CampaignIsOpenRule.Judge(facts.TermsAt(now), now)
            ?? (Refusal?)ProviderTakesPartRule.Judge(facts.Participation, now)
            ?? LicenceInForceRule.Judge(facts.Licences, input.Certificate.KeyStorage, now)
            ?? (Refusal?)StaffAreKnownRule.Judge(input.Channel != Channel.ProviderApp, input.Staff, facts.Staff, now);
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
    /// NeedNotServable: channel NEED names a need and no other channel does. No need can be registered in this registry yet, so none that is named exists.
    /// </summary>
    public static NeedNotServable? Need(RecordRequest request) =>
        request.Input.Channel == Channel.Need || request.Input.NeedId is not null ? new(null, null) : null;
}
