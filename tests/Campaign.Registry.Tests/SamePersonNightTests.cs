using Campaign.Population;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using NpgsqlTypes;

namespace Campaign.Registry.Tests;

/// <summary>The nightly look at everybody: what it finds in a made-up population of which the truth is known, and that it goes on where it was cut short.</summary>
public sealed class SamePersonNightTests(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>Fewer would not do: that a name is common shows only among many.</summary>
    private const int Persons = 40_000;

    /// <summary>Tomorrow, 03:00 in Vietnam.</summary>
    private static readonly DateTimeOffset Night =
        new DateTimeOffset(VietnamTime.DateOf(TimeProvider.System.GetUtcNow()).AddDays(1), new TimeOnly(3, 0), VietnamTime.Offset).ToUniversalTime();

    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        registry = await TestRegistry.StartAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Of_a_made_up_population_98_in_100_duplicates_are_found_and_95_in_100_findings_are_right()
    {
        var truth = await FillAsync(new());
        await database.FreezeAsync(Night);

        await registry.RunJobAsync("find-same-persons-at-night", TestContext.Current.CancellationToken);

        var found = await PairsAsync();
        var same = truth.Where(t => t.Value.IsSamePerson()).Select(t => t.Key).ToHashSet();
        var right = found.Count(same.Contains);
        ((double)right / same.Count).ShouldBeGreaterThanOrEqualTo(0.98, $"missed: {string.Join(", ", same.Except(found).GroupBy(p => truth[p]).Select(g => $"{g.Key} {g.Count()}"))}");
        ((double)right / found.Count).ShouldBeGreaterThanOrEqualTo(
            0.95, $"wrong: {string.Join(", ", found.Except(same).GroupBy(p => truth.GetValueOrDefault(p)).Select(g => $"{g.Key} {g.Count()}"))}");
    }

    [Fact]
    public async Task A_look_that_is_cut_short_goes_on_where_it_was_and_a_finished_night_is_not_begun_again()
    {
        await FillAsync(new(), 900);
        await database.FreezeAsync(Night.AddMicroseconds(-1));
        await registry.RunJobAsync("find-same-persons-at-night", TestContext.Current.CancellationToken);
        (await database.CountAsync("registry.same_person_nights")).ShouldBe(0);
        await database.FreezeAsync(Night);
        var persons = await database.CountAsync("registry.persons");
        var looked = new List<long>();

        while (looked.Count == 0 || !await database.ScalarAsync<bool>("select finished_at is not null from registry.same_person_nights"))
        {
            using var killed = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var search = registry.Services.GetRequiredService<SamePersonSearch>();
            var job = new FindSamePersonsAtNight(registry.Services.GetRequiredService<JobWork>(), search) { PageSize = 400, AfterPage = killed.Cancel };
            try
            {
                await job.RunAsync(killed.Token);
            }
            catch (OperationCanceledException)
            {
            }

            looked.Add(await database.ScalarAsync<long>("select persons from registry.same_person_nights"));
        }

        looked.ShouldBe([400, 800, persons]);
        var inPieces = await PairsAsync();
        inPieces.ShouldNotBeEmpty();
        await database.ExecuteAsync("delete from registry.same_person_pairs");
        await registry.RunJobAsync("find-same-persons-at-night", TestContext.Current.CancellationToken);
        (await PairsAsync()).ShouldBeEmpty();
        await database.ExecuteAsync("delete from registry.same_person_nights");
        await registry.RunJobAsync("find-same-persons-at-night", TestContext.Current.CancellationToken);
        (await PairsAsync()).ShouldBe(inPieces, ignoreOrder: true);
    }

    [Fact]
    public async Task A_phone_of_many_tells_nobody_apart()
    {
        await FillAsync(new(0, 0), 400);
        await database.ExecuteAsync("update registry.person_details set phone_key_id = 1, phone_hash = sha256('hotline')");
        await database.FreezeAsync(Night);

        await registry.RunJobAsync("find-same-persons-at-night", TestContext.Current.CancellationToken);

        (await database.CountAsync("registry.same_person_pairs where fields -> 'phone' ->> 'is' = 'AGREES'")).ShouldBe(0);
    }

    /// <summary>What was planted, by the two persons in the database's order.</summary>
    private async Task<Dictionary<(Guid, Guid), Planted>> FillAsync(Planting planting, int persons = Persons)
    {
        var made = MadeCitizens.Of(seed: 11, persons, planting).ToList();
        var ids = made.ToDictionary(c => c.Id, _ => Guid.NewGuid());
        var phones = registry.Services.GetRequiredService<PhoneVault>();
        await using var connection = await database.ConnectAsync();
        await using (var writer = await connection.BeginBinaryImportAsync("copy registry.persons (id, recorded_at) from stdin (format binary)"))
        {
            foreach (var citizen in made)
            {
                await writer.WriteRowAsync(default, ids[citizen.Id], DateTime.UtcNow);
            }

            await writer.CompleteAsync();
        }

        await using (var writer = await connection.BeginBinaryImportAsync(
            "copy registry.person_details (person_id, recorded_at, source, name, name_folded, birth_date, sex, phone_key_id, phone_hash, ward_code) from stdin (format binary)"))
        {
            foreach (var citizen in made)
            {
                var name = LatinLetters.Together(citizen.Name);
                var phone = citizen.Phone is null ? (KeptPhone?)null : phones.Keep(citizen.Phone, ids[citizen.Id]);
                await writer.StartRowAsync();
                await writer.WriteAsync(ids[citizen.Id], NpgsqlDbType.Uuid);
                await writer.WriteAsync(DateTime.UtcNow, NpgsqlDbType.TimestampTz);
                await writer.WriteAsync("IMPORT", NpgsqlDbType.Text);
                await writer.WriteAsync(name, NpgsqlDbType.Text);
                await writer.WriteAsync(FoldedName.Of(name), NpgsqlDbType.Text);
                await writer.WriteAsync(citizen.BirthDate, NpgsqlDbType.Date);
                await writer.WriteAsync(citizen.IsFemale ? "FEMALE" : "MALE", NpgsqlDbType.Text);
                await (phone is { } p ? writer.WriteAsync(p.KeyId, NpgsqlDbType.Smallint) : writer.WriteNullAsync());
                await (phone is { } h ? writer.WriteAsync(h.Hash, NpgsqlDbType.Bytea) : writer.WriteNullAsync());
                await (citizen.WardCode is { } ward ? writer.WriteAsync(ward, NpgsqlDbType.Text) : writer.WriteNullAsync());
            }

            await writer.CompleteAsync();
        }

        await database.ExecuteAsync("analyze registry.person_details");
        return made.Where(c => c.Of is not null).ToDictionary(c => Ordered(ids[c.Id], ids[c.Of!.Value]), c => c.Planted);
    }

    /// <summary>PostgreSQL orders uuids by their bytes, as they are written.</summary>
    private static (Guid First, Guid Second) Ordered(Guid one, Guid other) => string.CompareOrdinal(one.ToString(), other.ToString()) < 0 ? (one, other) : (other, one);

    private async Task<List<(Guid, Guid)>> PairsAsync()
    {
        await using var connection = await database.ConnectAsync();
        await using var command = new Npgsql.NpgsqlCommand("select person_a, person_b from registry.same_person_pairs order by person_a, person_b", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var pairs = new List<(Guid, Guid)>();
        while (await reader.ReadAsync())
        {
            pairs.Add((reader.GetGuid(0), reader.GetGuid(1)));
        }

        return pairs;
    }
}
