using Campaign.Registry.Citizens.Numbers;
using Serilog;
using Serilog.Events;

namespace Campaign.Host.Operations;

/// <summary>What is logged, and how: to standard error, one line an event, without the framework's chatter. Citizen numbers show masked, whoever logs them (I11).</summary>
internal static class Logging
{
    private const string Template = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void Configure(LoggerConfiguration configuration) => configuration
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
        .MinimumLevel.Override("Hangfire", LogEventLevel.Error)
        .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
        .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
        .Destructure.ByTransforming<CitizenNumber>(n => n.Masked)
        .WriteTo.Console(outputTemplate: Template, standardErrorFromLevel: LogEventLevel.Verbose);
}
