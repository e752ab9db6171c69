using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ListPage = Campaign.Registry.Platform.Graph.Page;

namespace Campaign.Web.Provider.Questions;

/// <summary>
/// What the department asks of a provider in cases, and where its administrator answers (HUE-5.2): the question, its deadline, and what it rests on of the provider's own records. Nothing else
/// of a case is here. What was typed stays on the page when it is refused.
/// </summary>
internal static class QuestionEndpoints
{
    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ProviderEndpoints.Questions, Task<IResult> (HttpContext http) => ProviderEndpoints.OpenAsync(http, own => ListAsync(http, own, Tried.Nothing, null)));
        routes.MapPost(ProviderEndpoints.Questions, Task<IResult> (HttpContext http) => ProviderEndpoints.TakeAsync(http, (own, form) => AnswerAsync(http, own, form)));
    }

    private static async Task<IResult> AnswerAsync(HttpContext http, ProviderAdministrator own, IFormCollection form)
    {
        Tried tried = new("answer", form["id"].ToString(), form);
        var text = form["answer"].ToString().Trim();
        if (TypedText.CaseStatement.AdviceOn(text) is { } advice)
        {
            return await ListAsync(http, own, tried, advice);
        }

        var answered = await http.RequestServices.GetRequiredService<AnswerCase>().HandleAsync(own.Caller, new(form["request"].ToString(), tried.Id, text), http.RequestAborted);
        return answered.Success is { } done
            ? new Notice(new($"Đã gửi trả lời cho vụ việc {done.Question.CaseNumber}.", $"The answer in case {done.Question.CaseNumber} is sent."))
                .Then(http, own.Session, ProviderEndpoints.Questions)
            : await ListAsync(http, own, tried with { Refusal = answered.Refusal }, null);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ProviderAdministrator own, Tried tried, Text? fault)
    {
        var services = http.RequestServices;
        var list = await services.GetRequiredService<ProviderQuestions>().ListAsync(
            own.Caller, new(ListPage.DefaultSize, false, Cursor.Parse(http.Request.Query["after"]), null), withTotal: false, http.RequestAborted);
        var refused = tried.Refusal is not null || fault is not null;
        return WebResults.Page<QuestionsPage>(
            PageContext.WithoutDatabase(http),
            new { Own = own, Notice = Notice.Take(http, own.Session), Questions = list, Now = services.GetRequiredService<TimeProvider>().GetUtcNow(), Tried = tried, Fault = fault },
            refused ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK);
    }
}
