using System.Net;
using System.Text.Json.Nodes;
using Campaign.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Campaign.Host.Tests;

/// <summary>An outside OIDC issuer: a web server of its own with a discovery document and keys, whose tokens a test makes as it likes.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication app;

    private TestIssuer(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.First();

    public SystemKey Key { get; set; } = SystemKey.Es256("k1");

    /// <summary>What it publishes; null: its one key.</summary>
    public Func<JsonObject>? Published { get; set; }

    /// <summary>What its discovery document says; null: what is right.</summary>
    public Func<JsonObject>? Discovery { get; set; }

    /// <summary>What is done instead of answering.</summary>
    public RequestDelegate? Instead { get; set; }

    /// <summary>How often it was asked for its discovery document.</summary>
    public int Asked { get; private set; }

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.Use((http, next) => issuer.Instead is { } instead ? instead(http) : next(http));
        app.MapGet("/.well-known/openid-configuration", () =>
        {
            issuer.Asked++;
            return Results.Text((issuer.Discovery?.Invoke() ?? new JsonObject { ["issuer"] = issuer.Issuer, ["jwks_uri"] = $"{issuer.Issuer}/keys" }).ToJsonString(), "application/json");
        });
        app.MapGet("/keys", () => Results.Text((issuer.Published?.Invoke() ?? new JsonObject { ["keys"] = new JsonArray(issuer.Key.Jwk()) }).ToJsonString(), "application/json"));
        app.MapGet("/elsewhere", () => Results.Redirect("/.well-known/openid-configuration"));
        await app.StartAsync();
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        Key.Dispose();
        await app.DisposeAsync();
    }

    public Task StopAsync() => app.StopAsync();

    /// <summary>A token as it would give one to this registry, with these claims.</summary>
    public string Token(DateTimeOffset now, JsonObject claims, JsonObject? header = null, SystemKey? key = null)
    {
        var all = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = "campaign-registry",
            ["sub"] = "somebody",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims)
        {
            all[name] = value?.DeepClone();
            if (value is null)
            {
                all.Remove(name);
            }
        }

        return (key ?? Key).Sign(all, header);
    }
}
