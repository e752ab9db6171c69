using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Campaign.Registry.Platform.Data;

/// <summary>The database did not answer in time, or cannot take writes. Nothing was done. Reaches a caller as OVERLOADED; never as a standing.</summary>
public sealed class RegistryUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// COMMIT was sent and its outcome is unknown, or known to be on one machine alone. The caller asks again with the same requestId. Reaches it as IN_DOUBT.
/// </summary>
public sealed class CommitInDoubtException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a failure of the database means for whoever asked.</summary>
public static class Faults
{
    private const string IdleInTransactionSessionTimeout = "25P03";
    private const string QueryCanceled = "57014";

    /// <summary>
    /// True when the database could not serve the request: unreachable, no free connection, shutting down, read-only (a standby), out of resources,
    /// or still contended after every retry.
    /// </summary>
    public static bool IsUnavailability(Exception exception) => exception switch
    {
        PostgresException p => p.SqlState[..2] is "08" or "53" or "57" or "58" or "40" or "XX"
            || p.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.LockNotAvailable
                or IdleInTransactionSessionTimeout or QueryCanceled,
        NpgsqlException or SocketException or TimeoutException or IOException => true,
        // Npgsql reports the use of a connection that just broke, or of an exhausted pool, by these.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        // Entity Framework wraps what the driver calls transient, and whatever ends a write.
        InvalidOperationException { InnerException: DbException inner } => IsUnavailability(inner),
        DbUpdateException { InnerException: { } inner } => IsUnavailability(inner),
        _ => false,
    };

    /// <summary>True when the server says that this transaction rolled back for contention alone, so that trying again is right.</summary>
    internal static bool IsRetryable(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>True when COMMIT itself answered that it did not happen; any other failure of COMMIT leaves its outcome unknown.</summary>
    internal static bool CommitDefinitelyFailed(PostgresException exception) =>
        exception.SqlState[..2] is "23" or "25" || exception.SqlState is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;
}
