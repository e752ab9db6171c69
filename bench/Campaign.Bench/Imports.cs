using System.Diagnostics;
using System.Globalization;
using System.Net;
using Campaign.Host;
using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Spectre.Console;

namespace Campaign.Bench;

/// <summary>
/// How fast a provider's earlier certificates come in (HUE-2.3), where as many are there already: <c>campaign import</c> as a process of its own, beside the least that a database could do with the
/// same rows, made ready beforehand: one COPY and one INSERT … SELECT … ON CONFLICT into the same tables. Both begin from copies of one registry.
/// </summary>
internal static class Imports
{
    private static readonly string[] Families = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô"];
    private static readonly string[] Middle =
        ["Bá", "Bảo", "Công", "Diệu", "Đình", "Gia", "Hoài", "Huy", "Khánh", "Kim", "Mai", "Minh", "Nhật", "Như", "Phúc", "Phương", "Quang", "Thanh", "Thế", "Thiên", "Trọng", "Trung", "Xuân", "Ý"];
    private static readonly string[] Given = ["Văn An", "Thị Bình", "Hữu Châu", "Đức Dũng", "Ngọc Hạnh", "Thị Hương", "Quốc Khánh", "Thị Lan", "Văn Minh", "Thị Thảo", "Anh Tuấn", "Hải Yến"];

    private static readonly string[] Tables =
        ["persons", "issuances", "serial_claims", "number_keys", "citizen_numbers", "free_periods", "person_details", "journal"];

    /// <summary>As a database of this size is given: what <c>up</c> starts by itself is made for a laptop.</summary>
    public static IReadOnlyList<string> DefaultSettings { get; } = ["shared_buffers=4GB", "max_wal_size=4GB", "checkpoint_timeout=30min"];

    /// <summary>Who is there before: as an import would have left them. Two connections write it side by side, one statement after the other on each.</summary>
    private static string[][] PopulateSql(int rows) =>
    [
        [
            $"""
            insert into registry.issuances (id, person_id, campaign_id, programme_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at, recorded_pending, activated_at,
              root_id, root_recorded_at, receipt_leaf_hash)
            select lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid, c.id, registry.own_programme(), 1 + n % 6, 'IMPORT', 'ACTIVE', 'A' || upper(to_hex(n)), 'A' || upper(to_hex(n)), '2024-01-01', 'REMOTE',
              now() - n * interval '1 millisecond', false, '2024-01-01', lpad(to_hex(n), 32, '0')::uuid, now(), sha256(n::text::bytea)
            from generate_series(1, {rows}) n, registry.campaigns c where c.code = 'hue'
            """,
            $"""
            insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id)
            select 1 + n % 6, 'A' || upper(to_hex(n)), lpad(to_hex(n), 32, '0')::uuid, lpad(to_hex(n), 32, '0')::uuid from generate_series(1, {rows}) n
            """,
            $"""
            insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash)
            select now(), 'ISSUANCE_IMPORTED', lpad(to_hex(n), 32, '0')::uuid, 'client:bench', repeat('x', 420), sha256(n::text::bytea), sha256(n::text::bytea) from generate_series(1, {rows}) n
            """,
        ],
        [
            $"insert into registry.persons (id, recorded_at) select lpad(to_hex(n), 32, '0')::uuid, registry.registry_now() from generate_series(1, {rows}) n",
            $"""
            insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at)
            select sha256(n::text::bytea), 1, lpad(to_hex(n), 32, '0')::uuid, 'CCCD', 'IMPORT', now() from generate_series(1, {rows}) n
            """,
            $"""
            insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at)
            select lpad(to_hex(n), 32, '0')::uuid, 'CCCD', 1, sha256(n::text::bytea) || '\x0102030405060708', now() from generate_series(1, {rows}) n
            """,
            $"""
            insert into registry.free_periods (person_id, campaign_id, programme_id, starts_on, ends_on, started_by)
            select lpad(to_hex(n), 32, '0')::uuid, c.id, registry.own_programme(), '2026-11-01', '2027-11-02', lpad(to_hex(n), 32, '0')::uuid from generate_series(1, {rows}) n, registry.campaigns c where c.code = 'hue'
            """,
            $"""
            insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date)
            select lpad(to_hex(n), 32, '0')::uuid, now(), 'IMPORT', 1 + n % 6, 'Lê Thị ' || n % 9973, 'le thi ' || n % 9973, '1960-01-01'::date + n % 16000 from generate_series(1, {rows}) n
            """,
        ],
    ];

    private const string StageSql = """
        create table stage (person uuid, key_hash bytea, key_id smallint, cipher_key smallint, ciphertext bytea, issuance uuid, serial text, issued_at timestamptz, leaf bytea, salt bytea, payload text,
          name text, folded text, birth date, phone_key smallint, phone bytea, sealed_key smallint, sealed bytea)
        """;

    private const string InsertSql = """
        with
          p as (insert into registry.persons (id, recorded_at) select person, now() from stage on conflict do nothing),
          k as (insert into registry.number_keys (key_hash, key_id, person_id, kind, source, linked_at) select key_hash, key_id, person, 'CCCD', 'IMPORT', now() from stage on conflict do nothing),
          n as (insert into registry.citizen_numbers (person_id, kind, encryption_key_id, ciphertext, recorded_at) select person, 'CCCD', cipher_key, ciphertext, now() from stage on conflict do nothing),
          s as (insert into registry.serial_claims (provider_id, serial_number, issuance_id, person_id) select 1, serial, issuance, person from stage on conflict do nothing),
          f as (insert into registry.free_periods (person_id, campaign_id, programme_id, starts_on, ends_on, started_by)
            select person, c.id, registry.own_programme(), '2026-11-01', '2027-11-02', issuance from stage, registry.campaigns c where c.code = 'hue' on conflict do nothing),
          d as (insert into registry.person_details (person_id, recorded_at, source, provider_id, name, name_folded, birth_date, phone_key_id, phone_hash, phone_sealed_key_id, phone_sealed)
            select person, now(), 'IMPORT', 1, name, folded, birth, phone_key, phone, sealed_key, sealed from stage on conflict do nothing),
          j as (insert into registry.journal (at, kind, subject_id, actor, payload, salt, leaf_hash) select now(), 'ISSUANCE_IMPORTED', issuance, 'client:bench', payload, salt, leaf from stage)
        insert into registry.issuances (id, person_id, campaign_id, programme_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at, recorded_pending, activated_at,
          root_id, root_recorded_at, receipt_leaf_hash)
        select issuance, person, c.id, registry.own_programme(), 1, 'IMPORT', 'ACTIVE', serial, serial, issued_at, 'REMOTE', now(), false, issued_at, issuance, now(), leaf
        from stage, registry.campaigns c where c.code = 'hue' on conflict do nothing
        """;

    /// <param name="home">Where the registry is filled, and where one that was filled before is taken from; null: in a directory that goes afterwards.</param>
    /// <param name="fillOnly">Fill it and leave the measuring to a later run.</param>
    /// <param name="settings">Of the database, each as name=value; a later one of the same name counts.</param>
    public static async Task<int> RunAsync(int rows, string? home, bool fillOnly, IReadOnlyList<string> settings, TimeProvider time, CancellationToken cancel)
    {
        var root = home is null ? Directory.CreateTempSubdirectory("campaign-bench-").FullName : Directory.CreateDirectory(Path.GetFullPath(home)).FullName;
        File.SetUnixFileMode(root, (UnixFileMode)0b111_101_101);
        try
        {
            var filled = await FilledAsync(rows, root, settings, time, cancel);
            if (fillOnly)
            {
                return 0;
            }

            var file = Path.Combine(root, "earlier.csv");
            await WriteFilesAsync(rows, file, null, time.GetUtcNow(), cancel);
            // On a copy: what is filled is there for the other side, and for another try.
            var copy = filled + "-copy";
            await CopyAsync(filled, copy, cancel);
            var (import, peak) = await InRegistryAsync(copy, settings, time, async postgres =>
            {
                var seen = await ImportAsync(postgres, file, cancel);
                var recorded = await AskAsync(postgres.AdminConnectionString, "select recorded from registry.imports", cancel);
                return recorded == rows ? seen : throw new StartupException($"The import recorded {recorded:N0} of {rows:N0} rows.");
            }, cancel);
            Directory.Delete(copy, recursive: true);
            File.Delete(file);
            File.Delete(VerdictsOf(file));
            await Console.Error.WriteLineAsync($"campaign import: {import.TotalSeconds:N1} s, peak {peak / 1_048_576.0:N0} MB");

            var staged = Path.Combine(root, "staged.txt");
            await WriteFilesAsync(rows, null, staged, time.GetUtcNow(), cancel);
            // Copied as the other was, so that both begin with the same of it in memory; the one that is not needed goes, for three of this size do not fit on every disk.
            await CopyAsync(filled, copy, cancel);
            Directory.Delete(filled, recursive: true);
            var least = await InRegistryAsync(copy, settings, time, postgres => BaselineAsync(postgres.AdminConnectionString, staged, cancel), cancel);
            Directory.Delete(copy, recursive: true);
            Show(rows, least, import, peak, settings);
            return 0;
        }
        finally
        {
            if (home is null)
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }

    /// <summary>The home of a registry that holds so many certificates already.</summary>
    private static async Task<string> FilledAsync(int rows, string root, IReadOnlyList<string> settings, TimeProvider time, CancellationToken cancel)
    {
        var filled = Path.Combine(root, $"filled-{rows}");
        if (Directory.Exists(filled))
        {
            return filled;
        }

        await Console.Error.WriteLineAsync($"Making a registry with {rows:N0} certificates ...");
        var clock = Stopwatch.StartNew();
        var unfinished = filled + "-unfinished";
        Remove(unfinished);
        await InRegistryAsync(unfinished, settings, time, async postgres =>
        {
            // Only while it is filled does it not wait for its disk.
            await ExecuteAsync(postgres.AdminConnectionString, ["alter system set fsync = off", "select pg_reload_conf()"], cancel);
            await ExecuteAsync(postgres.AdminConnectionString, IndexesAside.Set(Tables), cancel);
            await Task.WhenAll(PopulateSql(rows).Select(lane => ExecuteAsync(postgres.AdminConnectionString, ["set session_replication_role = replica", .. lane], cancel)));
            await ExecuteAsync(postgres.AdminConnectionString, [.. IndexesAside.Make(Tables), "vacuum (analyze)", "alter system reset fsync", "select pg_reload_conf()", "checkpoint"], cancel);
            return 0;
        }, cancel);
        Directory.Move(unfinished, filled);
        await Console.Error.WriteLineAsync($"... after {clock.Elapsed.TotalSeconds:N0} s.");
        return filled;
    }

    /// <summary>With owners and modes, and on the disk before anything is measured.</summary>
    private static async Task CopyAsync(string from, string to, CancellationToken cancel)
    {
        Remove(to);
        foreach (var command in (string[][])[["cp", "-a", "--reflink=auto", from, to], ["sync", "-f", to]])
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
            await process.WaitForExitAsync(cancel);
            if (process.ExitCode != 0)
            {
                throw new StartupException($"{command[0]} of the filled registry ended with {process.ExitCode}; is the disk full?");
            }
        }
    }

    private static void Remove(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<T> InRegistryAsync<T>(string home, IReadOnlyList<string> settings, TimeProvider time, Func<PrivatePostgres, Task<T>> work, CancellationToken cancel)
    {
        Directory.CreateDirectory(home);
        File.SetUnixFileMode(home, (UnixFileMode)0b111_101_101);
        await using var postgres = await PrivatePostgres.StartAsync(home, "bench", settings, NullLogger.Instance, cancel);
        if (!Directory.Exists(Path.Combine(home, "postgres")))
        {
            throw new StartupException("The database's user cannot reach that directory, so its data would lie elsewhere and not be copied. Name another --home.");
        }

        await PrepareAsync(postgres, home, time, cancel);
        return await work(postgres);
    }

    private static async Task PrepareAsync(PrivatePostgres postgres, string home, TimeProvider time, CancellationToken cancel)
    {
        var settings = new HostSettings { Address = IPAddress.Loopback, Port = 0, DataDirectory = home, Demo = true };
        var start = new StartUp(settings, time, NullLoggerFactory.Instance);
        var database = new StartedDatabase(
            postgres.OwnerConnectionString, postgres.RuntimeConnectionString, null, postgres.SignInConnectionString, null, postgres.JobsConnectionString, null,
            postgres.RetentionConnectionString, null, null);
        await start.PrepareAsync(database, (await start.KeysAsync(cancel)).Held, cancel);
    }

    /// <summary>The file of the import, or the same rows as the database would keep them.</summary>
    private static async Task WriteFilesAsync(int rows, string? file, string? staged, DateTimeOffset now, CancellationToken cancel)
    {
        var keys = Keyring.Demo();
        var (vault, phones) = (new NumberVault(keys), new PhoneVault(keys));
        await using var csv = file is null ? StreamWriter.Null : new StreamWriter(file);
        await using var copy = staged is null ? null : new StreamWriter(staged);
        await csv.WriteLineAsync("Số CCCD,Họ và tên,Ngày sinh,Điện thoại,Số sê-ri,Ngày cấp");
        for (var i = 0; i < rows; i++)
        {
            cancel.ThrowIfCancellationRequested();
            // Men born in 2000 to 2009, of every province: numbers of the real structure, each once, far from their order.
            var mixed = (int)((long)i * 7_919 % rows);
            var digits = $"{1 + (mixed / 10_000_000 % 96):D3}2{mixed / 1_000_000 % 10:D2}{mixed % 1_000_000:D6}";
            var number = CitizenNumber.ParseOrNull(digits)!;
            // Drawn apart from each other: as in life, hardly any two bear the same name and the same birth date.
            var drawn = (int)(unchecked((uint)i * 2_654_435_761) >> 1);
            var birth = new DateOnly(2000 + (mixed / 1_000_000 % 10), 1 + (drawn % 12), 1 + (drawn / 12 % 28));
            var name = $"{Families[drawn / 336 % Families.Length]} {Middle[drawn / 4_032 % Middle.Length]} {Given[drawn / 96_768 % Given.Length]}";
            var phone = $"09{i % 100_000_000:D8}";
            var serial = $"{0xB00000000 + mixed:X}";
            await csv.WriteLineAsync($"{digits},{name},{birth:dd/MM/yyyy},{phone},{serial},{1 + (i % 28):D2}/03/2024 10:00");

            if (copy is null)
            {
                continue;
            }

            var (person, issuance) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now));
            var key = vault.CurrentKeyOf(number);
            var (cipherKey, ciphertext) = vault.Encrypt(number, person);
            var kept = phones.Keep(phone, person);
            var payload = $$$"""{"issuance":"{{{issuance}}}","person":"{{{person}}}","campaign":1,"provider":1,"origin":"IMPORT","status":"ACTIVE","serialNumber":"{{{serial}}}","issuedAt":"2024-03-01T03:00:00.000000Z","validUntil":null,"keyStorage":"REMOTE","check":null,"staff":null,"root":"{{{issuance}}}","previous":null,"freePeriod":{"startsOn":"2026-11-01","endsOn":"2027-11-02"}}""";
            var leaf = JournalLeaf.Of(now, "ISSUANCE_IMPORTED", issuance, "client:bench", payload);
            await copy.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{person}\t{Hex(key.Hash)}\t{key.KeyId}\t{cipherKey}\t{Hex(ciphertext)}\t{issuance}\t{serial}\t2024-03-{1 + (i % 28):D2} 10:00+07\t{Hex(leaf.LeafHash)}\t{Hex(leaf.Salt)}\t{payload}\t{name}\t{FoldedName.Of(name)}\t{birth:yyyy-MM-dd}\t{kept.KeyId}\t{Hex(kept.Hash)}\t{kept.SealedKeyId}\t{Hex(kept.Sealed)}"));
        }
    }

    private static string Hex(byte[] bytes) => $"\\\\x{Convert.ToHexStringLower(bytes)}";

    private static async Task<TimeSpan> BaselineAsync(string connectionString, string staged, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await RunAsync(connection, StageSql, cancel);
        var elapsed = Stopwatch.StartNew();
        using (var rows = new StreamReader(staged))
        await using (var copy = await connection.BeginTextImportAsync("copy stage from stdin", cancel))
        {
            var buffer = new char[1 << 16];
            int read;
            while ((read = await rows.ReadBlockAsync(buffer, cancel)) > 0)
            {
                await copy.WriteAsync(buffer.AsMemory(0, read), cancel);
            }
        }

        // Not a part of what is measured, and its room is needed.
        elapsed.Stop();
        File.Delete(staged);
        elapsed.Start();
        await RunAsync(connection, InsertSql, cancel);
        return elapsed.Elapsed;
    }

    private static async Task<(TimeSpan Elapsed, long PeakBytes)> ImportAsync(PrivatePostgres postgres, string file, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(HostSettings).Assembly.Location, "import", file, "--campaign", "hue", "--provider", "vnpt-ca", "--demo", "--verdicts", VerdictsOf(file)]);
        start.Environment[HostSettings.DatabaseVariable] = postgres.AdminConnectionString;
        var elapsed = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var peak = 0L;
        var done = elapsed.Elapsed;
        while (!process.HasExited)
        {
            await Task.Delay(200, cancel);
            process.Refresh();
            peak = Math.Max(peak, PeakOf(process.Id));
            // Writing the file of verdicts afterwards is not the import's.
            done = await AskAsync(postgres.AdminConnectionString, "select count(*) from registry.imports where state = 'DONE'", cancel) == 0 ? elapsed.Elapsed : done;
        }

        return process.ExitCode == 0 ? (done, peak) : throw new StartupException($"The import ended with {process.ExitCode}.");
    }

    private static string VerdictsOf(string file) => file + ".verdicts";

    /// <summary>The most that a process has held in memory.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static void Show(int rows, TimeSpan least, TimeSpan import, long peak, IReadOnlyList<string> settings)
    {
        var table = new Table().Border(TableBorder.Markdown).AddColumns("what", "seconds", "rows a second", "share");
        table.AddRow("COPY + one INSERT … SELECT … ON CONFLICT", $"{least.TotalSeconds:N1}", $"{rows / least.TotalSeconds:N0}", "1.00");
        table.AddRow("campaign import", $"{import.TotalSeconds:N1}", $"{rows / import.TotalSeconds:N0}", $"{least / import:N2}");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{rows:N0} rows into tables that hold {rows:N0} already. Goal: a share of at least 0.80. Peak memory of the importing process: {peak / 1_048_576.0:N0} MB; goal: at most 300 MB. PostgreSQL with {string.Join(", ", settings)}.");
    }

    private static async Task ExecuteAsync(string connectionString, IEnumerable<string> statements, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        foreach (var sql in statements)
        {
            await RunAsync(connection, sql, cancel);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> AskAsync(string connectionString, string sql, CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancel) ?? 0L);
    }
}
