using Campaign.Registry;
using Campaign.Registry.Accounts;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>add-officer</c>: how the first officer comes in, and how one who lost everything comes back. Works on the database of CAMPAIGN_DATABASE, or on the private
/// PostgreSQL while no host runs on it. Whoever may run it holds the database's and the keys' secrets anyway.
/// </summary>
internal static class AddOfficerCommand
{
    /// <exception cref="StartupException">Nothing was done; the message says why.</exception>
    public static async Task<int> RunAsync(HostSettings settings, string name, string role, TextWriter output, CancellationToken cancel)
    {
        using var loggers = CommandLine.Loggers();
        var start = new StartUp(KeyConfiguration.OfExisting(settings), TimeProvider.System, loggers);
        await using var database = await start.DatabaseAsync(cancel);
        var keys = await start.KeysAsync(cancel);
        await Migrations.ApplyAsync(
            database.Owner ?? throw new StartupException($"Set {HostSettings.DatabaseVariable} to the login that may migrate."), settings.Simulation, loggers.CreateLogger("Campaign.Host.AddOfficer"), cancel);
        await using (var registry = RegistryDatabase.Open(database.Runtime, database.RuntimeRole, loggers))
        {
            await KeyChecks.VerifyAsync(keys.Held, registry.Source, cancel);
        }

        await using var store = SignInStore.Open(database.SignInConnectionString, keys, TimeProvider.System);
        var opened = await store.OpenOfficerAsync(name, Names.Parse<OfficerRole>(role), cancel);
        await output.WriteLineAsync($"""
            Officer {opened.UserName}, {opened.Role}. Set-up code, shown this once, good once and for 72 hours:
              {opened.SetupCode}
            It is entered at {SignInPaths.SetUp} of the registry.
            """);
        return 0;
    }
}
