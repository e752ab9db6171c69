namespace Campaign.Registry.Programme.Campaigns;

/// <summary>What a campaign may set; each has the regulation's value as its default. Windows last from 1 second to 366 days.</summary>
public sealed record CampaignPolicy(
    TimeSpan NeedWindow,
    TimeSpan SupportWindow,
    int FreeMonths,
    TimeSpan CheckWindow,
    TimeSpan ReportingGrace,
    TimeSpan RevokeWindow,
    TimeSpan ActivationWindow,
    int ChecksPerStaffPerHour,
    int ChecksPerProviderPerMinute)
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
        ChecksPerProviderPerMinute: 6_000);

    public IEnumerable<(string Field, TimeSpan Window)> Windows =>
    [
        ("needWindow", NeedWindow), ("supportWindow", SupportWindow), ("checkWindow", CheckWindow), ("reportingGrace", ReportingGrace),
        ("revokeWindow", RevokeWindow), ("activationWindow", ActivationWindow),
    ];
}
