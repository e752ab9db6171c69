using System.Net;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Time;
using Npgsql;
using Prometheus;

namespace Campaign.Host.Operations;

/// <summary>What those who run the registry, and those who check its receipts, ask of it.</summary>
internal static class OperationsEndpoints
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(3);

    public static void MapOperations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live\n"));
        routes.MapGet("/health/ready", ReadyAsync);
        routes.MapGet("/journal/keys", (KeysInUse keys) => Results.Json(new
        {
            keys = keys.Held.JournalKeys.Select(k => new { id = k.Id, publicKey = Convert.ToBase64String(k.PublicKey), from = Instant.Write(k.From) }),
        }));
        routes.MapGet("/metrics", MetricsAsync);
    }

    /// <summary>Ready: the keys fit, the database answers, takes writes and is migrated. A host listens only once it is seeded.</summary>
    private static async Task<IResult> ReadyAsync(RegistryDatabase database, KeysInUse keys, HttpContext http)
    {
        if (keys.Trouble is { } trouble)
        {
            return Results.Text($"not ready: {trouble}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(ReadyPatience);
        try
        {
            await using var command = database.Source.CreateCommand("select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off'");
            return (bool)(await command.ExecuteScalarAsync(patience.Token))! && await Migrations.AreAppliedAsync(database.Source, patience.Token)
                ? Results.Text("ready\n")
                : Results.Text("not ready: the database is not migrated, or takes no writes\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException || Faults.IsUnavailability(e))
        {
            return Results.Text("not ready: the database does not answer\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Prometheus text. Open on a demo's loopback address; elsewhere with the token of CAMPAIGN_METRICS_TOKEN.</summary>
    private static async Task MetricsAsync(HttpContext http, HostSettings settings)
    {
        var open = settings.SeedsDemo && settings.IsLoopback && http.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
        if (!open && !BearsToken(http.Request, settings.MetricsToken))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers.WWWAuthenticate = "Bearer";
            return;
        }

        http.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(http.Response.Body, http.RequestAborted);
    }

    private static bool BearsToken(HttpRequest request, string? token) =>
        token is { Length: > 0 }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString()), Encoding.UTF8.GetBytes($"Bearer {token}"));
}
