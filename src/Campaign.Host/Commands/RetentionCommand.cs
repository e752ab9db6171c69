using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Retention;
using Campaign.Registry.Platform.Time;
using Npgsql;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>retention</c>: what each night's job does, now; with --dry-run what it would do, which deletes and writes nothing. It works on the database of
/// CAMPAIGN_DATABASE_RUNTIME or CAMPAIGN_DATABASE, or the private one, whether a host runs on it or not, as campaign_retention.
/// </summary>
internal static class RetentionCommand
{
    public static async Task<int> RunAsync(HostSettings settings, bool dryRun, TextWriter output, CancellationToken cancel)
    {
        using var loggers = CommandLine.Loggers();
        try
        {
            if ((settings.RuntimeDatabase ?? settings.Database) is { } given)
            {
                return await AtAsync(given, Migrations.RetentionRole);
            }

            var data = DataDirectory.Existing(settings.DataDirectory, ServerUser.Choose()) ?? throw new StartupException($"There is no registry in {settings.DataDirectory}.");
            try
            {
                await using var own = await PrivatePostgres.StartAsync(settings.DataDirectory, "its retention", [], loggers.CreateLogger("Campaign.Host.Retention"), cancel);
                return await AtAsync(own.RetentionConnectionString, null);
            }
            catch (HomeInUseException) when (data.SocketDirectory is { } sockets)
            {
                return await AtAsync(PrivatePostgres.RetentionConnectionStringAt(sockets), null);
            }
        }
        catch (Exception e) when (e is NpgsqlException or RegistryUnavailableException or CommitInDoubtException)
        {
            throw new StartupException(e is NpgsqlException ? e.Message : $"{e.Message} It may be run again.", e);
        }

        async Task<int> AtAsync(string connection, string? role)
        {
            await using var work = new RetentionWork(JobDatabase.Open(connection, role, loggers: loggers), loggers.CreateLogger<JobWork>());
            var retention = new ApplyRetention(work, loggers.CreateLogger<ApplyRetention>());
            foreach (var count in await retention.CountAsync(cancel))
            {
                await output.WriteLineAsync($"{count.Subject,-18}  {count.Rows,12:N0} row(s) older than {Instant.Write(count.Bound)}");
            }

            if (dryRun)
            {
                await output.WriteLineAsync("Nothing was deleted: --dry-run.");
                return 0;
            }

            await retention.RunNowAsync(cancel);
            await output.WriteLineAsync("They are gone; the department reads the report by the query retentionRuns.");
            return 0;
        }
    }
}
