using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Campaign.Host.Database;
using Campaign.Population;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Values;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// How many of the planted duplicates of each kind are found, how many who only look alike are taken for one, and how long the nightly look at everybody takes; over a
/// made-up population, in a registry of its own, with the same job and the same SQL as every night. Larger populations after smaller ones, so that the growth is seen.
/// </summary>
internal static class SamePersons
{
    public const int DefaultPersons = 500_000;
    public const int MostPersons = 5_000_000;

    private const ulong Seed = 7;
    private const int Asked = 200;
    private const int Places = 16;
    private const int PagesAtEach = 2;

    private static readonly string[] Tables = ["persons", "person_details"];

    // 03:00 in Vietnam: the look begins.
    private const string NightSql = "insert into registry.clock (frozen_at) values ('2026-11-20 20:00+00') on conflict (singleton) do update set frozen_at = excluded.frozen_at";

    // The look goes on from here.
    private const string GoSql = """
        insert into registry.same_person_nights (day, started_at, persons_to) values ('2026-11-21', '2026-11-20 20:00+00', $1)
        on conflict (day) do update set persons_to = excluded.persons_to
        """;

    private const string EmptySql = """
        truncate registry.persons, registry.person_details, registry.same_person_pairs, registry.same_person_nights, registry.name_word_counts cascade;
        drop table if exists planted;
        create unlogged table planted (person_a uuid, person_b uuid, kind text, same boolean)
        """;

    private const string KindsSql = """
        select p.kind, count(*), count(s.score), count(*) filter (where s.score >= q.flag_score)
        from (select * from registry.same_person_policies order by effective_from desc limit 1) q, planted p
        left join registry.same_person_pairs s on s.person_a = p.person_a and s.person_b = p.person_b
        group by p.kind
        """;

    private const string SumsSql = """
        select count(*) filter (where p.same), count(*) filter (where p.same and s.score >= q.flag_score),
          count(*) filter (where p.same is false), count(*) filter (where p.same is false and s.score >= q.flag_score),
          count(*) filter (where p.same is null), count(*) filter (where p.same is null and s.score >= q.flag_score)
        from (select * from registry.same_person_policies order by effective_from desc limit 1) q, registry.same_person_pairs s
        left join planted p on p.person_a = s.person_a and p.person_b = s.person_b
        """;

    public static async Task<int> RunAsync(int persons, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync("Starting a PostgreSQL that waits for its disk ...");
        var home = Directory.CreateTempSubdirectory("campaign-bench-").FullName;
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        PrivatePostgres? postgres = null;
        try
        {
            postgres = await PrivatePostgres.StartAsync(home, "bench", [], NullLogger.Instance, cancel);
            await Migrations.ApplyAsync(postgres.OwnerConnectionString, simulation: true, NullLogger.Instance, cancel);
            await using var admin = NpgsqlDataSource.Create(postgres.AdminConnectionString + ";Command Timeout=0");
            await RunAsync(admin, NightSql, cancel);
            await using var database = JobDatabase.Open(postgres.RuntimeConnectionString, null);
            var jobs = new JobWork(database, NullLogger<JobWork>.Instance);
            var runs = new List<Measured>();
            foreach (var size in new[] { 100_000, DefaultPersons, persons }.Where(s => s <= Math.Min(persons, DefaultPersons)).Distinct())
            {
                await FillAsync(admin, size, cancel);
                runs.Add(await MeasureAsync(jobs, size, cancel));
            }

            var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
            console.Profile.Width = 160;
            await PrintFoundAsync(admin, console, cancel);
            if (persons > DefaultPersons)
            {
                await FillAsync(admin, persons, cancel);
                runs.Add(await MeasurePartAsync(admin, jobs, persons, cancel));
            }

            console.Write(Times(runs));
            console.WriteLine();
            console.WriteLine($"{Environment.ProcessorCount} cores for everything, PostgreSQL with fsync; the look uses one of them.");
            return 0;
        }
        finally
        {
            if (postgres is not null)
            {
                await postgres.DisposeAsync();
            }

            Directory.Delete(home, recursive: true);
        }
    }

    private static async Task FillAsync(NpgsqlDataSource admin, int persons, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync($"{persons:N0} persons: making and copying ...");
        await RunAsync(admin, EmptySql, cancel);
        await RunAsync(admin, string.Join(';', IndexesAside.Set(Tables)), cancel);
        await CopyAsync(
            admin, "registry.persons (id, recorded_at)", persons,
            (writer, c) =>
            {
                writer.Write(IdOf(c.Id), NpgsqlDbType.Uuid);
                writer.Write(Said, NpgsqlDbType.TimestampTz);
            },
            _ => true, cancel);
        await CopyAsync(
            admin, "registry.person_details (person_id, recorded_at, source, name, name_folded, birth_date, sex, phone_key_id, phone_hash, ward_code)", persons, WriteDetails,
            _ => true, cancel);
        await CopyAsync(admin, "planted (person_a, person_b, kind, same)", persons, WritePlanted, c => c.Of is not null, cancel);
        await using (var connection = await admin.OpenConnectionAsync(cancel))
        {
            foreach (var sql in (string[])[.. IndexesAside.Make(Tables), "analyze planted"])
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(cancel);
            }
        }
    }

    private static async Task<Measured> MeasureAsync(JobWork jobs, int persons, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync($"{persons:N0} persons: the night's look ...");
        var search = new SamePersonSearch(jobs);
        var clock = Stopwatch.StartNew();
        await new FindSamePersonsAtNight(jobs, search).RunAsync(cancel);
        return new(persons, clock.Elapsed, persons, await OneAmongAllAsync(search, persons, cancel));
    }

    /// <summary>
    /// A part of the night's look, at places spread over everybody: each is compared with who comes before, so the first are the quickest. The whole is reckoned from it.
    /// </summary>
    private static async Task<Measured> MeasurePartAsync(NpgsqlDataSource admin, JobWork jobs, int persons, CancellationToken cancel)
    {
        await Console.Error.WriteLineAsync($"{persons:N0} persons: the night's look, in part ...");
        var search = new SamePersonSearch(jobs);
        await search.CountWordsAsync(cancel);
        var (clock, looked) = (new Stopwatch(), 0);
        for (var place = 0; place < Places; place++)
        {
            await using (var go = admin.CreateCommand(GoSql))
            {
                // Ids are spread evenly: this share of everybody lies before.
                go.Parameters.AddWithValue(new Guid([(byte)(256 * ((2 * place) + 1) / (2 * Places)), .. new byte[15]], bigEndian: true));
                await go.ExecuteNonQueryAsync(cancel);
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var pages = 0;
            var night = new FindSamePersonsAtNight(jobs, search)
            {
                AfterPage = () =>
                {
                    if (++pages == PagesAtEach)
                    {
                        enough.Cancel();
                    }
                },
            };
            clock.Start();
            await ((Task)night.RunAsync(enough.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            clock.Stop();
            cancel.ThrowIfCancellationRequested();
            looked += pages * night.PageSize;
            await Console.Error.WriteLineAsync($"{looked:N0} looked at, {looked / clock.Elapsed.TotalSeconds:N0} a second ...");
        }

        return new(persons, clock.Elapsed, looked, await OneAmongAllAsync(search, persons, cancel));
    }

    /// <summary>As records come in: one by one, each among everybody.</summary>
    private static async Task<TimeSpan> OneAmongAllAsync(SamePersonSearch search, int persons, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Asked; i++)
        {
            await search.LookAsync([IdOf(i * (long)persons / Asked)], cancel);
        }

        return clock.Elapsed / Asked;
    }

    private static async Task CopyAsync(
        NpgsqlDataSource admin, string table, int persons, Action<NpgsqlBinaryImporter, MadeCitizen> write, Func<MadeCitizen, bool> which, CancellationToken cancel)
    {
        await using var connection = await admin.OpenConnectionAsync(cancel);
        await using var writer = await connection.BeginBinaryImportAsync($"copy {table} from stdin (format binary)", cancel);
        writer.Timeout = TimeSpan.Zero;
        foreach (var citizen in MadeCitizens.Of(Seed, persons).Where(which))
        {
            await writer.StartRowAsync(cancel);
            write(writer, citizen);
        }

        await writer.CompleteAsync(CancellationToken.None);
    }

    private static void WriteDetails(NpgsqlBinaryImporter writer, MadeCitizen c)
    {
        var name = LatinLetters.Together(c.Name);
        writer.Write(IdOf(c.Id), NpgsqlDbType.Uuid);
        writer.Write(Said, NpgsqlDbType.TimestampTz);
        writer.Write("IMPORT", NpgsqlDbType.Text);
        writer.Write(name, NpgsqlDbType.Text);
        writer.Write(FoldedName.Of(name), NpgsqlDbType.Text);
        writer.Write(c.BirthDate, NpgsqlDbType.Date);
        writer.Write(c.IsFemale ? "FEMALE" : "MALE", NpgsqlDbType.Text);
        if (c.Phone is null)
        {
            writer.WriteNull();
            writer.WriteNull();
        }
        else
        {
            writer.Write((short)1, NpgsqlDbType.Smallint);
            writer.Write(SHA256.HashData(Encoding.ASCII.GetBytes(c.Phone)), NpgsqlDbType.Bytea);
        }

        if (c.WardCode is null)
        {
            writer.WriteNull();
        }
        else
        {
            writer.Write(c.WardCode, NpgsqlDbType.Text);
        }
    }

    private static void WritePlanted(NpgsqlBinaryImporter writer, MadeCitizen c)
    {
        // PostgreSQL orders uuids by their bytes, as they are written.
        var pair = new[] { IdOf(c.Id), IdOf(c.Of!.Value) }.OrderBy(id => Convert.ToHexString(id.ToByteArray(bigEndian: true)), StringComparer.Ordinal).ToArray();
        writer.Write(pair[0], NpgsqlDbType.Uuid);
        writer.Write(pair[1], NpgsqlDbType.Uuid);
        writer.Write(c.Planted.ToString(), NpgsqlDbType.Text);
        writer.Write(c.Planted.IsSamePerson(), NpgsqlDbType.Boolean);
    }

    private static readonly DateTime Said = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>In no order: nothing is found because it stands beside the other.</summary>
    private static Guid IdOf(long id) => new(SHA256.HashData(BitConverter.GetBytes(id)).AsSpan(0, 16), bigEndian: true);

    private static async Task RunAsync(NpgsqlDataSource admin, string sql, CancellationToken cancel)
    {
        await using var command = admin.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task PrintFoundAsync(NpgsqlDataSource admin, IAnsiConsole console, CancellationToken cancel)
    {
        var kinds = new Dictionary<string, (long Planted, long Kept, long Flagged)>();
        await using (var command = admin.CreateCommand(KindsSql))
        await using (var reader = await command.ExecuteReaderAsync(cancel))
        {
            while (await reader.ReadAsync(cancel))
            {
                kinds[reader.GetString(0)] = (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            }
        }

        await using var sums = admin.CreateCommand(SumsSql);
        await using var sum = await sums.ExecuteReaderAsync(cancel);
        await sum.ReadAsync(cancel);
        console.Write(OfKinds("the same person, planted", "recall", PlantedKinds.Duplicates, kinds));
        console.WriteLine();
        console.Write(OfKinds("another person who looks alike, planted", "taken for one", PlantedKinds.LookAlikes, kinds));
        console.WriteLine();
        console.Write(Confusion(kinds, sum));
        console.WriteLine();
        console.WriteLine("Recall and precision are those of the largest population that was looked at whole. \"By chance\": pairs that nobody planted; each counts as wrong, though in a real population some would be right.");
        console.WriteLine();
    }

    private static Table OfKinds(string title, string rate, IReadOnlyList<Planted> list, Dictionary<string, (long Planted, long Kept, long Flagged)> kinds)
    {
        var table = TableOf(title, "planted", "shown for review", rate, "flagged", rate);
        foreach (var kind in list)
        {
            var (planted, kept, flagged) = kinds.GetValueOrDefault(kind.ToString());
            table.AddRow(kind.ToString(), $"{planted:N0}", $"{kept:N0}", Share(kept, planted), $"{flagged:N0}", Share(flagged, planted));
        }

        return table;
    }

    private static Table Confusion(Dictionary<string, (long Planted, long Kept, long Flagged)> kinds, NpgsqlDataReader sum)
    {
        var all = PlantedKinds.Duplicates.Sum(kind => kinds.GetValueOrDefault(kind.ToString()).Planted);
        var table = TableOf("all", "right", "missed", "wrong: planted", "wrong: by chance", "recall", "precision");
        foreach (var (name, at) in new[] { ("shown for review", 0), ("flagged", 1) })
        {
            var (right, planted, chance) = (sum.GetInt64(at), sum.GetInt64(at + 2), sum.GetInt64(at + 4));
            table.AddRow(
                name, $"{right:N0}", $"{all - right:N0}", $"{planted:N0}", $"{chance:N0}", Share(right, all), Share(right, right + planted + chance));
        }

        return table;
    }

    private static Table Times(List<Measured> runs)
    {
        var table = TableOf("persons", "looked at", "in, s", "persons a second", "the whole night, min", "one person among all, ms");
        foreach (var run in runs)
        {
            var rate = run.Looked / run.Elapsed.TotalSeconds;
            table.AddRow(
                $"{run.Persons:N0}", $"{run.Looked:N0}", $"{run.Elapsed.TotalSeconds:N1}", $"{rate:N0}", $"{(run.Looked < run.Persons ? "reckoned " : "")}{run.Persons / rate / 60:N1}",
                $"{run.One.TotalMilliseconds:N1}");
        }

        return table;
    }

    private static Table TableOf(string first, params string[] others)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumn(first);
        foreach (var title in others)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        return table;
    }

    private static string Share(long part, long whole) => whole == 0 ? "–" : $"{100.0 * part / whole:N2} %";

    private sealed record Measured(int Persons, TimeSpan Elapsed, int Looked, TimeSpan One);
}
