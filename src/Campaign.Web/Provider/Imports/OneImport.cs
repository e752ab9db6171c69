using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Values;
using Campaign.Web.Files;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Provider.Imports;

/// <summary>One file: what its first rows would do, the start of its import, how far that is, and what became of each row.</summary>
internal static class OneImport
{
    /// <summary>What a page asks once more, as its address says it.</summary>
    public const string Start = "start";

    /// <inheritdoc cref="Start"/>
    public const string Withdraw = "withdraw";

    public static async Task<IResult> StartAsync(HttpContext http, ProviderAdministrator own, string id)
    {
        var answer = await http.RequestServices.GetRequiredService<StartImport>().HandleAsync(own.Caller, id, http.RequestAborted);
        return answer.Refusal is { } refusal
            ? await ShowAsync(http, own, id, refusal)
            : new Notice(new("Đã bắt đầu: cả tệp được xem, rồi chờ Sở duyệt.", "Started: the whole file is looked at, and then waits for the department.")).Then(http, own.Session, $"{ProviderEndpoints.Imports}/{id}");
    }

    public static async Task<IResult> WithdrawAsync(HttpContext http, ProviderAdministrator own, string id)
    {
        var answer = await http.RequestServices.GetRequiredService<WithdrawImport>().HandleAsync(own.Caller, id, http.RequestAborted);
        return answer.Refusal is { } refusal
            ? await ShowAsync(http, own, id, refusal)
            : new Notice(new("Đã rút tệp.", "The file is withdrawn.")).Then(http, own.Session, $"{ProviderEndpoints.Imports}/{id}");
    }

    public static async Task<IResult> ShowAsync(HttpContext http, ProviderAdministrator own, string id, Refusal? refusal)
    {
        var (services, cancel, on) = (http.RequestServices, http.RequestAborted, PageContext.WithoutDatabase(http));
        if (await services.GetRequiredService<ImportQueries>().FindAsync(own.Caller, id, cancel) is not { } import)
        {
            return WebResults.Page<NoImportPage>(on, new { Own = own }, StatusCodes.Status404NotFound);
        }

        // Who is asked once more has seen the preview: another would be another look at each citizen (HUE-1.7).
        var ask = (string?)http.Request.Query["ask"];
        var preview = import.State == ImportState.Uploaded && ask is null ? await services.GetRequiredService<ImportPreview>().HandleAsync(own.Caller, id, cancel) : default;
        return WebResults.Page<ImportPage>(
            on,
            new { Own = own, Notice = Notice.Take(http, own.Session), Import = import, Preview = preview.Success, Refusal = refusal ?? preview.Refusal, Ask = ask },
            refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>For the page's script: how far it is, in figures and in words.</summary>
    public static async Task<IResult> ProgressAsync(HttpContext http, ProviderAdministrator own, string id)
    {
        if (await http.RequestServices.GetRequiredService<ImportQueries>().FindAsync(own.Caller, id, http.RequestAborted) is not { } import)
        {
            return Results.NotFound();
        }

        var language = RequestLanguage.Of(http.Request);
        return Results.Json(new
        {
            over = import.IsOver || import.State == ImportState.Held || ((string?)http.Request.Query["from"] is { } from && from != import.State.InDatabase()),
            running = import.State == ImportState.Running,
            percent = ImportWords.Percent(import),
            words = ImportWords.Progress(import).In(language),
            counts = ImportWords.Counts(import).In(language),
        });
    }

    public static async Task<IResult> VerdictsAsync(HttpContext http, ProviderAdministrator own, string id)
    {
        var answer = await http.RequestServices.GetRequiredService<ImportFiles>().VerdictsAsync(own.Caller, id, RequestLanguage.Of(http.Request), http.RequestAborted);
        return answer.Refusal is { } refusal ? await ShowAsync(http, own, id, refusal) : new VerdictResult(answer.Success!, own.Caller.RequestOwner);
    }
}
