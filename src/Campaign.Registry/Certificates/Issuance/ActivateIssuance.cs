using System.Text.Json;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Issuance;

/// <param name="ActivatedAt">When the certificate became usable, by the provider's clock: in [issuedAt, now + 5 minutes].</param>
/// <param name="HandedOverAt">When it was handed over to the citizen; null: not said.</param>
internal sealed record ActivateIssuanceInput(string IssuanceId, DateTimeOffset ActivatedAt, DateTimeOffset? HandedOverAt = null);

internal sealed record IssuanceActivated(IssuanceView Issuance);

/// <summary>
/// <para>
/// A technical fault at the door kept a certificate from being activated; now it is (HUE-3.3). When it is the citizen's first active one in the campaign, the free
/// period starts on the Vietnamese day of this transaction (HUE-1.5), whatever activatedAt says.
/// </para>
/// <para>
/// A provider that was excluded may do this for 72 hours (inclusive), so that what it holds of citizens comes to an end. Asked again for what was achieved, the
/// answer is the same success.
/// </para>
/// <para>Refusals, in order: IssuanceNotFound, InvalidCertificate, ProviderNotParticipating, NotPendingActivation.</para>
/// </summary>
internal sealed class ActivateIssuance(UnitOfWork unitOfWork, ProviderDirectory providers) : ICommand<ActivateIssuanceInput, IssuanceActivated>
{
    public static readonly TimeSpan AfterExclusion = TimeSpan.FromHours(72);

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(IssuanceNotFound), typeof(InvalidCertificate), typeof(ProviderNotParticipating), typeof(NotPendingActivation)];

    public Task<Answer<IssuanceActivated>> HandleAsync(Caller caller, ActivateIssuanceInput input, CancellationToken cancel) =>
        unitOfWork.RunAsync(caller.Viewer, work => ActivateAsync(work, caller, input), cancel);

    private async Task<Decision<Answer<IssuanceActivated>>> ActivateAsync(Work work, Caller caller, ActivateIssuanceInput input)
    {
        if (await OwnIssuance.FindAsync(work, caller, input.IssuanceId) is not { } seen)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(new IssuanceNotFound());
        }

        var (row, now) = await IssuanceRow.LockAsync(work, seen);
        if (input.ActivatedAt < row.IssuedAt || input.ActivatedAt > now + StatedInstantsRule.ClockTolerance)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(new InvalidCertificate("activatedAt", new(
                "thời điểm kích hoạt phải từ lúc tạo chứng thư đến hiện tại. Hãy kiểm tra lại đồng hồ.",
                "the activation lies between the making of the certificate and now. Check the clock.")));
        }

        if (StatedInstantsRule.Judge("handedOverAt", input.HandedOverAt, now) is { } outside)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(outside);
        }

        var (terms, participation) = await CampaignOf.ReadAsync(work, row, now);
        if (participation.ExcludedAt(now) is { } excludedAt && now > excludedAt + AfterExclusion)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(new ProviderNotParticipating(excludedAt));
        }

        var status = row.StatusAt(now);
        if (status == IssuanceStatus.Active && row.RecordedPending)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(new IssuanceActivated(await row.ViewAsync(providers, now, work.Cancel)));
        }

        if (status != IssuanceStatus.PendingActivation)
        {
            return Decision.Discard<Answer<IssuanceActivated>>(new NotPendingActivation(status));
        }

        var freePeriod = row.FreePeriod ?? FreePeriod.StartingOn(VietnamTime.DateOf(now), terms.FreeMonths);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(IssuanceTransitions.Activate(row.PersonId, row.Id, input.ActivatedAt));
        batch.BatchCommands.Add(IssuanceTransitions.StartFreePeriod(row.PersonId, row.CampaignId, freePeriod, row.RootId));
        batch.BatchCommands.Add(JournalLeaf.Of(
            now, "ISSUANCE_ACTIVATED", row.Id, caller.RequestOwner,
            JsonSerializer.Serialize(new { activatedAt = Instant.Write(input.ActivatedAt), freeFrom = freePeriod.StartsOn, freeUntil = freePeriod.EndsOn })).Insert());
        if (row.FreePeriod is null && CertificateLastsTheFreeYearRule.Tell(row, freePeriod, now) is { } early)
        {
            batch.BatchCommands.Add(early.Insert());
        }

        if (input.HandedOverAt is { } handedOverAt)
        {
            batch.BatchCommands.Add(VisitStatement.HandedOver(row.PersonId, row.Id, handedOverAt, now));
        }

        await batch.ExecuteNonQueryAsync(work.Cancel);
        var activated = row with { Written = IssuanceStatus.Active, FreePeriod = freePeriod };
        return Decision.Keep<Answer<IssuanceActivated>>(new IssuanceActivated(await activated.ViewAsync(providers, now, work.Cancel)));
    }
}
