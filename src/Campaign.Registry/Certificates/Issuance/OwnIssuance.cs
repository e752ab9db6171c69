using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>Finds what a caller may act on: its own, or for the department any. Issuances that the caller may not see are reported as absent (I8).</summary>
internal static class OwnIssuance
{
    public static async Task<IssuanceRow?> FindAsync(Work work, Caller caller, string id)
    {
        if (!Guid.TryParseExact(id, "D", out var known))
        {
            return null;
        }

        var (row, _) = await IssuanceRow.ReadWithClockAsync(work, known);
        return row is not null && caller.Owns(row.ProviderId) && await OwnPerson.MaySeeAsync(work, caller, row.PersonId) ? row : null;
    }
}

internal static class CampaignOf
{
    /// <summary>The terms of an issuance's campaign at this instant, and its provider's part in it.</summary>
    public static async Task<(CampaignTerms Terms, ParticipationHistory Participation)> ReadAsync(Work work, IssuanceRow row, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(CampaignTimeline.Read(row.CampaignCode));
        batch.BatchCommands.Add(ParticipationHistory.Read(row.CampaignCode, row.ProviderId));
        await using var results = await batch.ReadAsync(work.Cancel);
        var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now);
        var participation = await results.NextAsync(ParticipationHistory.FromAsync);
        return (terms ?? throw new InvalidOperationException("An issuance's campaign always has terms."), participation);
    }
}
