using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>Lists: own for a provider, all for the department; pages, filters and counts.</summary>
public sealed class IssuanceListTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Query = """
        query($filter: IssuanceFilter, $first: Int, $after: String, $last: Int, $before: String) {
          issuances(campaign: "hue", filter: $filter, first: $first, after: $after, last: $last, before: $before) {
            counted: totalCount edges { cursor node { id status provider { code } recordedAt } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }
        """;

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task Pages_forwards_and_backwards_show_each_row_once_newest_first()
    {
        var recorded = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            recorded.Add((await registry.RecordAsync("misa-ca", Make.Record())).Text("issuance", "id"));
        }

        recorded.Reverse();
        var forwards = new List<string>();
        string? after = null;
        do
        {
            var page = await ListAsync("misa-ca", new { first = 3, after });
            forwards.AddRange(IdsOf(page));
            page.At("counted").GetInt32().ShouldBe(7, "a count is a count under any alias");
            page.At("pageInfo", "hasPreviousPage").GetBoolean().ShouldBe(after is not null);
            after = page.At("pageInfo", "hasNextPage").GetBoolean() ? page.Text("pageInfo", "endCursor") : null;
        }
        while (after is not null);

        forwards.ShouldBe(recorded);
        var last = await ListAsync("misa-ca", new { last = 2 });
        IdsOf(last).ShouldBe(recorded[^2..]);
        last.At("pageInfo", "hasPreviousPage").GetBoolean().ShouldBeTrue();
        IdsOf(await ListAsync("misa-ca", new { last = 3, before = last.Text("pageInfo", "startCursor") })).ShouldBe(recorded[2..5]);
    }

    [Fact]
    public async Task A_provider_sees_its_own_and_the_department_all()
    {
        var own = (await registry.RecordAsync("fpt-ca", Make.Record())).Text("issuance", "id");
        var others = (await registry.RecordAsync("ca2", Make.Record())).Text("issuance", "id");

        var mine = IdsOf(await ListAsync("fpt-ca", new { first = 100 }));
        mine.ShouldContain(own);
        mine.ShouldNotContain(others);
        IdsOf(await ListAsync("fpt-ca", new { filter = new { providerCode = "ca2" } })).ShouldBeEmpty();
        IdsOf(await ListAsync("department", new { first = 100 })).ShouldBeSubsetOf(IdsOf(await ListAsync("department", new { first = 1_000 })));
        IdsOf(await ListAsync("department", new { first = 100, filter = new { providerCode = "ca2" } })).ShouldContain(others);
        IdsOf(await ListAsync("department", new { filter = new { providerCode = "nobody" } })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Filters_take_the_status_of_now_and_a_half_open_time()
    {
        var active = await registry.RecordAsync("bkav-ca", Make.Record());
        var ended = await registry.RecordAsync("bkav-ca", Make.Record());
        var runOut = await registry.RecordAsync("bkav-ca", Make.Record() with
        {
            Certificate = Make.Certificate() with { ValidUntil = DateTimeOffset.UtcNow.AddDays(1) },
        });
        await registry.EndAsync("bkav-ca", ended.Text("issuance", "id"), "REVOKED", DateTimeOffset.UtcNow);
        await fixture.Database.ExecuteAsync(
            "update registry.issuances set issued_at = now() - interval '2 days', valid_until = now() - interval '1 second' where id = $1",
            Guid.Parse(runOut.Text("issuance", "id")));

        IdsOf(await ListAsync("bkav-ca", new { filter = new { status = new[] { "ACTIVE" } } })).ShouldBe([active.Text("issuance", "id")]);
        IdsOf(await ListAsync("bkav-ca", new { filter = new { status = new[] { "REVOKED" } } })).ShouldBe([ended.Text("issuance", "id")]);
        IdsOf(await ListAsync("bkav-ca", new { filter = new { status = new[] { "EXPIRED" } } })).ShouldBe([runOut.Text("issuance", "id")]);
        IdsOf(await ListAsync("bkav-ca", new { filter = new { status = Array.Empty<string>() } })).ShouldBeEmpty("no status is not every status");
        var (from, to) = (active.Text("issuance", "recordedAt"), ended.Text("issuance", "recordedAt"));
        IdsOf(await ListAsync("bkav-ca", new { filter = new { recordedFrom = from, recordedTo = to } })).ShouldBe([active.Text("issuance", "id")]);
    }

    private static List<string> IdsOf(JsonElement page) => [.. page.At("edges").EnumerateArray().Select(e => e.Text("node", "id"))];

    private Task<JsonElement> ListAsync(string client, object variables) => registry.AskAsync(client, "issuances", Query, variables);
}
