using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Violations;

/// <summary>The flags that somebody is about to judge, locked: rows are locked by their owner alone.</summary>
internal static class FlagLocks
{
    private const string LockSql = "select v.id from registry.violations v where v.id = any ($1) order by v.id for update";

    private const string AlikeSql = """
        select v.id from registry.violations v
        where v.campaign_id = $1 and v.provider_id = $2 and v.kind = any ($3) and v.state = 'FLAGGED' and v.id <> all ($4) order by v.flagged_at, v.id limit $5
        """;

    private const string LockAlikeSql = AlikeSql + " for update skip locked";

    /// <summary>Locks those that there are, in the order of their ids.</summary>
    public static Task<List<Guid>> LockAsync(Work work, Guid[] ids) => work.ValuesAsync<Guid>(LockSql, Sql.Uuids(ids));

    /// <summary>Those of the same campaign, provider and kinds that are in no case. Of flags that no one provider answers for none is alike: each has its own cause.</summary>
    /// <param name="most">How many, at most.</param>
    /// <param name="locked">Those that another transaction has locked are left out.</param>
    public static async Task<List<Guid>> AlikeAsync(
        Work work, int campaignId, short? providerId, IReadOnlyCollection<ViolationKind> kinds, Guid[] but, int most, bool locked)
    {
        if (providerId is null || most <= 0)
        {
            return [];
        }

        return await work.ValuesAsync<Guid>(
            locked ? LockAlikeSql : AlikeSql, Sql.Int(campaignId), Sql.Small(providerId), Sql.Texts([.. kinds.Select(k => k.InDatabase())]), Sql.Uuids(but), Sql.Int(most));
    }
}
