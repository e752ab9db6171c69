using System.Net.Sockets;
using Campaign.Host.Clock;
using Campaign.Registry;
using Campaign.SignIn.People;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>up</c>: the database, what it needs, then the web server, until it is told to stop or the database ends. Stopping: requests in flight are answered, then the
/// web server closes, then the private PostgreSQL.
/// </summary>
internal static class UpCommand
{
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancel)
    {
        CrashDumps.RefuseSwitches(settings);
        EnsurePortIsFree(settings);
        using var loggers = CommandLine.Loggers();
        var start = new StartUp(settings, TimeProvider.System, loggers);
        // The private registry's own keys are made in its home, once that is there.
        var keys = settings.IsPrivate && !settings.SeedsDemo ? null : await start.KeysAsync(cancel);
        await using var database = await start.DatabaseAsync(cancel);
        keys ??= await start.KeysAsync(cancel);
        await start.PrepareAsync(database, keys.Held, cancel);
        // What the database is decides, and not the option: a simulation's clock stays where it was moved to, however the host is started.
        await using var follower = await ClockFollower.StartAsync(database, TimeProvider.System, loggers, cancel);
        await using var app = RegistryHost.Build(settings, database, keys, follower?.Time ?? TimeProvider.System);
        await StartAsync(app, settings, cancel);
        Announce(app, settings, follower?.Time);

        var stopping = new TaskCompletionSource();
        await using var stop = cancel.Register(() => stopping.TrySetResult());
        using var term = app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        var databaseEnded = database.Private?.Exited ?? Task.Delay(Timeout.Infinite, CancellationToken.None);
        var first = await Task.WhenAny(stopping.Task, databaseEnded);
        await app.StopAsync(CancellationToken.None);
        if (first != databaseEnded)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync(
            $"campaign: the private PostgreSQL has ended; so does this host. Its log: {Path.Combine(settings.DataDirectory, "postgres.log")}. Start again with: campaign up");
        return CommandLine.DatabaseEnded;
    }

    private static async Task StartAsync(WebApplication app, HostSettings settings, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw PortTaken(settings, e);
        }
    }

    /// <summary>Before the database is started: a port that is taken is the commonest mistake, and the cheapest to find.</summary>
    private static void EnsurePortIsFree(HostSettings settings)
    {
        if (settings.Port == 0)
        {
            return;
        }

        try
        {
            using var probe = new TcpListener(settings.Address, settings.Port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw PortTaken(settings, e);
        }
    }

    private static StartupException PortTaken(HostSettings settings, Exception e) =>
        new($"Port {settings.Port} on {settings.Address} is taken. Stop what listens there, or choose another with --port.", e);

    private static void Announce(WebApplication app, HostSettings settings, SimulatedTime? simulated)
    {
        var address = RegistryHost.AddressOf(app).ToString().TrimEnd('/');
        var lines = new List<string>
        {
            "",
            $"The campaign registry answers at {address}",
            $"  GraphQL      {address}/graphql",
            $"  sign-in      {address}/connect/token   (OAuth 2.0 client_credentials)",
            $"  citizens     {address}/",
            $"  people       {address}/signin",
            $"  tablet       {address}/tablet/",
            $"  health       {address}/health/ready",
            $"  journal keys {address}/journal/keys",
            $"  metrics      {address}/metrics",
        };
        if (settings.SeedsDemo)
        {
            lines.AddRange(DemoPart.Lines(settings.Port));
        }

        if (simulated is not null)
        {
            lines.Add("");
            lines.Add($"A simulation, whose clock is {ClockCommand.Ahead(simulated.Shift)} the machine's: {ClockCommand.InVietnam(simulated.GetUtcNow())} in Vietnam.");
            lines.Add("Move it forward, from another terminal:  ./campaign clock +P30D" + (settings.IsPrivate ? $" --data {settings.DataDirectory}" : ""));
        }

        lines.Add("Ctrl+C stops it.");
        Console.WriteLine(string.Join('\n', lines));
    }
}
