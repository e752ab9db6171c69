using System.Collections.Frozen;
using Campaign.Registry.Accounts;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Campaign.SignIn.Citizens;
using Campaign.SignIn.People;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Campaign.SignIn.Issuers;

/// <summary>
/// Access tokens of outside issuers: signed by a key that the issuer publishes, for this registry, in their time; then what they say, through the claims that the file maps, as the same caller
/// whom a token of the registry's own would make. Nothing that a token says grants more than its issuer's kind.
/// </summary>
internal sealed class OutsideTokens : IDisposable
{
    private const int MaxLength = 16_000;
    private const int MaxClaimLength = 100;
    private const int LargestAnswer = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private static readonly string?[] Types = [null, "", "JWT", "at+jwt", "application/at+jwt"];
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    private readonly FrozenDictionary<string, (OutsideIssuer Issuer, IssuerKeys Keys)> issuers;
    private readonly HttpClient http;
    private readonly ProviderDirectory providers;
    private readonly Standing standing;
    private readonly NumberVault vault;
    private readonly TimeProvider time;

    public OutsideTokens(SignInSettings settings, ProviderDirectory providers, Standing standing, NumberVault vault, TimeProvider time)
    {
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = Patience,
            MaxResponseContentBufferSize = LargestAnswer,
        };
        issuers = settings.Issuers.ToFrozenDictionary(i => i.Issuer, i => (i, new IssuerKeys(i, http, time)));
        (this.providers, this.standing, this.vault, this.time) = (providers, standing, vault, time);
    }

    public void Dispose()
    {
        foreach (var (_, keys) in issuers.Values)
        {
            keys.Dispose();
        }

        http.Dispose();
    }

    /// <summary>Null when the token is none of an outside issuer's, so that it is the registry's own or nobody's.</summary>
    public async ValueTask<Identification?> IdentifyAsync(string authorization, CancellationToken cancel)
    {
        const string Scheme = "Bearer ";
        if (issuers.Count == 0 || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || Read(authorization[Scheme.Length..].Trim()) is not { } token
            || !issuers.TryGetValue(token.Issuer, out var known))
        {
            return null;
        }

        var (issuer, published) = known;
        if (!IsOfForm(token) || ExpiryOf(token) is not { } expiresAt)
        {
            return Identification.NotGood;
        }

        var keys = await published.FindAsync(string.IsNullOrEmpty(token.Kid) ? null : token.Kid, cancel);
        if (!keys.Answers)
        {
            return Identification.NotNow;
        }

        var result = keys.Keys.Count == 0 ? null : await Handler.ValidateTokenAsync(token.EncodedToken, new TokenValidationParameters
        {
            IssuerSigningKeys = keys.Keys,
            TryAllIssuerSigningKeys = true,
            ValidAlgorithms = Algorithms,
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            IgnoreTrailingSlashWhenValidatingAudience = false,
            // Judged above, by this host's clock.
            ValidateLifetime = false,
        });
        return result is { IsValid: true } && await CallerOfAsync(issuer, token, cancel) is { } caller
            ? new(caller, Rejected: false, expiresAt)
            : Identification.NotGood;
    }

    private static JsonWebToken? Read(string text)
    {
        try
        {
            return text.Length is > 0 and <= MaxLength ? new(text) : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>A signed access token, or one that does not say what it is; not one that wants what this registry does not know (RFC 7515 §4.1.11).</summary>
    private static bool IsOfForm(JsonWebToken token) =>
        !token.IsEncrypted && !token.TryGetHeaderValue<object>("crit", out _) && Types.Contains(token.Typ, StringComparer.OrdinalIgnoreCase);

    /// <summary>Null when its time has not come, is over, or is not said.</summary>
    private DateTimeOffset? ExpiryOf(JsonWebToken token)
    {
        var now = time.GetUtcNow();
        return token.TryGetPayloadValue<long>(JwtRegisteredClaimNames.Exp, out var seconds) && seconds is > 0 and < 253_402_300_799
            && DateTimeOffset.FromUnixTimeSeconds(seconds) is var expiresAt && now < expiresAt + ClockSkew
            && HasCome(token, JwtRegisteredClaimNames.Nbf, now) && HasCome(token, JwtRegisteredClaimNames.Iat, now)
            ? expiresAt + ClockSkew
            : null;
    }

    private static bool HasCome(JsonWebToken token, string claim, DateTimeOffset now) => !token.TryGetPayloadValue<object>(claim, out _)
        || (token.TryGetPayloadValue<long>(claim, out var seconds) && seconds <= (now + ClockSkew).ToUnixTimeSeconds());

    private async ValueTask<Caller?> CallerOfAsync(OutsideIssuer issuer, JsonWebToken token, CancellationToken cancel)
    {
        if (issuer.Kind == IssuerKind.Citizen)
        {
            // Whatever else it calls its bearer may be the number itself, so nothing of it is taken.
            return CitizenNumber.TryParse(TextOf(token, issuer.Claims.Number), out var number)
                ? new(CitizenGrants.Client, new[] { Scopes.Citizen }.ToFrozenSet(), Citizen: new(number.InTheClear(), [.. vault.KeysOf(number).Select(k => k.Hash)]))
                : null;
        }

        // It will stand in the journal, in the clear and for ever.
        if (TextOf(token, issuer.Claims.Subject) is not { } subject || NumbersInText.Blank(subject) != subject || subject.Any(char.IsControl))
        {
            return null;
        }

        var name = $"{issuer.Name}:{subject}";
        return issuer.Kind switch
        {
            IssuerKind.System => await ProviderOfAsync(issuer, token, cancel) is { } provider && ScopesOf(issuer, token) is { Count: > 0 } scopes
                ? new(name, scopes, provider)
                : null,
            IssuerKind.Staff => await StaffOfAsync(issuer, token, name, cancel),
            IssuerKind.Officer => ShowsSecondFactor(issuer, token) && RoleOf(issuer, token) is { } role
                ? new(name, Of(AccountKind.Officer, name, role: role).ScopesWith(secondFactor: true).ToFrozenSet())
                : null,
            _ => null,
        };
    }

    private async ValueTask<Caller?> StaffOfAsync(OutsideIssuer issuer, JsonWebToken token, string name, CancellationToken cancel)
    {
        if (await ProviderOfAsync(issuer, token, cancel) is not { } provider || TextOf(token, issuer.Claims.Staff) is not { } reference)
        {
            return null;
        }

        var account = Of(AccountKind.Staff, name, provider.Code, reference);
        return await standing.IsInForceAsync(account, cancel) ? new(name, account.ScopesWith(secondFactor: false).ToFrozenSet(), provider, Staff: reference) : null;
    }

    /// <summary>One of those for whom the issuer speaks, whatever it says.</summary>
    private async ValueTask<CallerProvider?> ProviderOfAsync(OutsideIssuer issuer, JsonWebToken token, CancellationToken cancel) =>
        (issuer.Claims.Provider is null ? issuer.Providers[0] : TextOf(token, issuer.Claims.Provider)) is { } code && issuer.Providers.Contains(code)
        && await providers.IdOfAsync(code, cancel) is { } id
            ? new(id, code)
            : null;

    private static FrozenSet<string> ScopesOf(OutsideIssuer issuer, JsonWebToken token)
    {
        IEnumerable<string> all = [Scopes.Check, Scopes.Record];
        return (issuer.Claims.Scope is null ? all : all.Intersect(TextsOf(token, issuer.Claims.Scope).SelectMany(s => s.Split(' ')))).ToFrozenSet();
    }

    private static bool ShowsSecondFactor(OutsideIssuer issuer, JsonWebToken token) =>
        (issuer.Acr.Count == 0 || (TextOf(token, "acr") is { } acr && issuer.Acr.Contains(acr)))
        && (issuer.Amr.Count == 0 || TextsOf(token, "amr").Any(issuer.Amr.Contains))
        && issuer.Acr.Count + issuer.Amr.Count > 0;

    /// <summary>Of several the one that may most.</summary>
    private static string? RoleOf(OutsideIssuer issuer, JsonWebToken token) => TextsOf(token, issuer.Claims.Role!)
        .Select(r => issuer.Roles.GetValueOrDefault(r)).OfType<string>().MaxBy(r => Account.Roles.ToList().IndexOf(r));

    private static string? TextOf(JsonWebToken token, string? claim) =>
        claim is not null && token.TryGetPayloadValue<object>(claim, out var value) && value is string { Length: > 0 and <= MaxClaimLength } text ? text : null;

    private static string[] TextsOf(JsonWebToken token, string claim) => !token.TryGetPayloadValue<object>(claim, out var value) ? []
        : value is string one ? [one]
        : token.TryGetPayloadValue<string[]>(claim, out var several) && several is not null ? several : [];

    private static Account Of(AccountKind kind, string name, string? provider = null, string? staff = null, string? role = null) =>
        new(Guid.Empty, name, kind, provider, staff, role, null, DateTimeOffset.MinValue, null);
}
