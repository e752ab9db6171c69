using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Values;
using Npgsql;

namespace Campaign.Registry.Platform.Rekeying;

/// <summary>
/// Four eyes on the registry's own keys: a step needs a proposal of that step, purpose and id which a second administrator has approved within the last 7 days. A demo needs none. A registry that
/// has no two administrators yet cannot have one: the step is taken alone, and its journal leaf says so.
/// </summary>
internal static class KeyChangeApproval
{
    /// <summary>How long an approval may be acted on, [decidedAt, decidedAt + 7 days).</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    private const string ApprovedSql = """
        select count(*) from registry.proposals
        where act = 'CHANGE_REGISTRY_KEY' and subject = $1 and state = 'CARRIED_OUT' and decided_at <= $2 and decided_at > $2 - $3::interval
        """;

    private const string AdministratorsSql = """
        select count(*) from signin.accounts
        where kind = 'OFFICER' and role = 'ADMINISTRATOR' and active_from <= $1 and (active_to is null or active_to > $1)
        """;

    private const string DemoSql = "select count(*) from registry.clients where demo";

    public static string SubjectOf(RegistryKeyStep step, KeyPurpose purpose, string id) => $"{step.InDatabase()} {purpose.InDatabase()}:{id}";

    /// <param name="w">The step's own transaction.</param>
    /// <param name="officersElsewhere">Officers come from an outside issuer, so that their number is not known here.</param>
    /// <returns>Why the step may not be taken, or whether it is taken by one person alone.</returns>
    public static async Task<(string? Refusal, bool Alone)> JudgeAsync(
        Work w, RegistryKeyStep step, KeyPurpose purpose, string id, bool officersElsewhere, DateTimeOffset now)
    {
        var subject = SubjectOf(step, purpose, id);
        if (await CountAsync(w, DemoSql) > 0 || await CountAsync(w, ApprovedSql, Sql.Text(subject), Sql.At(now), Sql.Span(GoodFor)) > 0)
        {
            return (null, false);
        }

        return officersElsewhere || await CountAsync(w, AdministratorsSql, Sql.At(now)) >= 2
            ? ($"Two administrators of the department agree to this first: one proposes {subject} (proposeRegistryKeyChange), another approves (approveProposal), no more than 7 days ago.", false)
            : (null, true);
    }

    private static Task<long> CountAsync(Work w, string sql, params NpgsqlParameter[] parameters) => KeyRotation.CountAsync(w, sql, parameters);
}
