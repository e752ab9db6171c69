using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Certificates.Issuance;

internal enum ReplaceReason
{
    KeyLost,
    CertificateExpired,
    DataCorrected,
    Technical,
}

internal sealed record ReplaceCertificateInput(
    string RequestId, string IssuanceId, ReplaceReason Reason, CertificateInput Certificate, DossierInput? Dossier) : ICheckedInput
{
    public void Check() => Dossier?.Check();
}

/// <summary>
/// <para>
/// The holder's own provider makes a new certificate for the same citizen: a lost key, an expiry, a correction. The old issuance ends as REPLACED and the new one
/// takes its place in one transaction, with the same state and the same free period (HUE-1.5). The campaign may have closed.
/// </para>
/// <para>
/// One that has expired can be replaced, with reason CERTIFICATE_EXPIRED, as long as nobody has taken the citizen's place since; it stays EXPIRED. Any other that
/// has ended cannot, nor can any of a chain that was withdrawn as another citizen's: its free year was undone and must not begin anew. A need that was opened meanwhile is superseded, for the citizen has got a certificate another way; one for a switch stands.
/// </para>
/// <para>
/// Refusals, in order: RequestIdReused, IssuanceNotFound, InvalidCertificate, ProviderNotParticipating, LicenceNotInForce, CannotEndSo, SerialNumberTaken.
/// </para>
/// </summary>
internal sealed class ReplaceCertificate(UnitOfWork unitOfWork, ContentSealer sealer, ReceiptSigner signer, ProviderDirectory providers)
    : ICommand<ReplaceCertificateInput, IssuanceRecorded>
{
    public const string Operation = "replaceCertificate";

    // Whoever else is written as holding the citizen's place: it may hold it, or have run out.
    private const string OtherHolderSql =
        "select issuance_id, provider_id, status, recorded_at, valid_until, root_id from registry.other_holder($1, $2, $3)";

    private const string SerialSql = "select issuance_id from registry.serial_claims where provider_id = $1 and serial_number = $2";

    private const string WrongCitizenSql = """
        select exists (select from registry.issuances where person_id = $1 and root_id = $2 and end_reason = 'WRONG_CITIZEN')
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
    [
        typeof(RequestIdReused), typeof(IssuanceNotFound), typeof(InvalidCertificate), typeof(ProviderNotParticipating), typeof(LicenceNotInForce),
        typeof(CannotEndSo), typeof(SerialNumberTaken),
    ];

    public async Task<Answer<IssuanceRecorded>> HandleAsync(Caller caller, ReplaceCertificateInput input, CancellationToken cancel)
    {
        input.Check();
        var (certificate, unreadable) = CertificateFacts.Read(input.Certificate);
        var content = sealer.Seal(
            input.IssuanceId, input.Reason, certificate?.SerialNumber ?? input.Certificate.SerialNumber, Instant.Write(input.Certificate.IssuedAt),
            input.Certificate.ValidUntil is { } until ? Instant.Write(until) : null, input.Certificate.KeyStorage,
            certificate?.Shown?.Hash is { } hash ? Convert.ToHexString(hash) : input.Certificate.Pem, input.Dossier);
        return await unitOfWork.RunAsync(caller.Viewer, (work, _) => ReplaceAsync(work, caller, input, certificate, unreadable, content), Replay.LostRaces, cancel);
    }

    private async Task<Decision<Answer<IssuanceRecorded>>> ReplaceAsync(
        Work work, Caller caller, ReplaceCertificateInput input, CertificateFacts? certificate, InvalidCertificate? unreadable, SealedContent content)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        if (await ReplayAsync(work, key, content) is { } replay)
        {
            return Decision.Discard(replay);
        }

        if (await OwnIssuance.FindAsync(work, caller, input.IssuanceId) is not { } seen)
        {
            return Decision.Discard<Answer<IssuanceRecorded>>(new IssuanceNotFound());
        }

        if (unreadable is not null)
        {
            return Decision.Discard<Answer<IssuanceRecorded>>(unreadable);
        }

        var (row, now) = await IssuanceRow.LockAsync(work, seen);
        if (await ReplayAsync(work, key, content) is { } lateReplay)
        {
            return Decision.Discard(lateReplay);
        }

        var facts = await ReplaceFacts.ReadAsync(work, row, certificate!, now);
        var status = row.StatusAt(now);
        var refusal = CertificateIsCredibleRule.Judge(certificate!, now)
            ?? StatedInstantsRule.Judge(input.Dossier, now)
            ?? (facts.ConfirmedRevoked ? RevokedSerial.Refusal() : null)
            ?? (Refusal?)ProviderTakesPartRule.Judge(facts.Participation, now)
            ?? LicenceInForceRule.Judge(facts.Licences, certificate!.KeyStorage, now)
            ?? (Refusal?)JudgeState(input.Reason, status, facts.OtherHolder?.HoldsAt(now) == true, facts.WasWrongCitizen)
            ?? (facts.SerialTakenBy is { } taken ? new SerialNumberTaken(taken) : null);
        if (refusal is not null)
        {
            return Decision.Discard<Answer<IssuanceRecorded>>(refusal);
        }

        return Decision.Keep<Answer<IssuanceRecorded>>(await WriteAsync(work, key, input, content, row, facts, certificate!, now));
    }

    private async Task<IssuanceRecorded> WriteAsync(
        Work work, RequestKey key, ReplaceCertificateInput input, SealedContent content, IssuanceRow old, ReplaceFacts facts, CertificateFacts certificate,
        DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var expired = !old.StatusAt(now).IsLive();
        // As it was, whether or not its expiry has been written down: what was never activated still waits for it.
        var status = old.Written.IsLive() ? old.Written : old.ActivatedAt is null ? IssuanceStatus.PendingActivation : IssuanceStatus.Active;
        var freePeriod = old.FreePeriod
            ?? (status == IssuanceStatus.Active ? FreePeriod.StartingOn(VietnamTime.DateOf(now), facts.FreeMonths) : null);
        var observations = certificate.ObservationsBy(old.ProviderId, facts.Issuers).ToList();
        var issuance = new NewIssuance(
            new(
                id, old.LockedPersonId, old.CampaignId, old.ProviderId, old.Origin, status, certificate, now, null, null, null,
                status == IssuanceStatus.PendingActivation ? null : now, old.RootId, old.RootRecordedAt, old.Id, freePeriod, KeptDossier.Of(input.Dossier, sealer))
            {
                Observations = observations,
            },
            key.Owner, "CERTIFICATE_REPLACED", signer);

        await using var batch = work.Batch();
        if (!expired)
        {
            batch.BatchCommands.Add(IssuanceTransitions.End(old.PersonId, old.Id, IssuanceStatus.Replaced, now, "REPLACED", key.Owner));
            batch.BatchCommands.Add(JournalLeaf.Of(
                now, "ISSUANCE_ENDED", old.Id, key.Owner,
                $$"""{"from":"{{old.Written.InDatabase()}}","to":"REPLACED","reason":"{{input.Reason.InDatabase()}}","by":"{{id}}"}""").Insert());
        }
        else if (old.Written.IsLive())
        {
            batch.Add(IssuanceTransitions.Expire(
                old.PersonId, new Holding(old.Id, old.ProviderId, old.Written, old.RecordedAt, old.ValidUntil, old.RootId), now));
        }

        if (facts.OtherHolder is { } other)
        {
            // Judged before: it has run out.
            batch.Add(IssuanceTransitions.Expire(old.LockedPersonId, other, now));
        }

        batch.Add(issuance.Statements());
        if (expired && facts.OpenNeed is { ForSwitch: false } need)
        {
            // The citizen held nothing, and has got a certificate another way.
            batch.Add(NeedTransitions.OnIssuance(need, id, named: false, key.Owner, now));
        }

        if (freePeriod is not null)
        {
            batch.BatchCommands.Add(IssuanceTransitions.StartFreePeriod(old.LockedPersonId, old.CampaignId, freePeriod, old.RootId));
        }

        batch.BatchCommands.Add(RequestClaim.Insert(key, content, old.LockedPersonId, id, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return new(
            new(
                id, old.CampaignCode, await providers.ByIdAsync(old.ProviderId, work.Cancel), old.Origin, status, certificate.SerialAsWritten,
                certificate.IssuedAt, certificate.ValidUntil, now, FreePeriodView.Of(freePeriod, now), observations),
            issuance.Receipt,
            Replayed: false);
    }

    private static CannotEndSo? JudgeState(ReplaceReason reason, IssuanceStatus status, bool placeTaken, bool wasWrongCitizen)
    {
        if (wasWrongCitizen)
        {
            return new(status, new(
                "Chuỗi chứng thư này đã được rút lại vì nhầm công dân. Không thể thay thế; hãy tra cứu và ghi nhận mới.",
                "This chain of certificates was withdrawn because it was recorded for the wrong citizen. It cannot be replaced; check and record a new one."));
        }

        if (status.IsLive() || (status == IssuanceStatus.Expired && reason == ReplaceReason.CertificateExpired && !placeTaken))
        {
            return null;
        }

        return status == IssuanceStatus.Expired && placeTaken
            ? new(status, new(
                "Chứng thư đã hết hạn và công dân đã có chứng thư khác. Không thể thay thế.",
                "The certificate has expired and the citizen has another one since. It cannot be replaced."))
            : status == IssuanceStatus.Expired
                ? new(status, new(
                    "Chứng thư đã hết hạn: hãy thay thế với lý do CERTIFICATE_EXPIRED.",
                    "The certificate has expired: replace it with reason CERTIFICATE_EXPIRED."))
                : new(status, new(
                    $"Chứng thư này đã kết thúc ({status.Said().Vietnamese}) và không thể thay thế. Hãy tra cứu và ghi nhận mới.",
                    $"This issuance has ended ({status.Said().English}) and cannot be replaced. Check and record a new one."));
    }

    private Task<Answer<IssuanceRecorded>?> ReplayAsync(Work work, RequestKey key, SealedContent content) => Replay.FindAsync(
        work, key, content,
        async (row, now) => new IssuanceRecorded(await row.ViewAsync(providers, now, work.Cancel), row.Receipt, Replayed: true));

    private sealed record ReplaceFacts(
        int FreeMonths, ParticipationHistory Participation, IReadOnlyList<Licence> Licences, ProviderIssuers Issuers, Holding? OtherHolder, KnownNeed? OpenNeed,
        bool ConfirmedRevoked, Guid? SerialTakenBy, bool WasWrongCitizen)
    {
        public static async Task<ReplaceFacts> ReadAsync(Work work, IssuanceRow row, CertificateFacts certificate, DateTimeOffset now)
        {
            var (terms, participation) = await CampaignOf.ReadAsync(work, row, now);
            await using var batch = work.Batch();
            batch.BatchCommands.Add(Licence.Read(row.ProviderId, certificate.KeyStorage));
            batch.BatchCommands.Add(ProviderIssuers.Read(row.ProviderId));
            batch.BatchCommands.Add(Sql.Statement(OtherHolderSql, Sql.Uuid(row.PersonId), Sql.Int(row.CampaignId), Sql.Uuid(row.Id)));
            batch.BatchCommands.Add(KnownNeed.LockOpen(row.PersonId, row.CampaignId));
            batch.BatchCommands.Add(RevokedSerial.Lock(row.ProviderId, certificate.SerialNumber));
            batch.BatchCommands.Add(Sql.Statement(SerialSql, Sql.Small(row.ProviderId), Sql.Text(certificate.SerialNumber)));
            batch.BatchCommands.Add(Sql.Statement(WrongCitizenSql, Sql.Uuid(row.PersonId), Sql.Uuid(row.RootId)));
            await using var results = await batch.ReadAsync(work.Cancel);
            var licences = await results.NextAsync(Licence.FromAsync);
            var issuers = await results.NextAsync(ProviderIssuers.FromAsync);
            var other = await results.NextAsync<Holding?>(async (rows, cancel) => await rows.ReadAsync(cancel) ? Holding.From(rows, 0) : null);
            var openNeed = await results.NextAsync(KnownNeed.FromAsync);
            var confirmedRevoked = await results.NextAsync(RevokedSerial.FromAsync);
            var serialTakenBy = await results.NextValueOrNullAsync<Guid>();
            var wasWrongCitizen = await results.NextValueOrNullAsync<bool>() == true;
            return new(terms.FreeMonths, participation, licences, issuers, other, openNeed, confirmedRevoked, serialTakenBy, wasWrongCitizen);
        }
    }
}
