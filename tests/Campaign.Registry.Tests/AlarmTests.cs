using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What the nightly check raises is read by the department, with who looked and what was done (I9).</summary>
public sealed class AlarmTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string List = "query($open: Boolean) { alarms(open: $open) { totalCount edges { node { id invariant what campaign subjectIds notes { notedBy note } } } } }";
    private const string Note = "mutation($id: ID!, $note: String!) { noteAlarm(id: $id, note: $note) { __typename ... on AlarmNoted { alarm { notes { notedBy note } } } } }";

    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task An_alarm_is_shown_and_stays_with_what_was_done_about_it()
    {
        await clock.AtAsync(Now);
        var (id, subject) = (Guid.NewGuid(), Guid.NewGuid());
        await clock.Database.ExecuteAsync("""
            insert into registry.alarms (id, raised_at, invariant, what, person_id, campaign_id, subject_ids)
            select $1, $2, 'I6', 'TWO_FREE_PERIODS', $1, c.id, array[$3]::uuid[] from registry.campaigns c where c.code = 'hue'
            """, id, Now, subject);

        var open = (await AskAsync(Reviewer, true)).Single(a => a.Text("id") == id.ToString());
        (open.Text("invariant"), open.Text("what"), open.Text("campaign"), open.At("subjectIds")[0].GetString()).ShouldBe(("I6", "TWO_FREE_PERIODS", "hue", subject.ToString()));
        open.At("notes").GetArrayLength().ShouldBe(0);

        await Should.ThrowAsync<UnauthorizedAccessException>(() => NoteAsync(Callers.Officer("viewer", Scopes.DepartmentRead), id, "seen it"));
        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await AskAsync(await registry.StaffAsync("vnpt-ca", "vnpt-ca-staff-1"), true));
        (await NoteAsync(Reviewer, id, "a restored backup; 046201234567 was told")).At("alarm", "notes")[0].Text("note").ShouldBe("a restored backup; ••• was told");
        await clock.AtAsync(Now.AddMinutes(1));
        (await NoteAsync(Callers.Officer("other", Callers.Administering), id, "agreed")).At("alarm", "notes").EnumerateArray().Select(n => n.Text("notedBy")).ShouldBe(["officer:reviewer", "officer:other"]);

        (await AskAsync(Reviewer, true)).ShouldNotContain(a => a.Text("id") == id.ToString());
        (await AskAsync(Reviewer, false)).Single(a => a.Text("id") == id.ToString()).At("notes").GetArrayLength().ShouldBe(2);
        (await AskAsync(Reviewer, null)).ShouldContain(a => a.Text("id") == id.ToString());
        (await clock.Database.CountAsync("registry.journal where kind = 'ALARM_NOTED' and subject_id = $1", id)).ShouldBe(2);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("5b1d3f0e-0000-4000-8000-000000000000")]
    public async Task What_is_no_alarm_is_not_found(string id) =>
        (await registry.AskAsync(Reviewer, "noteAlarm", Note, new { id, note = "seen it" })).TypeName().ShouldBe("AlarmNotFound");

    private async Task<List<JsonElement>> AskAsync(Caller caller, bool? open) =>
        [.. (await registry.AskAsync(caller, "alarms", List, new { open })).At("edges").EnumerateArray().Select(e => e.At("node"))];

    private Task<JsonElement> NoteAsync(Caller caller, Guid id, string note) => registry.AskAsync(caller, "noteAlarm", Note, new { id, note });
}
