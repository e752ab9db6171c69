using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Web.Pages;

/// <summary>A campaign's name as pages write it: of a trial, with what it is (HUE-1.3).</summary>
public static class CampaignWords
{
    public static readonly Text Trial = new("chiến dịch thử", "trial campaign");

    public static Text Name(CampaignView campaign) => campaign.IsTrial
        ? new($"{campaign.Name} ({Trial.Vietnamese})", $"{campaign.Name} ({Trial.English})")
        : new(campaign.Name, campaign.Name);
}
