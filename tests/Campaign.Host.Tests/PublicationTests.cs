using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>HUE-5.3: what was published stands on the public page and in the feed, without a citizen or an officer; what was withdrawn is named no more, and readers of the feed learn of it.</summary>
public sealed class PublicationTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Feed = "/violations.atom";
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly Caller Reviewer = Callers.Officer("the-reviewer", Callers.Reviewing);
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task What_is_published_is_in_the_feed_and_on_the_page_and_what_is_withdrawn_says_that_alone()
    {
        var (kept, keptNumber) = await ConfirmedAsync("ca2", "<b>& lý do riêng");
        var (taken, takenNumber) = await ConfirmedAsync("bkav-ca", "lý do khác");
        OfOurs(await ReadAsync()).ShouldBeEmpty();
        await Registry.PublishCaseByTwoAsync(Reviewer, Administrator, kept);
        await Registry.PublishCaseByTwoAsync(Reviewer, Administrator, taken);

        var first = await ReadAsync();

        OfOurs(first).Select(e => e.Element(Atom + "id")!.Value).ShouldBe([$"urn:uuid:{taken}", $"urn:uuid:{kept}"], "the latest change first");
        var entry = OfOurs(first).Last();
        entry.Element(Atom + "title")!.Value.ShouldBe($"CA2 (Nacencomm): hồ sơ số {keptNumber}");
        entry.Element(Atom + "summary")!.Value.ShouldStartWith("Ghi nhận muộn (HUE-1.4). Kết luận ");
        first.ToString().ShouldNotContain("lý do");
        first.ToString().ShouldNotContain("the-reviewer");
        foreach (var each in first.DescendantsAndSelf().Where(e => e.Name == Atom + "feed" || e.Name == Atom + "entry"))
        {
            each.Element(Atom + "id")!.Value.ShouldStartWith("urn:uuid:");
            each.Element(Atom + "title")!.Value.ShouldNotBeEmpty();
            DateTimeOffset.Parse(each.Element(Atom + "updated")!.Value, CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
        }

        (await PageAsync()).ShouldContain(keptNumber);
        (await Registry.WithdrawPublicationAsync(Reviewer, taken, "tòa án nói vậy")).TypeName().ShouldBe("PublicationWithdrawn");
        var second = await ReadAsync();

        second.Element(Atom + "id")!.Value.ShouldBe(first.Element(Atom + "id")!.Value);
        var withdrawn = OfOurs(second).First();
        withdrawn.Element(Atom + "id")!.Value.ShouldBe($"urn:uuid:{taken}", "the same entry, so that a reader's copy is replaced");
        withdrawn.Element(Atom + "title")!.Value.ShouldBe($"Đã rút công bố: hồ sơ số {takenNumber}");
        withdrawn.ToString().ShouldNotContain("Bkav", Case.Insensitive);
        withdrawn.ToString().ShouldNotContain("tòa án");
        var page = await PageAsync();
        page.ShouldNotContain(takenNumber);
        page.ShouldContain(keptNumber);
        WebUtility.HtmlDecode(page).ShouldContain($"<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Vi phạm đã công bố\" href=\"{Feed}\"");

        // The other test publishes in the same registry, before this one or after it.
        XElement[] OfOurs(XElement feed) => [.. feed.Elements(Atom + "entry").Where(e => new[] { $"urn:uuid:{kept}", $"urn:uuid:{taken}" }.Contains(e.Element(Atom + "id")!.Value))];
    }

    [Fact]
    public async Task The_feed_may_be_kept_by_all_and_is_not_sent_again_when_nothing_has_changed()
    {
        using var first = await Registry.Http.GetAsync(Feed, TestContext.Current.CancellationToken);

        first.Content.Headers.ContentType!.MediaType.ShouldBe("application/atom+xml");
        first.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300");
        first.Headers.Contains("Set-Cookie").ShouldBeFalse();
        first.Content.Headers.LastModified.ShouldNotBeNull();
        (await GetAsync(r => r.Headers.IfNoneMatch.Add(first.Headers.ETag!))).ShouldBe(HttpStatusCode.NotModified);
        (await GetAsync(r => r.Headers.IfModifiedSince = first.Content.Headers.LastModified)).ShouldBe(HttpStatusCode.NotModified);
        (await GetAsync(r => r.Headers.IfNoneMatch.Add(new("\"other\"")))).ShouldBe(HttpStatusCode.OK);
        await Registry.PublishCaseByTwoAsync(Reviewer, Administrator, (await ConfirmedAsync("fpt-ca", "lý do")).Id);
        (await GetAsync(r => r.Headers.IfNoneMatch.Add(first.Headers.ETag!))).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> GetAsync(Action<HttpRequestMessage> ask)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Feed);
        ask(request);
        using var response = await Registry.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private async Task<XElement> ReadAsync()
    {
        using var reader = XmlReader.Create(await Registry.Http.GetStreamAsync(Feed, TestContext.Current.CancellationToken), new() { Async = true, DtdProcessing = DtdProcessing.Prohibit });
        return (await XDocument.LoadAsync(reader, LoadOptions.None, TestContext.Current.CancellationToken)).Root.ShouldNotBeNull();
    }

    private Task<string> PageAsync() => Registry.Http.GetStringAsync("/?lang=vi", TestContext.Current.CancellationToken);

    private async Task<(string Id, string Number)> ConfirmedAsync(string provider, string reason)
    {
        var flag = Guid.NewGuid();
        await Registry.Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, thresholds)
            select $1, 'LATE_RECORD', 'HUE-1.4', c.id, p.id, 'made up ' || $1, registry.registry_now(), '{}' from registry.campaigns c, registry.providers p where c.code = 'hue' and p.code = $2
            """, flag, provider);
        var opened = await Registry.OpenCaseAsync(Reviewer, [$"{flag}"]);
        await Registry.DecideCaseAsync(Reviewer, opened.Text("case", "id"), "CONFIRMED", reason);
        return (opened.Text("case", "id"), opened.Text("case", "number"));
    }
}
