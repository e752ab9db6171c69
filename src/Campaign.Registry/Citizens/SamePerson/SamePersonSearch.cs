using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Npgsql;

namespace Campaign.Registry.Citizens.SamePerson;

/// <summary>
/// <para>
/// Looks who is possibly one person with these (HUE-1.3, I2) and writes down each pair that is new, or that an officer kept and of which the facts have changed. What was
/// decided for good (LINKED, NOT_THE_SAME) is never asked again. Who is compared with whom, and how two are scored, is the database's: <c>registry.same_persons_of</c> and
/// <c>registry.same_person_score</c>, the one implementation for the record, the import and the nightly look.
/// </para>
/// <para>It may be called again for the same persons, and killed anywhere: a second look changes nothing.</para>
/// </summary>
public sealed class SamePersonSearch(JobWork jobs)
{
    /// <summary>Persons in one transaction.</summary>
    private const int BatchSize = 500;

    private const string CountedSql = "select exists (select from registry.name_word_counts)";

    // In the order of the words, so that two that count at once do not wait for each other in a circle.
    private const string CountWordsSql = """
        insert into registry.name_word_counts (word, persons, counted_at)
        select w.word, count(*), $1 from registry.stated_details d, unnest(string_to_array(d.name_folded, ' ')) w (word) group by w.word order by w.word
        on conflict (word) do update set persons = excluded.persons, counted_at = excluded.counted_at
        """;

    private const string FindSql = """
        with found as (
          select f.*, concat_ws('/', f.fields -> 'name' ->> 'how', f.fields -> 'birthDate' ->> 'how', f.fields -> 'sex' ->> 'how', f.fields -> 'phone' ->> 'how',
            f.fields -> 'ward' ->> 'how') as facts
          from registry.same_persons_of($1, $2, $3) f),
        told as (
          insert into registry.same_person_pairs as p (person_a, person_b, id, score, fields, facts, policy_from, found_at, state)
          select f.person_a, f.person_b, gen_random_uuid(), f.score, f.fields, f.facts, f.policy_from, $3, 'OPEN' from found f order by f.person_a, f.person_b
          on conflict on constraint one_pair_of_two_persons do update
          set score = excluded.score, fields = excluded.fields, facts = excluded.facts, policy_from = excluded.policy_from, state = 'OPEN', decided_at = null,
            decided_by = null, reason = null, found_at = case when p.facts = excluded.facts then p.found_at else excluded.found_at end
          where p.state in ('OPEN', 'KEPT') and (p.facts <> excluded.facts or (p.state = 'OPEN' and p.score <> excluded.score))
          returning p.found_at)
        select count(*)::int from told where found_at = $3
        """;

    /// <summary>
    /// After details of these persons have been written and committed: looks for each among everybody. This is what an import calls for the persons of a batch; the
    /// persons of records and needs are looked at without being asked for (<see cref="FindSamePersons"/>).
    /// </summary>
    /// <returns>How many pairs are new or asked again.</returns>
    public async Task<int> LookAsync(IReadOnlyCollection<Guid> persons, CancellationToken cancel)
    {
        await CountWordsOnceAsync(cancel);
        var told = 0;
        foreach (var batch in persons.Distinct().Order().Chunk(BatchSize))
        {
            told += await jobs.RunAsync(
                async work => Decision.Keep(await FindAsync(work, batch, earlierOnly: false, await RegistryClock.ReadAsync(work))), cancel);
        }

        return told;
    }

    /// <summary>In the caller's transaction.</summary>
    /// <param name="earlierOnly">True when everybody is looked at in turn: each pair is then found once, with the later of the two.</param>
    internal static async Task<int> FindAsync(Work work, Guid[] persons, bool earlierOnly, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(FindSql, Sql.Uuids(persons), Sql.Bool(earlierOnly), Sql.At(now)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<int>() ?? 0;
    }

    /// <summary>How frequent the words of names are: counted each night, and before the first look.</summary>
    public Task CountWordsAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await CountWordsAsync(work, await RegistryClock.ReadAsync(work));
            return Decision.Keep(true);
        },
        cancel);

    internal Task CountWordsOnceAsync(CancellationToken cancel) => jobs.RunAsync(
        async work =>
        {
            await using var command = new NpgsqlCommand(CountedSql, work.Connection);
            if (await command.ExecuteScalarAsync(work.Cancel) is true)
            {
                return Decision.Discard(false);
            }

            await CountWordsAsync(work, await RegistryClock.ReadAsync(work));
            return Decision.Keep(true);
        },
        cancel);

    private static async Task CountWordsAsync(Work work, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(CountWordsSql, Sql.At(now)));
        await batch.ExecuteNonQueryAsync(work.Cancel);
    }
}
