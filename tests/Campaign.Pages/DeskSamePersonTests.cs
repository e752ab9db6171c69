using System.Text.RegularExpressions;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Testing;
using Campaign.Web.Department;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Campaign.Pages;

/// <summary>HUE-1.3: the desk's page on which officers compare two persons who may be one, and decide once.</summary>
public sealed partial class DeskSamePersonTests(TestPostgres postgres, Chromium chromium) : DeskWalk(postgres, chromium)
{
    private const string Page = DeskEndpoints.SamePersons;

    private static int births;

    [Theory]
    [Languages]
    public async Task Both_stand_side_by_side_with_why_and_who_may_not_decide_finds_no_form(string language)
    {
        var holder = Somebody() with { Name = "Đặng Thị Thủy Hường", BirthDate = "1979-03-04" };
        var decided = Somebody() with { Name = "Lê Quang Vinh", Sex = "MALE" };
        await Registry.PairWhoBothHoldAsync(decided, decided with { Name = "Lê Quang Vịnh" });
        await Registry.Database.ExecuteAsync("""
            update registry.same_person_pairs set state = 'NOT_THE_SAME', decided_at = registry.registry_now(), decided_by = 'officer:officer-reviewer',
              reason = 'Hai anh em sinh đôi, cùng đến quầy sáng nay; đã xem cả hai thẻ căn cước.' where state = 'OPEN'
            """);
        var pair = await Registry.PairWhoBothHoldAsync(holder, holder with { Name = "Dang Thi Thuy Huong", BirthDate = "1979-04-03" });
        await Registry.PairOfWhomOneHoldsAsync(Somebody() with { Name = "Nguyễn Văn Thuận", Sex = "MALE", WardCode = "19774" }, "Nguyễn Thuận");
        var page = await Browser.OpenAsync(Registry, language);
        var faults = FaultsOf(page);
        await page.SignInAsync("officer-viewer", true, Registry);
        await page.GotoAsync(Page);
        var card = page.Locator($"section[aria-labelledby=pair-{pair}]");
        await card.WaitForAsync();
        var told = await card.InnerTextAsync();
        foreach (var words in language == "vi-VN"
            ? new[] { "Đặng Thị Thủy Hường", "Dang Thi Thuy Huong", "04/03/1979", "03/04/1979", "một bên bỏ dấu", "đảo ngày và tháng", "cùng số điện thoại", "VNPT", "đang hiệu lực", "+100 điểm", "≈ gần giống", "Mỗi bên đang giữ một chứng thư" }
            : ["the same phone", "day and month exchanged", "≈ alike", "Each holds a certificate"])
        {
            told.ShouldContain(words, customMessage: "sign and word, never colour alone");
        }

        NumberShown().Count(told).ShouldBe(2, "masked, once for each");
        told.ShouldNotContain(holder.Phone!);
        (await page.Locator("main form").CountAsync()).ShouldBe(0);
        (await card.GetByRole(AriaRole.Row).CountAsync()).ShouldBe(9, "it stays a table for whoever hears it, however it is laid out");
        (await Registry.Database.CountAsync("registry.reads where reader = 'officer-viewer' and act = 'SAME_PERSONS'")).ShouldBeGreaterThan(0, "both see that they were looked at");
        await PageTests.LookAsync(page, "desk-same-persons", language);
        await page.GotoAsync(Page + "?state=apart");
        await page.GetByText(language == "vi-VN" ? "Hai anh em sinh đôi" : "Not the same person").First.WaitForAsync();
        await PageTests.LookAsync(page, "desk-same-persons-apart", language);
        await page.GotoAsync(Page + "?state=linked");
        await page.Locator(".told").WaitForAsync();
        await PageTests.LookAsync(page, "desk-same-persons-none", language);
        faults.ShouldBeEmpty();
        await page.Context.CloseAsync();

        var provider = await Browser.OpenAsync(Registry);
        await provider.SignInAsync("vnpt-ca-admin", false, Registry);
        (await provider.GotoAsync(Page))!.Status.ShouldBe(403);
        await provider.Context.CloseAsync();
    }

    [Theory]
    [InlineData("keep", "kept", "KEPT", "được giữ nguyên đến khi dữ liệu thay đổi")]
    [InlineData("apart", "apart", "NOT_THE_SAME", "là hai người; cặp này không hỏi lại nữa")]
    public async Task What_is_decided_is_remembered_and_not_asked_again(string act, string list, string state, string told)
    {
        var holder = Somebody() with { Name = "Tôn Nữ Hoàng Trân" };
        var pair = await Registry.PairOfWhomOneHoldsAsync(holder, holder.Name!);
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(Page);
        await page.Locator("section.pair summary").ClickAsync();
        await page.Locator($"#{act}-{pair}").CheckAsync();
        await page.Locator($"#reason-{pair}").FillAsync("đã xem hai thẻ; số 046201234567");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ghi quyết định" }).ClickAsync();
        await page.Locator("p.done").WaitForAsync();
        (await page.Locator("p.done").InnerTextAsync()).ShouldContain(told);
        (await page.EvaluateAsync<string>("document.activeElement.className")).ShouldContain("done");
        (await page.Locator($"#pair-{pair}").CountAsync()).ShouldBe(0);
        (await StateOfAsync(pair)).ShouldBe(state);
        await page.ForgetsDraftsAsync();

        await page.GotoAsync($"{Page}?state={list}");
        var decided = page.Locator($"section[aria-labelledby=pair-{pair}]");
        await decided.WaitForAsync();
        (await decided.InnerTextAsync()).ShouldContain("đã xem hai thẻ; số •••");
        (await decided.InnerTextAsync()).ShouldContain("officer-reviewer");
        (await decided.Locator("form").CountAsync()).ShouldBe(act == "keep" ? 1 : 0, "what is for good is not decided twice");
        (await decided.Locator("input[value=keep]").CountAsync()).ShouldBe(0);

        var person = await Registry.Database.ScalarAsync<Guid>("select person_b from registry.same_person_pairs where id = $1", pair);
        await Registry.Services.GetRequiredService<SamePersonSearch>().LookAsync([person], TestContext.Current.CancellationToken);
        await page.GotoAsync(Page);
        await page.GetByText("Không có cặp nào chờ xem xét").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_link_waits_for_the_second_officer_and_is_made_by_the_approval()
    {
        var holder = Somebody() with { Name = "Tôn Nữ Hoàng Trân" };
        var pair = await Registry.PairOfWhomOneHoldsAsync(holder, holder.Name!);
        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(Page);
        await page.Locator("section.pair summary").ClickAsync();
        await page.Locator($"#link-{pair}").CheckAsync();
        await page.Locator($"#reason-{pair}").FillAsync("đã xem hai thẻ; số 046201234567");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ghi quyết định" }).ClickAsync();
        await page.Locator("p.done").WaitForAsync();
        (await page.Locator("p.done").InnerTextAsync()).ShouldContain("Việc này cần hai cán bộ");
        (await page.Locator("section.pair p.wait").InnerTextAsync()).ShouldContain("officer-reviewer");
        (await StateOfAsync(pair)).ShouldBe("OPEN");
        await page.GetByRole(AriaRole.Link, new() { Name = "Xem đề nghị" }).ClickAsync();
        var proposal = page.Locator("article.proposal");
        await proposal.WaitForAsync();
        (await proposal.InnerTextAsync()).ShouldContain("đã xem hai thẻ; số •••");

        var id = await Registry.Database.ScalarAsync<Guid>("select id from registry.proposals where act = 'LINK_SAME_PERSON' and subject = $1", pair.ToString());
        (await Registry.ApproveAsync(Callers.Officer("administrator", Callers.Administering), id.ToString())).ShouldBe("ProposalApproved");

        (await StateOfAsync(pair)).ShouldBe("LINKED");
        await page.GotoAsync($"{Page}?state=linked");
        await page.GetByText("đã xem hai thẻ; số •••").WaitForAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("vi-VN", 320)]
    [InlineData("en-GB", 1280)]
    public async Task An_officer_compares_and_decides_with_the_keyboard_alone_and_a_refusal_is_at_its_form(string language, int width)
    {
        var holder = Somebody() with { Name = "Hoàng Thị <b>Kim</b> Oanh" };
        var pair = await Registry.PairWhoBothHoldAsync(holder, holder);
        var page = await Browser.OpenAsync(Registry, language, width, 720);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(Page);
        var card = page.Locator("section.pair").First;
        await card.WaitForAsync();
        (await card.Locator("h2").InnerTextAsync()).ShouldContain("<b>Kim</b>");

        await card.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.value")).ShouldBe("keep");
        await card.GetByRole(AriaRole.Button).Last.PressAsync("Enter");
        await page.Locator($"#act-{pair}-fault").WaitForAsync();
        await Assertions.Expect(page.Locator($"#keep-{pair}")).ToBeFocusedAsync();
        (await page.Locator($"#reason-{pair}").GetAttributeAsync("aria-describedby")).ShouldBe($"reason-{pair}-hint reason-{pair}-fault");
        (await page.Locator($"#reason-{pair}").GetAttributeAsync("maxlength")).ShouldBe("2000");

        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("Hai thẻ, một khuôn mặt");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByText(language == "vi-VN" ? "Cả hai số đều đang giữ" : "Both numbers hold a live certificate").WaitForAsync();
        await Assertions.Expect(page.Locator($"#link-{pair}")).ToBeFocusedAsync();
        (await page.Locator($"#link-{pair}").IsCheckedAsync()).ShouldBeTrue("two who each hold a certificate are not linked: it is said where it was chosen");
        (await page.Locator($"#reason-{pair}").InputValueAsync()).ShouldBe("Hai thẻ, một khuôn mặt");
        await PageTests.LookAsync(page, "desk-same-persons-refused", language);
        await page.SetViewportSizeAsync(width, 720);
        (await StateOfAsync(pair)).ShouldBe("OPEN");

        await page.Locator($"#link-{pair}").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("p.done").WaitForAsync();
        (await page.Locator($"#pair-{pair}").CountAsync()).ShouldBe(0);
        (await StateOfAsync(pair)).ShouldBe("NOT_THE_SAME");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_newest_come_first_a_few_at_a_time_and_no_more_are_read_than_are_shown()
    {
        var pairs = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            var holder = Somebody();
            pairs.Add(await Registry.PairWhoBothHoldAsync(holder, holder));
        }

        var page = await Browser.OpenAsync(Registry);
        await page.SignInAsync("officer-reviewer", true, Registry);
        await page.GotoAsync(Page);
        await page.Locator("section.pair").First.WaitForAsync();
        (await page.Locator("section.pair h2").EvaluateAllAsync<string[]>("all => all.map(h => h.id)")).ShouldBe(pairs.AsEnumerable().Reverse().Take(5).Select(p => $"pair-{p}"));
        (await ReadAsync()).ShouldBe(10, "ten persons, each once");
        await page.GetByRole(AriaRole.Button, new() { Name = "Trang sau" }).ClickAsync();
        await page.Locator($"#pair-{pairs[0]}").WaitForAsync();
        (await ReadAsync()).ShouldBe(12);
        await PageTests.LookAsync(page, "desk-same-persons-more", "vi-VN");
        await page.GetByRole(AriaRole.Button, new() { Name = "Trang đầu" }).ClickAsync();
        await page.Locator($"#pair-{pairs[5]}").WaitForAsync();

        await Registry.Database.ExecuteAsync(
            "update registry.same_person_pairs set state = 'NOT_THE_SAME', decided_at = registry.registry_now(), decided_by = 'officer:x', reason = 'xong' where state = 'OPEN'");
        await page.GotoAsync(Page + "?state=%3Cb%3E");
        await page.GetByText("Không có cặp nào chờ xem xét").WaitForAsync();
        await page.Context.CloseAsync();

        Task<long> ReadAsync() => Registry.Database.CountAsync("registry.reads where act = 'SAME_PERSONS' and reader = 'officer-reviewer'");
    }

    /// <summary>Of a birth date and a phone that nobody else here has.</summary>
    private static Holder Somebody()
    {
        var n = Interlocked.Increment(ref births);
        return new("Nguyễn Thị Thu Sương", new DateOnly(1960, 1, 2).AddDays(37 * n).ToString("yyyy-MM-dd", null), "FEMALE", $"09120{n:00000}", "19789");
    }

    private Task<string> StateOfAsync(Guid pair) => Registry.Database.ScalarAsync<string>("select state from registry.same_person_pairs where id = $1", pair);

    [GeneratedRegex("•{6,}[0-9]{3}")]
    private static partial Regex NumberShown();
}
