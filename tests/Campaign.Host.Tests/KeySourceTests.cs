using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Campaign.Registry;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Host.Tests;

/// <summary>Where keys come from, what is refused at the start and in which words, and that no key is ever shown.</summary>
public sealed class KeySourceTests(TestPostgres postgres) : IDisposable
{
    private static readonly HostSettings OnGivenDatabase = new() { Address = IPAddress.Loopback, Port = 0, DataDirectory = "/nonexistent", Database = "Host=x" };

    private readonly string folder = Directory.CreateTempSubdirectory("campaign-keys-").FullName;
    private readonly KeyFile keys = KeyFile.FromJson(Keyring.GenerateJson(DateTimeOffset.UnixEpoch));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    public async Task A_key_file_that_others_may_open_is_refused(UnixFileMode others)
    {
        var path = Write("keys.json");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        (await RefusedAsync(OnGivenDatabase with { KeysFile = path })).ShouldContain($"chmod 600 {path}");

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await ReadAsync(OnGivenDatabase with { KeysFile = path })).Held.NumberKeys.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("numberKeys")]
    [InlineData("encryptionKeys")]
    [InlineData("ticketKeys")]
    [InlineData("journalKeys")]
    [InlineData("tokenSigningKeys")]
    [InlineData("tokenEncryptionKey")]
    public async Task A_missing_key_is_named(string name)
    {
        var without = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(keys.ToJson())!;
        without.Remove(name).ShouldBeTrue();

        (await RefusedAsync(OnGivenDatabase with { KeysJson = JsonSerializer.Serialize(without) })).ShouldContain(name);
    }

    [Fact]
    public async Task Without_the_demo_there_is_no_default_key_on_a_given_database()
    {
        (await RefusedAsync(OnGivenDatabase)).ShouldContain("CAMPAIGN_KEYS");
        (await RefusedAsync(OnGivenDatabase with { NoDemo = true })).ShouldContain("CAMPAIGN_KEYS");
        OnGivenDatabase.SeedsDemo.ShouldBeFalse("demo data enters a given database by name alone");
        (OnGivenDatabase with { Demo = true }).SeedsDemo.ShouldBeTrue();
        (await ReadAsync(OnGivenDatabase with { Demo = true })).Held.HasDemoKeys().ShouldBeTrue();
    }

    [Fact]
    public async Task The_demos_keys_are_refused_without_the_demo()
    {
        var path = Path.Combine(folder, "demo.json");
        FileKeySource.Write(path, (keys with { TicketKeys = RegistryInside.DemoKeys.TicketKeys }).ToJson(), overwrite: false);

        (await RefusedAsync(OnGivenDatabase with { KeysFile = path })).ShouldContain("the demo's");
        (await ReadAsync(OnGivenDatabase with { KeysFile = path, Demo = true })).Held.HasDemoKeys().ShouldBeTrue();
    }

    [Fact]
    public async Task The_demos_keys_do_not_enter_a_registry_that_is_not_the_demos()
    {
        await using var database = await postgres.CreateAsync(demo: false);
        await database.ExecuteAsync("insert into registry.campaigns (code) values ('real')");
        await database.ExecuteAsync("do $$ begin execute format('alter database %I owner to campaign_owner', current_database()); end $$");
        var settings = OnGivenDatabase with { Demo = true, Simulation = true };

        var refused = await Should.ThrowAsync<StartupException>(() =>
            new StartUp(settings, TimeProvider.System, NullLoggerFactory.Instance).PrepareAsync(database.Started, Keyring.Demo(), Cancel));

        refused.Message.ShouldContain("not the demo's");
        (await database.CountAsync("registry.clients")).ShouldBe(0);
    }

    [Fact]
    public async Task Keys_come_one_by_one_from_the_environment_or_a_directory()
    {
        var named = new Dictionary<string, string>
        {
            ["NUMBER_1"] = keys.NumberKeys![0].Key!,
            ["NUMBER_2"] = keys.TicketKeys![0].Key!,
            ["NUMBER_CURRENT"] = "1",
            ["ENCRYPTION_1"] = keys.EncryptionKeys![0].Key!,
            ["TICKET_1"] = keys.TicketKeys[0].Key!,
            ["JOURNAL_ab12"] = keys.JournalKeys![0].PrivateKey!,
            ["TOKEN_1"] = keys.TokenSigningKeys![0].Pem!,
            ["TOKEN_ENCRYPTION"] = keys.TokenEncryptionKey!,
        };
        foreach (var (name, value) in named)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name.ToLowerInvariant().Replace('_', '-')), value + "\n", Cancel);
        }

        foreach (var settings in new[] { OnGivenDatabase with { KeyVariables = named }, OnGivenDatabase with { KeysFile = folder } })
        {
            var ring = (await ReadAsync(settings)).Held;
            ring.NumberKeys.Select(k => k.Id).ShouldBe([(short)2, (short)1], "1 is named as current");
            ring.JournalKeys[0].Id.ShouldBe("ab12");
        }

        named.Remove("TICKET_1");
        (await RefusedAsync(OnGivenDatabase with { KeyVariables = named })).ShouldContain("CAMPAIGN_KEY_TICKET_1");
        File.Delete(Path.Combine(folder, "ticket-1"));
        (await RefusedAsync(OnGivenDatabase with { KeysFile = folder })).ShouldContain("TICKET_1");
        (await RefusedAsync(OnGivenDatabase with { KeysFile = folder, KeysJson = "{}" })).ShouldContain("one place");
    }

    [Fact]
    public async Task An_outside_kms_unwraps_the_keys_and_its_silence_is_a_refusal()
    {
        var asked = 0;
        await using var kms = WebApplication.CreateSlimBuilder().Build();
        kms.Urls.Add("http://127.0.0.1:0");
        kms.MapPost("/v1/unwrap", (HttpContext http, JsonElement body) =>
        {
            Interlocked.Increment(ref asked);
            return http.Request.Headers.Authorization == "Bearer let-me" ? Results.Json(new { key = Turned(body.GetProperty("wrapped").GetString()!) }) : Results.StatusCode(403);
        });
        kms.MapPost("/v1/wrap", (JsonElement body) => Results.Json(new { wrapped = Turned(body.GetProperty("key").GetString()!) }));
        await kms.StartAsync(Cancel);
        var path = Path.Combine(folder, "wrapped.json");
        FileKeySource.Write(path, (await keys.MapAsync((_, key) => Task.FromResult(Turned(key)))).ToJson(), overwrite: false);
        var settings = OnGivenDatabase with { KeysFile = path, Kms = new Uri(kms.Urls.First() + "/v1"), KmsToken = "let-me" };

        var ring = await ReadAsync(settings);
        ring.Held.NumberKeys[0].Bytes.ShouldBe(Convert.FromBase64String(keys.NumberKeys![0].Key!));
        asked.ShouldBe(6);
        await ring.Source!.ReadAsync(Cancel);
        asked.ShouldBe(6, "what has not changed is not unwrapped again");
        (await ((KmsKeySource)ring.Source).WrapAsync(keys, Cancel)).NumberKeys![0].Key.ShouldBe(Turned(keys.NumberKeys[0].Key!));

        (await RefusedAsync(settings with { KmsToken = null })).ShouldContain("numberKeys 1: status 403");
        await kms.StopAsync(Cancel);
        (await RefusedAsync(settings)).ShouldContain("cannot be reached");
        (await RefusedAsync(settings with { KeysFile = null })).ShouldContain("CAMPAIGN_KEYS_KMS");
    }

    [Fact]
    public void No_key_is_shown_when_what_holds_it_is_turned_into_text()
    {
        var ring = Keyring.Of(keys);
        object[] holders =
        [
            keys, keys.NumberKeys![0], keys.JournalKeys![0], keys.TokenSigningKeys![0], ring, ring.NumberKeys[0], ring.JournalKeys[0], ring.TokenSigningKeys[0],
            new KeysInUse(ring), OnGivenDatabase with { KeysJson = keys.ToJson(), KmsToken = keys.TokenEncryptionKey, MetricsToken = keys.TokenEncryptionKey },
        ];
        string[] secrets = [keys.NumberKeys[0].Key!, keys.JournalKeys[0].PrivateKey!, keys.TokenSigningKeys[0].Pem!, keys.TokenEncryptionKey!];
        foreach (var holder in holders)
        {
            secrets.ShouldAllBe(secret => !holder.ToString()!.Contains(secret, StringComparison.Ordinal), holder.GetType().Name);
        }

        // Whatever record of the kernel has bytes or a key in it says itself how it looks.
        foreach (var type in typeof(Keyring).Assembly.GetTypes().Where(t => t.Namespace == typeof(Keyring).Namespace && t.GetMethod("<Clone>$") is not null))
        {
            var secret = type.GetProperties().Any(p => p.Name is "Key" or "Bytes" or "Pem" or "PrivateKey" or "NumberKeys");
            var text = type.GetMethod("ToString", BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, []);
            (secret && text?.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is not null).ShouldBeFalse(type.Name);
        }
    }

    private static string Turned(string text) => new([.. text.Reverse()]);

    private string Write(string name)
    {
        var path = Path.Combine(folder, name);
        FileKeySource.Write(path, keys.ToJson(), overwrite: false);
        return path;
    }

    private static Task<KeysInUse> ReadAsync(HostSettings settings) => KeyConfiguration.ReadAsync(settings, TimeProvider.System, NullLogger.Instance, Cancel);

    private static async Task<string> RefusedAsync(HostSettings settings) => (await Should.ThrowAsync<StartupException>(() => ReadAsync(settings))).Message;
}
