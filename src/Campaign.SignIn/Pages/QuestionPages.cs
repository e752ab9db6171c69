using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.SignIn.Pages;

/// <summary>
/// What the department asks of a provider in cases, and where its administrator answers (HUE-5.2): the question, its deadline, and what it rests on of the provider's own records. Nothing else
/// of a case is here. What was typed stays on the page when it is refused.
/// </summary>
internal static class QuestionPages
{
    public static void MapQuestionPages(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SignInPaths.Questions, Task<IResult> (HttpContext http) => PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => ListAsync(http, own, Tried.Nothing, null)));
        routes.MapPost(SignInPaths.Questions, Task<IResult> (HttpContext http) => PageForms.TakeAsync(
            http, form => PageMenu.OpenAsync(http, PageMenu.MayAdministerStaff, own => AnswerAsync(http, own, form))));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, Session own, IFormCollection form)
    {
        Tried tried = new("answer", form["id"].ToString(), form);
        var text = form["answer"].ToString().Trim();
        if (TypedText.CaseStatement.AdviceOn(text) is { } advice)
        {
            return await ListAsync(http, own, tried, new($"answer-{tried.Id}", advice));
        }

        var caller = await http.RequestServices.GetRequiredService<AccessTokens>().CallerOfAsync(own, http.RequestAborted);
        var answered = await http.RequestServices.GetRequiredService<AnswerCase>().HandleAsync(caller, new(form["request"].ToString(), tried.Id, text), http.RequestAborted);
        return answered.Success is { } done
            ? new Notice(new($"Đã gửi trả lời cho vụ việc {done.Question.CaseNumber}.", $"The answer in case {done.Question.CaseNumber} is sent.")).Then(http, own.Id, SignInPaths.Questions)
            : await ListAsync(http, own, tried with { Refusal = answered.Refusal }, null);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Session own, Tried tried, FormFault? fault)
    {
        var (services, cancel) = (http.RequestServices, http.RequestAborted);
        var caller = await services.GetRequiredService<AccessTokens>().CallerOfAsync(own, cancel);
        var list = await services.GetRequiredService<ProviderQuestions>().ListAsync(
            caller, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: false, cancel);
        var (notice, now) = (Notice.Take(http, own.Id), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var questions = list.Edges.Select(e => e.Node).ToList();
        var page = new Page(http) { Own = own };
        return page.Answer(
            new("Sở yêu cầu giải trình", "The department asks"),
            Html.Of($"""
                {notice?.Show(page) ?? Html.Nothing}
                {(tried.IsAbout(questions.Select(q => q.Id.ToString())) ? Html.Nothing : page.Summary(tried.Faults()))}
                {(questions.Count > 0 ? Html.Nothing : Html.Of($"""<p class="empty">{page.Say("Sở chưa hỏi doanh nghiệp điều gì.", "The department has asked nothing.")}</p>"""))}
                <ul class="cards">{Html.Join(questions.Select(q => Card(page, q, now, tried, fault)))}</ul>
                {(list.PageInfo.HasNextPage ? Html.Of($"""<nav aria-label="{page.Say("Trang tiếp", "More pages")}"><a href="{SignInPaths.Questions}?after={list.PageInfo.EndCursor}">{page.Say("Trang sau", "Next page")} ›</a></nav>""") : Html.Nothing)}
                """),
            tried.Refusal is null && fault is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    private static Html Card(Page page, ProviderQuestion question, DateTimeOffset now, Tried tried, FormFault? fault)
    {
        var id = question.Id.ToString();
        var (mine, due) = (tried.Id == id, PageMenu.Clock(question.AnswerDueAt));
        var faults = mine && fault is not null ? new[] { fault } : mine ? [.. tried.Faults()] : [];
        return Html.Of($"""
            <li><h2>{page.Say("Vụ việc", "Case")} {question.CaseNumber}</h2>
            <p>{StateOf(page, question, now)} {page.Say($"Hỏi lúc {PageMenu.Clock(question.AskedAt)} · trả lời trước {due}", $"Asked {PageMenu.Clock(question.AskedAt)} · answer before {due}")}</p>
            <blockquote>{question.Question}</blockquote>
            {(question.Evidence.Count == 0 ? Html.Nothing : page.Fold(
                new($"Chứng cứ về bản ghi của doanh nghiệp ({question.Evidence.Count})", $"Evidence of your own records ({question.Evidence.Count})"),
                Html.Of($"""<ul class="events">{Html.Join(question.Evidence.Select(e => Html.Of($"<li>{PageMenu.Clock(e.At)} · {page.Say(e.Summary)}{(e.IssuanceId is { } issuance ? Html.Of($" · {page.Say("biên nhận", "receipt")} {issuance.ToString()}") : Html.Nothing)}</li>")))}</ul>""")))}
            {(question.Answer is { } answer
                ? Html.Of($"<h3>{page.Say("Doanh nghiệp đã trả lời", "Your answer")} · {PageMenu.Clock(question.AnsweredAt!.Value)}</h3><blockquote>{answer}</blockquote>")
                : page.Form(SignInPaths.Questions, Html.Of($"""
                    {AccountCards.Act("answer", id)}{Page.Hidden("request", mine ? tried.Form!["request"].ToString() : Guid.NewGuid().ToString())}
                    {page.Summary(faults)}
                    {page.Inputs([new("answer", new("Trả lời", "Answer"), "textarea", "off",
                        new("Gửi một lần, không sửa được. Đừng ghi số căn cước; hãy nêu số biên nhận.", "Sent once and for good. No citizen number; name receipts."),
                        mine ? tried.Form!["answer"].ToString() : "") { Id = $"answer-{id}", MaxLength = TypedText.CaseStatement.Most }], faults)}
                    """), new("Gửi trả lời", "Send the answer")))}
            </li>
            """);
    }

    private static Html StateOf(Page page, ProviderQuestion question, DateTimeOffset now) => question switch
    {
        { AnsweredAt: not null, AnswerIsLate: true } => page.State("waiting", new("Đã trả lời, quá hạn", "Answered, late")),
        { AnsweredAt: not null } => page.State("good", new("Đã trả lời", "Answered")),
        _ when question.AnswerDueAt <= now => page.State("over", new("Quá hạn trả lời", "Overdue")),
        _ => page.State("waiting", new("Chờ trả lời", "To be answered")),
    };
}
