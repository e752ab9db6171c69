using System.Diagnostics;
using Campaign.Host.Database;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.SignIn.Issuers;
using Npgsql;

namespace Campaign.Host.Commands;

/// <summary>
/// <c>keys</c>: the steps of a rotation, while the registry serves or not. It works on the key file of CAMPAIGN_KEYS, or that of the private registry in the home, and on
/// the database of CAMPAIGN_DATABASE, or the private one. Keys in a directory or in the environment are changed where they are kept; this then only looks and rewrites.
/// </summary>
internal static class KeysCommand
{
    public static async Task<int> ListAsync(HostSettings settings, TextWriter output, CancellationToken cancel) => await InAsync(settings, async desk =>
    {
        foreach (var key in await desk.Rotation.ListAsync(await desk.Source.ReadAsync(cancel), cancel))
        {
            await output.WriteLineAsync(
                $"{key.Purpose.InDatabase(),-10}  {key.Id,-8}  {(key.Current ? "current" : "known"),-7}  known to {key.HostsThatKnow} of {key.Hosts} running host(s)"
                + (key.PromotedAt is { } at ? $"  promoted {Instant.Write(at)}" : ""));
        }

        return 0;
    }, cancel);

    public static async Task<int> AddAsync(HostSettings settings, KeyPurpose purpose, TextWriter output, CancellationToken cancel) => await InAsync(settings, async desk =>
    {
        var id = await desk.Rotation.AddAsync(purpose, desk.Source.ReadAsync, desk.WriteAsync, cancel);
        await output.WriteLineAsync($"{purpose.InDatabase()} key {id} is added, and not yet in use. Once `keys list` shows that every host knows it: campaign keys promote {purpose.InDatabase()} {id}");
        return 0;
    }, cancel);

    public static async Task<int> PromoteAsync(HostSettings settings, KeyPurpose purpose, string id, TextWriter output, CancellationToken cancel) => await InAsync(settings, async desk =>
    {
        Refuse(await desk.Rotation.PromoteAsync(purpose, id, desk.Source.ReadAsync, desk.WriteAsync, cancel));
        await TellIfAloneAsync(desk, output);
        await output.WriteLineAsync($"{purpose.InDatabase()} key {id} is the current one. Keep a copy of the key file apart from the database's backups.");
        return 0;
    }, cancel);

    public static async Task<int> RetireAsync(HostSettings settings, KeyPurpose purpose, string id, TextWriter output, CancellationToken cancel) => await InAsync(settings, async desk =>
    {
        Refuse(await desk.Rotation.RetireAsync(purpose, id, desk.Source.ReadAsync, desk.WriteAsync, cancel));
        await TellIfAloneAsync(desk, output);
        await output.WriteLineAsync($"{purpose.InDatabase()} key {id} is retired. Older backups of the database still need it: keep it with them.");
        return 0;
    }, cancel);

    public static async Task<int> RewriteAsync(HostSettings settings, KeyPurpose purpose, int? rate, TextWriter output, CancellationToken cancel) => await InAsync(settings, async desk =>
    {
        var rewriting = new Rewriting(desk.Work, Keyring.Of(await desk.Source.ReadAsync(cancel)), TimeProvider.System);
        var started = Stopwatch.StartNew();
        void Tell(RewritingProgress at) => output.Write($"\r{Bar(at, started.Elapsed)}");
        await (purpose switch
        {
            KeyPurpose.Number => rewriting.NumbersAsync(rate, Tell, cancel),
            KeyPurpose.Encryption => rewriting.EncryptionAsync(rate, Tell, cancel),
            _ => throw new StartupException($"Nothing is kept under {purpose.InDatabase()} keys that could be written again; NUMBER and ENCRYPTION are."),
        });
        await output.WriteLineAsync();
        return 0;
    }, cancel);

    /// <summary>"[########------------] 4,000 of 10,000, 812 a second, 7 s left".</summary>
    internal static string Bar(RewritingProgress at, TimeSpan elapsed)
    {
        const int Width = 20;
        var full = at.Total == 0 ? Width : (int)(at.Done * Width / at.Total);
        var rate = elapsed.TotalSeconds > 0 ? at.Done / elapsed.TotalSeconds : 0;
        var left = rate > 0 ? $"{Math.Ceiling((at.Total - at.Done) / rate):N0} s left" : "…";
        return $"[{new string('#', full)}{new string('-', Width - full)}] {at.Done:N0} of {at.Total:N0}, {rate:N0} a second, {left}   ";
    }

    private static async Task TellIfAloneAsync(Desk desk, TextWriter output)
    {
        if (desk.Rotation.TookAlone)
        {
            await output.WriteLineAsync("This registry has no two administrators yet, so nobody else had to agree; the journal says that it was done alone.");
        }
    }

    private static void Refuse(string? why)
    {
        if (why is not null)
        {
            throw new StartupException(why);
        }
    }

    private static async Task<int> InAsync(HostSettings settings, Func<Desk, Task<int>> act, CancellationToken cancel)
    {
        using var loggers = CommandLine.Loggers();
        var log = loggers.CreateLogger("Campaign.Host.Keys");
        var source = SourceOf(settings, log);
        try
        {
            var ring = Keyring.Of(await source.ReadAsync(cancel));
            if (settings.Database is { } given)
            {
                return await AtAsync(given, Migrations.RekeyRole);
            }

            var data = DataDirectory.Existing(settings.DataDirectory, ServerUser.Choose()) ?? throw new StartupException($"There is no registry in {settings.DataDirectory}.");
            try
            {
                await using var own = await PrivatePostgres.StartAsync(settings.DataDirectory, "its keys", [], log, cancel);
                return await AtAsync(own.RekeyConnectionString, null);
            }
            catch (HomeInUseException) when (data.SocketDirectory is { } sockets)
            {
                return await AtAsync(PrivatePostgres.RekeyConnectionStringAt(sockets), null);
            }

            async Task<int> AtAsync(string connection, string? role)
            {
                await using var database = JobDatabase.Open(connection, role, loggers: loggers);
                await KeyChecks.VerifyAsync(ring, database.Source, cancel);
                var work = new JobWork(database, loggers.CreateLogger<JobWork>());
                return await act(new(source, work, new(work, officersElsewhere: settings.Issuers.Any(i => i.Kind == IssuerKind.Officer))));
            }
        }
        catch (Exception e) when (e is InvalidKeyringException or NpgsqlException or RegistryUnavailableException or CommitInDoubtException)
        {
            throw new StartupException(e is RegistryUnavailableException or CommitInDoubtException ? $"{e.Message} It may be run again." : e.Message, e);
        }
    }

    private static IKeySource SourceOf(HostSettings settings, ILogger log)
    {
        if (settings.Database is null && settings.KeysFile is null && !File.Exists(Path.Combine(settings.DataDirectory, "keys.json")))
        {
            throw new StartupException($"Name the keys by {HostSettings.KeysVariable}. (A demo's keys are fixed, and do not rotate.)");
        }

        return KeyConfiguration.SourceOf(settings with { NoDemo = true, Demo = false }, TimeProvider.System, log)!;
    }

    private sealed record Desk(IKeySource Source, JobWork Work, KeyRotation Rotation)
    {
        public async Task WriteAsync(KeyFile file, CancellationToken cancel)
        {
            // What cannot be read back must not replace what can.
            _ = Keyring.Of(file);
            switch (Source)
            {
                case FileKeySource plain:
                    plain.Replace(file);
                    break;
                case KmsKeySource { Wrapped: FileKeySource wrapped } kms:
                    wrapped.Replace(await kms.WrapAsync(file, cancel));
                    break;
                default:
                    throw new StartupException($"Keys from {Source.Name} are changed where they are kept, not by this command.");
            }
        }
    }
}
