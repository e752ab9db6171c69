using System.Security.Cryptography;
using Campaign.Registry.Platform.Data;
using Microsoft.AspNetCore.WebUtilities;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>
/// People's sessions. A browser holds a random secret in a cookie (<see cref="CookieName"/>: Secure, HttpOnly, SameSite=Lax, for the whole host and no other; browsers keep a
/// Secure cookie from plain HTTP on localhost and 127.0.0.1 alone), of which the database has a hash; tokens hold the session's id. What is asked for here is
/// always looked up: a session that has ended, or whose bearer is no longer in force, is gone at once on every host.
/// </summary>
internal sealed class Sessions(SignInDatabase database, Standing standing, TimeProvider time)
{
    public const string CookieName = "__Host-campaign";
    private const int SecretLength = 32;
    private const int MaxLabel = 100;

    private static readonly string[] Browsers = ["Edg", "Firefox", "Chrome", "Safari"];
    private static readonly string[] Systems = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"];

    /// <summary>Being seen is written down this often; idle times are minutes and hours.</summary>
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private const string Columns = "s.id, s.second_factor, s.created_at, s.last_seen_at, s.expires_at, s.address, s.label, s.device_id, " + Account.Columns;

    // $1 now
    private const string LiveSql = $"""
        select {Columns} from signin.sessions s join signin.accounts a on a.id = s.account_id
        where s.ended_at is null and $1 < s.expires_at and $1 < s.last_seen_at + s.idle
        """;

    public static CookieOptions Cookie() => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };

    /// <summary>Begins a session and answers the cookie's secret. A session is never taken over from before the sign-in.</summary>
    public async Task<string> BeginAsync(Account account, bool secondFactor, HttpContext http)
    {
        var secret = RandomNumberGenerator.GetBytes(SecretLength);
        var now = time.GetUtcNow();
        var (idle, absolute) = Session.LifetimeOf(account.Kind);
        await database.ExecuteAsync(
            """
            insert into signin.sessions (id, account_id, secret_hash, created_at, last_seen_at, expires_at, idle, second_factor, address, label)
            values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9)
            """,
            http.RequestAborted, Sql.Uuid(Guid.CreateVersion7(now)), Sql.Uuid(account.Id), Sql.Bytes(SHA256.HashData(secret)), Sql.At(now), Sql.At(now + absolute),
            Sql.Span(idle), Sql.Bool(secondFactor), Sql.Text(SignInAttempts.PrefixOf(http.Connection.RemoteIpAddress)), Sql.Text(LabelOf(http.Request)));
        return WebEncoders.Base64UrlEncode(secret);
    }

    /// <summary>The live session that the request's cookie stands for; null without one.</summary>
    public async Task<Session?> OfCookieAsync(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 and < 100 } cookie)
        {
            return null;
        }

        byte[] secret;
        try
        {
            secret = WebEncoders.Base64UrlDecode(cookie);
        }
        catch (FormatException)
        {
            return null;
        }

        return await LiveAsync("s.secret_hash = $2", Sql.Bytes(SHA256.HashData(secret)), http.RequestAborted);
    }

    /// <summary>The live session of this id; null when it is over.</summary>
    public Task<Session?> FindAsync(Guid id, CancellationToken cancel) => LiveAsync("s.id = $2", Sql.Uuid(id), cancel);

    /// <summary>The same, but this look counts for no sign of life: an idle session ends though a page of it stays open.</summary>
    public Task<Session?> LookAtAsync(Guid id, CancellationToken cancel) => LiveAsync("s.id = $2", Sql.Uuid(id), cancel, isSeen: false);

    /// <summary>Whose a session is, live or over.</summary>
    public async Task<Guid?> AccountOfAsync(Guid id, CancellationToken cancel) =>
        await database.ListAsync("select account_id from signin.sessions where id = $1", r => r.GetGuid(0), cancel, Sql.Uuid(id)) is [var account] ? account : null;

    /// <summary>All live sessions of an account, the latest first.</summary>
    public Task<List<Session>> ListAsync(Guid account, CancellationToken cancel) => database.ListAsync(
        $"{LiveSql} and s.account_id = $2 order by s.created_at desc, s.id", From, cancel, Sql.At(time.GetUtcNow()), Sql.Uuid(account));

    /// <summary>Ends one session, if it is this account's.</summary>
    public Task EndAsync(Guid account, Guid session, CancellationToken cancel) =>
        EndWhereAsync("account_id = $2 and id = $3", cancel, Sql.Uuid(account), Sql.Uuid(session));

    public Task EndOthersAsync(Guid account, Guid kept, CancellationToken cancel) =>
        EndWhereAsync("account_id = $2 and id <> $3", cancel, Sql.Uuid(account), Sql.Uuid(kept));

    private Task<int> EndWhereAsync(string which, CancellationToken cancel, params NpgsqlParameter[] parameters) => database.ExecuteAsync(
        $"update signin.sessions set ended_at = greatest($1, created_at) where ended_at is null and {which}", cancel, [Sql.At(time.GetUtcNow()), .. parameters]);

    private async Task<Session?> LiveAsync(string which, NpgsqlParameter parameter, CancellationToken cancel, bool isSeen = true)
    {
        var now = time.GetUtcNow();
        var session = await database.FirstAsync($"{LiveSql} and {which}", From, cancel, Sql.At(now), parameter);
        if (session is null || !await standing.IsInForceAsync(session.Account, cancel))
        {
            return null;
        }

        if (isSeen && now - session.LastSeenAt >= SeenEvery)
        {
            await database.ExecuteAsync(
                "update signin.sessions set last_seen_at = greatest(last_seen_at, $2) where id = $1 and ended_at is null", cancel, Sql.Uuid(session.Id), Sql.At(now));
        }

        return session;
    }

    private static Session From(NpgsqlDataReader r) => new(
        r.GetGuid(0), Account.From(r, 8), r.GetBoolean(1), r.GetFieldValue<DateTimeOffset>(2), r.GetFieldValue<DateTimeOffset>(3), r.GetFieldValue<DateTimeOffset>(4),
        r.GetString(5), r.GetString(6), r.ValueOrNull<Guid>(7));

    /// <summary>A few words by which people know their own device; what a browser says of itself is no proof.</summary>
    private static string LabelOf(HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        var browser = Browsers.FirstOrDefault(name => agent.Contains(name, StringComparison.Ordinal)) ?? "?";
        var system = Systems.FirstOrDefault(name => agent.Contains(name, StringComparison.Ordinal)) ?? "?";
        return $"{(browser == "Edg" ? "Edge" : browser)}, {system}";
    }

    /// <summary>A label as it may be kept: without control characters, not longer than 100.</summary>
    public static string Label(string? given)
    {
        var plain = new string([.. (given ?? "").Where(c => !char.IsControl(c)).Take(MaxLabel)]).Trim();
        return plain.Length == 0 ? "?" : plain;
    }
}
