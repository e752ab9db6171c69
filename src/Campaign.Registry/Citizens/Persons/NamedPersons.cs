using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Citizens.Persons;

/// <summary>The persons behind two numbers that an officer names.</summary>
internal static class NamedPersons
{
    // Both are known by now; the hashes of each lead to one person.
    private const string PersonSql = "select person_id from registry.number_persons where key_hash = any($1) order by key_hash limit 1";

    /// <summary>Made known where the registry knew none.</summary>
    public static async Task<(Guid One, Guid Other)> EnsureAsync(Work work, NumberVault vault, CitizenNumber number, CitizenNumber other, DateTimeOffset now)
    {
        await using var batch = work.Batch();
        foreach (var each in new[] { number, other })
        {
            batch.Add(PersonRegistration.Ensure(each, vault, "OFFICER", now));
        }

        foreach (var each in new[] { number, other })
        {
            batch.BatchCommands.Add(Sql.Statement(PersonSql, Sql.ManyBytes([.. vault.KeysOf(each).Select(k => k.Hash)])));
        }

        await using var results = await batch.ReadAsync(work.Cancel);
        return (await PersonAsync(results), await PersonAsync(results));

        static async Task<Guid> PersonAsync(BatchResults results) =>
            await results.NextValueOrNullAsync<Guid>() ?? throw new InvalidOperationException("A person that was just made known is not there.");
    }
}
