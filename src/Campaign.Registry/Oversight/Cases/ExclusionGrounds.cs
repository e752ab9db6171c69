using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Oversight.Cases;

/// <summary>
/// What a provider may be excluded for (HUE-5.3: minutes, publication, exclusion): violations of its own in the programme that are published, with minutes of the confirmation that
/// stands. The rule itself is <c>grounds_of_exclusion</c> in the database.
/// </summary>
internal static class ExclusionGrounds
{
    // In the order of their ids, as everybody who locks several.
    private const string LockSql = """
        select c.id from registry.cases c where c.id in (select v.case_id from registry.case_violations v where v.violation_id = any($1)) order by c.id for share
        """;

    private const string CountSql = "select count(*) from registry.grounds_of_exclusion($2, $3) g where g = any($1)";

    /// <summary>Holds the cases of these violations as they are until the transaction ends: a withdrawal, or a new decision, comes before it or after.</summary>
    public static Task HoldAsync(Work work, IEnumerable<string> violationIds) =>
        work.ValuesAsync<Guid>(LockSql, Sql.Uuids([.. violationIds.Where(IsId).Select(Guid.Parse)]));

    /// <summary>Whether there is one at least, and every one named is a ground.</summary>
    public static async Task<bool> AreAsync(Work work, IReadOnlyCollection<string> violationIds, int campaignId, short providerId)
    {
        if (violationIds.Count == 0 || !violationIds.All(IsId))
        {
            return false;
        }

        Guid[] ids = [.. violationIds.Select(Guid.Parse).Distinct()];
        return await work.ValueOrNullAsync<long>(CountSql, Sql.Uuids(ids), Sql.Int(campaignId), Sql.Small(providerId)) == ids.Length;
    }

    private static bool IsId(string text) => Guid.TryParseExact(text, "D", out _);
}
