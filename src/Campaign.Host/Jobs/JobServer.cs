using Campaign.Registry.Platform.Jobs;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.Storage;

namespace Campaign.Host.Jobs;

/// <summary>
/// Tells Hangfire of every job that the registry has, and runs what is due, for as long as the host runs. When that stops, runs under way are told so at once and
/// waited for while requests are.
/// </summary>
internal sealed class JobServer(IServiceProvider services, PostgreSqlStorage storage, IEnumerable<IRegistryJob> jobs, ILogger<JobServer> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>Two that last long leave a third for what comes every few seconds.</summary>
    private const int Workers = 3;

    private BackgroundJobServer? server;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Register();
        server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = Workers,
                SchedulePollingInterval = TimeSpan.FromSeconds(1),
                CancellationCheckInterval = TimeSpan.FromSeconds(2),
                HeartbeatInterval = TimeSpan.FromSeconds(10),
                ServerTimeout = TimeSpan.FromMinutes(1),
                ServerCheckInterval = TimeSpan.FromMinutes(1),
                ShutdownTimeout = RegistryHost.DrainPatience,
                Activator = new Activator(services),
            },
            storage);
        return Task.CompletedTask;
    }

    /// <summary>Before the web server begins to wait for its requests.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        server?.SendStop();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is null)
        {
            return;
        }

        try
        {
            await server.WaitForShutdownAsync(cancellationToken);
            server.Dispose();
        }
        catch (OperationCanceledException)
        {
            // As when the database is gone. It ends with the process.
            log.LogWarning("Jobs had not ended when the host's patience did; the next run goes on with what they had begun");
        }
        finally
        {
            server = null;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => server?.Dispose();

    private void Register()
    {
        var schedule = new RecurringJobManager(storage);
        foreach (var job in jobs)
        {
            schedule.AddOrUpdate<JobRun>(
                job.Name, run => run.RunAsync(job.Name, CancellationToken.None), JobSchedule.CronOf(job.Every), new RecurringJobOptions { TimeZone = TimeZoneInfo.Utc });
        }

        using var connection = storage.GetConnection();
        var known = jobs.Select(job => job.Name).ToHashSet();
        foreach (var gone in connection.GetRecurringJobs().Where(job => !known.Contains(job.Id)))
        {
            schedule.RemoveIfExists(gone.Id);
        }
    }

    private sealed class Activator(IServiceProvider services) : JobActivator
    {
        public override object ActivateJob(Type jobType) => services.GetRequiredService(jobType);
    }
}
