using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Changes;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Messages;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Staff;

namespace Campaign.Registry.Needs;

/// <param name="RequestId">Made and kept by the caller before the first try; 1 to 255 characters.</param>
/// <param name="CalledAt">When nobody answered: since the need was registered, in [now - 1 hour, now + 5 minutes].</param>
/// <param name="Staff">Who called. A staff login implies it.</param>
internal sealed record NoteCallNotReachedInput(string RequestId, string NeedId, DateTimeOffset CalledAt, string? Staff);

internal sealed record CallNoted(NeedCall Call, NeedView Need, bool Replayed);

/// <summary>
/// <para>
/// A need's provider says that it called the citizen and reached nobody. It is a claim (docs/adr/0036): the citizen is told of each and may say "nobody called me" (<see cref="DenyCall"/>). The need stays open and lapses
/// when it is due; with three such calls that stand the lapse is nobody's fault (<see cref="ThreeCallsExcuseALapseRule"/>). Which calls count: <see cref="CallsAreFourHoursApartByDayRule"/>.
/// </para>
/// <para>Refusals, in order: RequestIdReused, NeedNotFound, NeedNotServable, StaffNotAuthorised, CallDoesNotCount.</para>
/// </summary>
internal sealed class NoteCallNotReached(UnitOfWork unitOfWork, ContentSealer sealer, ContactSealer contacts, ProviderDirectory providers, ChangeSignal changes)
    : ICommand<NoteCallNotReachedInput, CallNoted>
{
    public const string Operation = "noteCallNotReached";

    private static readonly IReadOnlyCollection<string> LostRaces = [RequestClaim.UniqueConstraint];

    public static IReadOnlyList<Type> Refusals { get; } =
        [typeof(RequestIdReused), typeof(NeedNotFound), typeof(NeedNotServable), typeof(StaffNotAuthorised), typeof(CallDoesNotCount)];

    public Task<Answer<CallNoted>> HandleAsync(Caller caller, NoteCallNotReachedInput input, CancellationToken cancel)
    {
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        var content = sealer.Seal(input.NeedId, input.CalledAt.ToUniversalTime());
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => NoteAsync(work, caller, input, key, content), LostRaces, cancel);
    }

    private async Task<Decision<Answer<CallNoted>>> NoteAsync(Work work, Caller caller, NoteCallNotReachedInput input, RequestKey key, SealedContent content)
    {
        if (await RequestClaim.FindAsync(work, key) is { } earlier)
        {
            return await ReplayAsync(work, caller, earlier, content);
        }

        if (await OwnNeed.FindAsync(work, caller, input.NeedId) is not { } seen)
        {
            return Decision.Discard<Answer<CallNoted>>(new NeedNotFound());
        }

        var (need, now) = await NeedRow.LockAsync(work, seen);
        if (await RequestClaim.FindAsync(work, key) is { } meanwhile)
        {
            return await ReplayAsync(work, caller, meanwhile, content);
        }

        var state = need.StateAt(now);
        if (!state.IsOpen())
        {
            return Decision.Discard<Answer<CallNoted>>(new NeedNotServable(state, null));
        }

        var named = NamedStaff.Of(caller, input.Staff);
        var staff = await StaffAsync(work, need, named);
        if ((StaffAreKnownRule.Judge(required: true, named, staff, now) ?? (Refusal?)CallsAreFourHoursApartByDayRule.Judge(input.CalledAt, need, now)) is { } refusal)
        {
            return Decision.Discard<Answer<CallNoted>>(refusal);
        }

        var call = new NeedCall(Guid.CreateVersion7(now), input.CalledAt.ToUniversalTime(), now, null);
        var staffId = staff.First(s => s.IsActiveAt(now)).Id;
        var noted = need with { Calls = [.. need.Calls, call] };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(call.Insert(need, staffId));
        batch.BatchCommands.Add(NeedTransitions.Leaf(
            now, "NEED_CALL_NOTED", need, caller.RequestOwner, new { call = call.Id, staff = staffId, calledAt = Instant.Write(call.CalledAt) }));
        batch.BatchCommands.Add(Message.ToCitizen(
            now, need.CampaignId, need.PersonId, "NEED_CALL_NOT_REACHED", need.Id, call.Id.ToString("D"),
            new { providerId = need.ProviderId, calledAt = Instant.Write(call.CalledAt), calls = noted.Calls.Count(c => c.DeniedAt is null) }).Insert());
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, need.PersonId, call.Id, now));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        work.OnCommitted(changes.Raise);
        return Decision.Keep<Answer<CallNoted>>(new CallNoted(call, await noted.ViewAsync(caller, providers, contacts, now, work.Cancel), Replayed: false));
    }

    /// <summary>No leaf tells that the contact was shown again, so a trace does.</summary>
    private async Task<Decision<Answer<CallNoted>>> ReplayAsync(Work work, Caller caller, RequestClaim claim, SealedContent content)
    {
        if (!claim.IsOf(content))
        {
            return Decision.Discard<Answer<CallNoted>>(new RequestIdReused());
        }

        if (await NeedCall.NeedOfAsync(work, claim.SubjectId!.Value) is not { } needId)
        {
            return Decision.Discard<Answer<CallNoted>>(new NeedNotFound());
        }

        var (row, now) = await NeedRow.ReadWithClockAsync(work, needId);
        await using var trace = work.Batch();
        trace.BatchCommands.Add(ReadTrace.OfPersons(caller, LookupAct.Need, now, [row!.PersonId])!);
        await trace.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<CallNoted>>(new CallNoted(
            row.Calls.Single(c => c.Id == claim.SubjectId), await row.ViewAsync(caller, providers, contacts, now, work.Cancel), Replayed: true));
    }

    private static async Task<IReadOnlyList<StaffMember>> StaffAsync(Work work, NeedRow need, string? reference)
    {
        if (reference is null)
        {
            return [];
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(StaffMember.Read(need.ProviderId, reference));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextAsync(StaffMember.FromAsync);
    }
}
