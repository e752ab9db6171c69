using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Figures;

/// <param name="Recorded">Without what was imported from before the campaign.</param>
/// <param name="Late">Of them, beyond the campaign's grace (HUE-1.4).</param>
/// <param name="HalfWithinSeconds">Half of them were recorded within this time of the certificate's own; null when there are none, or it is more than a day.</param>
public sealed record DeskCount(long Recorded, long Imported, long Late, int? HalfWithinSeconds)
{
    /// <summary>In tenths of a per cent, of the records that can be late; null when there are none.</summary>
    public int? LatePerMille => Recorded == 0 ? null : (int)Math.Round(Late * 1000m / Recorded);
}

/// <param name="NeedsOpen">Now, not as of the count.</param>
/// <param name="NeedsNearLapse">Of them, due within six hours (HUE-4.4).</param>
public sealed record DeskProvider(Provider Provider, DeskCount Count, long RecordedToday, long NeedsOpen, long NeedsNearLapse, long OpenFlags);

public sealed record DeskDay(DateOnly Day, long Recorded, long Late);

/// <param name="Code">As it was said; empty: nobody has said where.</param>
public sealed record DeskWard(string Code, long Recorded);

/// <param name="CountedAt">The age of all that is counted beforehand; null: never counted, and then all of it is nothing.</param>
/// <param name="Now">By the registry's clock.</param>
/// <param name="Providers">By code.</param>
/// <param name="Days">The last thirty that have records, oldest first.</param>
/// <param name="FlagsByState">By their stable names.</param>
/// <param name="FlagsOpen">Those that the department has not judged yet.</param>
public sealed record DeskView(
    DateTimeOffset? CountedAt, DateTimeOffset Now, DeskCount All, DeskCount Today, IReadOnlyList<DeskProvider> Providers, IReadOnlyList<DeskDay> Days, IReadOnlyList<DeskWard> Wards,
    IReadOnlyDictionary<string, long> FlagsByState, long FlagsOpen, long NeedsOpen, long NeedsNearLapse)
{
    /// <summary>A job counts every five minutes: three that did not come are worth a word.</summary>
    public bool IsOld => CountedAt is { } at && Now - at > TimeSpan.FromMinutes(15);
}

/// <summary>
/// What the department's desk shows of a campaign, from the tables that a job counts into; only open needs are counted as they are now, by their index. So it answers at once however many certificates there
/// are.
/// </summary>
public sealed class DeskFigures(UnitOfWork unitOfWork, ProviderDirectory providers)
{
    /// <summary>How late a record can be, in steps; the last is "later than a day".</summary>
    internal static readonly int[] LatenessBounds = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400, int.MaxValue];

    public static readonly TimeSpan NearLapse = TimeSpan.FromHours(6);

    private const int DaysShown = 30;

    private const string AgeSql = "select counted_at from registry.desk_figures f join registry.campaign_codes c on c.id = f.campaign_id where c.code = $1";

    private const string RecordsSql = """
        select d.provider_id, d.day = $2 as today, d.imported, d.within_seconds, sum(d.recorded)::bigint as recorded, sum(d.late)::bigint as late
        from registry.desk_figures_daily d join registry.campaign_codes c on c.id = d.campaign_id where c.code = $1 group by 1, 2, 3, 4
        """;

    private const string DaysSql = """
        select d.day, sum(d.recorded)::bigint as recorded, sum(d.late)::bigint as late
        from registry.desk_figures_daily d join registry.campaign_codes c on c.id = d.campaign_id where c.code = $1 and not d.imported and d.day > $2 group by 1 order by 1
        """;

    private const string WardsSql = """
        select w.ward_code as code, sum(w.recorded)::bigint as recorded from registry.desk_figures_ward w join registry.campaign_codes c on c.id = w.campaign_id
        where c.code = $1 group by 1 having sum(w.recorded) > 0 order by 2 desc, 1
        """;

    private const string FlagsSql = """
        select f.provider_id, f.state, sum(f.flags)::bigint as flags, registry.is_open_violation(f.state) as open
        from registry.desk_figures_flags f join registry.campaign_codes c on c.id = f.campaign_id where c.code = $1 group by 1, 2 having sum(f.flags) > 0
        """;

    private const string NeedsSql = """
        select n.provider_id, count(*) as open, count(*) filter (where n.due_at <= $3) as near from registry.open_needs($2) n join registry.campaign_codes c on c.id = n.campaign_id
        where c.code = $1 group by 1
        """;

    private const string ProvidersSql = "select distinct p.provider_id from registry.participation_periods p join registry.campaign_codes c on c.id = p.campaign_id where c.code = $1";

    private sealed record Records(short ProviderId, bool Today, bool Imported, int WithinSeconds, long Recorded, long Late);

    private sealed record OfState(short? ProviderId, string State, long Flags, bool Open);

    private sealed record OpenNeeds(short ProviderId, long Open, long Near);

    private sealed record Read(
        DateTimeOffset? CountedAt, List<Records> Records, List<DeskDay> Days, List<DeskWard> Wards, List<OfState> Flags, List<OpenNeeds> Needs, List<short> Providers);

    public async Task<DeskView> OfAsync(Caller caller, string campaign, CancellationToken cancel)
    {
        var (now, read) = await unitOfWork.RunAsync(caller.Viewer, work => ReadAsync(work, campaign), cancel);
        var all = new List<DeskProvider>();
        // Outside the transaction: the directory may have to look for itself.
        foreach (var id in read.Providers)
        {
            var own = read.Records.Where(r => r.ProviderId == id).ToList();
            var needs = read.Needs.FirstOrDefault(n => n.ProviderId == id);
            all.Add(new(
                await providers.ByIdAsync(id, cancel), Count(own), own.Where(r => r.Today && !r.Imported).Sum(r => r.Recorded), needs?.Open ?? 0, needs?.Near ?? 0,
                read.Flags.Where(f => f.ProviderId == id && f.Open).Sum(f => f.Flags)));
        }

        return new(
            read.CountedAt, now, Count(read.Records), Count([.. read.Records.Where(r => r.Today)]), [.. all.OrderBy(p => p.Provider.Code, StringComparer.Ordinal)], read.Days, read.Wards,
            read.Flags.GroupBy(f => f.State).ToDictionary(g => g.Key, g => g.Sum(f => f.Flags)), read.Flags.Where(f => f.Open).Sum(f => f.Flags), read.Needs.Sum(n => n.Open), read.Needs.Sum(n => n.Near));
    }

    private static DeskCount Count(IReadOnlyList<Records> records)
    {
        var own = records.Where(r => !r.Imported).ToList();
        var recorded = own.Sum(r => r.Recorded);
        return new(recorded, records.Where(r => r.Imported).Sum(r => r.Recorded), own.Sum(r => r.Late), HalfWithin(own, recorded));
    }

    private static int? HalfWithin(List<Records> own, long recorded)
    {
        long seen = 0;
        foreach (var bound in LatenessBounds)
        {
            seen += own.Where(r => r.WithinSeconds == bound).Sum(r => r.Recorded);
            if (recorded > 0 && seen * 2 >= recorded)
            {
                return bound == int.MaxValue ? null : bound;
            }
        }

        return null;
    }

    private static async Task<Decision<(DateTimeOffset Now, Read Read)>> ReadAsync(Work work, string campaign)
    {
        var now = await RegistryClock.ReadAsync(work);
        var today = VietnamTime.DateOf(now);
        return Decision.Discard((now, new Read(
            await work.ValueOrNullAsync<DateTimeOffset>(AgeSql, Sql.Text(campaign)),
            await work.RowsAsync<Records>(RecordsSql, Sql.Text(campaign), Sql.Day(today)),
            await work.RowsAsync<DeskDay>(DaysSql, Sql.Text(campaign), Sql.Day(today.AddDays(-DaysShown))),
            await work.RowsAsync<DeskWard>(WardsSql, Sql.Text(campaign)),
            await work.RowsAsync<OfState>(FlagsSql, Sql.Text(campaign)),
            await work.RowsAsync<OpenNeeds>(NeedsSql, Sql.Text(campaign), Sql.At(now), Sql.At(now + NearLapse)),
            await work.ValuesAsync<short>(ProvidersSql, Sql.Text(campaign)))));
    }
}
