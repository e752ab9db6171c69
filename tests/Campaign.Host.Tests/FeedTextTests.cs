using System.Net;
using System.Xml.Linq;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>A name that XML cannot carry does not take the public feed down (HUE-5.3: what is published is published to all).</summary>
public sealed class FeedTextTests(TestPostgres postgres)
{
    [Fact]
    public async Task A_control_character_in_a_name_is_left_out_of_the_feed()
    {
        await using var database = await postgres.CreateAsync();
        await using var registry = await TestRegistry.StartAsync(database);
        await database.ExecuteAsync("update registry.campaign_terms set name = 'Huế ' || chr(1) || chr(65534) || '<x>'");

        using var answer = await registry.Http.GetAsync("/violations.atom", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!.Value.ShouldContain("Huế <x>");
    }
}
