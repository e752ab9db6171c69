using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.SignIn.People;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// Where officers review persons who may be one under two numbers (HUE-1.3): the newest pair first, side by side, and what was decided of the others. Viewers see; reviewers
/// and administrators decide, with a reason. A decision is asked for once: what is linked or not the same never comes again, what is kept comes when the facts change. Each look
/// leaves a trace for both persons, so a page shows few pairs and no more are read than are shown (HUE-1.7).
/// </summary>
internal static class SamePersonPages
{
    private const int PairsShown = 5;

    /// <summary>What is listed, as the address says it.</summary>
    private static readonly (string Value, SamePersonState State, Text Words)[] Lists =
    [
        ("open", SamePersonState.Open, new("Chờ xem xét", "To be looked at")),
        ("kept", SamePersonState.Kept, new("Giữ nguyên", "Kept")),
        ("linked", SamePersonState.Linked, new("Đã liên kết", "Linked")),
        ("apart", SamePersonState.NotTheSame, new("Không phải một người", "Not the same")),
    ];

    public static void MapSamePersonPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.SamePersons, Task<IResult> (HttpContext http) => PageMenu.OpenAsync(
            http, PageMenu.MaySeeSamePersons, own => ListAsync(http, own, http.Request.Query["state"].ToString(), http.Request.Query["after"].ToString(), Tried.Nothing, [])));
        routes.MapPost(SignInPaths.SamePersons, Task<IResult> (HttpContext http) => PageForms.TakeAsync(
            http, form => PageMenu.OpenAsync(http, MayDecide, own => ActAsync(http, own, form))));
    }

    private static bool MayDecide(Session own) => own.Scopes.Contains(Scopes.DepartmentReview) || own.Scopes.Contains(Scopes.DepartmentAdministration);

    private static async Task<IResult> ActAsync(HttpContext http, Session own, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var (listed, after) = (form["state"].ToString(), form["after"].ToString());
        Tried tried = new(form["act"].ToString(), form["id"].ToString(), form);
        if (tried.Id.Length == 0)
        {
            return Results.LocalRedirect(SignInPaths.SamePersons);
        }

        SamePersonDecision? decision = tried.Act switch
        {
            SamePersonCards.Keep => SamePersonDecision.Keep,
            SamePersonCards.Link => SamePersonDecision.Link,
            SamePersonCards.Apart => SamePersonDecision.NotTheSame,
            _ => null,
        };
        var reason = form["reason"].ToString().Trim();
        var faults = new List<FormFault>();
        if (decision is null)
        {
            faults.Add(new($"{(listed == "kept" ? SamePersonCards.Link : SamePersonCards.Keep)}-{tried.Id}", new("Hãy chọn một quyết định.", "Choose a decision.")));
        }

        if (TypedText.Reason.AdviceOn(reason) is { } advice)
        {
            faults.Add(new($"reason-{tried.Id}", advice));
        }

        if (decision is not { } chosen || faults.Count > 0)
        {
            return await ListAsync(http, own, listed, after, tried, faults);
        }

        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var answer = await services.GetRequiredService<DecideSamePerson>().HandleAsync(caller, new(tried.Id, chosen, reason), cancel);
        return answer.Success is { } decided
            ? new Notice(ToldOf(decided.Pair)).Then(http, own.Id, Address(listed, after))
            : await ListAsync(http, own, listed, after, tried with { Refusal = answer.Refusal }, [new($"{tried.Act}-{tried.Id}", answer.Refusal!.Message)]);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, string listed, string after, Tried tried, List<FormFault> faults)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var list = Array.Find(Lists, l => l.Value == listed) is { Value: not null } known ? known : Lists[0];
        var from = Cursor.Parse(after);
        var pairs = await services.GetRequiredService<SamePersonQueries>().ListAsync(caller, null, list.State, new(PairsShown, false, from, null), withTotal: true, cancel);
        var names = await NamesAsync(services.GetRequiredService<ProviderDirectory>(), pairs.Edges.Select(e => e.Node), cancel);
        var notice = Notice.Take(http, own.Id);
        var page = new Page(http) { Own = own };
        var cards = new SamePersonCards(page, names);
        var mayDecide = list.State is SamePersonState.Open or SamePersonState.Kept && MayDecide(own);
        Html CardOf(SamePersonPairView pair)
        {
            var faultsOfIt = tried.Id == pair.Id.ToString() ? faults : [];
            var (first, second) = (SamePersonCards.NameOf(pair.First), SamePersonCards.NameOf(pair.Second));
            return cards.Of(pair, mayDecide
                ? page.Fold(
                    new($"Quyết định về {first} và {second}", $"Decide about {first} and {second}"),
                    cards.Form(pair, list.Value, from is null ? "" : after, tried, faultsOfIt), faultsOfIt.Count > 0)
                : Html.Nothing);
        }

        return page.Answer(new("Có thể cùng một người", "Possibly the same person"), Html.Of($"""
            {notice?.Show(page) ?? Html.Nothing}
            {(pairs.Edges.Any(e => e.Node.Id.ToString() == tried.Id) ? Html.Nothing : page.Summary([.. faults.Select(f => f with { Field = "" })]))}
            <p>{page.Say(
                "Hai số khác nhau, nhưng những gì được khai gần như của một người. Điểm chỉ để gợi ý: càng nhiều điểm càng có thể là một người. Hãy xem giấy tờ rồi quyết định.",
                "Two numbers, but what was said of both is nearly one person's. Points only suggest: the more, the likelier it is one person. See the papers, then decide.")}</p>
            <nav class="lists" aria-label="{page.Say("Theo quyết định", "By decision")}"><ul>
            {Html.Join(Lists.Select(l => Html.Of($"""<li><a href="{Address(l.Value, "")}"{(l.Value == list.Value ? new Html(" aria-current=\"page\"") : Html.Nothing)}>{page.Say(l.Words)}</a></li>""")))}
            </ul></nav>
            {(pairs.Edges.Count > 0
                ? Html.Of($"<p>{page.Say(pairs.TotalCount == 1 ? new("1 cặp", "1 pair") : new($"{pairs.TotalCount} cặp, mới nhất trước", $"{pairs.TotalCount} pairs, the newest first"))}</p>")
                : Empty(page, list.State, pairs.TotalCount))}
            <ul class="cards wide">{Html.Join(pairs.Edges.Select(e => CardOf(e.Node)))}</ul>
            {Ways(page, list.Value, from is not null, pairs.PageInfo)}
            """), faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html Empty(Page page, SamePersonState state, int total) => Html.Of($"""
        <p class="empty">{page.Say(total > 0
            ? new("Không còn cặp nào ở trang này. Hãy quay lại trang đầu.", "No pair is left on this page. Go back to the first.")
            : state switch
            {
                SamePersonState.Open => new(
                    "Không có cặp nào chờ xem xét. Sổ đăng ký tìm trong vòng 30 giây sau mỗi lần ghi nhận hay đăng ký hỗ trợ, và tìm lại tất cả mỗi đêm; cặp nào mới sẽ hiện ở đây.",
                    "No pair waits. The registry looks within 30 seconds of each record or request for help, and at everybody each night; what it finds shows here."),
                SamePersonState.Kept => new("Chưa có cặp nào được giữ nguyên.", "No pair has been kept."),
                SamePersonState.Linked => new("Chưa có cặp nào được liên kết từ danh sách này.", "No pair of this list has been linked."),
                _ => new Text("Chưa có cặp nào được kết luận là hai người.", "No pair has been found to be two persons."),
            })}</p>
        """);

    private static Html Ways(Page page, string listed, bool further, PageInfo info) => !further && !info.HasNextPage ? Html.Nothing : Html.Of($"""
        <nav aria-label="{page.Say("Trang tiếp", "More pages")}">{(further ? Html.Of($"""<a href="{Address(listed, "")}">‹ {page.Say("Trang đầu", "First page")}</a>""") : Html.Nothing)}{(info.HasNextPage
            ? Html.Of($"""<a href="{Address(listed, info.EndCursor!)}">{page.Say("Trang sau", "Next page")} ›</a>""") : Html.Nothing)}</nav>
        """);

    /// <summary>Only what the page itself knows comes into an address.</summary>
    private static string Address(string listed, string after)
    {
        var known = Array.Exists(Lists, l => l.Value == listed) ? listed : Lists[0].Value;
        var place = Cursor.Parse(after) is { } cursor ? $"after={cursor}" : null;
        var query = string.Join('&', new[] { known == Lists[0].Value ? null : $"state={known}", place }.OfType<string>());
        return query.Length == 0 ? SignInPaths.SamePersons : $"{SignInPaths.SamePersons}?{query}";
    }

    private static Text ToldOf(SamePersonPairView pair)
    {
        var (first, second) = (SamePersonCards.NameOf(pair.First), SamePersonCards.NameOf(pair.Second));
        return pair.State switch
        {
            SamePersonState.Linked => new($"{first} và {second} đã được liên kết là một người.", $"{first} and {second} are linked as one person."),
            SamePersonState.NotTheSame => new($"{first} và {second} là hai người; cặp này không hỏi lại nữa.", $"{first} and {second} are two persons; the pair is not asked again."),
            _ => new($"{first} và {second} được giữ nguyên đến khi dữ liệu thay đổi.", $"{first} and {second} are kept as they are until the facts change."),
        };
    }

    private static async Task<Dictionary<string, string>> NamesAsync(ProviderDirectory providers, IEnumerable<SamePersonPairView> pairs, CancellationToken cancel)
    {
        var names = new Dictionary<string, string>();
        foreach (var code in pairs.SelectMany(p => new[] { p.First, p.Second }).SelectMany(s => s.Issuances.Select(i => i.ProviderCode).Concat(s.Said.Select(d => d.ProviderCode))).OfType<string>().Distinct())
        {
            if (await providers.IdOfAsync(code, cancel) is { } id)
            {
                names[code] = (await providers.ByIdAsync(id, cancel)).Name;
            }
        }

        return names;
    }
}
