using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Campaign.Web.Pages;

/// <summary>What a person in a browser is answered where a program gets a code: why nothing was done, and what to do next, in words.</summary>
public static class FaultPages
{
    private static readonly Text Again = new("Hãy đợi một phút rồi mở lại trang này.", "Wait a minute and open this page again.");

    /// <summary>Whether a person reads the answer: who asks takes pages.</summary>
    public static bool AreReadBy(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var taken) && taken.Any(t => t.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));

    /// <summary>429: too much came from this address.</summary>
    public static Task TooManyAsync(HttpContext http, int retryAfterSeconds) => AnswerAsync(
        http,
        StatusCodes.Status429TooManyRequests,
        new("Gửi quá nhiều lần", "Too many requests"),
        new("Từ mạng này đã gửi quá nhiều lần, nên lần này chưa có gì được gửi đi.", "Too many requests came from this network, so this one was not sent."),
        new(
            $"Hãy đợi {retryAfterSeconds} giây, bấm nút quay lại của trình duyệt rồi gửi lại; những gì ông/bà đã nhập vẫn còn.",
            $"Wait {retryAfterSeconds} seconds, press your browser's back button and send again; your input is still there."));

    /// <summary>503 when the database does not answer, else 500. A scanned code that cannot be looked up is never called good.</summary>
    public static Task FaultedAsync(HttpContext http, bool unavailable)
    {
        if (BadgeAddress.Is(http.Request.Path))
        {
            return AnswerAsync(
                http,
                unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError,
                new("CHƯA kiểm tra được người này", "This person could NOT be checked"),
                new("Hệ thống tạm thời không trả lời. Đừng đưa giấy tờ, đừng đọc mã OTP khi chưa kiểm tra được.", "The registry is temporarily not responding. Do not show papers or read out codes until the check has succeeded."),
                Again);
        }

        return unavailable
            ? AnswerAsync(
                http,
                StatusCodes.Status503ServiceUnavailable,
                new("Hệ thống tạm thời không trả lời", "The registry is temporarily not responding"),
                new("Lần này chưa làm được gì. Nếu ông/bà vừa gửi một mẫu, gửi lại cũng không bị ghi hai lần.", "Your request could not be processed. If you have just submitted a form, submitting it again does not record it twice."),
                Again)
            : AnswerAsync(
                http,
                StatusCodes.Status500InternalServerError,
                new("Hệ thống gặp lỗi", "An error occurred"),
                new("Lỗi này là của hệ thống, không phải của ông/bà.", "The error is in the registry, not yours."),
                new("Hãy thử lại; nếu vẫn vậy, báo cho Sở kèm mã sự cố dưới đây.", "Try again; if the problem persists, tell the department the reference below."),
                http.TraceIdentifier);
    }

    /// <summary>Last of all: an address that leads to nothing is told in words to whoever reads pages; a program gets the bare 404.</summary>
    public static void UseUnknownAddressPage(this IApplicationBuilder app) => app.Use((http, next) =>
        http.GetEndpoint() is null && HttpMethods.IsGet(http.Request.Method) && AreReadBy(http.Request)
            ? WebResults.Page<FaultPage>(
                PageContext.WithoutDatabase(http),
                new
                {
                    Title = new Text("Không có trang này", "There is no such page"),
                    What = new Text("Địa chỉ có thể gõ sai, hoặc trang đã đổi chỗ.", "The address may be mistyped, or the page has moved."),
                    Next = new Text("Hãy về trang đầu và tìm từ đó.", "Go to the home page and start from there."),
                    LeadsHome = true,
                },
                StatusCodes.Status404NotFound).ExecuteAsync(http)
            : next(http));

    private static Task AnswerAsync(HttpContext http, int status, Text title, Text what, Text next, string? reference = null) =>
        WebResults.Page<FaultPage>(PageContext.WithoutDatabase(http), new { Title = title, What = what, Next = next, Reference = reference }, status).ExecuteAsync(http);
}
