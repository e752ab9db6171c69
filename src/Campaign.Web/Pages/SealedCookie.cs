using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Pages;

/// <summary>
/// What a person has said on one page and is needed on the next: sealed in a cookie of the browser's (__Host-, Secure, HttpOnly, SameSite=Strict), and in no address, no page and no row. Nobody but this registry
/// can read or make one, and it is good for its time alone.
/// </summary>
/// <param name="name">Without the prefix.</param>
internal sealed class SealedCookie<T>(string name, TimeSpan goodFor)
    where T : class
{
    private sealed record Kept(T Value, DateTimeOffset Until);

    public string Name { get; } = $"__Host-campaign-{name}";

    public T? Read(HttpContext http)
    {
        try
        {
            var plain = SealOf(http).Unprotect(WebEncoders.Base64UrlDecode(http.Request.Cookies[Name] ?? ""));
            return JsonSerializer.Deserialize<Kept>(plain) is { } kept && Now(http) < kept.Until ? kept.Value : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    public void Write(HttpContext http, T value, TimeSpan? forLess = null)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(new Kept(value, Now(http) + (forLess ?? goodFor)));
        http.Response.Cookies.Append(Name, WebEncoders.Base64UrlEncode(SealOf(http).Protect(plain)), Options());
    }

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Name, Options());

    private CookieOptions Options() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = goodFor };

    private IDataProtector SealOf(HttpContext http) => http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector($"cookie {Name}");

    private static DateTimeOffset Now(HttpContext http) => http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
