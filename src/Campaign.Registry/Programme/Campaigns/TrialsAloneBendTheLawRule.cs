using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Programme.Campaigns;

/// <summary>What a campaign's programme is judged by.</summary>
/// <param name="Own">The registry's programme: its province's.</param>
/// <param name="AllowsTrials">The registry is a demo or a simulation.</param>
/// <param name="IsTaken">The programme that was asked for is there.</param>
/// <param name="Unused">Which programme a trial gets that names none.</param>
internal sealed record ProgrammeFacts(string Own, bool AllowsTrials, bool IsTaken, string Unused);

/// <summary>
/// A programme is the scope of one certificate and one free year (HUE-1.3, HUE-1.5): campaigns of the registry's province share it. In it a need waits 48 hours and the free year has 12 months. Another programme,
/// or other figures, make a trial campaign: on a demo or simulation registry alone, and a programme of its own.
/// </summary>
internal static class TrialsAloneBendTheLawRule
{
    /// <summary>The programme of a campaign that may be; or why it may not be.</summary>
    /// <param name="asked">Null: none was named.</param>
    public static (string? Programme, bool IsTrial, InvalidCampaign? Refusal) Judge(string? asked, CampaignPolicy policy, ProgrammeFacts facts)
    {
        var bent = JudgeFigures(policy);
        if (asked == facts.Own || (asked is null && bent is null))
        {
            return (facts.Own, false, bent);
        }

        if (!facts.AllowsTrials)
        {
            return (null, true, asked is null ? bent : new(
                "programme",
                new($"phải là {facts.Own}; chương trình khác chỉ dành cho hệ thống chạy thử.", $"must be {facts.Own}; others are for demo and simulation registries."),
                Clause.OneCertificatePerCitizen));
        }

        return asked is null
            ? (facts.Unused, true, null)
            : (asked, true, facts.IsTaken
                ? new("programme", new("đã thuộc một chiến dịch thử khác.", "is another trial campaign's."), Clause.OneCertificatePerCitizen)
                : null);
    }

    /// <summary>Null when the policy keeps the law's figures.</summary>
    public static InvalidCampaign? JudgeFigures(CampaignPolicy policy) => policy.NeedWindow != NeedWaits48HoursRule.Window
        ? new(
            "policy.needWindow",
            new($"phải là PT{NeedWaits48HoursRule.Hours}H, trừ chiến dịch thử.", $"must be PT{NeedWaits48HoursRule.Hours}H, but in a trial campaign."),
            Clause.NeedLapsesAfter48Hours)
        : policy.FreeMonths != FreePeriodLasts12MonthsRule.Months
            ? new(
                "policy.freeMonths",
                new($"phải là {FreePeriodLasts12MonthsRule.Months}, trừ chiến dịch thử.", $"must be {FreePeriodLasts12MonthsRule.Months}, but in a trial campaign."),
                Clause.FreeYearIsCarriedOver)
            : null;
}
