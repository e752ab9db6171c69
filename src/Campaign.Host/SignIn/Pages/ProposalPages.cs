using System.Text.Json;
using Campaign.Host.SignIn.People;
using Campaign.Registry.Campaigns;
using Campaign.Registry.Kernel;
using Campaign.Registry.Proposals;
using ListPage = Campaign.Registry.Graph.Page;

namespace Campaign.Host.SignIn.Pages;

/// <summary>
/// What one officer has proposed and another decides: with its whole effect in words and figures before anybody approves. Viewers see; reviewers and administrators reject,
/// with a reason; an administrator who did not propose it approves.
/// </summary>
internal static class ProposalPages
{
    private const string Approve = "approve";
    private const string Reject = "reject";
    private const int MaxReason = 300;

    public static void MapProposalPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Proposals, Task<IResult> (HttpContext http) =>
            PageMenu.OpenAsync(http, PageMenu.MaySeeProposals, own => ListAsync(http, own, Tried.Nothing, null)));
        routes.MapPost(SignInPaths.Proposals, Task<IResult> (HttpContext http) => PageForms.TakeAsync(
            http, form => PageMenu.OpenAsync(http, own => MayDecide(own, form["act"]), own => ActAsync(http, own, form))));
    }

    private static bool MayReject(Session own) => own.Scopes.Contains(Scopes.DepartmentReview) || own.Scopes.Contains(Scopes.DepartmentAdministration);

    private static bool MayDecide(Session own, string? act) => act == Approve ? own.Scopes.Contains(Scopes.DepartmentAdministration) : MayReject(own);

    private static async Task<IResult> ActAsync(HttpContext http, Session own, IFormCollection form)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        Tried tried = new(form["act"].ToString(), form["id"].ToString(), form);
        if (tried.Act == Approve)
        {
            var approved = await services.GetRequiredService<ApproveProposal>().HandleAsync(caller, tried.Id, cancel);
            return approved.Refusal is { } refused
                ? await ListAsync(http, own, tried with { Refusal = refused }, null)
                : new Notice(new("Đã duyệt và thực hiện.", "Approved and carried out.")).Then(http, own.Id, SignInPaths.Proposals);
        }

        if (tried.Act == Reject)
        {
            var reason = form["reason"].ToString().Trim();
            if (reason.Length is 0 or > MaxReason)
            {
                return await ListAsync(
                    http, own, tried, new($"reason-{tried.Id}", new($"Hãy ghi lý do, tối đa {MaxReason} ký tự.", $"Say why, in at most {MaxReason} characters.")));
            }

            var rejected = await services.GetRequiredService<RejectProposal>().HandleAsync(caller, tried.Id, reason, cancel);
            return rejected.Refusal is { } refused
                ? await ListAsync(http, own, tried with { Refusal = refused }, null)
                : new Notice(new("Đã từ chối đề nghị.", "The proposal is rejected.")).Then(http, own.Id, SignInPaths.Proposals);
        }

        return Results.LocalRedirect(SignInPaths.Proposals);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, Tried tried, FormFault? fault)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var queries = services.GetRequiredService<ProposalQueries>();
        var open = (await queries.ListAsync(caller, ProposalState.Proposed, new(ListPage.MaxSize, false, null, null), withTotal: false, cancel)).Edges.Select(e => e.Node).ToList();
        var decided = (await queries.ListAsync(caller, null, new(ListPage.DefaultSize, false, null, null), withTotal: false, cancel)).Edges
            .Select(e => e.Node).Where(p => p.State != ProposalState.Proposed).ToList();
        var notice = Notice.Take(http, own.Id);
        var page = new Page(http) { Own = own };
        var cards = new List<Html>();
        foreach (var proposal in open)
        {
            cards.Add(await CardAsync(http, page, own, caller, proposal, tried, fault));
        }

        return page.Answer(new("Đề nghị cần hai cán bộ", "Proposals that take two officers"), Html.Of($"""
            {notice?.Show(page) ?? Html.Nothing}
            {(tried.IsAbout(open.Select(p => p.Id.ToString())) ? Html.Nothing : page.Summary(tried.Faults()))}
            <h2 class="section">{page.Say("Đang chờ", "Waiting")}</h2>
            {(open.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Không có đề nghị nào đang chờ.", "No proposal waits.")}</p>"""))}
            <ul class="cards">{Html.Join(cards)}</ul>
            <h2 class="section">{page.Say("Đã quyết định gần đây", "Decided lately")}</h2>
            {(decided.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Chưa có.", "None.")}</p>"""))}
            <ul class="events">{Html.Join(decided.Select(p => Html.Of($"""
                <li>{StateOf(page, p)} {page.Say(TitleOf(p))} · {page.Say("lập bởi", "by")} {NameOf(p.ProposedBy)}{(p.DecidedBy is { } by
                    ? Html.Of($" · {page.Say("quyết định bởi", "decided by")} {NameOf(by)}") : Html.Nothing)}{(p.DecidedAt is { } at ? Html.Of($" · {PageMenu.Clock(at)}") : Html.Nothing)}{(p.Reason is { } why
                    ? Html.Of($" · {page.Say("lý do", "why")}: {why}") : Html.Nothing)}</li>
                """)))}</ul>
            """), tried.Refusal is null && fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Html> CardAsync(HttpContext http, Page page, Session own, Caller caller, Proposal proposal, Tried tried, FormFault? fault)
    {
        var id = proposal.Id.ToString();
        var input = JsonSerializer.Deserialize<ExcludeProviderInput>(proposal.Input)!;
        var effect = await http.RequestServices.GetRequiredService<ExcludeProvider>().EffectAsync(caller, input.Campaign, input.ProviderCode, http.RequestAborted);
        var name = effect?.Provider.Name ?? input.ProviderCode;
        var mine = proposal.ProposedBy == caller.RequestOwner;
        var faults = fault is not null && tried.Id == id ? new[] { fault } : [];
        return Html.Of($"""
            <li><h3>{page.Say($"Loại {name} khỏi chiến dịch {input.Campaign}", $"Exclude {name} from the campaign {input.Campaign}")}</h3>
            <p>{page.Say("Lập bởi", "Proposed by")} <strong>{NameOf(proposal.ProposedBy)}</strong>, {PageMenu.Clock(proposal.ProposedAt)} · {page.Say("hết hiệu lực lúc", "expires at")} {PageMenu.Clock(proposal.ExpiresAt)}</p>
            <p>{page.Say("Lý do", "Why")}: {input.Reason}{(input.DecisionNumber is { } number ? Html.Of($" · {page.Say("quyết định số", "decision")} {number}") : Html.Nothing)}{(input.ViolationIds is { Count: > 0 } violations
                ? Html.Of($" · {page.Say($"{violations.Count} vi phạm kèm theo", $"{violations.Count} violations")}") : Html.Nothing)}</p>
            <h4>{page.Say("Nếu được duyệt", "Once approved")}</h4>
            <ul>
            <li>{page.Say($"{name} không tra cứu, ghi nhận hay chuyển chứng thư nào trong chiến dịch này nữa, ngay từ lúc duyệt.", $"{name} checks, records and switches nothing more in this campaign, from that moment on.")}</li>
            {(effect is null ? Html.Nothing : Html.Of($"""
                <li>{page.Say($"{effect.OpenNeeds} đăng ký hỗ trợ đang mở trở về cho công dân chọn doanh nghiệp khác.", $"{effect.OpenNeeds} open needs go back to their citizens, who choose anew.")}</li>
                <li>{page.Say($"{effect.LiveIssuances} chứng thư đã cấp vẫn giữ nguyên, cả thời gian miễn phí; {effect.Pending} chứng thư chờ kích hoạt còn 72 giờ.",
                    $"{effect.LiveIssuances} certificates stay, with their free period; {effect.Pending} that wait for activation have 72 hours.")}</li>
                """))}
            <li>{page.Say("Không hoàn tác được trên trang này.", "It cannot be undone here.")}</li>
            </ul>
            {(tried.Refusal is not null && tried.Id == id ? page.Summary(tried.Faults()) : Html.Nothing)}
            {(mine ? Html.Of($"""<p>{page.State("waiting", new("Ông/bà đã lập đề nghị này: một cán bộ quản trị khác phải duyệt", "You proposed this: another officer, an administrator, approves it"))}</p>""") : Html.Nothing)}
            {(!mine && own.Scopes.Contains(Scopes.DepartmentAdministration)
                ? page.Form(SignInPaths.Proposals, AccountCards.Act(Approve, id), new($"Duyệt: loại {name}", $"Approve: exclude {name}")) : Html.Nothing)}
            {(MayReject(own) ? page.Fold(mine ? new("Rút lại đề nghị", "Take the proposal back") : new("Từ chối đề nghị", "Reject the proposal"), page.Form(SignInPaths.Proposals, Html.Of($"""
                {AccountCards.Act(Reject, id)}
                {page.Summary(faults)}
                {page.Inputs([new("reason", new("Lý do", "Reason"), "text", "off", new("Được ghi vào hồ sơ. Không ghi số căn cước.", "Kept in the file. No citizen number."),
                    fault is not null && tried.Id == id ? tried.Form!["reason"].ToString() : "") { Id = $"reason-{id}" }], faults)}
                """), mine ? new("Rút lại", "Take it back") : new("Từ chối", "Reject"), quiet: true), faults.Length > 0) : Html.Nothing)}
            </li>
            """);
    }

    private static Text TitleOf(Proposal proposal)
    {
        var input = JsonSerializer.Deserialize<ExcludeProviderInput>(proposal.Input)!;
        return new($"Loại {input.ProviderCode} khỏi {input.Campaign}", $"Exclude {input.ProviderCode} from {input.Campaign}");
    }

    private static Html StateOf(Page page, Proposal proposal) => proposal.State switch
    {
        ProposalState.CarriedOut => page.State("good", new("Đã thực hiện", "Carried out")),
        ProposalState.Rejected => page.State("over", new("Bị từ chối", "Rejected")),
        _ => page.State("waiting", new("Hết hiệu lực", "Expired")),
    };

    /// <summary>"officer:x" as people know it.</summary>
    private static string NameOf(string actor) => actor.StartsWith("officer:", StringComparison.Ordinal) ? actor["officer:".Length..] : actor;
}
