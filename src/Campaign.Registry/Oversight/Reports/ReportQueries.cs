using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Oversight.Reports;

public sealed record ReportFilter(string? ProviderCode, IReadOnlyList<ReportKind>? Kind, IReadOnlyList<ReportState>? State, string? Reference);

/// <summary>
/// Reports as they stand. Whoever knows a reference number learns the state and its dates and nothing else; the department sees them all, and each one that it sees leaves a
/// trace: with the reporter who had signed in, and for the others with the reference number (HUE-1.7).
/// </summary>
public sealed class ReportQueries(UnitOfWork unitOfWork, PhoneVault phones, ProviderDirectory providers)
{
    private const string ProgressSql = $"""
        select {ReportRow.StateSql} as state, r.reported_at, m.at as changed_at from registry.reports r {ReportRow.CaseSql} where r.reference = $1
        """;

    private const string RowsSql = $"""
        select r.id, r.reference, r.kind, r.clause, {ReportRow.StateSql} as state, r.text, r.provider_id, r.badge, r.badge_until,
          (select s.reference from registry.staff_references s where s.id = r.staff_id) as staff, r.issuance_id, r.lookup_id, r.reported_by = 'citizen' as signed_in,
          r.phone_sealed_key_id, r.phone_sealed, r.reported_at as at, m.at as changed_at, v.id as violation_id
        from registry.reports r {ReportRow.CaseSql}
        where r.campaign_id = (select c.id from registry.campaign_codes c where c.code = $1) and ($2::smallint is null or r.provider_id = $2)
          and ($3::text[] is null or r.kind = any ($3)) and ($4::text[] is null or {ReportRow.StateSql} = any ($4)) and ($5::text is null or r.reference = $5)
        """;

    private const string PhotosSql = "select report_id, id, width, height, kept_at from registry.report_photos where report_id = any ($1) order by report_id, place";

    /// <summary>Null when no report bears this number.</summary>
    public async Task<ReportProgress?> ProgressAsync(string reference, CancellationToken cancel) => !ReportReference.TryRead(reference, out var known)
        ? null
        : await unitOfWork.RunAsync(
            Viewer.Registry,
            async work =>
            {
                var row = await work.RowOrNullAsync<Progress>(ProgressSql, Sql.Text(known));
                return Decision.Discard(row is null ? null : new ReportProgress(Names.Parse<ReportState>(row.State), row.ReportedAt, row.ChangedAt));
            },
            cancel);

    /// <summary>One page of the department's list, newest first; equal instants by id.</summary>
    public async Task<Connection<ReportView>> ListAsync(
        Caller caller, string campaign, ReportFilter? filter, Page page, bool withTotal, CancellationToken cancel)
    {
        var provider = filter?.ProviderCode is { } code ? await providers.IdOfAsync(code, cancel) : null;
        string? reference = null;
        if ((filter?.ProviderCode is not null && provider is null) || (filter?.Reference is { } typed && !ReportReference.TryRead(typed, out reference)))
        {
            return Page.Nothing<ReportView>();
        }

        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                var now = await RegistryClock.ReadAsync(work);
                var asked = await work.QueryAsync<Row>(
                    RowsSql, Sql.Text(campaign), Sql.Small(provider), Sql.Texts(filter?.Kind?.Select(k => k.InDatabase()).ToArray()!),
                    Sql.Texts(filter?.State?.Select(s => s.InDatabase()).ToArray()!), Sql.Text(reference));
                var (rows, more, total) = await page.ReadAsync(asked, r => new(r.At, r.Id), withTotal, work.Cancel);
                var photos = (await work.RowsAsync<Photo>(PhotosSql, Sql.Uuids([.. rows.Select(r => r.Id)]))).ToLookup(p => p.ReportId);
                var views = new List<ReportView>(rows.Count);
                foreach (var row in rows)
                {
                    views.Add(ViewOf(
                        row, row.ProviderId is { } id ? await providers.ByIdAsync(id, work.Cancel) : null,
                        [.. photos[row.Id].Select(p => new ReportPhotoView(p.Id, ReportPhotos.UrlOf(p.Id), p.Width, p.Height, p.KeptAt))]));
                }

                var list = page.ConnectionOf(views, v => new(v.ReportedAt, v.Id), more, total);
                if (ReadTrace.OfSubjects(caller, LookupAct.Reports, now, ReportRow.SubjectsSql, views.Select(v => v.Id)) is not { } trace)
                {
                    return Decision.Discard(list);
                }

                await using var write = work.Batch();
                write.BatchCommands.Add(trace);
                await write.ExecuteNonQueryAsync(work.Cancel);
                return Decision.Keep(list);
            },
            cancel);
    }

    private ReportView ViewOf(Row row, Provider? provider, IReadOnlyList<ReportPhotoView> photos) => new(
        row.Id, row.Reference, Names.Parse<ReportKind>(row.Kind), row.Clause, Names.Parse<ReportState>(row.State), row.Text, provider,
        row.Badge is { } badge ? Names.Parse<ReportedBadge>(badge) : null, row.BadgeUntil, row.Staff, row.IssuanceId, row.LookupId, row.SignedIn,
        row.PhoneSealedKeyId is { } keyId ? phones.Open(keyId, row.PhoneSealed!, row.Id) : null, row.At, row.ChangedAt, row.ViolationId, photos);

    private sealed record Progress(string State, DateTimeOffset ReportedAt, DateTimeOffset? ChangedAt);

    private sealed record Row(
        Guid Id, string Reference, string Kind, string Clause, string State, string? Text, short? ProviderId, string? Badge, DateTimeOffset? BadgeUntil, string? Staff,
        Guid? IssuanceId, Guid? LookupId, bool SignedIn, short? PhoneSealedKeyId, byte[]? PhoneSealed, DateTimeOffset At, DateTimeOffset? ChangedAt, Guid? ViolationId);

    private sealed record Photo(Guid ReportId, Guid Id, short Width, short Height, DateTimeOffset KeptAt);
}
