using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Web.Citizen.Session;

/// <summary>Sends and takes the one-time codes of citizens; the host's sign-in does it (ADR 0014).</summary>
public interface ICitizenCodes
{
    /// <summary>The ticket under which the code is entered, or how long to wait before one can be asked for. Whoever asks is answered alike, whether a code was sent or not.</summary>
    Task<(Guid Ticket, TimeSpan? Wait)> SendAsync(HttpContext http, CitizenNumber number, string phone);

    /// <summary>The digits of the number that this code proves; null when it is wrong, used or too old.</summary>
    Task<string?> UseAsync(HttpContext http, Guid ticket, string code);
}

/// <summary>
/// A citizen who has proved a number by a code to the phone. The number is in a sealed cookie of the browser's for 30 minutes, as long as a token of the API's, and in no address, no page and no row.
/// </summary>
internal static class CitizenSession
{
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan CodeGoodFor = TimeSpan.FromMinutes(5);

    /// <summary>The client that citizens sign in by, over the API too.</summary>
    private const string Client = "campaign-citizen";

    /// <param name="Ticket">Waits for its code; null once that was entered.</param>
    /// <param name="Digits">What a code has proved; null before.</param>
    /// <param name="ReturnTo">The page that asked for the sign-in.</param>
    internal sealed record Kept(Guid? Ticket, string? Digits, string? ReturnTo);

    public static SealedCookie<Kept> Cookie { get; } = new("citizen", GoodFor);

    /// <summary>Who is signed in; null when nobody is.</summary>
    public static Caller? CallerOf(HttpContext http)
    {
        if (CitizenNumber.ParseOrNull(Cookie.Read(http)?.Digits) is not { } number)
        {
            return null;
        }

        var hashes = http.RequestServices.GetRequiredService<NumberVault>().KeysOf(number).Select(k => k.Hash).ToList();
        return new(Client, [Scopes.Citizen], Citizen: new(number.InTheClear(), hashes));
    }

    /// <summary>A page for whoever is signed in; others are led to the sign-in and back.</summary>
    public static async Task<IResult> OpenAsync(HttpContext http, Func<PageContext, Caller, Task<IResult>> then)
    {
        if (CallerOf(http) is { } caller)
        {
            return await then(await PageContext.OfAsync(http), caller);
        }

        // A code that is on its way to the phone stays good: the page may have been opened in a second window.
        Cookie.Write(http, new(Cookie.Read(http)?.Ticket, null, http.Request.Path), CodeGoodFor);
        return Results.LocalRedirect(SignInEndpoints.SignIn);
    }

    /// <summary>A form for whoever is signed in.</summary>
    public static Task<IResult> TakeAsync(HttpContext http, Func<PageContext, Caller, IFormCollection, Task<IResult>> take) => PageForms.TakeAsync(
        http, (on, form) => CallerOf(http) is { } caller ? take(on, caller, form) : Task.FromResult(Results.LocalRedirect(SignInEndpoints.SignIn)));

    /// <summary>What may be shown of the number: its last three digits.</summary>
    public static string Masked(Caller caller) => $"•••••••••{caller.Citizen!.Digits[^3..]}";
}
