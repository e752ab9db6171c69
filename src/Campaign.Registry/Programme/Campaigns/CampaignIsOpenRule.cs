
namespace Campaign.Registry.Programme.Campaigns;

/// <summary>
/// A campaign takes checks and records in [opensAt, closesAt): at exactly opensAt it is open, at exactly closesAt it has closed.
/// </summary>
internal static class CampaignIsOpenRule
{
    public static CampaignNotOpen? Judge(CampaignTerms? terms, DateTimeOffset now) =>
        terms is null ? new(null, null) : terms.IsOpenAt(now) ? null : new(terms.OpensAt, terms.ClosesAt);
}
