using System.Net;
using System.Text.RegularExpressions;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.SignIn;
using Campaign.SignIn.Pages;
using Campaign.SignIn.People;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-1.3: the page on which officers compare two persons who may be one, and decide once.</summary>
public sealed partial class SamePersonPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Page = SignInPaths.SamePersons;

    private static int births;

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Both_stand_side_by_side_with_why_and_who_may_not_decide_finds_no_form()
    {
        var holder = Somebody() with { Name = "Đặng Thị Thủy Hường", BirthDate = "1979-03-04" };
        var pair = await Registry.PairWhoBothHoldAsync(holder, holder with { Name = "Dang Thi Thuy Huong", BirthDate = "1979-04-03" });
        using var viewer = await SignedInAsync("officer-viewer");
        viewer.Browser.Language = "vi";

        var card = CardOf((await viewer.Browser.GetAsync(Page)).Body, pair);

        foreach (var words in new[]
        {
            "Đặng Thị Thủy Hường", "Dang Thi Thuy Huong", "04/03/1979", "03/04/1979", "một bên bỏ dấu", "đảo ngày và tháng", "cùng số điện thoại", "VNPT", "đang hiệu lực", "&#x2B;100 điểm",
            "Mỗi bên đang giữ một chứng thư",
        })
        {
            card.ShouldContain(words);
        }

        card.ShouldContain("<span aria-hidden=\"true\">≈</span> gần giống", customMessage: "sign and word, never colour alone");
        NumberShown().Count(card).ShouldBe(2, "masked, once for each");
        card.ShouldNotContain(holder.Phone!);
        card.ShouldNotContain("<form");
        var decide = new Dictionary<string, string> { ["act"] = "apart", ["id"] = $"{pair}", ["reason"] = "hai chị em" };
        (await viewer.Browser.SubmitAsync(Page, decide, formFrom: SignInPaths.Logout)).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var provider = await SignedInAsync("vnpt-ca-admin");
        (await provider.Browser.GetAsync(Page)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await provider.Browser.SubmitAsync(Page, decide, formFrom: SignInPaths.Logout)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await StateOfAsync(pair)).ShouldBe("OPEN");
        (await Registry.Database.CountAsync("registry.reads where act = 'SAME_PERSONS'")).ShouldBeGreaterThan(0, "both see that they were looked at");
    }

    [Theory]
    [InlineData("keep", "kept", "KEPT", "are kept as they are until the facts change")]
    [InlineData("link", "linked", "LINKED", "are linked as one person")]
    [InlineData("apart", "apart", "NOT_THE_SAME", "are two persons; the pair is not asked again")]
    public async Task What_is_decided_is_remembered_and_not_asked_again(string act, string list, string state, string told)
    {
        var holder = Somebody() with { Name = $"Tôn Nữ Hoàng {act} Trân" };
        var pair = await Registry.PairOfWhomOneHoldsAsync(holder, holder.Name!);
        using var reviewer = await SignedInAsync("officer-reviewer");
        var page = reviewer.Browser;

        (await page.SubmitAsync(Page, new() { ["act"] = act, ["id"] = $"{pair}", ["reason"] = "đã xem hai thẻ; số 046201234567" })).Location.ShouldBe(Page, "post, redirect, get");

        (await StateOfAsync(pair)).ShouldBe(state);
        var open = (await page.GetAsync(Page)).Body;
        open.ShouldContain(told);
        open.ShouldNotContain($"pair-{pair}");
        var decided = CardOf((await page.GetAsync($"{Page}?state={list}")).Body, pair);
        decided.ShouldContain("đã xem hai thẻ; số •••");
        decided.ShouldContain("<strong>officer-reviewer</strong>");
        decided.Contains("<form", StringComparison.Ordinal).ShouldBe(act == "keep", "what is for good is not decided twice");

        var person = await Registry.Database.ScalarAsync<Guid>("select person_b from registry.same_person_pairs where id = $1", pair);
        await Registry.Services.GetRequiredService<SamePersonSearch>().LookAsync([person], TestContext.Current.CancellationToken);
        (await page.GetAsync(Page)).Body.ShouldNotContain($"pair-{pair}");
        (await page.SubmitAsync(Page, new() { ["act"] = "apart", ["id"] = $"{pair}", ["reason"] = "lại xem" }, formFrom: SignInPaths.Logout)).Status
            .ShouldBe(act == "link" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.Redirect, "the same again is the same; what is for good is refused at the top of the page");
    }

    [Fact]
    public async Task A_refusal_is_at_its_form_with_what_was_typed()
    {
        var holder = Somebody() with { Name = "Phan Thị <b>Diệu</b> Liên" };
        var pair = await Registry.PairWhoBothHoldAsync(holder, holder);
        using var reviewer = await SignedInAsync("officer-reviewer");
        async Task<string> RefusedAsync(string act, string reason)
        {
            var answer = await reviewer.Browser.SubmitAsync(Page, new() { ["act"] = act, ["id"] = $"{pair}", ["reason"] = reason });
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
            return CardOf(answer.Body, pair);
        }

        var both = await RefusedAsync("link", "một người, hai thẻ");
        both.ShouldContain($"aria-describedby=\"act-{pair}-fault\"");
        both.ShouldContain("Both numbers hold a live certificate in one campaign.");
        both.ShouldContain($"id=\"link-{pair}\" name=\"act\" value=\"link\" aria-describedby=\"link-{pair}-hint\" checked autofocus>");
        both.ShouldContain(">một người, hai thẻ</textarea>");
        both.ShouldContain("<details open>");
        var wordless = await RefusedAsync("apart", " x ");
        wordless.ShouldContain($"id=\"reason-{pair}-fault\"");
        wordless.ShouldContain($"value=\"apart\" aria-describedby=\"apart-{pair}-hint\" checked>");
        (await RefusedAsync("", "hai thẻ")).ShouldContain("Choose a decision.");
        (await RefusedAsync("keep", new string('x', 2_001))).ShouldContain($"id=\"reason-{pair}-fault\"");
        both.ShouldContain("Phan Thị &lt;b&gt;Diệu&lt;/b&gt; Liên");
        (await StateOfAsync(pair)).ShouldBe("OPEN");
        (await reviewer.Browser.SubmitAsync(Page, new() { ["act"] = "keep", ["id"] = $"{Guid.NewGuid()}", ["reason"] = "hai thẻ" })).Body.ShouldContain("This pair does not exist.");
    }

    [Fact]
    public async Task The_newest_come_first_a_few_at_a_time_and_a_decision_leads_back_to_where_it_was_taken()
    {
        var pairs = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            var holder = Somebody();
            pairs.Add(await Registry.PairWhoBothHoldAsync(holder, holder));
        }

        using var reviewer = await SignedInAsync("officer-reviewer");
        var first = (await reviewer.Browser.GetAsync(Page)).Body;
        Headings().Matches(first).Select(m => Guid.Parse(m.Groups[1].Value)).ShouldBe(pairs.AsEnumerable().Reverse().Take(5));
        var next = WebUtility.HtmlDecode(NextPage().Match(first).Groups[1].Value);
        var second = (await reviewer.Browser.GetAsync(next)).Body;
        second.ShouldContain($"pair-{pairs[0]}");
        second.ShouldContain("First page");
        (await reviewer.Browser.SubmitAsync(next, new() { ["act"] = "keep", ["id"] = $"{pairs[0]}", ["reason"] = "chưa rõ" }, action: Page)).Location.ShouldBe(next);

        await Registry.Database.ExecuteAsync(
            "update registry.same_person_pairs set state = 'NOT_THE_SAME', decided_at = registry.registry_now(), decided_by = 'officer:x', reason = 'xong' where state = 'OPEN'");
        (await reviewer.Browser.GetAsync(Page)).Body.ShouldContain("No pair waits.");
        (await reviewer.Browser.GetAsync(Page + "?state=%3Cb%3E&after=x")).Body.ShouldContain("No pair waits.", customMessage: "what is not known is the first page of what waits");
    }

    [Fact]
    public async Task Every_way_in_which_two_compare_has_its_words()
    {
        async Task<string> SourceAsync(string function) => await Registry.Database.ScalarAsync<string>("select string_agg(prosrc, ' ') from pg_proc where proname = $1", function);
        var known = Literal().Matches(await SourceAsync("compare_names")).Select(m => (Field: ComparedField.Name, How: m.Groups[1].Value))
            .Concat(Assigned().Matches(await SourceAsync("same_person_score")).Select(m => (Field: m.Groups[1].Value switch
            {
                "birth" => ComparedField.BirthDate,
                "sex" => ComparedField.Sex,
                "phone" => ComparedField.Phone,
                _ => ComparedField.Ward,
            }, How: m.Groups[2].Value))).Distinct().ToList();

        known.Count.ShouldBeGreaterThan(20);
        known.Where(k => SamePersonWords.Of(k.Field, k.How).Vietnamese == k.How).ShouldBeEmpty();
    }

    /// <summary>Of a birth date and a phone that nobody else here has.</summary>
    private static Holder Somebody()
    {
        var n = Interlocked.Increment(ref births);
        return new("Nguyễn Thị Thu Sương", new DateOnly(1960, 1, 2).AddDays(37 * n).ToString("yyyy-MM-dd", null), "FEMALE", $"09120{n:00000}", "19789");
    }

    private static string CardOf(string body, Guid pair)
    {
        var from = body.IndexOf($"<li><h2 id=\"pair-{pair}\"", StringComparison.Ordinal);
        from.ShouldBeGreaterThanOrEqualTo(0, body);
        var to = body.IndexOf("<li><h2 id=\"pair-", from + 1, StringComparison.Ordinal);
        return to < 0 ? body[from..] : body[from..to];
    }

    private Task<string> StateOfAsync(Guid pair) => Registry.Database.ScalarAsync<string>("select state from registry.same_person_pairs where id = $1", pair);

    private async Task<Person> SignedInAsync(string name)
    {
        var person = new Person(Registry, name, SignInClients.Desk);
        await Registry.Database.ExecuteAsync("update signin.second_factors set last_step = 0");
        (await person.SignInAsync()).Location.ShouldBe(SignInPaths.Sessions);
        return person;
    }

    [GeneratedRegex("•{6,}[0-9]{3}<")]
    private static partial Regex NumberShown();

    [GeneratedRegex("<h2 id=\"pair-([0-9a-f-]{36})\"")]
    private static partial Regex Headings();

    [GeneratedRegex("<a href=\"([^\"]+)\">Next page")]
    private static partial Regex NextPage();

    [GeneratedRegex("'([A-Z][A-Z_]+)'")]
    private static partial Regex Literal();

    [GeneratedRegex("(birth|sex|phone|ward) := '([A-Z_]+)'")]
    private static partial Regex Assigned();
}
