using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Campaign.SignIn.People;

/// <summary>
/// Between the password and the second factor: who has given the first, in a sealed cookie that is good for 10 minutes. It is no session and opens nothing.
/// </summary>
internal sealed class SignInSteps(SignInKeys keys, TimeProvider time)
{
    public const string CookieName = "__Host-campaign-step";
    private const int GuidLength = 16;
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private readonly IDataProtector seal = keys.CreateProtector("sign-in step");

    public void Write(HttpContext http, Guid account)
    {
        var expires = (time.GetUtcNow() + GoodFor).UtcTicks;
        http.Response.Cookies.Append(
            CookieName, WebEncoders.Base64UrlEncode(seal.Protect([.. account.ToByteArray(), .. BitConverter.GetBytes(expires)])), Sessions.Cookie());
    }

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(CookieName, Sessions.Cookie());

    /// <summary>The account whose password was given; null when there is none, or it was too long ago.</summary>
    public Guid? Read(HttpContext http)
    {
        try
        {
            var plain = seal.Unprotect(WebEncoders.Base64UrlDecode(http.Request.Cookies[CookieName] ?? ""));
            return time.GetUtcNow().UtcTicks < BitConverter.ToInt64(plain, GuidLength) ? new Guid(plain.AsSpan(0, GuidLength)) : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
