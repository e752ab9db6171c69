using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Campaign.SignIn.Issuers;

/// <summary>
/// The keys that an outside issuer publishes, by its discovery document: read when they are first needed, again after 10 minutes or when a token names one that is not known, and never more
/// than once in 30 seconds, so that nobody makes this host hammer an issuer by made-up key ids. While it does not answer, what was read within the hour still counts; after that nothing does.
/// </summary>
internal sealed class IssuerKeys(OutsideIssuer issuer, HttpClient http, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(1);
    public static readonly TimeSpan Floor = TimeSpan.FromSeconds(30);

    private const int LeastRsaBits = 2_048;
    private const int MostKeys = 50;

    private readonly SemaphoreSlim oneAtATime = new(1);
    private volatile Known? known;
    private DateTimeOffset triedAt = DateTimeOffset.MinValue;
    private bool failed;

    /// <param name="Keys">None: the issuer publishes no such key.</param>
    /// <param name="Answers">False: whether it does cannot be told now.</param>
    public readonly record struct Found(IReadOnlyList<SecurityKey> Keys, bool Answers);

    private sealed record Known(IReadOnlyList<SecurityKey> Keys, DateTimeOffset At);

    public void Dispose() => oneAtATime.Dispose();

    /// <param name="keyId">As a token names it; null: all of them.</param>
    /// <param name="cancel">Ends the waiting and not a read that others wait for.</param>
    public async Task<Found> FindAsync(string? keyId, CancellationToken cancel)
    {
        if (known is { } fresh && time.GetUtcNow() - fresh.At < Fresh && Of(fresh, keyId) is { Count: > 0 } keys)
        {
            return new(keys, Answers: true);
        }

        await oneAtATime.WaitAsync(cancel);
        try
        {
            var now = time.GetUtcNow();
            if (now - triedAt >= Floor)
            {
                triedAt = now;
                failed = !await ReadAsync(now);
            }

            var usable = known is { } last && now - last.At < Lasts ? Of(last, keyId) : [];
            return new(usable, usable.Count > 0 || !failed);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private static IReadOnlyList<SecurityKey> Of(Known known, string? keyId) => keyId is null ? known.Keys : [.. known.Keys.Where(k => k.KeyId == keyId)];

    /// <summary>Bounded by the client: its patience, its largest answer, no redirect.</summary>
    private async Task<bool> ReadAsync(DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(await http.GetByteArrayAsync(issuer.Metadata));
            if (document.RootElement.GetProperty("issuer").GetString() != issuer.Issuer
                || IssuerAddress.IsSafe(document.RootElement.GetProperty("jwks_uri").GetString()) is not { } address)
            {
                return false;
            }

            var published = new JsonWebKeySet(System.Text.Encoding.UTF8.GetString(await http.GetByteArrayAsync(address)));
            known = new([.. published.Keys.Where(IsForSignatures).Take(MostKeys)], now);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException
            or FormatException or SecurityTokenException)
        {
            return false;
        }
    }

    /// <summary>Asymmetric alone: a secret that is published is none.</summary>
    private static bool IsForSignatures(JsonWebKey key) => key.Use is null or "" or "sig"
        && (key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve || (key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize >= LeastRsaBits));
}
