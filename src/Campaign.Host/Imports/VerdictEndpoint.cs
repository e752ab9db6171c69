using Campaign.Registry.Certificates.Imports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.SignIn;
using Campaign.Web.Files;
using Campaign.Web.Pages;

namespace Campaign.Host.Imports;

/// <summary>
/// GET /imports/{id}/verdicts: what became of each row of an uploaded file, as a file of the same form; with a token of scope provider.admin, of the provider's own imports alone.
/// 401 without sign-in, 403 with another scope, 404 for whatever is not the caller's, 410 when the file is kept no longer.
/// </summary>
internal static class VerdictEndpoint
{
    public const string Path = "/imports/{id}/verdicts";

    public static void MapVerdicts(this IEndpointRouteBuilder routes) => routes.MapGet(Path, async Task<IResult> (HttpContext http, string id) =>
    {
        var identification = await http.RequestServices.GetRequiredService<ICallers>().IdentifyAsync(http);
        if (identification.Unavailable)
        {
            return Told(http, StatusCodes.Status503ServiceUnavailable, new("Hiện chưa xác định được người gọi. Hãy thử lại.", "Who asks cannot be told now. Try again."));
        }

        if (identification.Caller is not { } caller)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return Told(http, StatusCodes.Status401Unauthorized, new("Cần đăng nhập.", "This needs sign-in."));
        }

        if (!caller.May(Scopes.ProviderAdministration) || caller.Provider is null)
        {
            return Told(http, StatusCodes.Status403Forbidden, new("Chỉ quản trị viên của doanh nghiệp được tải tệp này.", "This file is for the provider's administrator."));
        }

        var answer = await http.RequestServices.GetRequiredService<ImportFiles>().VerdictsAsync(caller, id, RequestLanguage.Liked(http.Request), http.RequestAborted);
        return answer.Refusal switch
        {
            null => new VerdictResult(answer.Success!, caller.RequestOwner),
            ImportNotFound refusal => Told(http, StatusCodes.Status404NotFound, refusal.Message),
            var refusal => Told(http, StatusCodes.Status410Gone, refusal.Message),
        };
    });

    private static IResult Told(HttpContext http, int status, Text message) =>
        Results.Text(message.In(RequestLanguage.Liked(http.Request)), "text/plain; charset=utf-8", statusCode: status);
}
