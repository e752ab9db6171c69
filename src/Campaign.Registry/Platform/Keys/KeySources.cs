using System.Net.Http.Headers;
using System.Net.Http.Json;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Keys;

/// <summary>Where key material comes from. Asked again every few seconds, so that keys can change while a host runs.</summary>
public interface IKeySource
{
    /// <summary>What it is, for whoever runs the host.</summary>
    string Name { get; }

    /// <exception cref="InvalidKeyringException">Something is missing or refused; the message names it and never shows a key.</exception>
    Task<KeyFile> ReadAsync(CancellationToken cancel);
}

/// <summary>A JSON file that its owner alone may read.</summary>
public sealed class FileKeySource(string path) : IKeySource
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public string Name => $"the key file {path}";

    public string Path => path;

    public async Task<KeyFile> ReadAsync(CancellationToken cancel)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
                ? throw new InvalidKeyringException($"{path} holds keys, and others than its owner may open it (mode {Convert.ToString((int)File.GetUnixFileMode(path), 8)}). Run: chmod 600 {path}")
                : KeyFile.FromJson(await File.ReadAllTextAsync(path, cancel));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidKeyringException($"{path}, which is to hold the keys, cannot be read: {(e is FileNotFoundException ? "it does not exist." : e.Message)}");
        }
    }

    /// <summary>Replaces the file in one piece; the former content stays beside it as <c>….before</c>.</summary>
    public void Replace(KeyFile keys)
    {
        Write(path + ".before", File.ReadAllText(path), overwrite: true);
        Write(path, keys.ToJson(), overwrite: true);
    }

    /// <summary>Writes a file that its owner alone may read: aside, to the disk, then in its place.</summary>
    public static void Write(string path, string json, bool overwrite)
    {
        var part = path + ".part";
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(part, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(json));
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite);
    }
}

/// <summary>A directory with one file per key, as Docker and Kubernetes mount secrets: see <see cref="NamedKeys"/>; or with one keys.json.</summary>
public sealed class DirectoryKeySource(string path) : IKeySource
{
    public string Name => $"the directory of keys {path}";

    public async Task<KeyFile> ReadAsync(CancellationToken cancel)
    {
        try
        {
            var whole = Path.Combine(path, "keys.json");
            if (File.Exists(whole))
            {
                return KeyFile.FromJson(await File.ReadAllTextAsync(whole, cancel));
            }

            var values = new Dictionary<string, string>();
            foreach (var file in Directory.EnumerateFiles(path).Where(f => !Path.GetFileName(f).StartsWith('.')))
            {
                values[Path.GetFileName(file)] = await File.ReadAllTextAsync(file, cancel);
            }

            return NamedKeys.Read(values, $"{path} has no file {{0}}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidKeyringException($"{path}, which is to hold the keys, cannot be read: {e.Message}");
        }
    }
}

/// <summary>Keys from the environment. They were taken out of it when they were read, and do not change while the host runs.</summary>
public sealed class EnvironmentKeySource(KeyFile keys, string variable) : IKeySource
{
    public string Name => $"the environment ({variable})";

    public Task<KeyFile> ReadAsync(CancellationToken cancel) => Task.FromResult(keys);
}

/// <summary>
/// Envelope encryption: another source holds the keys as an outside KMS wrapped them, and the KMS unwraps each by <c>POST {address}/unwrap</c> with
/// <c>{"wrapped": "…"}</c>, answered by <c>{"key": "…"}</c>; <c>/wrap</c> is the other way round. It is asked when the wrapped keys change, and at the start.
/// </summary>
public sealed class KmsKeySource(IKeySource wrapped, HttpClient kms) : IKeySource
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private byte[]? fingerprint;
    private KeyFile? plain;

    public string Name => $"{wrapped.Name}, unwrapped by {kms.BaseAddress}";

    /// <summary>What holds the wrapped keys.</summary>
    public IKeySource Wrapped => wrapped;

    public static HttpClient Client(Uri address, string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(address.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Patience };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<KeyFile> ReadAsync(CancellationToken cancel)
    {
        var file = await wrapped.ReadAsync(cancel);
        var print = file.Fingerprint();
        if (plain is null || !print.AsSpan().SequenceEqual(fingerprint))
        {
            plain = await file.MapAsync(async (name, secret) => (await AskAsync("unwrap", name, new Asked(secret, null), cancel)).Key ?? throw NoAnswer(name, "unwrap", "no key"));
            fingerprint = print;
        }

        return plain;
    }

    /// <summary>A plain file as it may be written down.</summary>
    public Task<KeyFile> WrapAsync(KeyFile file, CancellationToken cancel) =>
        file.MapAsync(async (name, secret) => (await AskAsync("wrap", name, new Asked(null, secret), cancel)).Wrapped ?? throw NoAnswer(name, "wrap", "nothing wrapped"));

    private async Task<Asked> AskAsync(string act, string name, Asked asked, CancellationToken cancel)
    {
        try
        {
            using var response = await kms.PostAsJsonAsync(act, asked, cancel);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<Asked>(cancel) ?? throw NoAnswer(name, act, "an empty answer")
                : throw NoAnswer(name, act, $"status {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw NoAnswer(name, act, e is OperationCanceledException ? $"no answer within {Patience.TotalSeconds} s" : "it cannot be reached, or answers what cannot be read");
        }
    }

    private InvalidKeyringException NoAnswer(string name, string act, string why) => new($"The KMS at {kms.BaseAddress} did not {act} {name}: {why}.");

    private sealed record Asked(string? Wrapped, string? Key)
    {
        public override string ToString() => "a key";
    }
}
