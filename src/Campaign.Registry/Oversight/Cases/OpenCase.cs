using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="ViolationIds">1 to 500 flags of one campaign and provider.</param>
/// <param name="JoinAlike">Whether the provider's other flags of the same kinds that are in no case come too: one cause flags many.</param>
public sealed record OpenCaseInput(string RequestId, IReadOnlyList<string> ViolationIds, bool JoinAlike) : ICheckedInput
{
    public void Check() => CaseFlag.Require("violationIds", ViolationIds);
}

/// <param name="Replayed">True when this requestId had opened it before.</param>
public sealed record CaseOpened(CaseView Case, bool Replayed);

/// <summary>
/// <para>
/// An officer takes up what was flagged (HUE-5.1, HUE-5.2): the flags become a case under a number of the year without gaps (<c>case_gets_the_next_number</c>), and are under
/// review from then on. A case is of one campaign and one provider, and a flag of one case (<c>one_case_per_violation</c>). Where one cause has flagged many, the provider's
/// other flags of the same kinds come too, when that is asked for: up to 500 in all, the oldest first; later ones by <c>joinCase</c>.
/// </para>
/// <para>A case is as grave as the gravest of its flags (<see cref="SeverityOfKinds"/>). It is nobody's until it is assigned.</para>
/// <para>Refusals, in order: RequestIdReused, ViolationNotFound, ViolationsDiffer, ViolationInAnotherCase.</para>
/// </summary>
public sealed class OpenCase(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<OpenCaseInput, CaseOpened>
{
    public const string Operation = "openCase";

    private const string InsertSql = """
        insert into registry.cases (id, year, number, campaign_id, provider_id, severity, opened_at, opened_by) values ($1, 0, 1, $2, $3, $4, $5, $6)
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(ViolationNotFound), typeof(ViolationsDiffer), typeof(ViolationInAnotherCase)];

    /// <summary>Tests alone clear this, to see that the database takes no flag into a second case without the look before the write.</summary>
    internal bool LooksBeforeWriting { get; init; } = true;

    public Task<Answer<CaseOpened>> HandleAsync(Caller caller, OpenCaseInput input, CancellationToken cancel)
    {
        input.Check();
        var ids = CaseFlag.Ids(input.ViolationIds);
        var content = sealer.Seal(ids ?? (object)input.ViolationIds, input.JoinAlike);
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        return unitOfWork.RunAsync(
            caller.Viewer,
            async (work, attempt) =>
                await CaseRequests.RepeatedAsync(work, key, content, v => new CaseOpened(v, Replayed: true)) is { } first ? Decision.Discard(first)
                : ids is null ? Decision.Discard<Answer<CaseOpened>>(new ViolationNotFound())
                : await OpenAsync(work, caller, input, ids, key, content, looks: LooksBeforeWriting || attempt > 1),
            [RequestClaim.UniqueConstraint, CaseRow.OncePerViolation], cancel);
    }

    private static async Task<Decision<Answer<CaseOpened>>> OpenAsync(
        Work work, Caller caller, OpenCaseInput input, Guid[] ids, RequestKey key, SealedContent content, bool looks)
    {
        var flags = await CaseFlag.LockAsync(work, ids);
        if (await CaseRequests.RepeatedAsync(work, key, content, v => new CaseOpened(v, Replayed: true)) is { } first)
        {
            return Decision.Discard(first);
        }

        if (looks && CaseFlag.Judge(flags, ids.Length, null, null) is { } refused)
        {
            return Decision.Discard<Answer<CaseOpened>>(refused);
        }

        var (campaign, provider) = (flags[0].CampaignId, flags[0].ProviderId);
        var kinds = flags.Select(f => f.Kind).Distinct().ToList();
        var alike = input.JoinAlike ? await FlagLocks.AlikeAsync(work, campaign, provider, kinds, ids, CaseFlag.MostAtOnce - ids.Length, locked: true) : [];
        Guid[] all = [.. ids, .. alike];
        var now = await RegistryClock.ReadAsync(work);
        var id = Guid.CreateVersion7(now);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Insert(id, campaign, provider, SeverityOfKinds.Of(kinds), now, caller.RequestOwner));
        batch.Add(CaseFlag.Join(all, id, now));
        batch.BatchCommands.Add((CaseEvent.Of(id, now, CaseEventKind.Opened, caller.RequestOwner) with { Violations = all.Length }).Insert());
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, id, now));
        batch.BatchCommands.Add(CaseRow.Leaves(
            now, "CASE_OPENED", id, caller.RequestOwner, new { campaign, provider, violations = all.Length }, all, Violations.ViolationState.UnderReview));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, id, v => new CaseOpened(v, Replayed: false));
    }

    private static NpgsqlBatchCommand Insert(Guid id, int campaign, short? provider, CaseSeverity severity, DateTimeOffset now, string by) => Sql.Statement(
        InsertSql, Sql.Uuid(id), Sql.Int(campaign), Sql.Small(provider), Sql.Text(severity.InDatabase()), Sql.At(now), Sql.Text(by));
}
