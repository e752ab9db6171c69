using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Campaign.Registry.Citizens.Numbers;

/// <summary>
/// The citizen whom a request is about. A citizen's login implies the citizen's own number, and names no other; an officer at the counter names the citizen.
/// </summary>
internal static class NamedCitizen
{
    /// <returns>Null when the text is no citizen number, or another's than the citizen's who asks: the two are told apart by nobody.</returns>
    public static CitizenNumber? Of(Caller caller, string? given)
    {
        var named = CitizenNumber.ParseOrNull(given);
        if (caller.Citizen is not { } citizen)
        {
            return named;
        }

        var own = CitizenNumber.ParseOrNull(citizen.Digits);
        return given is null || named?.IsSameAs(own) == true ? own : null;
    }
}

/// <summary>Whether something stands under a citizen's own number. Of providers and the department nothing is asked here: theirs is by whose provider it is (I8).</summary>
internal static class OwnPerson
{
    private const string OwnSql = "select registry.viewer_person()";

    private const string IsOwnSql = "select coalesce($1 = any (registry.viewer_persons()), false)";

    /// <summary>False for a citizen to whom this person is another; true for a person who is linked with that citizen (I2).</summary>
    public static async Task<bool> MaySeeAsync(Work work, Caller caller, Guid personId)
    {
        if (caller.Citizen is null)
        {
            return true;
        }

        return await work.ValueOrNullAsync<bool>(IsOwnSql, Sql.Uuid(personId)) == true;
    }

    /// <summary>For a query: the ids of all persons who are one with the citizen who looks (I2); none for everybody else.</summary>
    public static IQueryable<Guid> In(RegistryDb db) => db.Database.SqlQueryRaw<Guid>("""select p as "Value" from unnest(registry.viewer_persons()) p""");

    /// <summary>The citizen who looks; null for one of whom the registry knows nothing, and for everybody else.</summary>
    public static Task<Guid?> OfAsync(Work work) => work.ValueOrNullAsync<Guid>(OwnSql);
}
