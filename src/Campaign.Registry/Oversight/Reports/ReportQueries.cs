using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Oversight.Reports;

public sealed record ReportFilter(string? ProviderCode, IReadOnlyList<ReportKind>? Kind, IReadOnlyList<ReportState>? State, string? Reference);

/// <summary>
/// Reports as they stand. Whoever knows a reference number learns the state and its dates and nothing else; the department sees them all, and each one that it sees leaves a
/// trace: with the reporter who had signed in, and for the others with the reference number (HUE-1.7).
/// </summary>
public sealed class ReportQueries(UnitOfWork unitOfWork, PhoneVault phones, ProviderDirectory providers)
{
    private const string ProgressSql = $"""
        select {ReportRow.StateSql}, r.reported_at, m.at from registry.reports r {ReportRow.CaseSql} where r.reference = $1
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
                await using var batch = work.Batch();
                batch.BatchCommands.Add(Sql.Statement(ProgressSql, Sql.Text(known)));
                await using var results = await batch.ReadAsync(work.Cancel);
                return Decision.Discard(await results.NextAsync(async (rows, token) => await rows.ReadAsync(token)
                    ? new ReportProgress(Names.Parse<ReportState>(rows.GetString(0)), rows.GetFieldValue<DateTimeOffset>(1), rows.ValueOrNull<DateTimeOffset>(2))
                    : null));
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

        NpgsqlParameter[] Asked() =>
        [
            Sql.Text(campaign), Sql.Small(provider), Sql.Texts(filter?.Kind?.Select(k => k.InDatabase()).ToArray()!), Sql.Texts(filter?.State?.Select(s => s.InDatabase()).ToArray()!),
            Sql.Text(reference),
        ];
        return await unitOfWork.RunAsync(
            caller.Viewer,
            async work =>
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(Sql.Statement(RegistryClock.Sql));
                batch.BatchCommands.Add(page.Read(RowsSql, Asked()));
                if (withTotal)
                {
                    batch.BatchCommands.Add(PagedSql.Count(RowsSql, Asked()));
                }

                await using var results = await batch.ReadAsync(work.Cancel);
                var now = await results.NextAsync(RegistryClock.ReadAsync);
                var (rows, more) = page.Cut(await results.NextAsync((reader, token) => PagedSql.AllAsync(reader, From, token)));
                var total = withTotal ? await results.NextValueOrNullAsync<int>() ?? 0 : 0;
                await results.DisposeAsync();
                var photos = await PhotosAsync(work, [.. rows.Select(r => r.View.Id)]);
                var views = new List<ReportView>(rows.Count);
                foreach (var (view, providerId) in rows)
                {
                    views.Add(view with { Provider = providerId is { } id ? await providers.ByIdAsync(id, work.Cancel) : null, Photos = [.. photos[view.Id]] });
                }

                var list = page.ConnectionOf(views, v => new(v.ReportedAt, v.Id), more, total);
                if (ReadTrace.OfReports(caller, LookupAct.Reports, now, views.Select(v => v.Id)) is not { } trace)
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

    private static async Task<ILookup<Guid, ReportPhotoView>> PhotosAsync(Work work, Guid[] reports)
    {
        await using var batch = work.Batch();
        batch.BatchCommands.Add(Sql.Statement(PhotosSql, Sql.Uuids(reports)));
        await using var results = await batch.ReadAsync(work.Cancel);
        var found = await results.NextAsync((reader, cancel) => PagedSql.AllAsync(
            reader,
            r => (Report: r.GetGuid(0), Photo: new ReportPhotoView(r.GetGuid(1), ReportPhotos.UrlOf(r.GetGuid(1)), r.GetInt16(2), r.GetInt16(3), r.GetFieldValue<DateTimeOffset>(4))),
            cancel));
        return found.ToLookup(f => f.Report, f => f.Photo);
    }

    private (ReportView View, short? Provider) From(NpgsqlDataReader row)
    {
        var id = row.GetGuid(0);
        var view = new ReportView(
            id, row.GetString(1), Names.Parse<ReportKind>(row.GetString(2)), row.GetString(3), Names.Parse<ReportState>(row.GetString(4)), row.TextOrNull(5), null,
            row.TextOrNull(7) is { } badge ? Names.Parse<ReportedBadge>(badge) : null, row.ValueOrNull<DateTimeOffset>(8), row.TextOrNull(9), row.ValueOrNull<Guid>(10),
            row.ValueOrNull<Guid>(11), row.GetBoolean(12), row.ValueOrNull<short>(13) is { } keyId ? phones.Open(keyId, row.GetFieldValue<byte[]>(14), id) : null,
            row.GetFieldValue<DateTimeOffset>(15), row.ValueOrNull<DateTimeOffset>(16), row.ValueOrNull<Guid>(17), []);
        return (view, row.ValueOrNull<short>(6));
    }
}
