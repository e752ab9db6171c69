using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.People;
using Prometheus;

namespace Campaign.SignIn;

/// <summary>
/// What happened at the sign-in, written down before it is answered (ASVS V16.3): of an account by its id, of a name that is nobody's by a keyed hash, from which network.
/// Never a password, a code, a citizen or a phone. Whoever hangs up is written down all the same. Being slowed is written once a minute for a name and network, however often somebody tries.
/// </summary>
internal sealed class SignInEvents(SignInDatabase database, SignInKeys keys, TimeProvider time)
{
    private static readonly Counter Happened = Metrics.CreateCounter(
        "campaign_sign_in_events_total", "What happened at the sign-in of people and citizens, by kind.", "kind");

    /// <summary>Counts what leaves no row: citizens' sign-ins.</summary>
    public static void Count(string kind) => Happened.WithLabels(kind).Inc();

    /// <param name="http">Where it came from.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="account">To whom; null for a name that is nobody's.</param>
    /// <param name="name">That name, as it was typed.</param>
    public async Task WriteAsync(HttpContext http, SignInEventKind kind, Guid? account, string? name = null)
    {
        var now = time.GetUtcNow();
        Count(kind.InDatabase());
        await database.ExecuteAsync(
            """
            insert into signin.events (id, at, kind, account_id, name_hash, network)
            select $1, $2, $3, $4, $5, $6
            where $3 <> 'SIGN_IN_SLOWED' or not exists (
              select from signin.events e where e.at > $2 - interval '1 minute' and e.kind = 'SIGN_IN_SLOWED' and e.network = $6
                and e.account_id is not distinct from $4 and e.name_hash is not distinct from $5)
            """,
            CancellationToken.None, Sql.Uuid(Guid.CreateVersion7(now)), Sql.At(now), Sql.Text(kind.InDatabase()), Sql.Uuid(account),
            Sql.Bytes(account is null && name is not null ? keys.HashOf("event name", name) : null),
            Sql.Text(SignInAttempts.PrefixOf(http.Connection.RemoteIpAddress)));
    }
}

/// <summary>The network that an act on accounts comes from.</summary>
internal sealed class RequestOrigin(IHttpContextAccessor accessor) : IRequestOrigin
{
    public string Network => SignInAttempts.PrefixOf(accessor.HttpContext?.Connection.RemoteIpAddress);
}
