using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Department.Minutes;

/// <summary>One version of minutes as a document, PDF or DOCX, made anew from its data each time. Without a printer there is still the DOCX, and the page that says so leads to it.</summary>
internal static class MinutesEndpoint
{
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static Task<IResult> TakeAsync(HttpContext http) => http.RequestServices.GetRequiredService<IDeskSessions>().OpenAsync(http, async officer =>
    {
        var (services, form) = (http.RequestServices, http.Request.Query["form"].ToString());
        using var transfer = services.GetRequiredService<IDeskSessions>().EnterFile(http, officer);
        if (transfer is null)
        {
            http.Response.Headers.RetryAfter = "30";
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (form is not ("pdf" or "docx")
            || await services.GetRequiredService<MinutesQueries>().ByIdAsync(officer.Caller, http.GetRouteValue("id") as string ?? "", http.RequestAborted) is not { } minutes)
        {
            return Results.NotFound();
        }

        http.Response.Headers.CacheControl = "no-store";
        var paper = MinutesPaper.Of(minutes);
        if (form == "docx")
        {
            return Results.File(MinutesDocx.Write(paper), Docx, $"{paper.FileName}.docx");
        }

        try
        {
            var html = await services.GetRequiredService<MinutesHtml>().WriteAsync(paper);
            return Results.File(await services.GetRequiredService<IPagePrinter>().PrintAsync(html, http.RequestAborted), "application/pdf", $"{paper.FileName}.pdf");
        }
        catch (NotPrintedException e)
        {
            http.Response.Headers.RetryAfter = "30";
            var on = await PageContext.OfAsync(http);
            return WebResults.Page<NotPrintedPage>(on, new { Why = WordsOf(e.Why) }, StatusCodes.Status503ServiceUnavailable);
        }
    });

    private static Text WordsOf(NotPrinted why) => why switch
    {
        NotPrinted.Missing => new("Máy chủ chưa có chương trình in PDF (Chromium). Hãy báo người vận hành.", "The host has no program for printing PDF (Chromium). Tell the operators."),
        NotPrinted.TooSlow => new("In PDF quá lâu nên đã dừng.", "Printing the PDF took too long and was aborted."),
        NotPrinted.Busy => new("Đang có nhiều văn bản được in cùng lúc. Hãy thử lại sau ít phút.", "Many documents are being printed. Try again in a few minutes."),
        _ => new("Chương trình in PDF gặp lỗi. Hãy thử lại; nếu vẫn vậy, báo người vận hành.", "Printing the PDF failed. Try again; if the problem persists, tell the operators."),
    };
}
