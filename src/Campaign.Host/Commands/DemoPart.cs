using System.CommandLine;
using Campaign.Registry.Platform.Keys;
using Npgsql;
#if CARRIES_DEMO
using Campaign.Demo;
using Campaign.Demo.Day;
#else
using Campaign.Registry;
#endif

namespace Campaign.Host.Commands;

/// <summary>
/// The one place where the host meets the demo. A build for production leaves the demo out (<c>dotnet publish -p:CarriesDemo=false</c>): there its data, its well-known secrets
/// and its day do not exist.
/// </summary>
internal static class DemoPart
{
#if CARRIES_DEMO
    public static IEnumerable<Command> Commands(Option<int> port, Func<Command> seed) => [PlayDay.Command(port), seed()];

    public static IEnumerable<string> Lines(int port) => DemoLines.Of(port);

    public static Task SeedAsync(
        string signInConnectionString, NpgsqlDataSource registry, Keyring keys, TimeProvider time, ILogger log, CancellationToken cancel) =>
        new DemoSeed(signInConnectionString, registry, keys, time, log).SeedAsync(cancel);
#else
    public static IEnumerable<Command> Commands(Option<int> port, Func<Command> seed) => [];

    public static IEnumerable<string> Lines(int port) => [];

    public static Task SeedAsync(
        string signInConnectionString, NpgsqlDataSource registry, Keyring keys, TimeProvider time, ILogger log, CancellationToken cancel) =>
        throw new StartupException("This build carries no demo. Start it with --no-demo.");
#endif
}
