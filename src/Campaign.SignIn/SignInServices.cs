using System.Security.Claims;
using System.Security.Cryptography;
using Campaign.Registry.Accounts;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Providers.Badges;
using Campaign.Registry.Providers.Staff;
using Campaign.SignIn.Citizens;
using Campaign.SignIn.Issuers;
using Campaign.SignIn.Pages;
using Campaign.SignIn.People;
using Campaign.SignIn.Systems;
using Campaign.Web;
using Campaign.Web.Citizen.Reports;
using Campaign.Web.Citizen.Session;
using Campaign.Web.Demo;
using Campaign.Web.Department;
using Campaign.Web.Files;
using Campaign.Web.Provider;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;
using Scopes = Campaign.Registry.Platform.Callers.Scopes;

namespace Campaign.SignIn;

/// <summary>
/// OAuth 2.0 by the embedded OpenIddict: client credentials for providers' systems and the department's (a secret, or an assertion that a key of theirs has signed), and for people what <see cref="PeopleGrants"/> says. Access
/// tokens are signed JWTs, an hour for systems; nothing about them is stored. Codes and refresh tokens are, so that each is good once. Every host of one registry signs
/// with the same key under the same issuer, so a token of one is good at all.
/// </summary>
public static class SignInServices
{
    /// <summary>Where tokens are asked for.</summary>
    public const string TokenPath = "/connect/token";
    internal const string ProviderClaim = "campaign_provider";

    /// <summary>Whom the access tokens are for. One that bears another audience, or none, is not taken, whoever signed it.</summary>
    internal const string Audience = "campaign-registry";

    /// <summary>Where forms are sent to.</summary>
    private static readonly string[] FormPaths = ["/connect", SignInPaths.SignIn, ProviderEndpoints.Root, "/me", "/need", "/report"];

    /// <summary>Where files are sent to.</summary>
    private static readonly string[] FilePaths = [ProviderEndpoints.Imports, ProviderEndpoints.Staff, ReportEndpoints.Photos];

    private const int BeforeAllChecks = int.MinValue + 1;

    /// <summary>The issuer in the tokens. A name, not an address: hosts of one registry listen on several.</summary>
    internal static readonly Uri Issuer = new("https://campaign-registry.invalid/");

    /// <summary>All of the sign-in.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInSettings settings, string connectionString, KeysInUse keys)
    {
        services.AddSingleton(settings);
        services.AddDbContext<SignInDb>(options => SignInDb.Configure(options, connectionString));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<ICallers>(provider => provider.GetRequiredService<AccessTokens>());
        services.AddSingleton(_ => new SignInDatabase(NpgsqlDataSource.Create(connectionString)));
        services.AddSingleton<SignInKeys>();
        services.AddDataProtection();
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(provider => provider.GetRequiredService<SignInKeys>()));
        services.AddFormTokens();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Standing>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<IReportPace, ReportPace>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<SetupCodes>();
        services.AddSingleton<SignInSteps>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<IDeskSessions, DeskSessions>();
        services.AddSingleton<IProviderSessions, ProviderSessions>();
        services.AddSingleton<Devices>();
        services.AddSingleton<IBadgeDevices, BadgeDevices>();
        services.AddSingleton<ICodeGateway, NoCodeGateway>();
        services.AddSingleton<CitizenCodes>();
        services.AddSingleton<PageCodes>();
        services.AddSingleton<ICitizenCodes>(provider => provider.GetRequiredService<PageCodes>());
        services.AddSingleton<ISentCodes>(provider => provider.GetRequiredService<PageCodes>());
        services.AddSingleton<ClientCredentials>();
        services.AddSingleton<SystemClients>();
        services.AddSingleton<OutsideTokens>();
        services.AddSingleton<CitizenPhones>();
        services.AddSingleton<ICitizenPhones>(provider => provider.GetRequiredService<CitizenPhones>());
        services.AddHttpContextAccessor();
        services.AddSingleton<IRequestOrigin, RequestOrigin>();
        services.AddSingleton<SignInEvents>();
        services.AddSingleton<AccountReads>();
        services.AddSingleton<AccountStore>();
        services.AddSingleton<IAccountStore>(provider => provider.GetRequiredService<AccountStore>());
        services.AddSingleton<IStaffAccounts>(provider => provider.GetRequiredService<AccountStore>());
        services.AddAuthentication();
        services.AddAuthorization();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<SignInDb>())
            .AddServer(server =>
            {
                server.SetIssuer(Issuer);
                server.SetTokenEndpointUris(TokenPath);
                server.SetAuthorizationEndpointUris(PeopleGrants.AuthorizePath);
                server.SetEndSessionEndpointUris(SignInPaths.Logout);
                server.AllowClientCredentialsFlow();
                server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
                server.Configure(options => options.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
                server.AllowRefreshTokenFlow();
                server.AllowCustomFlow(CitizenGrants.GrantType);
                server.SetAuthorizationCodeLifetime(PeopleGrants.CodeLifetime);
                // OpenIddict may let a used one pass for as long as any session lives: RefreshReplays judges before it.
                server.SetRefreshTokenReuseLeeway(Session.LifetimeOf(AccountKind.Staff).Absolute);
                server.RegisterScopes([.. Scopes.All]);
                server.SetAccessTokenLifetime(TimeSpan.FromHours(1));
                server.DisableAccessTokenEncryption();
                server.AddTokenKeys(keys);
                // Plain HTTP is for loopback; elsewhere a reverse proxy ends TLS in front of the host.
                server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(RefuseNul).SetOrder(BeforeAllChecks));
                server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(RefuseNul).SetOrder(BeforeAllChecks));
                server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(RefuseNul).SetOrder(BeforeAllChecks));
                server.RemoveEventHandler(OpenIddictServerHandlers.ValidateClientSecret.Descriptor);
                server.AddEventHandler<ProcessAuthenticationContext>(handler => handler.UseSingletonHandler<ClientSecrets>().SetOrder(ClientSecrets.Order));
                server.AddEventHandler<ValidateTokenContext>(handler => handler.UseSingletonHandler<ClientAssertions>().SetOrder(ClientAssertions.Order));
                server.AddEventHandler<GenerateTokenContext>(handler => handler.UseInlineHandler(KeepNoAccessToken).SetOrder(BeforeAllChecks));
                server.AddEventHandler<ValidateTokenContext>(handler => handler.UseScopedHandler<RefreshReplays>().SetOrder(RefreshReplays.Order));
                server.UseAspNetCore().EnableTokenEndpointPassthrough().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough()
                    .DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.AddAudiences(Audience);
                validation.UseAspNetCore();
            });
        return services;
    }

    /// <summary>A form that cannot be read is the caller's fault and not the registry's; OpenIddict would let its exception through.</summary>
    public static void UseReadableTokenForms(this IApplicationBuilder app) =>
        app.UseWhen(http => FormPaths.Any(path => http.Request.Path.StartsWithSegments(path)), branch => branch.Use(ReadFormAsync));

    /// <summary>Its endpoints and pages.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(TokenPath, GrantAsync);
        routes.MapPeopleGrants();
        if (!routes.ServiceProvider.GetRequiredService<SignInSettings>().CitizensSignInElsewhere)
        {
            routes.MapCitizenGrants();
            routes.MapOwnPagesOfCitizens();
        }

        if (routes.ServiceProvider.GetRequiredService<SignInSettings>().IsDemo)
        {
            routes.MapDemoMessages();
        }

        routes.MapSignInPages();
        routes.MapSecondFactorPages();
        routes.MapSetUpPages();
        routes.MapSessionPages();
        routes.MapPasswordPages();
        routes.MapMovedPages();
    }

    private static async Task ReadFormAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            // A file is read as it comes, by the page that takes it.
            if (http.Request.HasFormContentType && !(FilePaths.Contains(http.Request.Path.Value) && MultipartParts.Is(http.Request)))
            {
                await http.Request.ReadFormAsync(http.RequestAborted);
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            http.Response.StatusCode = e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            if (http.Response.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                http.Response.Headers.Connection = "close";
            }

            await http.Response.WriteAsJsonAsync(new { error = Errors.InvalidRequest, error_description = "The form cannot be read." });
            return;
        }

        await next(http);
    }

    /// <summary>PostgreSQL takes no NUL, so nothing that is looked up bears one; Basic can carry one past the form's own checks.</summary>
    private static ValueTask RefuseNul<T>(T context)
        where T : BaseValidatingContext
    {
        var client = context is ValidateTokenRequestContext token ? new[] { token.ClientId, token.ClientSecret } : [];
        var sent = context.Transaction.Request?.GetParameters().Select(p => (string?)p.Value) ?? [];
        if (sent.Concat(client).Any(text => text?.Contains('\0', StringComparison.Ordinal) == true))
        {
            context.Reject(Errors.InvalidRequest, "No parameter may contain NUL.");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>An access token is checked by its signature and, a person's, by its session; a row for each would cost a write and prove nothing.</summary>
    private static ValueTask KeepNoAccessToken(GenerateTokenContext context)
    {
        if (context.TokenType is TokenTypeIdentifiers.AccessToken or TokenTypeIdentifiers.IdentityToken)
        {
            context.CreateTokenEntry = false;
            context.PersistTokenPayload = false;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>OpenIddict has checked the client, its secret and the scopes asked for. Without a scope parameter all scopes of the client are granted.</summary>
    private static async Task<IResult> GrantAsync(HttpContext http, IOpenIddictApplicationManager applications, SystemClients clients)
    {
        var request = http.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("The token endpoint was reached past OpenIddict.");
        if (request.IsAuthorizationCodeGrantType() || request.IsRefreshTokenGrantType())
        {
            return await PeopleGrants.RedeemAsync(http, request);
        }

        if (request.GrantType == CitizenGrants.GrantType)
        {
            if (http.RequestServices.GetRequiredService<SignInSettings>().CitizensSignInElsewhere)
            {
                return Refused(Errors.UnsupportedGrantType, "Citizens sign in at the identity service that this registry names.");
            }

            return await CitizenGrants.RedeemAsync(http, request);
        }

        var clientId = request.ClientId!;
        if (await clients.FindAsync(clientId, http.RequestAborted) is not { } client)
        {
            return Refused(Errors.InvalidClient, "This client has ended.");
        }

        var application = await applications.FindByClientIdAsync(clientId, http.RequestAborted)
            ?? throw new InvalidOperationException("A client that has just been authenticated is gone.");
        var granted = request.GetScopes();
        if (granted.IsEmpty)
        {
            granted = [.. (await applications.GetPermissionsAsync(application, http.RequestAborted))
                .Where(p => p.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
                .Select(p => p[Permissions.Prefixes.Scope.Length..])];
        }

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, clientId);
        if (client.Provider is { } provider)
        {
            identity.SetClaim(ProviderClaim, provider);
        }

        identity.SetScopes(granted);
        identity.SetResources(Audience);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refused(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
