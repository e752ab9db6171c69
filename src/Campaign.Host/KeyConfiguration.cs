using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;

namespace Campaign.Host;

/// <summary>
/// Which source the keys come from: CAMPAIGN_KEYS (a file, or a directory of them), CAMPAIGN_KEYS_JSON, or one CAMPAIGN_KEY_… each; never two of these.
/// CAMPAIGN_KEYS_KMS says that what they hold is wrapped. None named: the demo's well-known keys for a demo; else the private registry's own, made at its first start;
/// else the host does not start.
/// </summary>
internal static class KeyConfiguration
{
    public static async Task<KeysInUse> ReadAsync(HostSettings settings, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        var source = SourceOf(settings, time, log);
        if (source is null)
        {
            return Keyring.Demo();
        }

        Keyring ring;
        try
        {
            ring = Keyring.Of(await source.ReadAsync(cancel));
        }
        catch (InvalidKeyringException e)
        {
            throw new StartupException($"Keys from {source.Name}: {e.Message}", e);
        }

        return !settings.SeedsDemo && ring.HasDemoKeys()
            ? throw new StartupException($"Keys from {source.Name}: one of them is the demo's, which everybody knows. Make new ones with: campaign generate-keys FILE")
            : new(ring, source, time);
    }

    /// <summary>
    /// For a command on a registry that is there already: one in whose home keys of its own lie is no demo, whatever the command was told.
    /// </summary>
    public static HostSettings OfExisting(HostSettings settings) =>
        settings.IsPrivate && File.Exists(OwnFile(settings)) ? settings with { NoDemo = true, Demo = false } : settings;

    /// <summary>Null for the demo's keys.</summary>
    /// <exception cref="StartupException">Two are named, or none where there is no default.</exception>
    public static IKeySource? SourceOf(HostSettings settings, TimeProvider time, ILogger log)
    {
        var plain = Named(settings);
        if (plain is null && settings.Kms is not null)
        {
            throw new StartupException($"{HostSettings.KmsVariable} names what unwraps the keys, and nothing names the keys: set {HostSettings.KeysVariable}.");
        }

        if (plain is null && !settings.SeedsDemo)
        {
            plain = Own(settings, time, log);
        }

        return plain is null || settings.Kms is null ? plain : new KmsKeySource(plain, KmsKeySource.Client(settings.Kms, settings.KmsToken));
    }

    private static IKeySource? Named(HostSettings settings)
    {
        var named = new[]
        {
            settings.KeysFile is null ? null : HostSettings.KeysVariable,
            settings.KeysJson is null ? null : HostSettings.KeysJsonVariable,
            settings.KeyVariables.Count == 0 ? null : HostSettings.KeyVariablePrefix + "…",
        }.OfType<string>().ToList();
        if (named.Count > 1)
        {
            throw new StartupException($"Keys come from one place, and {string.Join(" and ", named)} are set.");
        }

        try
        {
            return settings switch
            {
                { KeysFile: { } path } when Directory.Exists(path) => new DirectoryKeySource(path),
                { KeysFile: { } path } => File.Exists(path)
                    ? new FileKeySource(path) : throw new StartupException($"{HostSettings.KeysVariable} names {path}, which does not exist."),
                { KeysJson: { } json } => new EnvironmentKeySource(KeyFile.FromJson(json), HostSettings.KeysJsonVariable),
                { KeyVariables.Count: > 0 } => new EnvironmentKeySource(
                    NamedKeys.Read(settings.KeyVariables, $"The environment has no {HostSettings.KeyVariablePrefix}{{0}}"), HostSettings.KeyVariablePrefix + "…"),
                _ => null,
            };
        }
        catch (InvalidKeyringException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    private static string OwnFile(HostSettings settings) => Path.Combine(settings.DataDirectory, "keys.json");

    private static FileKeySource Own(HostSettings settings, TimeProvider time, ILogger log)
    {
        if (!settings.IsPrivate)
        {
            throw new StartupException($"Set {HostSettings.KeysVariable} to a key file (make one with: campaign generate-keys FILE). Without --demo no default key exists.");
        }

        var own = OwnFile(settings);
        if (!File.Exists(own))
        {
            FileKeySource.Write(own, Keyring.GenerateJson(time.GetUtcNow()), overwrite: false);
            log.LogInformation("Made new keys in {File}; keep a copy of it apart from the database's backups", own);
        }

        return new(own);
    }
}
