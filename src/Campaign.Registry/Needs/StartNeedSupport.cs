using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Campaigns;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Needs;

/// <param name="CalledAt">When the citizen was called: in [registeredAt, now].</param>
/// <param name="VisitAt">When a visit was agreed for: in [registeredAt, now + the support window].</param>
/// <param name="Note">A <see cref="TypedText.Note"/>. What looks like a citizen number in it is blanked.</param>
internal sealed record SupportEvidenceInput(DateTimeOffset? CalledAt, DateTimeOffset? VisitAt, string? Note);

internal sealed record StartNeedSupportInput(string NeedId, string Staff, SupportEvidenceInput Evidence) : ICheckedInput
{
    public void Check() => TypedText.Note.Require("evidence.note", Evidence.Note);
}

internal sealed record NeedSupportStarted(NeedView Need);

/// <summary>Nothing shows that support has begun: no call and no visit agreed, or at an instant that cannot be.</summary>
internal sealed record EvidenceMissing(Text What) : Refusal
{
    public override Text Message => What;

    public override Clause? Clause => Clause.NothingConfirmedBeforeIssuance;
}

/// <summary>
/// <para>
/// A provider says that it has begun to help, and shows it by a call made or a visit agreed. It confirms nothing (HUE-4.5): the citizen is told at once and may
/// deny it, the need still ends only by an issuance, and from now on the support window counts, by whose end it has lapsed too. Starting again extends nothing:
/// it answers the need as it stands.
/// </para>
/// <para>Refusals, in order: NeedNotFound, NeedNotServable, StaffNotAuthorised, EvidenceMissing.</para>
/// </summary>
internal sealed class StartNeedSupport(UnitOfWork unitOfWork, ContactSealer contacts, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<StartNeedSupportInput, NeedSupportStarted>
{
    private const string InsertSupportSql = """
        insert into registry.need_supports (person_id, need_id, started_at, staff_id, called_at, visit_at, note) values ($1, $2, $3, $4, $5, $6, $7)
        """;

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(NeedNotFound), typeof(NeedNotServable), typeof(StaffNotAuthorised), typeof(EvidenceMissing)];

    public Task<Answer<NeedSupportStarted>> HandleAsync(Caller caller, StartNeedSupportInput input, CancellationToken cancel)
    {
        input.Check();
        return unitOfWork.RunAsync(caller.Viewer, work => StartAsync(work, caller, input), cancel);
    }

    private async Task<Decision<Answer<NeedSupportStarted>>> StartAsync(Work work, Caller caller, StartNeedSupportInput input)
    {
        if (await OwnNeed.FindAsync(work, caller, input.NeedId) is not { } seen)
        {
            return Decision.Discard<Answer<NeedSupportStarted>>(new NeedNotFound());
        }

        var (need, now) = await NeedRow.LockAsync(work, seen);
        var state = need.StateAt(now);
        if (!state.IsOpen())
        {
            return Decision.Discard<Answer<NeedSupportStarted>>(new NeedNotServable(state, null));
        }

        if (state == NeedState.InSupport)
        {
            // Nothing changes, so no leaf of the journal tells that the contact was shown again.
            await using var trace = work.Batch();
            trace.BatchCommands.Add(ReadTrace.OfPersons(caller, LookupAct.Need, now, [need.PersonId])!);
            await trace.ExecuteNonQueryAsync(work.Cancel);
            return Decision.Keep<Answer<NeedSupportStarted>>(new NeedSupportStarted(await ViewAsync(work, caller, need, now)));
        }

        var (terms, staff) = await ReadAsync(work, need, NamedStaff.Of(caller, input.Staff)!, now);
        var until = now + terms.SupportWindow;
        if (StaffAreKnownRule.Judge(required: true, input.Staff, staff, now) is { } unknown)
        {
            return Decision.Discard<Answer<NeedSupportStarted>>(unknown);
        }

        if (SupportIsShownRule.Judge(input.Evidence, need.RegisteredAt, now, until) is { } missing)
        {
            return Decision.Discard<Answer<NeedSupportStarted>>(missing);
        }

        var staffId = staff.First(s => s.IsActiveAt(now)).Id;
        await using var batch = work.Batch();
        batch.Add(NeedTransitions.Start(need, until, now));
        batch.BatchCommands.Add(Sql.Statement(
            InsertSupportSql, Sql.Uuid(need.PersonId), Sql.Uuid(need.Id), Sql.At(now), Sql.Uuid(staffId), Sql.At(input.Evidence.CalledAt),
            Sql.At(input.Evidence.VisitAt), Sql.Text(NumbersInText.Blank(input.Evidence.Note))));
        batch.BatchCommands.Add(NeedTransitions.Leaf(now, "NEED_SUPPORT_STARTED", need, caller.RequestOwner, new
        {
            staff = staffId,
            calledAt = input.Evidence.CalledAt is { } called ? Instant.Write(called) : null,
            visitAt = input.Evidence.VisitAt is { } visit ? Instant.Write(visit) : null,
            until = Instant.Write(until),
        }));
        batch.BatchCommands.Add(Message.ToCitizen(now, need.CampaignId, need.PersonId, "NEED_SUPPORT_STARTED", need.Id, Instant.Write(now)).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        var started = need with { Written = NeedState.InSupport, SupportUntil = until, DueAt = until };
        return Decision.Keep<Answer<NeedSupportStarted>>(new NeedSupportStarted(await ViewAsync(work, caller, started, now)));
    }

    private Task<NeedView> ViewAsync(Work work, Caller caller, NeedRow need, DateTimeOffset now) => need.ViewAsync(caller, providers, contacts, now, work.Cancel);

    private static async Task<(CampaignTerms Terms, IReadOnlyList<StaffMember> Staff)> ReadAsync(Work work, NeedRow need, string staff, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(CampaignTimeline.Read(need.CampaignCode));
        batch.BatchCommands.Add(StaffMember.Read(need.ProviderId, staff));
        await using var results = await batch.ReadAsync(work.Cancel);
        var terms = (await results.NextAsync(CampaignTimeline.FromAsync)).At(now);
        return (terms ?? throw new InvalidOperationException("A need's campaign always has terms."), await results.NextAsync(StaffMember.FromAsync));
    }
}

/// <summary>
/// What shows that support has begun (HUE-4.5): a call within [registeredAt, now], or a visit agreed within [registeredAt, end of the support window], all ends
/// inclusive; both, when both are given. A note alone shows nothing.
/// </summary>
internal static class SupportIsShownRule
{
    public static EvidenceMissing? Judge(SupportEvidenceInput evidence, DateTimeOffset registeredAt, DateTimeOffset now, DateTimeOffset until)
    {
        if (evidence is { CalledAt: null, VisitAt: null })
        {
            return new(new(
                "Hãy ghi thời điểm đã gọi cho công dân (calledAt) hoặc lịch hẹn đã thống nhất (visitAt).",
                "State when the citizen was called (calledAt) or the agreed time of a visit (visitAt)."));
        }

        if (evidence.CalledAt < registeredAt || evidence.CalledAt > now)
        {
            return new(new(
                "calledAt phải từ lúc đăng ký nhu cầu đến hiện tại.",
                "calledAt must be between the registration of the need and now."));
        }

        return evidence.VisitAt < registeredAt || evidence.VisitAt > until
            ? new(new(
                $"visitAt phải từ lúc đăng ký nhu cầu đến {VietnamTime.Spoken(until)}, khi hết hạn hỗ trợ.",
                $"visitAt must be between the registration of the need and {VietnamTime.SpokenEnglish(until)}, when support must end."))
            : null;
    }
}
