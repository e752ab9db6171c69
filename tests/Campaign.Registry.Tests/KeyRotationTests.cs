using Campaign.Registry.Oversight.Reports;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Rekeying;
using Campaign.Registry.Providers.Staff;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaign.Registry.Tests;

/// <summary>Keys change under a registry that serves: nobody who holds a certificate is ever free, nothing is done twice, and the old key is not needed afterwards.</summary>
public sealed class KeyRotationTests(TestPostgres postgres) : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("campaign-keys-").FullName;
    private TestDatabase database = null!;
    private JobDatabase rekeying = null!;
    private JobWork work = null!;
    private KeyRotation rotation = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        rekeying = JobDatabase.Open(database.ConnectionString, Migrations.RekeyRole);
        work = new(rekeying, NullLogger<JobWork>.Instance);
        rotation = new(work);
    }

    public async ValueTask DisposeAsync()
    {
        await rekeying.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_number_key_rotates_while_records_and_checks_go_on()
    {
        var file = Source("keys.json");
        await using var registry = await StartAsync(file);
        var before = Enumerable.Range(0, 12).Select(_ => Record()).ToList();
        foreach (var input in before)
        {
            (await registry.RecordAsync("vnpt-ca", input)).TypeName().ShouldBe("IssuanceRecorded");
        }

        var need = await registry.RegisterNeedAsync(new NeedInput { CitizenId = Make.Citizen() });
        need.TypeName().ShouldBe("NeedRegistered");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var written = new List<RecordInput>();
        var life = Task.WhenAll(CheckAsync(registry, before, stop.Token), WriteAsync(registry, written, stop.Token));

        var id = await AddAsync(file, KeyPurpose.Number);
        await KnownAsync(file, KeyPurpose.Number, id, hosts: 1);
        (await PromoteAsync(file, KeyPurpose.Number, id)).ShouldBeNull();
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 5).NumbersAsync(null, _ => { }, Cancel);

        await Eventually.HoldsAsync(() => { lock (written) { return written.Count > 5; } }, "records went on");
        await stop.CancelAsync();
        await life;
        foreach (var input in before)
        {
            (await registry.RecordAsync("vnpt-ca", input)).At("replayed").GetBoolean().ShouldBeTrue("sent again after the promotion");
        }

        // Then the old key is given up, and nothing misses it.
        await Eventually.HoldsAsync(() => KeysOf(registry).Held.NumberKeys[^1].Id == 2, "the host writes under the new key");
        await Eventually.HoldsAsync(
            async () => (await RetireAsync(file, KeyPurpose.Number, "1"))!.Contains("may be shown until", StringComparison.Ordinal), "tickets of the old key are waited for");
        var late = Record();
        (await registry.RecordAsync("vnpt-ca", late)).TypeName().ShouldBe("IssuanceRecorded");
        // What the host wrote before it had read of the promotion stands under the old key still.
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 5).NumbersAsync(null, _ => { }, Cancel);
        await database.ShiftAsync(TimeSpan.FromDays(2));
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldNotBeNull().ShouldContain("younger than 30 days");
        await database.ShiftAsync(TimeSpan.FromDays(32));
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldBeNull();
        await Eventually.HoldsAsync(() => KeysOf(registry).Held.NumberKeys.Count == 1, "the host has dropped the old key");

        foreach (var input in before.Append(late).Concat(written))
        {
            (await registry.CheckAsync("viettel-ca", input.CitizenId)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        }

        (await registry.RecordAsync("vnpt-ca", late)).At("replayed").GetBoolean().ShouldBeTrue("made under the new key");
        (await database.CountAsync("registry.needs where phone_key_id = 1")).ShouldBe(0);
        (await database.CountAsync("registry.journal where kind in ('KEY_ADDED', 'KEY_PROMOTED', 'KEY_RETIRED')")).ShouldBe(3);
        File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(file.Path + ".before").ShouldBeTrue();
    }

    [Fact]
    public async Task Rewriting_that_was_cut_short_is_run_again_and_retiring_waits_for_it()
    {
        var file = Source("keys.json");
        await using (var registry = await StartAsync(file))
        {
            foreach (var input in Enumerable.Range(0, 9).Select(_ => Record()))
            {
                (await registry.CheckAsync("viettel-ca", input.CitizenId)).Text("standing").ShouldBe("FREE");
                await registry.RecordAsync("vnpt-ca", input);
            }

            await registry.RegisterNeedAsync(new NeedInput { CitizenId = Make.Citizen() });
        }

        foreach (var purpose in new[] { KeyPurpose.Number, KeyPurpose.Encryption })
        {
            var id = await AddAsync(file, purpose);
            await KeyChecks.VerifyAsync((await RingAsync(file)).Held, rekeying.Source, Cancel);
            (await PromoteAsync(file, purpose, id)).ShouldBeNull();
        }

        var secondFactors = await database.CountAsync("signin.second_factors");
        secondFactors.ShouldBeGreaterThan(0);
        await database.ShiftAsync(TimeSpan.FromDays(31));
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldNotBeNull().ShouldContain("10 citizen(s)");
        (await RetireAsync(file, KeyPurpose.Encryption, "1")).ShouldNotBeNull().ShouldContain($"{12 + secondFactors} row(s)");
        await Should.ThrowAsync<InvalidOperationException>(() => new Rewriting(work, RingAsync(file).Result, TimeProvider.System, batchSize: 4)
            .NumbersAsync(null, at => { if (at.Done > 0) { throw new InvalidOperationException("cut short"); } }, Cancel));
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldNotBeNull().ShouldContain("6 citizen(s)");

        var seen = new List<RewritingProgress>();
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 4).NumbersAsync(null, seen.Add, Cancel);
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 4).EncryptionAsync(null, _ => { }, Cancel);

        seen[^1].ShouldBe(new(8, 8), "6 citizens, and one phone of a need and of its citizen");
        (await database.CountAsync("registry.citizen_asks where key_id = 1")).ShouldBe(0);
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldBeNull();
        (await RetireAsync(file, KeyPurpose.Encryption, "1")).ShouldBeNull();
        await using var again = await StartAsync(file);
        (await again.TokenAsOfficerAsync("ADMINISTRATOR")).ShouldNotBeEmpty("the second factor opens under the new key");
        var inbox = await again.NeedsAsync("vnpt-ca");
        inbox.At("edges")[0].At("node").Text("contact", "phone").ShouldBe("0905000111");
    }

    [Fact]
    public async Task Phones_and_photographs_of_reports_and_of_staff_follow_the_keys()
    {
        var file = Source("keys.json");
        string reference;
        byte[] photo, portrait;
        await using (var registry = await StartAsync(file))
        {
            reference = (await registry.ReportAsync(new() { ContactPhone = "0905123456" })).Text("reference");
            for (var i = 0; i < 3; i++)
            {
                (await registry.Services.GetRequiredService<AttachReportPhoto>().HandleAsync(null, reference, new MemoryStream(Pictures.Make(300 + i, 200)), Cancel)).Success.ShouldNotBeNull();
            }

            await registry.SetStaffPhotoAsync(await registry.TokenAsAdministratorAsync("vnpt-ca"), await StaffAsync(), Pictures.Make(480, 600));
            (photo, portrait) = await SeenAsync(registry);
        }

        foreach (var purpose in new[] { KeyPurpose.Number, KeyPurpose.Encryption })
        {
            var id = await AddAsync(file, purpose);
            await KeyChecks.VerifyAsync((await RingAsync(file)).Held, rekeying.Source, Cancel);
            (await PromoteAsync(file, purpose, id)).ShouldBeNull();
        }

        await database.ShiftAsync(TimeSpan.FromDays(31));
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldNotBeNull();
        (await RetireAsync(file, KeyPurpose.Encryption, "1")).ShouldNotBeNull();
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 2).NumbersAsync(null, _ => { }, Cancel);
        await new Rewriting(work, await RingAsync(file), TimeProvider.System, batchSize: 2).EncryptionAsync(null, _ => { }, Cancel);
        (await RetireAsync(file, KeyPurpose.Number, "1")).ShouldBeNull();
        (await RetireAsync(file, KeyPurpose.Encryption, "1")).ShouldBeNull();

        (await database.CountAsync("registry.reports where phone_key_id = 2 and phone_sealed_key_id = 2")).ShouldBe(1);
        await using var again = await StartAsync(file);
        var seen = await SeenAsync(again);
        (seen.Photo.SequenceEqual(photo), seen.Portrait.SequenceEqual(portrait)).ShouldBe((true, true), "opened under the new keys");

        async Task<string> StaffAsync() => (await database.ScalarAsync<Guid>("select id from registry.staff where reference = 'vnpt-ca-staff-1'")).ToString();

        async Task<(byte[] Photo, byte[] Portrait)> SeenAsync(TestRegistry registry)
        {
            var report = (await registry.ReportsAsync(new { reference })).At("edges")[0].At("node");
            report.Text("contactPhone").ShouldBe("0905123456");
            report.At("photos").GetArrayLength().ShouldBe(3);
            var own = await registry.Services.GetRequiredService<StaffPhotoReads>().OwnAsync(await registry.AdministratorAsync("vnpt-ca"), await StaffAsync(), Cancel);
            var shown = await registry.GetAsync(await registry.TokenAsync("department"), report.At("photos")[0].Text("url"));
            return (await shown.Content.ReadAsByteArrayAsync(Cancel), own!);
        }
    }

    [Fact]
    public async Task A_key_becomes_current_only_when_every_running_host_knows_it()
    {
        var (mine, others) = (Source("mine.json"), Source("others.json"));
        await using var one = await StartAsync(mine);
        await using var other = await StartAsync(others);
        await KnownAsync(mine, KeyPurpose.Number, "1", hosts: 2);

        var id = await AddAsync(mine, KeyPurpose.Number);
        await KnownAsync(mine, KeyPurpose.Number, id, hosts: 1);
        (await PromoteAsync(mine, KeyPurpose.Number, id)).ShouldNotBeNull().ShouldContain("1 running host(s) do not know NUMBER key 2");
        (await other.CheckAsync("viettel-ca", Make.Citizen())).TypeName().ShouldBe("CitizenCheck", "a key that is only known elsewhere stops nobody");

        others.Replace(await mine.ReadAsync(Cancel));
        await KnownAsync(mine, KeyPurpose.Number, id, hosts: 2);
        (await PromoteAsync(mine, KeyPurpose.Number, id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_host_that_lacks_a_key_in_use_never_answers_free()
    {
        var file = Source("keys.json");
        await using var registry = await StartAsync(file);
        await KnownAsync(file, KeyPurpose.Number, "1", hosts: 1);
        var lacking = await file.ReadAsync(Cancel);

        // Another host has made a key current that this one was never given.
        var (changed, id) = lacking.WithNew(KeyPurpose.Number, 2, DateTimeOffset.UnixEpoch);
        await KeyChecks.VerifyAsync(Keyring.Of(changed.WithCurrent(KeyPurpose.Number, id, DateTimeOffset.UnixEpoch)), rekeying.Source, Cancel);
        await Eventually.HoldsAsync(() => KeysOf(registry).Trouble is not null, "the host notices");

        using var ready = await registry.Http.GetAsync("/health/ready", Cancel);
        ((int)ready.StatusCode).ShouldBe(503);
        (await ready.Content.ReadAsStringAsync(Cancel)).ShouldContain("NUMBER key 2");
        var (_, body) = await registry.SendAsync("vnpt-ca", Operations.CheckCitizen, new { input = new { campaign = "hue", citizenId = Make.Citizen(), channel = "PROVIDER_APP" } });
        body.ToString().ShouldContain("OVERLOADED");
        body.ToString().ShouldNotContain("FREE");

        file.Replace(changed);
        await Eventually.HoldsAsync(() => KeysOf(registry).Trouble is null, "the host has the key now");
        (await registry.CheckAsync("vnpt-ca", Make.Citizen())).Text("standing").ShouldBe("FREE");
    }

    [Fact]
    public async Task Two_hosts_with_different_keys_make_one_number_one_person()
    {
        // As between two hosts of which one has already dropped a retired key.
        var both = Keyring.DemoFile().WithNew(KeyPurpose.Number, 2, DateTimeOffset.UnixEpoch).File.WithCurrent(KeyPurpose.Number, "2", DateTimeOffset.UnixEpoch);
        await database.ExecuteAsync("update registry.key_checks set retired_at = first_seen where purpose = 'NUMBER'");
        await using var one = await TestRegistry.StartAsync(database, keys: Keyring.Of(both));
        await using var other = await TestRegistry.StartAsync(database, keys: Keyring.Of(both.Without(KeyPurpose.Number, "1")));
        var inputs = Enumerable.Range(0, 40).Select(_ => Record()).ToList();

        var answers = await Task.WhenAll(inputs.SelectMany(i => new[]
        {
            one.RecordAsync("vnpt-ca", i), other.RecordAsync("viettel-ca", i with { RequestId = Make.Id(), Certificate = Make.Certificate() }),
        }));

        answers.Count(a => a.TypeName() == "IssuanceRecorded").ShouldBe(inputs.Count);
        answers.Count(a => a.TypeName() == "AlreadyIssued").ShouldBe(inputs.Count);
        (await database.CountAsync("registry.persons")).ShouldBe(inputs.Count);
    }

    [Fact]
    public void Keys_that_were_not_held_against_the_database_for_long_are_not_worked_with()
    {
        var time = new HandMovedClock();
        var keys = new KeysInUse(Keyring.Demo(), null, time);
        keys.Lend(Keyring.Demo(), time.GetTimestamp());
        time.Elapse(KeysInUse.Lease);
        keys.Now.NumberKeys.ShouldNotBeEmpty();

        time.Elapse(TimeSpan.FromMilliseconds(1));

        Should.Throw<RegistryUnavailableException>(() => keys.Now);
    }

    private static KeysInUse KeysOf(TestRegistry registry) => registry.Services.GetRequiredService<KeysInUse>();

    private static RecordInput Record() => new() { CitizenId = Make.Citizen(), Channel = "PROVIDER_APP", Certificate = Make.Certificate() };

    private static async Task CheckAsync(TestRegistry registry, List<RecordInput> held, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            (await registry.CheckAsync("viettel-ca", held[i % held.Count].CitizenId)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        }
    }

    private static async Task WriteAsync(TestRegistry registry, List<RecordInput> written, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var input = Record();
            (await registry.RecordAsync("misa-ca", input)).TypeName().ShouldBe("IssuanceRecorded");
            (await registry.CheckAsync("viettel-ca", input.CitizenId)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
            lock (written)
            {
                written.Add(input);
            }
        }
    }

    private FileKeySource Source(string name)
    {
        var source = new FileKeySource(Path.Combine(folder, name));
        FileKeySource.Write(source.Path, Keyring.DemoFile().ToJson(), overwrite: false);
        return source;
    }

    private async Task<TestRegistry> StartAsync(FileKeySource file) =>
        await TestRegistry.StartAsync(database, keys: new KeysInUse((await RingAsync(file)).Held, file, TimeProvider.System));

    private static async Task<KeysInUse> RingAsync(FileKeySource file) => Keyring.Of(await file.ReadAsync(Cancel));

    private Task<string> AddAsync(FileKeySource file, KeyPurpose purpose) => rotation.AddAsync(purpose, file.ReadAsync, Write(file), Cancel);

    private Task<string?> PromoteAsync(FileKeySource file, KeyPurpose purpose, string id) => rotation.PromoteAsync(purpose, id, file.ReadAsync, Write(file), Cancel);

    private Task<string?> RetireAsync(FileKeySource file, KeyPurpose purpose, string id) => rotation.RetireAsync(purpose, id, file.ReadAsync, Write(file), Cancel);

    private static Func<KeyFile, CancellationToken, Task> Write(FileKeySource file) => (keys, _) =>
    {
        file.Replace(keys);
        return Task.CompletedTask;
    };

    private Task KnownAsync(FileKeySource file, KeyPurpose purpose, string id, int hosts) => Eventually.HoldsAsync(
        async () => (await rotation.ListAsync(await file.ReadAsync(Cancel), Cancel)).Single(k => k.Purpose == purpose && k.Id == id).HostsThatKnow == hosts,
        $"{hosts} host(s) know {purpose} key {id}");

    private sealed class HandMovedClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Elapse(TimeSpan by) => ticks += by.Ticks;

        public override long GetTimestamp() => ticks;
    }
}
