using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using Campaign.Web.Department;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// What one officer has proposed and another decides: with its whole effect in words and figures before anybody approves. Viewers see; reviewers and administrators reject,
/// with a reason; an administrator who did not propose it approves.
/// </summary>
internal static class ProposalPages
{
    private const string Approve = "approve";
    private const string Reject = "reject";

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
            try
            {
                var rejected = await services.GetRequiredService<RejectProposal>().HandleAsync(caller, new(tried.Id, form["reason"].ToString()), cancel);
                return rejected.Refusal is { } refused
                    ? await ListAsync(http, own, tried with { Refusal = refused }, null)
                    : new Notice(new("Đã từ chối đề nghị.", "The proposal is rejected.")).Then(http, own.Id, SignInPaths.Proposals);
            }
            catch (InvalidInputException invalid)
            {
                return await ListAsync(http, own, tried, new($"reason-{tried.Id}", invalid.Advice));
            }
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

        var titles = new Dictionary<Guid, Text>();
        foreach (var proposal in decided)
        {
            titles[proposal.Id] = await services.GetRequiredService<ProposalReader>().TitleOfAsync(proposal, cancel);
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
                <li>{StateOf(page, p)} {page.Say(titles[p.Id])} · {page.Say("lập bởi", "by")} {DeskWords.NameOf(p.ProposedBy)}{(p.DecidedBy is { } by
                    ? Html.Of($" · {page.Say("quyết định bởi", "decided by")} {DeskWords.NameOf(by)}") : Html.Nothing)}{(p.DecidedAt is { } at ? Html.Of($" · {PageMenu.Clock(at)}") : Html.Nothing)}{(p.Reason is { } why
                    ? Html.Of($" · {page.Say("lý do", "why")}: {why}") : Html.Nothing)}</li>
                """)))}</ul>
            """), tried.Refusal is null && fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Html> CardAsync(HttpContext http, Page page, Session own, Caller caller, Proposal proposal, Tried tried, FormFault? fault)
    {
        var id = proposal.Id.ToString();
        var words = await http.RequestServices.GetRequiredService<ProposalReader>().ReadAsync(proposal, caller, http.RequestAborted);
        var mine = proposal.ProposedBy == caller.RequestOwner;
        var faults = fault is not null && tried.Id == id ? new[] { fault } : [];
        return Html.Of($"""
            <li><h3>{page.Say(words.Title)}</h3>
            <p>{page.Say("Lập bởi", "Proposed by")} <strong>{DeskWords.NameOf(proposal.ProposedBy)}</strong>, {PageMenu.Clock(proposal.ProposedAt)} · {page.Say("hết hiệu lực lúc", "expires at")} {PageMenu.Clock(proposal.ExpiresAt)}</p>
            {(words.Why is null ? Html.Nothing : Html.Of($"<p>{page.Say("Lý do", "Why")}: {page.Say(words.Why)}</p>"))}
            {(words.Grounds.Count == 0 ? Html.Nothing : Html.Of($"""
                <h4>{page.Say("Vi phạm làm căn cứ", "The violations that it rests on")}</h4>
                <ul>{Html.Join(words.Grounds.Select(v => Html.Of($"<li>{page.Say(DeskWords.Of(v.Kind))} ({v.Clause}), {PageMenu.Clock(v.FlaggedAt)} · {page.Say(DeskWords.Of(v.State))}</li>")))}{(words.MoreGrounds > 0
                    ? Html.Of($"<li>{page.Say($"và {words.MoreGrounds} vi phạm khác", $"and {words.MoreGrounds} more")}</li>") : Html.Nothing)}</ul>
                """))}
            <h4>{page.Say("Nếu được duyệt", "Once approved")}</h4>
            <ul>{Html.Join(words.Effects.Select(e => Html.Of($"<li>{page.Say(e)}</li>")))}</ul>
            {(tried.Refusal is not null && tried.Id == id ? page.Summary(tried.Faults()) : Html.Nothing)}
            {(mine ? Html.Of($"""<p>{page.State("waiting", new("Ông/bà đã lập đề nghị này: một cán bộ quản trị khác phải duyệt", "You proposed this: another officer, an administrator, approves it"))}</p>""") : Html.Nothing)}
            {(!mine && own.Scopes.Contains(Scopes.DepartmentAdministration)
                ? page.Form(SignInPaths.Proposals, AccountCards.Act(Approve, id), words.Approve) : Html.Nothing)}
            {(MayReject(own) ? page.Fold(mine ? new("Rút lại đề nghị", "Take the proposal back") : new("Từ chối đề nghị", "Reject the proposal"), page.Form(SignInPaths.Proposals, Html.Of($"""
                {AccountCards.Act(Reject, id)}
                {page.Summary(faults)}
                {page.Inputs([new("reason", new("Lý do", "Reason"), "textarea", "off", new("Được ghi vào hồ sơ. Không ghi số căn cước.", "Kept in the file. No citizen number."),
                    fault is not null && tried.Id == id ? tried.Form!["reason"].ToString() : "") { Id = $"reason-{id}", MaxLength = TypedText.ReasonOfARejection.Most }], faults)}
                """), mine ? new("Rút lại", "Take it back") : new("Từ chối", "Reject"), quiet: true), faults.Length > 0) : Html.Nothing)}
            </li>
            """);
    }

    private static Html StateOf(Page page, Proposal proposal) => proposal.State switch
    {
        ProposalState.CarriedOut => page.State("good", new("Đã thực hiện", "Carried out")),
        ProposalState.Rejected => page.State("over", new("Bị từ chối", "Rejected")),
        _ => page.State("waiting", new("Hết hiệu lực", "Expired")),
    };
}
