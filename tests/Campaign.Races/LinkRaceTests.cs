using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Races;

/// <summary>I1, I2: two numbers are linked while certificates are recorded for both. Whatever comes first, the linked person never holds two.</summary>
public sealed class LinkRaceTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly int Races = Thorough.Or(400, 80);
    private static readonly int Circles = Thorough.Or(40, 15);
    private const int AtOnce = 16;

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task While_numbers_are_linked_and_recorded_at_once_the_linked_person_never_holds_two()
    {
        var officer = Callers.Client("department", Scopes.Department);
        var (linked, both) = (0, 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, Races), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancel) =>
        {
            var (one, other) = (Make.Citizen(), Make.Citizen());
            if (i % 2 == 0)
            {
                // Known before, holding nothing any more: both are led to one of them.
                var ended = await registry.RecordAsync("vnpt-ca", Make.Record(one));
                await registry.EndAsync("vnpt-ca", ended.Text("issuance", "id"), "CITIZEN_ASKED", DateTimeOffset.UtcNow);
            }

            var link = registry.LinkNumbersAsync(officer, one, other);
            var first = registry.RecordAsync("ca2", Make.Record(one));
            var second = registry.RecordAsync("fpt-ca", Make.Record(other));
            var answers = new[] { (await first).TypeName(), (await second).TypeName() };

            if ((await link).TypeName() == "NumbersLinked")
            {
                Interlocked.Increment(ref linked);
                answers.Order().ShouldBe(["AlreadyIssued", "IssuanceRecorded"]);
                (await PersonAsync(one)).ShouldBe(await PersonAsync(other));
            }
            else
            {
                Interlocked.Increment(ref both);
                (await link).TypeName().ShouldBe("BothHoldCertificates");
                answers.ShouldBe(["IssuanceRecorded", "IssuanceRecorded"]);
            }
        });

        linked.ShouldBeGreaterThan(Races / 20, "both happened, so it was a race");
        both.ShouldBeGreaterThan(0, "both happened, so it was a race");
        (await fixture.Database.CountAsync("""
            (select coalesce(l.survivor, i.person_id) from registry.issuances i left join registry.person_links l on l.from_person = i.person_id and l.survivor is not null
             where i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED') group by 1 having count(*) > 1) two
            """)).ShouldBe(0);
        (await fixture.Database.CountAsync("""
            registry.issuances i join registry.person_links l on l.from_person = i.person_id and l.survivor is not null
            where i.status in ('ACTIVE', 'PENDING_ACTIVATION', 'SUSPENDED')
            """)).ShouldBe(0);
    }

    /// <summary>Of links in a circle, made at once, each but the last is made, and all numbers lead to one person in one step.</summary>
    [Fact]
    public async Task Links_made_at_once_in_a_circle_come_to_one_person()
    {
        var officer = Callers.Client("department", Scopes.Department);
        foreach (var _ in Enumerable.Range(0, Circles))
        {
            var numbers = Enumerable.Range(0, 4).Select(_ => Make.Citizen()).ToArray();

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => registry.LinkNumbersAsync(officer, numbers[i], numbers[(i + 1) % 4])));

            answers.Select(a => a.TypeName()).Order().ShouldBe(["AlreadyOnePerson", "NumbersLinked", "NumbersLinked", "NumbersLinked"]);
            (await Task.WhenAll(numbers.Select(PersonAsync))).Distinct().Count().ShouldBe(1);
        }

        (await fixture.Database.CountAsync("""
            registry.person_links l join registry.person_links s on s.from_person = l.survivor and s.survivor is not null
            """)).ShouldBe(0);
    }

    private Task<Guid> PersonAsync(string number) => fixture.Database.ScalarAsync<Guid>(
        "select person_id from registry.number_keys where key_hash = $1",
        registry.Services.GetRequiredService<NumberVault>().KeysOf(CitizenNumber.ParseOrNull(number)!)[0].Hash);
}
