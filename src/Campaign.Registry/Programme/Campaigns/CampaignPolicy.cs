namespace Campaign.Registry.Programme.Campaigns;

/// <summary>What a campaign may set; each has the regulation's value as its default. Windows last from 1 second to 366 days.</summary>
/// <param name="ImportsUntil">HUE-2.3: the first instant at which files of earlier certificates are no longer taken; null: until the campaign closes.</param>
/// <param name="ImportRowsPerProviderPerDay">HUE-1.7: numbers that one provider's files may look at in a day of Vietnam.</param>
public sealed record CampaignPolicy(
    TimeSpan NeedWindow,
    TimeSpan SupportWindow,
    int FreeMonths,
    TimeSpan CheckWindow,
    TimeSpan ReportingGrace,
    TimeSpan RevokeWindow,
    TimeSpan ActivationWindow,
    int ChecksPerStaffPerHour,
    int ChecksPerProviderPerMinute,
    DateTimeOffset? ImportsUntil,
    int ImportRowsPerProviderPerDay)
{
    public static readonly CampaignPolicy OfTheRegulation = new(
        NeedWindow: NeedWaits48HoursRule.Window,
        SupportWindow: TimeSpan.FromHours(72),
        FreeMonths: FreePeriodLasts12MonthsRule.Months,
        CheckWindow: TimeSpan.FromMinutes(30),
        ReportingGrace: TimeSpan.FromMinutes(15),
        RevokeWindow: TimeSpan.FromHours(24),
        ActivationWindow: TimeSpan.FromHours(72),
        ChecksPerStaffPerHour: 120,
        ChecksPerProviderPerMinute: 6_000,
        ImportsUntil: null,
        ImportRowsPerProviderPerDay: 200_000);

    public IEnumerable<(string Field, TimeSpan Window)> Windows =>
    [
        ("needWindow", NeedWindow), ("supportWindow", SupportWindow), ("checkWindow", CheckWindow), ("reportingGrace", ReportingGrace),
        ("revokeWindow", RevokeWindow), ("activationWindow", ActivationWindow),
    ];
}
