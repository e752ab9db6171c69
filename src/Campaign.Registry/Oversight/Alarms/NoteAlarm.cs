using System.Text.Json;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Alarms;

/// <param name="Note">A <see cref="TypedText.Reason"/>: what was found or done. What looks like a citizen number in it is blanked.</param>
public sealed record NoteAlarmInput(string Id, string Note);

public sealed record AlarmNoted(AlarmView Alarm);

/// <summary>There is no alarm with this id.</summary>
internal sealed record AlarmNotFound : Refusal
{
    public override Text Message => new("Không có cảnh báo nào mang mã này. Hãy xem lại danh sách cảnh báo.", "No alarm has this id. Check the list of alarms.");
}

/// <summary>
/// <para>
/// An officer has looked at an alarm and writes down what was found or done (I9). The alarm stays as it was raised, and each note beside it: another may be added, none is taken back. Nothing of what the alarm is about is
/// changed by it.
/// </para>
/// <para>Refusals, in order: AlarmNotFound.</para>
/// </summary>
public sealed class NoteAlarm(UnitOfWork unitOfWork) : ICommand<NoteAlarmInput, AlarmNoted>
{
    private const string InsertSql = """
        insert into registry.alarm_notes (id, alarm_id, noted_at, noted_by, note)
        select $1, a.id, $3, $4, $5 from registry.raised_alarms a where a.id = $2
        """;

    public static IReadOnlyList<Type> Refusals { get; } = [typeof(AlarmNotFound)];

    public Task<Answer<AlarmNoted>> HandleAsync(Caller caller, NoteAlarmInput input, CancellationToken cancel)
    {
        var note = TypedText.Reason.Parse("note", input.Note);
        return unitOfWork.RunAsync(caller.Viewer, work => NoteAsync(work, caller, input.Id, NumbersInText.Blank(note)!), cancel);
    }

    private static async Task<Decision<Answer<AlarmNoted>>> NoteAsync(Work work, Caller caller, string id, string note)
    {
        if (!Guid.TryParseExact(id, "D", out var known) || await AlarmQueries.FindAsync(work, known) is null)
        {
            return Decision.Discard<Answer<AlarmNoted>>(new AlarmNotFound());
        }

        var now = await RegistryClock.ReadAsync(work);
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(
            InsertSql, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(known), Sql.At(now), Sql.Text(caller.RequestOwner), Sql.Text(note)));
        batch.BatchCommands.Add(JournalLeaf.Of(now, "ALARM_NOTED", known, caller.RequestOwner, JsonSerializer.Serialize(new { note })).Insert());
        await batch.ExecuteNonQueryAsync(work.Cancel);
        return Decision.Keep<Answer<AlarmNoted>>(new AlarmNoted((await AlarmQueries.FindAsync(work, known))!));
    }
}
