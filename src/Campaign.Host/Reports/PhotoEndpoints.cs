using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Badges;
using Campaign.SignIn;
using Campaign.Web.Files;
using Campaign.Web.Pages;

namespace Campaign.Host.Reports;

/// <summary>
/// Photographs that are no page's own. GET /v/{token}/photo: the face behind a badge, for anybody, while the badge stands; else 404. GET /reports/photos/{id}: a photograph of a
/// report, with a token of the department; 401 without sign-in, 403 with another scope. Neither is kept by browser or proxy.
/// </summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v/{token}/photo", async Task<IResult> (HttpContext http, string token) =>
            await http.RequestServices.GetRequiredService<StaffPhotos>().OfBadgeAsync(token, http.RequestAborted) is { } photo ? PhotoResult.Of(http, photo) : Results.NotFound());
        routes.MapGet("/reports/photos/{id}", async Task<IResult> (HttpContext http, string id) =>
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

            if (!caller.IsDepartment)
            {
                return Told(http, StatusCodes.Status403Forbidden, new("Chỉ Sở được xem ảnh của báo cáo.", "Photographs of reports are the department's to see."));
            }

            return await http.RequestServices.GetRequiredService<ReportPhotos>().ReadAsync(caller, id, http.RequestAborted) is { } photo
                ? PhotoResult.Of(http, photo)
                : Told(http, StatusCodes.Status404NotFound, new("Không có ảnh này.", "There is no such photograph."));
        });
    }

    private static IResult Told(HttpContext http, int status, Text message) =>
        Results.Text(message.In(RequestLanguage.Liked(http.Request)), "text/plain; charset=utf-8", statusCode: status);
}
