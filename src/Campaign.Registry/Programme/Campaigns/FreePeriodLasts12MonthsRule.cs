namespace Campaign.Registry.Programme.Campaigns;

/// <summary>The free period lasts 12 calendar months from the first valid issuance (HUE-1.5, I6). A campaign with another length is a trial.</summary>
public static class FreePeriodLasts12MonthsRule
{
    public const int Months = 12;
}
