using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// A provider is bound to keep a certificate for the free year (HUE-1.5), so one that runs out more than 30 days before its end is recorded and told to the citizen at once: else a place would be freed with nobody told, and
/// a year be passed on to a provider that the citizen never chose. Whoever lets it run out is flagged when another records the citizen anew (FREE_PERIOD_BREACH). The last 30 days are spared: a certificate of one year
/// ends a day or some before a free year that began later.
/// </summary>
internal static class CertificateLastsTheFreeYearRule
{
    private const int LastDays = 30;

    public static bool EndsEarly(DateTimeOffset? validUntil, FreePeriod? freePeriod) =>
        validUntil is { } until && freePeriod is { } free && VietnamTime.DateOf(until) < free.EndsOn.AddDays(-LastDays);

    /// <summary>Of what is activated after a fault: the free year begins then. Null when it lasts.</summary>
    public static Message? Tell(IssuanceRow activated, FreePeriod freePeriod, DateTimeOffset now) => EndsEarly(activated.ValidUntil, freePeriod)
        ? Message.ToCitizen(now, activated.CampaignId, activated.PersonId, "CERTIFICATE_ENDS_EARLY", activated.Id, details: new { dueAt = Instant.Write(activated.ValidUntil!.Value) })
        : null;

    /// <summary>Null when it lasts.</summary>
    public static Message? Tell(IssuanceDraft draft) => EndsEarly(draft.Certificate.ValidUntil, draft.FreePeriod)
        ? Message.ToCitizen(draft.RecordedAt, draft.CampaignId, draft.PersonId, "CERTIFICATE_ENDS_EARLY", draft.Id, details: new { dueAt = Instant.Write(draft.Certificate.ValidUntil!.Value) })
        : null;
}
