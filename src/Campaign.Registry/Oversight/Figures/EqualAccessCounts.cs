using Campaign.Registry.Platform.Data;
using Npgsql;

namespace Campaign.Registry.Oversight.Figures;

/// <summary>What the report on equal access counts of one day: choices by the place on the list, and ends by how long the citizen waited. Both are of instants that never change.</summary>
internal static class EqualAccessCounts
{
    /// <summary>How long a citizen waits for the first answer, in steps; the last is "longer than two days".</summary>
    public static readonly int[] WaitBounds = [3_600, 7_200, 14_400, 28_800, 43_200, 86_400, 129_600, 172_800, int.MaxValue];

    private const string ChoicesSql = """
        insert into registry.desk_figures_choices (campaign_id, day, provider_id, shown_of, place, needs)
        select $1, $2, n.provider_id, coalesce(n.shown_of, 0), coalesce(n.shown_place, 0), count(*)
        from registry.registered_needs n where n.campaign_id = $1 and n.registered_at >= $3 and n.registered_at < $4 group by 3, 4, 5
        on conflict on constraint one_count_per_day_and_place do update set needs = excluded.needs
        """;

    // $5 the bounds. An answer is support that was not denied, or the certificate itself.
    private const string OutcomesSql = """
        insert into registry.desk_figures_outcomes (campaign_id, day, provider_id, state, within_seconds, needs)
        select $1, $2, r.provider_id, r.state, coalesce(($5::int[])[width_bucket(r.wait - 0.000001, $5::int[]) + 1], 0), count(*)
        from (
          select n.provider_id, n.state, extract(epoch from coalesce(
              (select min(s.started_at) from registry.started_supports s where s.person_id = n.person_id and s.need_id = n.id and s.denied_at is null),
              case when n.state = 'SERVED' then n.ended_at end) - n.registered_at)::double precision as wait
          from registry.registered_needs n where n.campaign_id = $1 and n.closed_at >= $3 and n.closed_at < $4) r
        group by 3, 4, 5
        on conflict on constraint one_count_per_day_and_outcome do update set needs = excluded.needs
        """;

    public static IEnumerable<NpgsqlBatchCommand> Of(int campaign, DateOnly day, DateTimeOffset start, DateTimeOffset end) =>
    [
        Sql.Statement(ChoicesSql, Sql.Int(campaign), Sql.Day(day), Sql.At(start), Sql.At(end)),
        Sql.Statement(OutcomesSql, Sql.Int(campaign), Sql.Day(day), Sql.At(start), Sql.At(end), Sql.Ints([.. WaitBounds.Select(b => (int?)b)])),
    ];
}
