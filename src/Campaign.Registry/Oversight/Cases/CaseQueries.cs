using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Oversight.Cases;

/// <param name="AssignedTo">As the timeline names actors.</param>
/// <param name="Unassigned">True: nobody's cases alone.</param>
/// <param name="Number">E.g. 2026/000123.</param>
public sealed record CaseFilter(string? ProviderCode, IReadOnlyList<CaseState>? State, string? AssignedTo, bool? Unassigned, string? Number);

/// <summary>
/// The department's queue, and one case as a file. The queue stands in the order of what happens if one waits: answers that are overdue first, for nothing else will move them;
/// then the gravest; then the oldest. What is decided comes last, newest first. A look at a file leaves the trace of a look at its flags (HUE-1.7); the queue shows no citizen.
/// </summary>
public sealed class CaseQueries(UnitOfWork unitOfWork, ViolationQueries violations)
{
    // The order as an instant, so that a page's cursor is that of every other list: each degree of urgency has 500 years of its own, in which the older is the later.
    private const string RowsSql = """
        select c.id, case when c.state = 'DECIDED' then timestamptz '3000-01-01 00:00:00+00' + (c.opened_at - timestamptz '2000-01-01 00:00:00+00')
          else timestamptz '3000-01-01 00:00:00+00' - (c.opened_at - timestamptz '2000-01-01 00:00:00+00') + make_interval(years => 500 * (
            1 + case c.severity when 'HIGH' then 2 when 'MEDIUM' then 1 else 0 end + case when c.answer_due_at <= $2 then 3 else 0 end)) end as at
        from registry.cases c left join registry.provider_codes p on p.id = c.provider_id
        where c.campaign_id = (select g.id from registry.campaign_codes g where g.code = $1) and ($3::text is null or p.code = $3) and ($4::text[] is null or c.state = any ($4))
          and ($5::text is null or c.assigned_to = $5) and ($6::boolean is not true or c.assigned_to is null)
          and ($7::text is null or c.year || '/' || lpad(c.number::text, 6, '0') = $7)
        """;

    private const string ShownSql = $"{CaseRow.SelectSql} {CaseRow.FromSql} where c.id = any ($1)";

    private const string CaseSql = $"{CaseRow.SelectSql} {CaseRow.FromSql} where c.id = $1";

    private const string EventsSql = """
        select e.id, e.at, e.kind, e.actor, e.text, e.decision, e.assigned_to, p.code as provider_code, e.due_at, e.violations,
          case when e.kind = 'ANSWERED' then e.at >= (select q.due_at from registry.case_events q where q.id = e.about) end as is_late
        from registry.case_events e left join registry.provider_codes p on p.id = e.provider_id where e.case_id = $1 order by e.place
        """;

    private const string FlagsSql = """
        select v.id, r.id as report_id, r.reference from registry.case_violations cv join registry.flags v on v.id = cv.violation_id
        left join registry.citizen_reports r on v.kind = 'CITIZEN_REPORT' and v.fingerprint = 'report:' || r.id
        where cv.case_id = $1 order by v.flagged_at, v.id
        """;

    private const string OfFlagSql = """
        select c.id, c.year || '/' || lpad(c.number::text, 6, '0') as number from registry.case_violations cv join registry.cases c on c.id = cv.case_id where cv.violation_id = $1
        """;

    private const string MinutesSql = MinutesView.SelectSql + " where m.case_id = $1 order by m.version";

    public async Task<Connection<CaseView>> ListAsync(Caller caller, string campaign, CaseFilter? filter, Page page, bool withTotal, CancellationToken cancel) =>
        await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var asked = await work.QueryAsync<InQueue>(
                    RowsSql, Sql.Text(campaign), Sql.At(now), Sql.Text(filter?.ProviderCode), Sql.Texts(filter?.State?.Select(s => s.InDatabase()).ToArray()!),
                    Sql.Text(filter?.AssignedTo), Sql.Bool(filter?.Unassigned), Sql.Text(filter?.Number));
                var (queue, more, total) = await page.ReadAsync(asked, c => new(c.At, c.Id), withTotal, work.Cancel);
                var shown = (await work.RowsAsync<CaseData>(ShownSql, Sql.Uuids([.. queue.Select(c => c.Id)]))).ToDictionary(c => c.Id, c => CaseRow.Of(c).At(now));
                var places = queue.ToDictionary(c => c.Id, c => c.At);
                return Decision.Discard(page.ConnectionOf(queue.Select(c => shown[c.Id]), v => new(places[v.Id], v.Id), more, total));
            },
            cancel);

    /// <summary>The case that has taken a flag up; null when none has.</summary>
    public Task<CaseOfFlag?> OfFlagAsync(Caller caller, Guid violationId, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work => Decision.Discard(await work.RowOrNullAsync<CaseOfFlag>(OfFlagSql, Sql.Uuid(violationId))),
        cancel);

    /// <summary>Null when no case bears this id.</summary>
    public async Task<CaseFile?> FileAsync(Caller caller, string id, CancellationToken cancel)
    {
        if (!Guid.TryParseExact(id, "D", out var key) || await KeptAsync(caller, key, cancel) is not var (view, events, flags, alike, minutes))
        {
            return null;
        }

        var seen = await violations.ByIdsAsync(caller, [.. flags.Select(f => f.Id)], cancel);
        var shown = flags.Select(f => seen[f.Id]).ToList();
        var evidence = shown.SelectMany(v => v.Evidence.Select(e => (v.Id, Evidence: e))).ToList();
        return new(
            view,
            [.. evidence.Select(e => EntryOf(e.Id, e.Evidence)).Concat(events).OrderBy(e => e.At)], // stable: what shows something stands before what was done at that instant
            shown,
            [.. evidence.Select(e => e.Evidence.IssuanceId).OfType<Guid>().Distinct()],
            [.. evidence.Select(e => e.Evidence.NeedId).OfType<Guid>().Distinct()],
            [.. flags.Select(f => f.Report).OfType<CaseReport>()],
            alike,
            minutes);
    }

    private Task<(CaseView View, List<CaseEntry> Events, List<(Guid Id, CaseReport? Report)> Flags, List<Guid> Alike, List<MinutesView> Minutes)?> KeptAsync(
        Caller caller, Guid id, CancellationToken cancel) => unitOfWork.RunAsync(
        caller.Viewer,
        async work =>
        {
            var now = await RegistryClock.ReadAsync(work);
            if (await work.RowOrNullAsync<CaseData>(CaseSql, Sql.Uuid(id)) is not { } kept)
            {
                return Decision.Discard<(CaseView, List<CaseEntry>, List<(Guid, CaseReport?)>, List<Guid>, List<MinutesView>)?>(null);
            }

            var row = CaseRow.Of(kept);
            var events = (await work.RowsAsync<Event>(EventsSql, Sql.Uuid(id))).ConvertAll(EntryOf);
            var flags = (await work.RowsAsync<Flag>(FlagsSql, Sql.Uuid(id))).ConvertAll(f => (f.Id, Report: f.ReportId is { } report ? new CaseReport(report, f.Reference!) : null));
            var minutes = await work.RowsAsync<MinutesView>(MinutesSql, Sql.Uuid(id));
            var alike = row.State == CaseState.Decided
                ? []
                : await FlagLocks.AlikeAsync(work, row.CampaignId, row.ProviderId, row.Kinds, [.. flags.Select(f => f.Id)], CaseFlag.MostAtOnce, locked: false);
            return Decision.Discard<(CaseView, List<CaseEntry>, List<(Guid, CaseReport?)>, List<Guid>, List<MinutesView>)?>((row.At(now), events, flags, alike, minutes));
        },
        cancel);

    private static CaseEntry EntryOf(Event row)
    {
        var decision = row.Decision is { } said ? Names.Parse<CaseDecision>(said) : (CaseDecision?)null;
        return new(
            row.At, Names.Parse<CaseEventKind>(row.Kind), row.Actor, row.Text is { } text ? new(text, text) : null, decision, decision is null ? null : row.Id, row.AssignedTo,
            row.ProviderCode, row.DueAt, row.IsLate, row.Violations, null, null, null, null);
    }

    private static CaseEntry EntryOf(Guid violation, EvidenceView piece) => new(
        piece.At, null, null, piece.Summary, null, null, null, null, null, null, null, violation, piece.IssuanceId, piece.NeedId, piece.CheckId);

    /// <param name="At">Its place in the queue.</param>
    private sealed record InQueue(Guid Id, DateTimeOffset At);

    private sealed record Event(
        Guid Id, DateTimeOffset At, string Kind, string Actor, string? Text, string? Decision, string? AssignedTo, string? ProviderCode, DateTimeOffset? DueAt, int? Violations,
        bool? IsLate);

    private sealed record Flag(Guid Id, Guid? ReportId, string? Reference);
}
