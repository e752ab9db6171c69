using System.CommandLine;
using System.Net;
using System.Text;
using Campaign.Host.Clock;
using Campaign.Host.Database;
using Campaign.Host.Jobs;
using Campaign.Host.Limits;
using Campaign.Registry;
using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.Issuers;
using Serilog;

namespace Campaign.Host.Commands;

/// <summary>The host's own command line. Exit codes: 0 done, 1 could not, 2 the command was not understood, 3 the database ended under a running host.</summary>
internal static class CommandLine
{
    public const int Failed = 1;
    public const int DatabaseEnded = 3;

    /// <summary>From Ctrl+C on: requests in flight, then the database.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);

    private static readonly Option<int> Port = new("--port") { Description = "The port to listen on.", DefaultValueFactory = _ => 8080 };
    private static readonly Option<string> Address = new("--address") { Description = "The address to listen on.", DefaultValueFactory = _ => "127.0.0.1" };
    private static readonly Option<string?> Data = new("--data") { Description = "The home of the private PostgreSQL and its keys (default: .data beside the launcher)." };
    private static readonly Option<bool> Demo = new("--demo") { Description = "Put the demo's data into a database given by CAMPAIGN_DATABASE, or on an address that is not loopback." };
    private static readonly Option<bool> NoDemo = new("--no-demo") { Description = "No demo data and no default secret." };
    private static readonly Option<bool> Simulation = new("--simulation") { Description = "A new database, whose clock can be moved by `clock`." };

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("The campaign registry: who already has a certificate, and who was first.")
        {
            Up(), MoveClockOf(), Migrate(), AddOfficer(), GenerateKeys(), KeysOf(), Import(), Retain(), PrintSchema(), CheckDocuments(),
        };
        foreach (var command in DemoPart.Commands(Port, SeedDemo))
        {
            root.Add(command);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await parsed.InvokeAsync();
            return 2;
        }

        try
        {
            CrashDumps.Forbid();
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = StopPatience });
        }
        catch (Exception e) when (e is StartupException or DatabaseRefusedException)
        {
            await Console.Error.WriteLineAsync($"campaign: {e.Message}");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Failed;
        }
    }

    private static Command Up()
    {
        var up = new Command("up", "Start the registry and stay in the foreground; Ctrl+C ends everything that it started.") { Port, Address, Data, Demo, NoDemo, Simulation };
        up.SetAction((parsed, cancel) => UpCommand.RunAsync(SettingsOf(parsed), cancel));
        return up;
    }

    private static Command MoveClockOf()
    {
        var by = new Argument<string>("duration") { Description = "ISO 8601 with a leading plus: +P30D, +PT1H30M, +P1M; at most 3660 days at once." };
        by.Validators.Add(given =>
        {
            if (ForwardDuration.Read(given.GetValueOrDefault<string>()).Refusal is { } refusal)
            {
                given.AddError(refusal);
            }
        });
        var clock = new Command("clock", "Move the clock of a simulation forward: the database's, and that of each host that runs on it.") { by, Data };
        clock.SetAction((parsed, cancel) =>
            ClockCommand.RunAsync(SettingsOf(parsed), ForwardDuration.Read(parsed.GetRequiredValue(by)).Duration!, Console.Out, Console.Error, cancel));
        return clock;
    }

    private static Command Migrate()
    {
        var migrate = new Command("migrate", "Bring the database given by CAMPAIGN_DATABASE to the schema of this build.") { Simulation };
        migrate.SetAction(async (parsed, cancel) =>
        {
            var settings = SettingsOf(parsed);
            using var loggers = Loggers();
            await Migrations.ApplyAsync(GivenDatabase(settings), settings.Simulation, loggers.CreateLogger("Campaign.Host.Migrate"), cancel);
            await using var database = await new StartUp(settings, TimeProvider.System, loggers).DatabaseAsync(cancel);
            await JobStore.InstallAsync(database, cancel);
            Console.WriteLine("The database is at the schema of this build.");
            return 0;
        });
        return migrate;
    }

    private static Command SeedDemo()
    {
        var seed = new Command("seed-demo", "Put the demo's campaign, providers, staff and clients into the database given by CAMPAIGN_DATABASE.") { Simulation };
        seed.SetAction(async (parsed, cancel) =>
        {
            var settings = SettingsOf(parsed) with { Demo = true };
            _ = GivenDatabase(settings);
            using var loggers = Loggers();
            var start = new StartUp(settings, TimeProvider.System, loggers);
            await using var database = await start.DatabaseAsync(cancel);
            await start.PrepareAsync(database, (await start.KeysAsync(cancel)).Held, cancel);
            Console.WriteLine("The demo's data is in the database.");
            return 0;
        });
        return seed;
    }

    private static Command AddOfficer()
    {
        var name = new Argument<string>("name") { Description = "The user name; it is never given to a second person." };
        var role = new Option<string>("--role") { Description = "VIEWER, REVIEWER or ADMINISTRATOR.", Required = true };
        role.AcceptOnlyFromAmong([.. Enum.GetValues<OfficerRole>().Select(r => r.InDatabase())]);
        var add = new Command("add-officer", "Open an officer's account, or issue a new set-up code for one, and print the code once.") { name, role, Data };
        add.SetAction((parsed, cancel) => AddOfficerCommand.RunAsync(SettingsOf(parsed), parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), Console.Out, cancel));
        return add;
    }

    private static Command GenerateKeys()
    {
        var file = new Argument<string>("file") { Description = "Where to write them; must not exist." };
        var generate = new Command("generate-keys", "Make new keys for a registry without demo data, in a file that its owner alone may read.") { file };
        generate.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (File.Exists(path))
            {
                throw new StartupException($"{path} exists already; keys are never overwritten.");
            }

            FileKeySource.Write(path, Keyring.GenerateJson(TimeProvider.System.GetUtcNow()), overwrite: false);
            Console.WriteLine($"New keys are in {path}. Set CAMPAIGN_KEYS to it, and keep a copy apart from the database's backups.");
            return 0;
        });
        return generate;
    }

    private static Command KeysOf()
    {
        var purpose = new Argument<KeyPurpose>("purpose") { Description = "NUMBER, ENCRYPTION, TICKET, JOURNAL or TOKEN." };
        var id = new Argument<string>("id") { Description = "As `keys list` shows it." };
        var rate = new Option<int?>("--rate") { Description = "At most so many rows a second." };
        rate.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int?>() is < 1)
            {
                given.AddError("--rate is a count from 1.");
            }
        });
        var list = new Command("list", "Each key, and how many running hosts know it.") { Data };
        list.SetAction((parsed, cancel) => KeysCommand.ListAsync(SettingsOf(parsed), Console.Out, cancel));
        var add = new Command("add", "A new key: known, and not yet in use.") { purpose, Data };
        add.SetAction((parsed, cancel) => KeysCommand.AddAsync(SettingsOf(parsed), parsed.GetRequiredValue(purpose), Console.Out, cancel));
        var promote = new Command("promote", "Make it the current one, once every running host knows it.") { purpose, id, Data };
        promote.SetAction((parsed, cancel) => KeysCommand.PromoteAsync(SettingsOf(parsed), parsed.GetRequiredValue(purpose), parsed.GetRequiredValue(id), Console.Out, cancel));
        var rewrite = new Command("rewrite", "Write under the current key what stands under older ones.") { purpose, rate, Data };
        rewrite.SetAction((parsed, cancel) => KeysCommand.RewriteAsync(SettingsOf(parsed), parsed.GetRequiredValue(purpose), parsed.GetValue(rate), Console.Out, cancel));
        var retire = new Command("retire", "Give up a key that nothing needs any more.") { purpose, id, Data };
        retire.SetAction((parsed, cancel) => KeysCommand.RetireAsync(SettingsOf(parsed), parsed.GetRequiredValue(purpose), parsed.GetRequiredValue(id), Console.Out, cancel));
        return new Command("keys", "Rotate the keys of a registry while it serves.") { list, add, promote, rewrite, retire };
    }

    private static Command Import()
    {
        var file = new Argument<string>("file") { Description = "CSV (UTF-8, UTF-16, Windows-1258, TCVN3) or XLSX; its first row names the columns." };
        var campaign = new Option<string>("--campaign") { Description = "The campaign's code.", Required = true };
        var provider = new Option<string>("--provider") { Description = "The code of the provider whose certificates they are.", Required = true };
        var preview = new Option<bool>("--preview") { Description = "Show the first rows and what each would do, and import nothing." };
        var verdicts = new Option<string?>("--verdicts") { Description = "Where the file of verdicts goes (default: beside the file)." };
        var import = new Command("import", "Bring in certificates from before the campaign; ended at any point, the same command goes on where it stood.")
        {
            file, campaign, provider, preview, verdicts, Data, Demo,
        };
        import.SetAction((parsed, cancel) => ImportCommand.RunAsync(
            SettingsOf(parsed),
            new(parsed.GetRequiredValue(file), parsed.GetRequiredValue(campaign), parsed.GetRequiredValue(provider), parsed.GetValue(preview), parsed.GetValue(verdicts)),
            Utf8Output(), cancel));
        return import;
    }

    private static Command Retain()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Say how many rows have been kept for their term, and delete nothing." };
        var retain = new Command("retention", "Delete and erase what has been kept for its term, as each night's job does; it may be cut short and run again.") { dryRun, Data };
        retain.SetAction((parsed, cancel) => RetentionCommand.RunAsync(SettingsOf(parsed), parsed.GetValue(dryRun), Console.Out, cancel));
        return retain;
    }

    private static Command PrintSchema()
    {
        var print = new Command("print-schema", "Print the GraphQL schema.");
        print.SetAction(_ =>
        {
            Console.Write(SchemaPrinter.Print());
            return 0;
        });
        return print;
    }

    private static Command CheckDocuments()
    {
        var folder = new Argument<string>("folder") { Description = "A folder of .graphql files, as CAMPAIGN_DOCUMENTS names it." };
        var check = new Command("documents", "Check the documents that providers may send against the schema and its limits, and print their ids.") { folder };
        check.SetAction((parsed, cancel) => DocumentsCommand.RunAsync(parsed.GetRequiredValue(folder), Console.Out, Console.Error, cancel));
        return check;
    }

    private static string GivenDatabase(HostSettings settings) =>
        settings.Database ?? throw new StartupException($"Set {HostSettings.DatabaseVariable} to the connection string of the database.");

    private static HostSettings SettingsOf(ParseResult parsed)
    {
        static string? Given(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var address = parsed.GetValue(Address) ?? "127.0.0.1";
        if (!IPAddress.TryParse(address, out var ip))
        {
            throw new StartupException($"--address {address} is no IP address.");
        }

        var port = parsed.GetResult(Port) is null ? 8080 : parsed.GetValue(Port);
        if (port is < 0 or > 65_535)
        {
            throw new StartupException($"--port {port} is no port: 1 to 65535, or 0 for any that is free.");
        }

        var settings = new HostSettings
        {
            Address = ip,
            Port = port,
            DataDirectory = Path.GetFullPath(parsed.GetValue(Data) ?? Given(HostSettings.DataVariable) ?? ".data"),
            Demo = parsed.GetValue(Demo),
            NoDemo = parsed.GetValue(NoDemo),
            Simulation = parsed.GetValue(Simulation),
            Database = Given(HostSettings.DatabaseVariable),
            RuntimeDatabase = Given(HostSettings.RuntimeDatabaseVariable),
            KeysFile = Given(HostSettings.KeysVariable),
            KeysJson = Secret(HostSettings.KeysJsonVariable),
            KeyVariables = SecretsUnder(HostSettings.KeyVariablePrefix),
            Kms = KmsAddress(Given(HostSettings.KmsVariable)),
            KmsToken = Secret(HostSettings.KmsTokenVariable),
            MetricsToken = Given(HostSettings.MetricsTokenVariable),
            Chromium = Given(HostSettings.ChromiumVariable) ?? "chromium",
            DocumentsFolder = Given(HostSettings.DocumentsVariable),
            Introspection = IntrospectionOf(Given(HostSettings.IntrospectionVariable)),
            Issuers = IssuersFile.Read(Given(HostSettings.IssuersVariable)),
            Proxies = SignInLimit.Networks(Given(HostSettings.ProxiesVariable)),
            PublicAddress = PublicAddressFrom(Given(HostSettings.PublicAddressVariable)),
        };
        if (settings.IsPrivate)
        {
            // Commands beside a running host reach its server by the socket in its home, and nothing else.
            PrivatePostgres.ForgetAnotherServersVariables();
        }

        return settings is { Demo: true, NoDemo: true } ? throw new StartupException("--demo and --no-demo exclude each other.") : settings;
    }

    private static Introspection IntrospectionOf(string? text) => text is null
        ? Introspection.Everyone
        : Enum.TryParse<Introspection>(text, ignoreCase: true, out var policy) && Enum.IsDefined(policy)
            ? policy
            : throw new StartupException($"{HostSettings.IntrospectionVariable} is everyone, callers or nobody, and not {text}.");

    /// <summary>Read once and taken out of the environment, so that no process that this one starts inherits it.</summary>
    private static string? Secret(string name)
    {
        var value = Environment.GetEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static Dictionary<string, string> SecretsUnder(string prefix) => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList()
        .Select(name => (Name: name[prefix.Length..], Value: Secret(name))).Where(v => v.Value is not null).ToDictionary(v => v.Name, v => v.Value!);

    private static Uri? KmsAddress(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme is "http" or "https")
            ? address : throw new StartupException($"{HostSettings.KmsVariable} is no http address.");

    private static Uri? PublicAddressFrom(string? text) => text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/"
            ? uri
            : throw new StartupException($"{HostSettings.PublicAddressVariable} is no address like https://registry.example.vn.");

    /// <summary>✔ and ✖ whatever the locale says.</summary>
    private static TextWriter Utf8Output()
    {
        Console.OutputEncoding = Encoding.UTF8;
        return Console.Out;
    }

    internal static ILoggerFactory Loggers()
    {
        var configuration = new LoggerConfiguration();
        Operations.Logging.Configure(configuration);
        var serilog = configuration.CreateLogger();
        return LoggerFactory.Create(logging => logging.AddSerilog(serilog, dispose: true));
    }
}
