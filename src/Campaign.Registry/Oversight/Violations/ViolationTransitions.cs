using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Oversight.Violations;

/// <summary>The statements that move a flag on, as the department judges it in a case. Each is guarded: it names the states from which it may go.</summary>
internal static class ViolationTransitions
{
    private const string TakeUpSql = "update registry.violations set state = 'UNDER_REVIEW' where id = any ($1) and state = 'FLAGGED'";

    private const string MoveSql = """
        update registry.violations set state = $2 where id = any ($1) and state = any ($3) and state <> $2 returning id
        """;

    public static NpgsqlBatchCommand TakeUp(Guid[] ids) => Sql.Statement(TakeUpSql, Sql.Uuids(ids));

    /// <summary>Answers the ids of those that moved.</summary>
    public static NpgsqlBatchCommand Move(Guid[] ids, ViolationState to, IEnumerable<ViolationState> from) =>
        Sql.Statement(MoveSql, Sql.Uuids(ids), Sql.Text(to.InDatabase()), Sql.Texts([.. from.Select(s => s.InDatabase())]));
}
