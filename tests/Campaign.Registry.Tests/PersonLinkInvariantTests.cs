using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>The nightly check of links: an alarm for each way of breaking them behind the registry's back.</summary>
public sealed class PersonLinkInvariantTests(ClockFixture fixture) : IClassFixture<ClockFixture>
{
    private static readonly Caller Officer = Callers.Client("department", Scopes.Department);

    private readonly TestRegistry registry = fixture.Registry;

    private TestDatabase Database => fixture.Database;

    /// <summary>I2, broken by somebody who may do everything.</summary>
    [Fact]
    public async Task What_was_broken_of_links_is_raised()
    {
        foreach (var (alarms, breaks) in new[]
        {
            ("WHO_STAYS_DIFFERS_FROM_LINKS NUMBER_LEADS_ASTRAY", "update registry.person_links set survivor = (select p.id from registry.persons p where p.id not in (from_person, to_person) and not exists (select from registry.person_links a where a.from_person = p.id) order by p.id limit 1) where id = $1"),
            ("LINK_UNDONE_WITHOUT_DECISION NUMBER_LEADS_ASTRAY", "update registry.person_links set survivor = null where id = $1"),
            ("NUMBER_LEADS_ASTRAY", "update registry.number_keys k set person_id = l.from_person, linked_from = null from registry.person_links l where l.id = $1 and k.linked_from = l.from_person"),
            ("LINK_NOT_ONCE_IN_JOURNAL", "delete from registry.journal where subject_id = $1"),
            ("LINK_OF_JOURNAL_IS_GONE NUMBER_LEADS_ASTRAY", "delete from registry.person_links where id = $1"),
            ("UNDOING_NOT_ONCE_IN_JOURNAL", "insert into registry.person_unlinks select id, 'x', 'made up', now() from registry.person_links where id = $1; update registry.person_links set survivor = null where id = $1; "
                + "update registry.number_keys k set person_id = linked_from, linked_from = null where linked_from = (select from_person from registry.person_links where id = $1)"),
        })
        {
            await fixture.AtAsync(ClockFixture.Morning);
            // Somebody else, whom a number may be led to by mistake.
            await registry.RecordAsync("vnpt-ca", Make.Record(null, ClockFixture.Morning));
            var link = Guid.Parse((await registry.LinkNumbersAsync(Officer, Make.Citizen(), Make.Citizen())).Text("link", "id"));
            foreach (var statement in breaks.Split("; "))
            {
                await Database.ExecuteAsync(statement, link);
            }

            await Database.ExecuteAsync("delete from registry.invariant_checks; delete from registry.alarms");
            await registry.RunJobAsync("check-invariants");

            (await AlarmsAsync()).Order().ShouldBe(alarms.Split(' ').Order(), breaks);
            // Out of the way of the next.
            await Database.ExecuteAsync("delete from registry.alarms");
            await Database.ExecuteAsync("delete from registry.journal where subject_id = $1", link);
            await Database.ExecuteAsync("update registry.number_keys set linked_from = null where linked_from = (select from_person from registry.person_links where id = $1) or not exists (select from registry.person_links where id = $1)", link);
            await Database.ExecuteAsync("delete from registry.person_unlinks where link_id = $1", link);
            await Database.ExecuteAsync("delete from registry.person_links where id = $1", link);
        }
    }

    private async Task<List<string>> AlarmsAsync()
    {
        await using var connection = await Database.ConnectAsync();
        return await IsolationFixture.ListAsync<string>(connection, "select what from registry.alarms");
    }
}
