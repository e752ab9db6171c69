using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Campaign.Registry.Platform.Data;

/// <summary>
/// Entity Framework over a connection that is not its own: it maps the rows of a statement to records by their names (<c>person_id</c> to <c>PersonId</c>), and opens, begins
/// and retries nothing.
/// </summary>
public static partial class MappedRows
{
    private static readonly DbContextOptions<RegistryDb> Options = Made();

    private static readonly ConcurrentDictionary<string, string> Texts = new();

    /// <summary>The pool's contexts and those over a connection map alike, and so share one model.</summary>
    internal static void Configure(DbContextOptionsBuilder options) => options.UseSnakeCaseNamingConvention().UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking);

    /// <summary>Entity Framework's usual strategy wraps a deadlock and a timeout in an exception of its own; this one lets them through as they are.</summary>
    internal static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies));

    /// <summary>A context on this connection; whoever asks for it disposes of it.</summary>
    public static RegistryDb Over(NpgsqlConnection connection)
    {
        var db = new RegistryDb(Options);
        db.Database.SetDbConnection(connection);
        return db;
    }

    /// <summary>The rows of a statement; composed further, it is a select.</summary>
    /// <param name="sql">With parameters as PostgreSQL writes them, from $1.</param>
    public static IQueryable<T> Of<T>(RegistryDb db, string sql, params NpgsqlParameter[] parameters)
        where T : class => db.Database.SqlQueryRaw<T>(Texts.GetOrAdd(sql, Translate), [.. parameters]);

    /// <summary>In a context of its own, where there is no unit of work.</summary>
    public static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
        where T : class
    {
        await using var db = Over(connection);
        return await Of<T>(db, sql, parameters).ToListAsync(cancel);
    }

    private static DbContextOptions<RegistryDb> Made()
    {
        var options = new DbContextOptionsBuilder<RegistryDb>();
        Configure(options.UseNpgsql(Configure).AddInterceptors(new NeverOpened()));
        return options.Options;
    }

    private static string Translate(string sql) =>
        Parameter().Replace(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), m => $"{{{int.Parse(m.Groups[1].ValueSpan) - 1}}}");

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();

    /// <summary>Entity Framework would open a connection that broke anew, outside its transaction.</summary>
    private sealed class NeverOpened : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) => throw Broke();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) => throw Broke();

        private static NpgsqlException Broke() => new("The connection broke.");
    }
}
