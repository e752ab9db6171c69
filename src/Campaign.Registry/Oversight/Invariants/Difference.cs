using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>What must never be, and is. Ids alone; the same one is raised once (one_alarm_per_difference).</summary>
/// <param name="Invariant">I1, I2, I6, I9 or I10.</param>
/// <param name="What">A fact, SCREAMING_SNAKE_CASE.</param>
/// <param name="Subjects">The issuances, flags or cases that it is about; in an alarm the first 20 of them, in ascending order.</param>
internal sealed record Difference(string Invariant, string What, Guid? PersonId, int? CampaignId, IReadOnlyCollection<Guid> Subjects)
{
    private const int MostSubjects = 20;

    private const string RaiseSql = """
        insert into registry.alarms (id, raised_at, invariant, what, person_id, campaign_id, subject_ids)
        select $1, $2, $3, $4, $5, $6, array(select s from unnest($7) s order by s limit $8)
        on conflict on constraint one_alarm_per_difference do nothing
        returning id
        """;

    /// <summary>Answers the alarm's id, or no row when this difference has been raised before.</summary>
    public NpgsqlBatchCommand Raise(DateTimeOffset now) => Sql.Statement(
        RaiseSql, Sql.Uuid(Guid.CreateVersion7(now)), Sql.At(now), Sql.Text(Invariant), Sql.Text(What), Sql.Uuid(PersonId), Sql.Int(CampaignId),
        Sql.Uuids(Subjects.Distinct().ToArray()), Sql.Int(MostSubjects));
}
