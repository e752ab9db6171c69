using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Certificates.Issuance;

/// <summary>
/// Writes what a record or a switch makes, in one round trip: the issuance with its leaf and receipt, the end of what it takes the place of, the free period, the
/// citizen's need, what is said of the citizen, the request's claim and the traces. The caller holds the locks and has judged.
/// </summary>
internal sealed class RecordWriting(ReceiptSigner signer, ContentSealer sealer, PhoneVault phones, ProviderDirectory providers)
{
    internal async Task<IssuanceRecorded> WriteAsync(
        Work work, RecordRequest request, RecordFacts facts, LockedFacts locked, Ticket? ticket, CampaignTerms terms, Holding? left = null)
    {
        var now = locked.Now;
        var id = Guid.CreateVersion7(now);
        var starts = request.Input.Activated && locked.Place.FreePeriod is null;
        var freePeriod = starts ? FreePeriod.StartingOn(VietnamTime.DateOf(now), terms.FreeMonths) : locked.Place.FreePeriod;
        var staffId = facts.StaffIdAt(now);
        var fittingTicket = RecordJudgement.TicketFault(request, ticket, terms, now) is null ? ticket : null;
        var draft = new IssuanceDraft(
            id, locked.PersonId, terms.CampaignId, request.ProviderId, RecordRequest.OriginOf(request.Input.Channel),
            request.Input.Activated ? IssuanceStatus.Active : IssuanceStatus.PendingActivation,
            request.Certificate!, now, request.Input.RegisteredInAppAt, staffId, fittingTicket?.CheckId, request.Input.Activated ? now : null,
            RootId: id, RootRecordedAt: now, left?.IssuanceId, freePeriod, KeptDossier.Of(request.Input.Dossier, sealer))
        {
            Observations = [.. request.Certificate!.ObservationsBy(request.ProviderId, facts.Issuers)],
        };
        var issuance = new NewIssuance(draft, request.Key.Owner, left is null ? "ISSUANCE_RECORDED" : "ISSUANCE_SWITCHED", signer);

        await using var batch = work.Batch();
        if (locked.Place.ExpiredAt(now) is { } expired)
        {
            batch.Add(IssuanceTransitions.Expire(locked.PersonId, expired, now));
        }

        if (left is not null)
        {
            batch.Add(LeaveStatements(locked.PersonId, terms.CampaignId, left, locked.Consent!.Id, id, request.Key.Owner, now));
        }

        batch.Add(issuance.Statements());
        if (left is not null)
        {
            batch.BatchCommands.Add(Message.ToCitizen(now, terms.CampaignId, locked.PersonId, "CERTIFICATE_SWITCHED", id, details: new { providerId = request.ProviderId }).Insert());
        }

        if (starts)
        {
            batch.BatchCommands.Add(IssuanceTransitions.StartFreePeriod(locked.PersonId, terms.CampaignId, freePeriod!, id));
        }

        if (locked.OpenNeed is { } need)
        {
            batch.Add(NeedTransitions.OnIssuance(need, id, named: need.Id == locked.NamedNeed?.Id, request.Key.Owner, now));
        }

        if (request.Details is { } details)
        {
            batch.BatchCommands.Add(details.Insert(locked.PersonId, DetailsSource.Record, request.ProviderId, phones, now));
        }

        if (VisitStatement.Of(draft, request.Input, request.NamedBadge) is { } visit)
        {
            batch.BatchCommands.Add(visit);
        }

        batch.BatchCommands.Add(RequestClaim.Insert(request.Key, request.Content, locked.PersonId, id, now));
        batch.BatchCommands.Add(request.Ask(terms.CampaignId, staffId, "RECORDED", now).Insert());
        batch.Add(request.AlsoKnownAsStatements(terms.CampaignId, staffId, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);

        return new(
            new(
                id, terms.Code, await providers.ByIdAsync(request.ProviderId, work.Cancel), draft.Origin, draft.Status, draft.Certificate.SerialAsWritten,
                draft.Certificate.IssuedAt, draft.Certificate.ValidUntil, now, FreePeriodView.Of(freePeriod, now), draft.Observations),
            issuance.Receipt,
            Replayed: false);
    }

    /// <summary>The certificate that the citizen leaves ends in the same transaction; its provider is told to revoke it.</summary>
    private static IEnumerable<NpgsqlBatchCommand> LeaveStatements(
        Guid personId, int campaignId, Holding left, Guid consentId, Guid newId, string actor, DateTimeOffset now)
    {
        yield return IssuanceTransitions.Leave(personId, left.IssuanceId, consentId, now);
        yield return JournalLeaf.Of(
            now, "ISSUANCE_ENDED", left.IssuanceId, actor,
            $$"""{"from":"{{left.Status.InDatabase()}}","to":"REPLACED","reason":"SWITCHED","by":"{{newId}}"}""").Insert();
        yield return Message.ToProvider(now, campaignId, left.ProviderId, "CERTIFICATE_LEFT", left.IssuanceId).Insert();
    }
}
