using Campaign.Registry.Accounts;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.SignIn.People;

/// <summary>The end of a statement that does something to an account: its event and its leaf of the journal are written with it, or nothing is (I10, ASVS V16.3).</summary>
internal static class WrittenDown
{
    /// <param name="kind">Of the event.</param>
    /// <param name="source">The name of the statement's part that answers the account's id, and no row when nothing was done.</param>
    /// <returns>What follows that part; it answers one row for each that was done.</returns>
    public static string Sql(string kind, string source) => $"""
        , written as (insert into signin.events (id, at, kind, account_id, actor, network) select $3, $2, '{kind}', {source}.id, $4, $5 from {source})
        select signin.journal_of_accounts($6, $7, $8, $9, $10, $11, $12) from {source}
        """;

    /// <summary>$1 to $12: the account, the host's instant, and what <see cref="Sql"/> writes.</summary>
    public static NpgsqlParameter[] Parameters(Guid account, DateTimeOffset now, AccountAct act)
    {
        var leaf = act.Leaf;
        return
        [
            Registry.Platform.Data.Sql.Uuid(account), Registry.Platform.Data.Sql.At(now), Registry.Platform.Data.Sql.Uuid(Guid.CreateVersion7(now)), Registry.Platform.Data.Sql.Text(act.Actor),
            Registry.Platform.Data.Sql.Text(act.Network), Registry.Platform.Data.Sql.At(leaf.At), Registry.Platform.Data.Sql.Text(leaf.Kind), Registry.Platform.Data.Sql.Uuid(leaf.SubjectId),
            Registry.Platform.Data.Sql.Text(leaf.Actor), Registry.Platform.Data.Sql.Text(leaf.Payload), Registry.Platform.Data.Sql.Bytes(leaf.Salt), Registry.Platform.Data.Sql.Bytes(leaf.LeafHash),
        ];
    }
}

/// <summary>What is done to an account without a request: by a command at the machine itself.</summary>
internal static class ActOfStart
{
    public const string CommandLine = "command line";

    public static AccountAct Of(DateTimeOffset now, string kind, Guid account, string actor = CommandLine) =>
        new(actor, CommandLine, JournalLeaf.Of(now, kind, account, actor, "{}"));
}
