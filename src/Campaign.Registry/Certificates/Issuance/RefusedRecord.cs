using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Programme.Campaigns;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>What stays of a record or a switch that was refused after its quota was spent.</summary>
internal static class RefusedRecord
{
    /// <summary>Leaves the trace of the ask; a refusal that leaves a certificate in vain leaves evidence and a task to revoke it too.</summary>
    /// <returns>The refusal, with its deadline.</returns>
    public static async Task<Refusal> KeepAsync(
        Work work, RecordRequest request, Refusal refusal, Ticket? ticket, CampaignTerms terms, Guid? staffId, DateTimeOffset now, Holding? holder = null)
    {
        // A refusal tells of both numbers as much as a check does: both are traced and counted.
        NpgsqlBatchCommand[] asks = [request.Ask(terms.CampaignId, staffId, refusal.Code, now).Insert(), .. request.AlsoKnownAsStatements(terms.CampaignId, staffId, now)];
        if (refusal is not (AlreadyIssued or CheckRequired or NeedNotServable))
        {
            await using var batch = work.Batch();
            batch.Add(asks);
            await batch.ExecuteNonQueryAsync(work.Cancel);
            return refusal;
        }

        var inVain = new MadeInVain(
            refusal.Code, request.Key.Owner, request.ProviderId, terms.CampaignId, request.Certificate!, request.Input.Channel, staffId, ticket?.CheckId,
            request.AskedAbout[0], holder?.IssuanceId);
        var revokeBy = await inVain.KeepAsync(work, asks, terms.RevokeWindow, now);
        return refusal switch
        {
            AlreadyIssued already => already with { RevokeBy = revokeBy },
            CheckRequired check => check with { RevokeBy = revokeBy },
            NeedNotServable need => need with { RevokeBy = revokeBy },
            _ => refusal,
        };
    }
}
