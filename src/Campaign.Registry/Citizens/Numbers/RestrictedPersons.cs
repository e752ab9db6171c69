using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// Citizens who have asked that their data be restricted (law 91/2025). Providers are shown no more of theirs than the open need that the citizen asks for: by what the
/// code asks for, which is here, and by row-level security, which asks the same function.
/// </summary>
internal static class RestrictedPersons
{
    private const string HidesSql = "select $1 in (select registry.restricted_persons())";

    /// <summary>Providers alone are shown less.</summary>
    public static bool Concern(Caller caller) => caller is { Provider: not null, IsUnchecked: false };

    /// <summary>For a query: the ids.</summary>
    public static IQueryable<Guid> In(RegistryDb db) => db.Database.SqlQueryRaw<Guid>("""select p as "Value" from registry.restricted_persons() p""");

    /// <summary>Whether what has ended is hidden from this caller.</summary>
    public static async Task<bool> HideAsync(Work work, Caller caller, Guid personId)
    {
        if (!Concern(caller))
        {
            return false;
        }

        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(HidesSql, Sql.Uuid(personId)));
        await using var results = await batch.ReadAsync(work.Cancel);
        return await results.NextValueOrNullAsync<bool>() == true;
    }
}
