using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Campaign.Testing;
using Npgsql;
using Serilog.Core;
using Serilog.Events;

namespace Campaign.Host.Tests;

/// <summary>Citizen numbers and a telephone number that nothing else holds, and the search for them in all that a registry leaves behind.</summary>
internal sealed class MarkedNumbers : ILogEventSink, IDisposable
{
    public const string Citizen = "046204979797";
    public const string Another = "046304868686";
    public const string Card = "919293949";
    public const string Phone = "0931757575";

    private readonly ConcurrentQueue<string> logged = new();
    private readonly ConcurrentQueue<string> traced = new();
    private readonly ActivityListener listener;

    public MarkedNumbers()
    {
        listener = new()
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = a => traced.Enqueue(
                $"{a.DisplayName} {string.Join(' ', a.TagObjects.Select(t => $"{t.Key}={t.Value}"))} {string.Join(' ', a.Events.SelectMany(e => e.Tags).Select(t => t.Value))}"),
        };
        ActivitySource.AddActivityListener(listener);
    }

    public static IReadOnlyList<string> All { get; } = [Citizen, Another, Card, Phone];

    public int Logged => logged.Count;

    /// <summary>As people write numbers.</summary>
    public static IEnumerable<string> Written(string number) => [number, Grouped(number, ' '), Grouped(number, '.'), string.Join(' ', (IEnumerable<char>)number)];

    /// <summary>Everything that is logged, at whatever level, with the properties that its text does not show.</summary>
    public void Emit(LogEvent logEvent) =>
        logged.Enqueue($"{logEvent.RenderMessage()} {logEvent.Exception} {string.Join(' ', logEvent.Properties.Select(p => $"{p.Key}={p.Value}"))}");

    public void Dispose() => listener.Dispose();

    public static IEnumerable<string> FoundIn(string place, string text) =>
        All.Where(n => Written(n).Append(n[1..]).Any(w => text.Contains(w, StringComparison.Ordinal))).Select(n => $"{place} holds {n[..3]}…: {Around(n, text)}");

    /// <summary>Where any of them is in the clear: logs, traces, metrics, the server's log and activity, every column of every table.</summary>
    public async Task<List<string>> FoundAsync(TestRegistry registry, string serverLog)
    {
        var found = new List<string>();
        found.AddRange(FoundIn("the host's log", string.Join('\n', logged)));
        found.AddRange(FoundIn("a trace", string.Join('\n', traced)));
        found.AddRange(FoundIn("the server's log", serverLog));
        found.AddRange(FoundIn("the metrics", await registry.Http.GetStringAsync("/metrics")));
        found.AddRange(FoundIn("pg_stat_activity", await registry.Database.ScalarAsync<string>("select string_agg(query, ' ') from pg_stat_activity where pid <> pg_backend_pid()")));
        await using var connection = await registry.Database.ConnectAsync();
        var tables = new List<string>();
        await using (var list = new NpgsqlCommand(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')", connection))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        foreach (var table in tables)
        {
            await using var rows = new NpgsqlCommand($"select t::text from {table} t", connection);
            await using var reader = await rows.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var row = reader.GetString(0);
                found.AddRange(FoundIn(table, row));
                found.AddRange(All.Where(n => row.Contains(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(n)), StringComparison.Ordinal)).Select(n => $"{table} holds the bytes of {n[..3]}…"));
            }
        }

        return found;
    }

    private static string Grouped(string number, char separator) => string.Join(separator, number.Chunk(3).Select(c => new string(c)));

    private static string Around(string number, string text)
    {
        var at = Written(number).Append(number[1..]).Select(w => text.IndexOf(w, StringComparison.Ordinal)).First(i => i >= 0);
        return text.Substring(Math.Max(0, at - 60), Math.Min(60, at));
    }
}
