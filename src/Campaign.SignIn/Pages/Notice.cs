using System.Security.Cryptography;
using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.SignIn.Pages;

/// <summary>
/// What the page that follows an act says once: that it was done, and a set-up code. It crosses the redirect in a sealed cookie that is good for 5 minutes, for the session
/// in which it was done, and is cleared by being shown; so going back or reloading neither acts again nor shows a code again, and the host keeps none.
/// </summary>
/// <param name="Done">What was done.</param>
/// <param name="UserName">Whom a code is for.</param>
/// <param name="Code">A set-up code.</param>
/// <param name="AwaitsSecond">It is good only once another administrator has confirmed it.</param>
internal sealed record Notice(Text Done, string? UserName = null, string? Code = null, bool AwaitsSecond = false)
{
    public const string CookieName = "__Host-campaign-notice";
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    private sealed record Kept(Guid Session, DateTimeOffset Until, Notice Notice);

    /// <summary>Leads to a page that says it.</summary>
    public IResult Then(HttpContext http, Guid session, string path)
    {
        var until = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + GoodFor;
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Kept(session, until, this));
        http.Response.Cookies.Append(CookieName, WebEncoders.Base64UrlEncode(SealOf(http).Protect(plain)), Cookie());
        return Results.LocalRedirect(path);
    }

    /// <summary>What there is to say in this session, once.</summary>
    public static Notice? Take(HttpContext http, Guid session)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and < 4_000 } cookie)
        {
            return null;
        }

        http.Response.Cookies.Delete(CookieName, Cookie());
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(SealOf(http).Unprotect(WebEncoders.Base64UrlDecode(cookie)))!;
            return kept.Session == session && http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < kept.Until ? kept.Notice : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    public Html Show(Page page) => Html.Of($"""
        <div class="done" role="status"><p>✔ {page.Say(Done)}</p>
        {(Code is null ? Html.Nothing : Html.Of($"""
            <p>{page.Say("Tên đăng nhập", "User name")}: <strong>{UserName}</strong></p>
            <p>{page.Say("Mã thiết lập", "Set-up code")}:<br><code class="code">{Code}</code></p>
            <p>{page.Say(
                $"Chỉ hiện một lần này. Hãy đưa tận tay hoặc đọc qua điện thoại; dùng được một lần, trong 72 giờ, tại {SignInPaths.SetUp}.",
                $"Shown this once. Hand it over in person or by phone; it is good once, for 72 hours, at {SignInPaths.SetUp}.")}</p>
            {(AwaitsSecond ? Html.Of($"""<p><strong>{page.Say(
                "Mã chưa dùng được: một quản trị viên khác phải xác nhận trên trang này.", "It is not good yet: another administrator confirms it on this page.")}</strong></p>""") : Html.Nothing)}
            """))}</div>
        """);

    private static IDataProtector SealOf(HttpContext http) => http.RequestServices.GetRequiredService<SignInKeys>().CreateProtector("notice");

    private static CookieOptions Cookie() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = GoodFor };
}
