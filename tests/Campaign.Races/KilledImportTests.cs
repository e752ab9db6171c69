using System.Diagnostics;
using System.Text;
using Campaign.Testing;

namespace Campaign.Races;

/// <summary>An import whose process is killed with -9 at 20 points of its work, and started again each time, ends as one that was never disturbed (HUE-2.3, I3).</summary>
public sealed class KilledImportTests(TestPostgres postgres)
{
    /// <summary>Of several parts of 5,000, for a run that is killed loses the part under way alone.</summary>
    private static readonly int Rows = Thorough.Or(120_000, 11_000);

    private static readonly int Kills = Thorough.Or(20, 2);

    /// <summary>What stands in the registry and in the file of verdicts, without what differs between any two runs: ids, salts, the clock.</summary>
    private const string StateSql = """
        select string_agg(line, e'\n' order by line) from (
          select concat_ws(' ', 'issuance', encode(k.key_hash, 'hex'), k.kind, k.source, i.serial_number, i.issued_at, i.valid_until, i.status, i.end_reason, p.code, f.starts_on, f.ends_on,
            d.name, d.name_folded, d.birth_date, (select count(*) from registry.journal j where j.subject_id = i.id), c.issuance_id = i.id) as line
          from registry.issuances i join registry.number_keys k using (person_id) join registry.providers p on p.id = i.provider_id
          left join registry.free_periods f on f.person_id = i.person_id and f.undone_at is null
          left join registry.person_details d on d.person_id = i.person_id and d.provider_id = i.provider_id
          left join registry.serial_claims c on c.provider_id = i.provider_id and c.serial_number = i.serial_number
          union all select concat_ws(' ', 'part', first_row, rows, verdicts) from registry.import_parts
          union all select concat_ws(' ', 'import', state, rows_done, read_bytes, recorded, already_ours, held_by_another, malformed, doubtful) from registry.imports
          union all select 'persons ' || count(*) from registry.persons
          union all select 'numbers ' || count(*) from registry.citizen_numbers
          union all select 'claims ' || count(*) from registry.import_claims
          union all select concat_ws(' ', 'number claim', encode(key_hash, 'hex'), encode(claimed_hash, 'hex')) from registry.number_claims
          union all select concat_ws(' ', 'look', encode(key_hash, 'hex'), person_id is null, count(*)) from registry.reads where act = 'IMPORT' group by key_hash, person_id) s
        """;

    [Fact]
    public async Task An_import_killed_at_random_points_ends_as_one_that_was_not_disturbed_row_for_row()
    {
        var folder = Directory.CreateTempSubdirectory("campaign-import-");
        try
        {
            var file = Path.Combine(folder.FullName, "earlier.csv");
            await File.WriteAllTextAsync(file, Made(), Encoding.UTF8);
            await using var undisturbed = await postgres.CreateAsync();
            await using var killed = await postgres.CreateAsync();
            (await RunAsync(undisturbed, file)).ShouldBe(0);

            var killedAt = new List<long>();
            for (var kill = 1; kill <= Kills; kill++)
            {
                // Somewhere within the kill's own twenty-first of the work.
                var until = (Rows * (kill - 1L) / (Kills + 1)) + Random.Shared.Next(1, Rows / (Kills + 1));
                using var process = Start(killed, file);
                while (await DoneAsync(killed) < until && !process.HasExited)
                {
                    await Task.Delay(2);
                }

                process.Kill();
                await process.WaitForExitAsync();
                killedAt.Add(await DoneAsync(killed));
            }

            killedAt.Count(k => k < Rows).ShouldBeGreaterThan(Kills / 2, "the kills came in the midst of the work");
            (await RunAsync(killed, file)).ShouldBe(0);
            TestContext.Current.TestOutputHelper?.WriteLine($"killed after row {string.Join(", ", killedAt)}");

            var verdicts = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "earlier.verdicts.csv"));
            (await RunAsync(undisturbed, file)).ShouldBe(0, "and again, which changes nothing");
            verdicts.ShouldBe(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "earlier.verdicts.csv")));
            (await killed.ScalarAsync<string>(StateSql)).ShouldBe(await undisturbed.ScalarAsync<string>(StateSql));
            (await killed.CountAsync("registry.imports where approved_by = 'client:command-line' and approved_at <= started_at")).ShouldBe(1, "the operator's word counts as the approval");
            (await killed.CountAsync("registry.imports where state = 'DONE' and recorded > 0 and already_ours > 0 and malformed > 0")).ShouldBe(1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Rows of which some are wrong, some come twice, and some bear two numbers. Few share a name: the look for same persons is not what is killed here.</summary>
    private static string Made()
    {
        var text = new StringBuilder("Số CCCD,CMND,Họ và tên,Ngày sinh,Số sê-ri,Ngày cấp\r\n");
        for (var i = 0; i < Rows; i++)
        {
            var number = i % 97 == 96 ? i - 1 : i;
            text.Append($"0462{number % 2}5{number:D6},{(i % 11 == 0 ? $"19{number:D7}" : "")},Lê {(char)('A' + (i / 676 % 26))}{(char)('a' + (i / 26 % 26))} {(char)('A' + (i % 26))}o,{(i % 101 == 0 ? "31/02/2005" : "")},{0x5A0000 + number:X},0{1 + (i % 9)}/0{1 + (i % 7)}/2024\r\n");
        }

        return text.ToString();
    }

    private static Task<long> DoneAsync(TestDatabase database) => database.ScalarAsync<long>("select coalesce(max(rows_done), 0) from registry.imports");

    private static async Task<int> RunAsync(TestDatabase database, string file)
    {
        using var process = Start(database, file);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Process Start(TestDatabase database, string file)
    {
        var start = new ProcessStartInfo("dotnet", [TestSettings.Program, "import", file, "--campaign", "hue", "--provider", "vnpt-ca", "--demo"])
        {
            RedirectStandardInput = true,
        };
        start.Environment[TestSettings.DatabaseVariable] = database.ConnectionString;
        return Process.Start(start)!;
    }
}
