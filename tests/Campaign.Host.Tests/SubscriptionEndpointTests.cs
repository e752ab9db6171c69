using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Host.Graph;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>Server-sent events after the protocol graphql-sse, distinct connections mode: how a stream begins, lives and ends.</summary>
public sealed class SubscriptionEndpointTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly object Hue = new { campaign = "hue" };

    private readonly TestRegistry registry = fixture.Registry;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subscription_is_opened_by_POST_and_by_GET(bool byGet)
    {
        await using var subscription = await Subscription.OpenAsync(registry, "vnpt-ca", byGet: byGet);
        var id = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");
        var next = await subscription.NextMessageAsync();

        subscription.Response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        subscription.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        next.Name.ShouldBe("next");
        next.Json.Text("data", "needChanged", "id").ShouldBe(id);
        next.Json.TryGetProperty("errors", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Without_sign_in_it_is_401_and_beyond_the_scope_403()
    {
        using var nobody = await Subscription.AskAsync(registry, null, Subscription.NeedChanged, Hue);
        using var department = await Subscription.AskAsync(registry, "department", Subscription.NeedChanged, Hue);

        nobody.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeAsync(nobody)).ShouldBe("UNAUTHENTICATED");
        department.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await CodeAsync(department)).ShouldBe("FORBIDDEN");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task Who_does_not_take_events_is_told_to(string? accept)
    {
        using var response = await Subscription.AskAsync(registry, "vnpt-ca", Subscription.NeedChanged, Hue, accept);

        response.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).At("errors")[0];
        error.Text("extensions", "code").ShouldBe("BAD_REQUEST");
        error.Text("message").ShouldContain("text/event-stream");
    }

    [Fact]
    public async Task Who_takes_events_among_others_gets_a_stream_for_a_subscription_and_json_for_a_query()
    {
        const string Many = "application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.5";
        using var stream = await Subscription.AskAsync(registry, "vnpt-ca", Subscription.NeedChanged, Hue, Many);
        using var query = await Subscription.AskAsync(registry, "vnpt-ca", "{ campaigns { code } }", accept: Many);

        stream.StatusCode.ShouldBe(HttpStatusCode.OK);
        stream.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        query.Content.Headers.ContentType!.MediaType.ShouldBe("application/graphql-response+json");
    }

    [Fact]
    public async Task A_query_and_a_mutation_asked_with_events_give_one_result_and_complete()
    {
        foreach (var (document, field) in new[] { ("{ campaigns { code } }", "campaigns"), ("mutation { cancelNeed(input: {needId: \"none\"}) { __typename } }", "cancelNeed") })
        {
            using var response = await Subscription.AskAsync(registry, "department", document);
            var events = await Subscription.ReadToEndAsync(response);

            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            events.Select(e => e.Name).ShouldBe(["next", "complete"]);
            events[0].Json.At("data").TryGetProperty(field, out _).ShouldBeTrue();
        }
    }

    [Theory]
    [InlineData("subscription { nothing }")]
    [InlineData("subscription { needChanged(campaign: \"hue\") { nothing } }")]
    [InlineData("subscription { needChanged(campaign: 7) { id } }")]
    [InlineData("subscription($campaign: String!) { needChanged(campaign: $campaign) { id }")]
    public async Task What_is_wrong_with_the_document_is_said_in_the_stream(string document)
    {
        using var response = await Subscription.AskAsync(registry, "vnpt-ca", document);
        var events = await Subscription.ReadToEndAsync(response);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        events.Select(e => e.Name).ShouldBe(["next", "complete"]);
        events[0].Json.At("errors")[0].Text("extensions", "code").ShouldBe("BAD_REQUEST");
    }

    [Theory]
    [InlineData("subscription { a: needChanged(campaign: \"hue\") { id } b: needChanged(campaign: \"hue\") { id } }")]
    [InlineData("subscription { needChanged(campaign: \"hue\") { id } ... on Subscription { x: needChanged(campaign: \"hue\") { id } } }")]
    [InlineData("subscription { __typename }")]
    [InlineData("subscription($no: Boolean = true) { needChanged(campaign: \"hue\") @skip(if: $no) { id } }")]
    [InlineData("subscription { needChanged(campaign: \"hue\") { a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id k: id l: id m: id n: id o: id p: id } }")]
    public async Task More_than_one_field_and_more_than_the_limits_are_refused(string document)
    {
        using var response = await Subscription.AskAsync(registry, "vnpt-ca", document);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(response)).ShouldBe("BAD_REQUEST");
    }

    [Fact]
    public async Task A_caller_has_20_streams_and_one_that_hangs_up_gives_its_place_back()
    {
        await using var host = await TestRegistry.StartAsync(fixture.Database);
        var open = new List<Subscription>();
        for (var i = 0; i < 20; i++)
        {
            open.Add(await Subscription.OpenAsync(host, "viettel-ca"));
        }

        using var beyond = await Subscription.AskAsync(host, "viettel-ca", Subscription.NeedChanged, Hue);
        await using var another = await Subscription.OpenAsync(host, "bkav-ca");
        await open[0].DisposeAsync();
        open.RemoveAt(0);
        await Eventually.HoldsAsync(() => host.Services.GetRequiredService<EventStreams>().Open == 20, "a place is given back");
        await using var again = await Subscription.OpenAsync(host, "viettel-ca");

        beyond.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        beyond.Headers.RetryAfter.ShouldNotBeNull();
        (await CodeAsync(beyond)).ShouldBe("OVERLOADED");
        foreach (var subscription in open)
        {
            await subscription.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_host_has_so_many_streams()
    {
        await using var host = await TestRegistry.StartAsync(fixture.Database, s => s.AddSingleton(new EventStreamSettings { MaxStreams = 1 }));
        await using var only = await Subscription.OpenAsync(host, "viettel-ca");
        using var beyond = await Subscription.AskAsync(host, "bkav-ca", Subscription.NeedChanged, Hue);

        beyond.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await CodeAsync(beyond)).ShouldBe("OVERLOADED");
    }

    [Fact]
    public async Task A_quiet_stream_is_kept_alive_by_comments()
    {
        await using var host = await TestRegistry.StartAsync(
            fixture.Database, s => s.AddSingleton(new EventStreamSettings { QuietFor = TimeSpan.FromMilliseconds(50) }));
        await using var subscription = await Subscription.OpenAsync(host, "misa-ca");

        for (var i = 0; i < 5; i++)
        {
            (await subscription.NextEventAsync()).Name.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task A_stream_ends_with_its_longest_life_and_with_its_access_token()
    {
        var time = new MovableTime();
        await using var host = await TestRegistry.StartAsync(
            fixture.Database,
            s => s.AddSingleton(new EventStreamSettings { QuietFor = TimeSpan.FromMilliseconds(50), LongestLife = TimeSpan.FromDays(1) }),
            time);
        await using var brief = await TestRegistry.StartAsync(
            fixture.Database, s => s.AddSingleton(new EventStreamSettings { LongestLife = TimeSpan.FromMilliseconds(200) }));
        await using var withToken = await Subscription.OpenAsync(host, "misa-ca");
        await using var byLife = await Subscription.OpenAsync(brief, "misa-ca");

        (await byLife.RestAsync()).Select(e => e.Name).ShouldBe(["complete"]);
        time.Ahead = TimeSpan.FromMinutes(61);
        (await withToken.RestAsync()).Select(e => e.Name).ShouldBe(["complete"]);
    }

    [Fact]
    public async Task A_host_that_stops_completes_its_streams()
    {
        var host = await TestRegistry.StartAsync(fixture.Database);
        await using var subscription = await Subscription.OpenAsync(host, "fpt-ca");
        var stopped = System.Diagnostics.Stopwatch.StartNew();
        await host.DisposeAsync();

        (await subscription.RestAsync()).Select(e => e.Name).ShouldBe(["complete"]);
        stopped.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Streams_and_their_lag_are_metrics()
    {
        await using var subscription = await Subscription.OpenAsync(registry, "vnpt-ca");
        (await registry.Http.GetStringAsync("/metrics")).ShouldContain("\ncampaign_subscription_streams ");

        // What was measured before anybody looked is not there.
        var id = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");
        (await subscription.NextNeedAsync()).Text("id").ShouldBe(id);
        await Eventually.HoldsAsync(
            async () => (await registry.Http.GetStringAsync("/metrics")).Contains("campaign_changes_lag_seconds_count", StringComparison.Ordinal), "the lag is measured");
    }

    private static async Task<string> CodeAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldNotBe("text/event-stream");
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).At("errors")[0].Text("extensions", "code");
    }

    /// <summary>The machine's clock, moved ahead by a test. Timers stay real.</summary>
    private sealed class MovableTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
