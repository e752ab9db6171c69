using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="Text">A <see cref="TypedText.CaseNote"/>. What looks like a citizen number in it is blanked.</param>
public sealed record NoteOnCaseInput(string RequestId, string CaseId, string Text) : ICheckedInput
{
    public void Check() => TypedText.CaseNote.Require("text", Text);
}

public sealed record CaseNoted(CaseView Case, bool Replayed);

/// <summary>
/// <para>An officer writes a note into a case, at any time, decided or not (HUE-5.2). Notes are the department's alone: no provider sees them, and nothing takes them out (I9).</para>
/// <para>Refusals, in order: RequestIdReused, CaseNotFound.</para>
/// </summary>
public sealed class NoteOnCase(UnitOfWork unitOfWork, ContentSealer sealer) : ICommand<NoteOnCaseInput, CaseNoted>
{
    public const string Operation = "noteOnCase";

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(RequestIdReused), typeof(CaseNotFound)];

    public Task<Answer<CaseNoted>> HandleAsync(Caller caller, NoteOnCaseInput input, CancellationToken cancel)
    {
        input.Check();
        var content = sealer.Seal(input.CaseId, input.Text.Trim());
        var key = new RequestKey(caller.RequestOwner, Operation, input.RequestId);
        return unitOfWork.RunAsync(caller.Viewer, (work, _) => NoteAsync(work, caller, input, key, content), [RequestClaim.UniqueConstraint], cancel);
    }

    private static async Task<Decision<Answer<CaseNoted>>> NoteAsync(Work work, Caller caller, NoteOnCaseInput input, RequestKey key, SealedContent content)
    {
        if (await CaseRequests.RepeatedAsync(work, key, content, v => new CaseNoted(v, Replayed: true)) is { } first)
        {
            return Decision.Discard(first);
        }

        if (await CaseRow.LockAsync(work, input.CaseId) is not var (row, now))
        {
            return Decision.Discard<Answer<CaseNoted>>(new CaseNotFound());
        }

        var note = CaseEvent.Of(row.Id, now, CaseEventKind.Noted, caller.RequestOwner) with { Text = input.Text };
        await using var batch = work.Batch();
        batch.BatchCommands.Add(RequestClaim.Insert(key, content, null, row.Id, now));
        batch.BatchCommands.Add(note.Insert());
        batch.BatchCommands.Add(CaseRow.Leaves(now, "CASE_NOTED", row.Id, caller.RequestOwner, new { note = note.Id }));
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return await CaseRequests.DoneAsync(work, row.Id, v => new CaseNoted(v, Replayed: false));
    }
}
