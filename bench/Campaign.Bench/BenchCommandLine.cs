using System.CommandLine;
using System.Text.RegularExpressions;
using Campaign.Bench.Hostile;
using Campaign.Host;
using Campaign.Registry;

namespace Campaign.Bench;

/// <summary><c>./campaign bench [NAME]</c>: each benchmark measures the registry and, in the same run and in turn, its limit.</summary>
internal static partial class BenchCommandLine
{
    private const string ChecksAndRecordsName = "checks-and-records";
    private const string LapsesName = "lapses";
    private const string HostileName = "hostile";
    private const string ImportName = "import";
    private const string SamePersonName = "same-person";
    private const string PagesName = "pages";
    private const string DepartmentName = "department";

    public static async Task<int> RunAsync(string[] args)
    {
        var name = new Argument<string>("name") { Description = $"Which: {ChecksAndRecordsName}, {LapsesName}, {HostileName}, {ImportName}, {SamePersonName}, {PagesName} or {DepartmentName}.", DefaultValueFactory = _ => ChecksAndRecordsName };
        name.AcceptOnlyFromAmong(ChecksAndRecordsName, LapsesName, HostileName, ImportName, SamePersonName, PagesName, DepartmentName);
        var seconds = new Option<int>("--seconds") { Description = "How long each cell of the table of checks and records is measured.", DefaultValueFactory = _ => 8 };
        seconds.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 2 or > 600)
            {
                given.AddError("--seconds is 2 to 600.");
            }
        });
        var requests = new Option<int>("--requests") { Description = "How many hostile requests are sent.", DefaultValueFactory = _ => 100_000 };
        requests.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1_000 or > 10_000_000)
            {
                given.AddError("--requests is 1000 to 10000000.");
            }
        });
        var rows = new Option<int>("--rows") { Description = "How many rows are imported, into as many.", DefaultValueFactory = _ => 10_000_000 };
        rows.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 10_000 or > 50_000_000)
            {
                given.AddError("--rows is 10000 to 50000000.");
            }
        });
        var home = new Option<string>("--home") { Description = "Where the registry that is imported into is filled, and where one that was filled before is taken from; a run that measures to its end uses it up." };
        var fill = new Option<bool>("--fill") { Description = "Only fill it there; a later run measures. Filling with ten million takes half an hour." };
        fill.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<bool>() && given.GetValue(home) is null)
            {
                given.AddError("--fill needs --home.");
            }
        });
        var set = new Option<string[]>("--set")
        {
            Description = "A setting of the database that is imported into, as shared_buffers=2GB; may be said again. Default: " + string.Join(", ", Imports.DefaultSettings) + ".",
        };
        set.Validators.Add(given =>
        {
            if ((given.GetValueOrDefault<string[]>() ?? []).Any(s => !Setting().IsMatch(s)))
            {
                given.AddError("--set wants name=value, as shared_buffers=2GB.");
            }
        });
        var persons = new Option<int>("--persons")
        {
            Description = "How many made-up persons the nightly look for the same person is measured over.",
            DefaultValueFactory = _ => SamePersons.DefaultPersons,
        };
        persons.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1_000 or > SamePersons.MostPersons)
            {
                given.AddError($"--persons is 1000 to {SamePersons.MostPersons}.");
            }
        });
        var issuances = new Option<int>("--issuances")
        {
            Description = "How many records the department's pages are measured over; a fifth as many requests, a fiftieth as many flags.",
            DefaultValueFactory = _ => Department.DefaultIssuances,
        };
        issuances.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 10_000 or > 50_000_000)
            {
                given.AddError("--issuances is 10000 to 50000000.");
            }
        });
        var root = new RootCommand("Benchmarks of the campaign registry, with the limit measured beside them.") { name, seconds, requests, rows, home, fill, set, persons, issuances };
        root.SetAction((parsed, cancel) => parsed.GetValue(name) switch
        {
            LapsesName => Lapses.RunAsync(TimeProvider.System, cancel),
            SamePersonName => SamePersons.RunAsync(parsed.GetValue(persons), cancel),
            PagesName => Pages.RunAsync(TimeProvider.System, cancel),
            DepartmentName => Department.RunAsync(parsed.GetValue(issuances), TimeProvider.System, cancel),
            HostileName => HostileRun.RunAsync(parsed.GetValue(requests), TimeProvider.System, cancel),
            ImportName => Imports.RunAsync(parsed.GetValue(rows), parsed.GetValue(home), parsed.GetValue(fill), [.. Imports.DefaultSettings, .. parsed.GetValue(set) ?? []], TimeProvider.System, cancel),
            _ => ChecksAndRecords.RunAsync(parsed.GetValue(seconds), TimeProvider.System, cancel),
        });
        try
        {
            return await root.Parse(args).InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
        }
        catch (StartupException e)
        {
            await Console.Error.WriteLineAsync($"campaign: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("campaign: stopped; nothing was measured to its end.");
            return 1;
        }
    }

    [GeneratedRegex("^[a-z_]+=[A-Za-z0-9_.]+$")]
    private static partial Regex Setting();
}
