using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Net.Http.Headers;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Campaign.SignIn.Citizens;

/// <summary>What a citizen's client sends to be sent a code. In a body, for an address would be logged.</summary>
internal sealed record CitizenCodeRequest(string? Number, string? Phone);

/// <summary>
/// Tokens for citizens: a number and a phone are answered with a ticket; the ticket and the code that came to the phone with an access token of 30 minutes, without a refresh
/// token. The token carries the number sealed (AES-256-GCM under the keyring's encryption key), never in the clear, and an account of citizens exists nowhere.
/// </summary>
internal static class CitizenGrants
{
    public const string CodePath = "/connect/citizen-code";
    public const string GrantType = "urn:campaign:one-time-code";
    public const string Client = "campaign-citizen";
    public const string NumberClaim = "campaign_citizen";

    public static readonly TimeSpan TokenLifetime = TimeSpan.FromMinutes(30);

    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("campaign-registry citizen token");

    public static void MapCitizenGrants(this IEndpointRouteBuilder routes) => routes.MapPost(CodePath, SendAsync);

    private static async Task<IResult> SendAsync(HttpContext http, CitizenCodes codes, SignInSettings settings)
    {
        // By hand: ASP.NET's binding answers 500 to a charset in quotation marks, or of a name that it does not know.
        if (!http.Request.HasJsonContentType() || !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return Results.Json(new { error = Errors.InvalidRequest }, statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        CitizenCodeRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync<CitizenCodeRequest>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request is null)
        {
            return Results.Json(new { error = Errors.InvalidRequest }, statusCode: StatusCodes.Status400BadRequest);
        }

        if (!CitizenNumber.TryParse(request.Number, out var number))
        {
            return Results.Json(new { error = "invalid_number" }, statusCode: StatusCodes.Status400BadRequest);
        }

        if (PhoneNumber.Normal(request.Phone ?? "") is not { } phone)
        {
            return Results.Json(new { error = "invalid_phone" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var address = http.Connection.RemoteIpAddress;
        var (ticket, wait) = await codes.SendAsync(
            number, phone, SignInAttempts.PrefixOf(address), !settings.IsDemo || !IPAddress.IsLoopback(address ?? IPAddress.Loopback), http.RequestAborted);
        if (wait is { } until)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(until.TotalSeconds)).ToString();
            return Results.Json(new { error = "too_many_requests" }, statusCode: StatusCodes.Status429TooManyRequests);
        }

        return Results.Json(new { ticket, expiresIn = (int)CitizenCodes.GoodFor.TotalSeconds });
    }

    public static async Task<IResult> RedeemAsync(HttpContext http, OpenIddictRequest request)
    {
        var services = http.RequestServices;
        var digits = Guid.TryParse((string?)request["ticket"], out var ticket) && (string?)request["code"] is { Length: < 20 } code
            ? await services.GetRequiredService<CitizenCodes>().UseAsync(ticket, code, http.RequestAborted)
            : null;
        SignInEvents.Count(digits is null ? "CITIZEN_CODE_FAILED" : "CITIZEN_SIGNED_IN");
        if (digits is null)
        {
            return Results.Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.InvalidGrant,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The code is not right, too old, used, or was tried too often. Ask for a new one.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var key = services.GetRequiredService<KeysInUse>().Now.EncryptionKeys[^1];
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Client);
        identity.SetClaim(NumberClaim, $"{key.Id}.{WebEncoders.Base64UrlEncode(SealedBytes.Seal(key, Encoding.ASCII.GetBytes(digits), Purpose))}");
        identity.SetScopes(Campaign.Registry.Platform.Callers.Scopes.Citizen);
        identity.SetResources(SignInServices.Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetAccessTokenLifetime(TokenLifetime);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>The citizen of a token's claim; null when it was not sealed here.</summary>
    public static CallerCitizen? CitizenOf(string claim, Keyring keyring, NumberVault vault)
    {
        try
        {
            var parts = claim.Split('.');
            var key = short.TryParse(parts[0], out var id) ? keyring.EncryptionKeys.FirstOrDefault(k => k.Id == id) : null;
            if (key is null || parts.Length != 2
                || !CitizenNumber.TryParse(Encoding.ASCII.GetString(SealedBytes.Open(key, WebEncoders.Base64UrlDecode(parts[1]), Purpose)), out var number))
            {
                return null;
            }

            return new(number.InTheClear(), [.. vault.KeysOf(number).Select(k => k.Hash)]);
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
