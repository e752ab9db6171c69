using Campaign.Host;
using Campaign.Host.Printing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>Hosts that differ from the usual one of tests, for projects that do not see inside the host.</summary>
internal static class TestSettings
{
    /// <summary>The environment variable that names the database of a command.</summary>
    public const string DatabaseVariable = HostSettings.DatabaseVariable;

    /// <summary>The host's program, for a process of its own.</summary>
    public static string Program => typeof(HostSettings).Assembly.Location;

    /// <summary>Starts a host.</summary>
    /// <param name="port">Null: any that is free.</param>
    /// <param name="chromium">The program that prints; null: the machine's.</param>
    /// <param name="documents">The folder of the only documents that are taken; null: all are.</param>
    public static Task<TestRegistry> StartWithAsync(
        this TestDatabase database, Action<IServiceCollection>? adjust = null, int? port = null, string? chromium = null, string? documents = null)
    {
        var usual = TestRegistry.Settings;
        return TestRegistry.StartAsync(
            database, adjust, settings: usual with { Port = port ?? usual.Port, Chromium = chromium ?? usual.Chromium, DocumentsFolder = documents ?? usual.DocumentsFolder });
    }

    /// <summary>One prints at a time, one waits, and none prints for longer.</summary>
    public static void PrintsOneAtATime(this IServiceCollection services, TimeSpan longest) => services.AddSingleton(new PrinterLimits(1, 1, longest));
}
