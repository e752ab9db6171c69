using Campaign.Testing;

namespace Campaign.Races;

/// <summary>Jobs whose host is killed with -9 at 20 points of their work: the next host goes on, and each effect has come about exactly once.</summary>
public sealed class KilledJobTests(TestPostgres postgres)
{
    private static readonly int Needs = Thorough.Or(12_000, 2_000);
    private static readonly int Kills = Thorough.Or(20, 2);

    /// <summary>Of each need: it lapses, the citizen and the provider are told, the lapse is flagged.</summary>
    private const int EffectsOfANeed = 4;

    // Due an hour ago. The triggers that look at each row are left out: these rows are right.
    private static readonly string PopulateSql = $"""
        set session_replication_role = replica;
        insert into registry.persons (id, recorded_at) select lpad(to_hex(n), 32, '0')::uuid, registry.registry_now() from generate_series(1, {Needs}) n;
        insert into registry.needs (id, person_id, campaign_id, programme_id, provider_id, participation_joined_at, mode, for_switch, state, registered_at, waiting_until, due_at,
          warn_at, contact_key_id, contact, phone_key_id, phone_hash)
        select gen_random_uuid(), lpad(to_hex(n), 32, '0')::uuid, p.campaign_id, registry.own_programme(), p.provider_id, p.joined_at, 'BY_PHONE', false, 'WAITING', t.at - interval '49 hours',
          t.at - interval '1 hour', t.at - interval '1 hour', t.at - interval '13 hours', 1, '\xab', 1, sha256(n::text::bytea)
        from generate_series(1, {Needs}) n, (select registry.registry_now() as at) t,
          lateral (select p.campaign_id, p.provider_id, p.joined_at from registry.participations p join registry.campaigns c on c.id = p.campaign_id and c.code = 'hue'
            order by p.provider_id offset n % 6 limit 1) p;
        set session_replication_role = default;
        analyze;
        """;

    [Fact]
    public async Task Jobs_killed_at_random_points_bring_each_effect_about_exactly_once()
    {
        await using var database = await postgres.CreateAsync();
        await database.ExecuteAsync(PopulateSql);
        var environment = new Dictionary<string, string?> { ["CAMPAIGN_DATABASE"] = database.ConnectionString };
        var all = Needs * EffectsOfANeed;
        var killedAt = new List<long>();
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Somewhere within the kill's own twenty-first of the work.
            var until = (all * (kill - 1) / (Kills + 1)) + Random.Shared.Next(1, all / (Kills + 1));
            await using var host = HostProcess.Start(HostProcess.FreePort(), ["--demo"], environment);
            while (await EffectsAsync(database) < until)
            {
                host.Process.HasExited.ShouldBeFalse(host.Output);
                await Task.Delay(5);
            }

            host.Kill();
            await host.Process.WaitForExitAsync();
            killedAt.Add(await EffectsAsync(database));
        }

        killedAt.Count(k => k < all).ShouldBe(Kills, "every kill came before the work was done");
        await using var last = HostProcess.Start(HostProcess.FreePort(), ["--demo"], environment);
        while (await EffectsAsync(database) < all)
        {
            last.Process.HasExited.ShouldBeFalse(last.Output);
            await Task.Delay(50);
        }

        await ExactlyOnceAsync(database, "registry.needs n where state = 'LAPSED' and ended_at = due_at and lapsed_from = 'WAITING'");
        await ExactlyOnceAsync(database, "(select subject_id from registry.journal where kind = 'NEED_LAPSED' group by subject_id having count(*) = 1) j");
        foreach (var recipient in new[] { "CITIZEN", "PROVIDER" })
        {
            await ExactlyOnceAsync(database, $"registry.messages where kind = 'NEED_LAPSED' and recipient = '{recipient}' and sent_at is not null and given_up_at is null");
        }

        await ExactlyOnceAsync(database, "registry.violations v where kind = 'NEED_LAPSED'");
        await ExactlyOnceAsync(database, "(select need_id from registry.violation_evidence where need_id is not null group by need_id) e");
        await ExactlyOnceAsync(database, "(select subject_id from registry.journal where kind = 'VIOLATION_FLAGGED' group by subject_id having count(*) = 1) j");
    }

    private static Task<long> EffectsAsync(TestDatabase database) => database.ScalarAsync<long>("""
        select (select count(*) from registry.needs where state = 'LAPSED') + (select count(*) from registry.messages where sent_at is not null)
          + (select count(*) from registry.violations)
        """);

    private static async Task ExactlyOnceAsync(TestDatabase database, string effects) => (await database.CountAsync(effects)).ShouldBe(Needs, effects);
}
