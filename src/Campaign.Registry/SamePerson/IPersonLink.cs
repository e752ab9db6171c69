using Campaign.Registry.Kernel;
using Npgsql;

namespace Campaign.Registry.SamePerson;

/// <summary>What came of linking two persons.</summary>
internal enum PersonLinkOutcome
{
    Linked,
    SameAlready,
    BothHold,
}

/// <summary>Makes two persons one, in the caller's transaction (I2).</summary>
internal interface IPersonLink
{
    /// <returns>Null when this registry cannot link persons.</returns>
    Task<PersonLinkOutcome?> LinkAsync(Work work, Guid personA, Guid personB, string actor, DateTimeOffset now, string basis);
}

/// <summary>By the database's own function, where there is one.</summary>
internal sealed class PersonLinkInDatabase : IPersonLink
{
    private const string IsThereSql = "select to_regprocedure('registry.link_persons(uuid, uuid, text, text, timestamptz, text)') is not null";

    private const string LinkSql = "select registry.link_persons($1, $2, 'OFFICER', $3, $4, $5)";

    public async Task<PersonLinkOutcome?> LinkAsync(Work work, Guid personA, Guid personB, string actor, DateTimeOffset now, string basis)
    {
        await using var isThere = new NpgsqlCommand(IsThereSql, work.Connection);
        if (await isThere.ExecuteScalarAsync(work.Cancel) is not true)
        {
            return null;
        }

        await using var link = new NpgsqlCommand(LinkSql, work.Connection);
        link.Parameters.AddRange(new[] { Sql.Uuid(personA), Sql.Uuid(personB), Sql.Text(actor), Sql.At(now), Sql.Text(basis) });
        return Names.Parse<PersonLinkOutcome>((string)(await link.ExecuteScalarAsync(work.Cancel))!);
    }
}
