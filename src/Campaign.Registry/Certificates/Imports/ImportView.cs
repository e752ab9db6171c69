using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>A column of a file, and what it holds.</summary>
/// <param name="Name">As the file calls it.</param>
public sealed record ImportColumn(ImportField Field, string Name);

/// <summary>An import as its provider's administrator and the department see it: figures, and no row.</summary>
/// <param name="Encoding">Of a CSV.</param>
/// <param name="RowsDone">The last row that has a verdict, as a spreadsheet numbers rows; the header counts.</param>
/// <param name="RowsPerSecond">Of the last twenty parts, while it runs.</param>
/// <param name="SecondsLeft">At that rate, while it runs.</param>
/// <param name="GoesOnAt">Where the provider may look at no more citizens today (<see cref="ImportBudgetRule"/>): when it goes on by itself.</param>
/// <param name="ApprovedBy">Who approved it last: an officer, the department's system, or the operator by the command line. For the department.</param>
/// <param name="AwaitingSince">Since when it waits for an officer.</param>
/// <param name="RejectedBy">Who rejected it. For the department.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Claims">Rows that became claims on another's place. For the department: it tells how many of the file's citizens another's file or record was first with.</param>
/// <param name="Look">What the last look at the whole file found.</param>
/// <param name="FileKept">Whether the file is kept here, so that it can be imported and its verdicts fetched.</param>
public sealed record ImportView(
    Guid Id,
    string Campaign,
    Provider Provider,
    string FileName,
    long SizeBytes,
    string Form,
    string? Encoding,
    IReadOnlyList<ImportColumn> Columns,
    ImportState State,
    DateTimeOffset RequestedAt,
    DateTimeOffset? OrderedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    long ReadBytes,
    long RowsDone,
    long Recorded,
    long AlreadyOurs,
    long HeldByAnother,
    long Malformed,
    long Doubtful,
    int? RowsPerSecond,
    int? SecondsLeft,
    bool FileKept,
    DateTimeOffset? GoesOnAt,
    DateTimeOffset? ApprovedAt,
    string? ApprovedBy,
    DateTimeOffset? AwaitingSince,
    string? RejectedBy,
    string? Reason,
    long Claims,
    ImportLookView? Look)
{
    /// <summary>It has ended, or can go no further by itself.</summary>
    public bool IsOver => State is ImportState.Done or ImportState.Damaged or ImportState.Stopped or ImportState.Rejected or ImportState.Withdrawn;

    /// <summary>An officer decides.</summary>
    public bool AwaitsOfficer => AwaitingSince is not null;

    /// <summary>Nobody has approved it yet, so its provider may take it back.</summary>
    public bool CanBeWithdrawn => State is ImportState.Uploaded or ImportState.BeingLookedAt or ImportState.AwaitingApproval;
}

/// <summary>An import as it is kept.</summary>
internal sealed record ImportRow(ImportOrder Order, ImportView View, Guid? Upload)
{
    /// <summary>Whether a piece is kept is the registry's to know: see <see cref="ImportQueries"/>.</summary>
    public const string SelectSql = """
        select i.id, i.requested_at, i.campaign_id, c.code as campaign_code, i.provider_id, i.requested_by, i.file_name, i.size_bytes, i.form, i.encoding, i.columns::text as columns, i.state,
          i.ordered_at, i.started_at, i.finished_at, i.read_bytes, i.rows_done, i.recorded, i.already_ours, i.held_by_another, i.malformed, i.doubtful, i.upload_id, i.goes_on_at,
          i.approved_at, i.approved_by, i.awaiting_since, i.rejected_by, i.reason, i.claims, l.looked_at, l.rows as look_rows, l.malformed as look_malformed, l.numbers as look_numbers,
          l.findings::text as look_findings,
          case when i.state = 'RUNNING' then (
            select (sum(p.rows) - (array_agg(p.rows order by p.first_row))[1]) / nullif(extract(epoch from max(p.judged_at) - min(p.judged_at)), 0)
            from (select rows, first_row, judged_at from registry.import_parts where import_id = i.id order by first_row desc limit 20) p)::float8 end as rate
        from registry.imports i join registry.campaign_codes c on c.id = i.campaign_id
        left join lateral (select * from registry.import_looks k where k.import_id = i.id order by k.looked_at desc limit 1) l on true
        """;

    public static async Task<ImportRow> OfAsync(ImportData row, ProviderDirectory providers, IReadOnlySet<Guid> kept, CancellationToken cancel) => new(
        new(row.Id, row.CampaignId, row.CampaignCode, row.ProviderId, row.RequestedBy),
        row.View(await providers.ByIdAsync(row.ProviderId, cancel), row.UploadId is { } upload && kept.Contains(upload)),
        row.UploadId);
}

/// <summary>A row of <see cref="ImportRow.SelectSql"/>.</summary>
/// <param name="Columns">JSON.</param>
/// <param name="Rate">Rows a second, of the last twenty parts, while it runs.</param>
internal sealed record ImportData(
    Guid Id, DateTimeOffset RequestedAt, int CampaignId, string CampaignCode, short ProviderId, string RequestedBy, string FileName, long SizeBytes, string Form, string? Encoding,
    string Columns, string State, DateTimeOffset? OrderedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long ReadBytes, long RowsDone, long Recorded, long AlreadyOurs,
    long HeldByAnother, long Malformed, long Doubtful, Guid? UploadId, DateTimeOffset? GoesOnAt, DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? AwaitingSince,
    string? RejectedBy, string? Reason, long Claims, DateTimeOffset? LookedAt, long? LookRows, long? LookMalformed, long? LookNumbers, string? LookFindings, double? Rate)
{
    public ImportView View(Provider provider, bool kept)
    {
        var rate = Rate is { } r and > 0 ? r : (double?)null;
        var left = rate is { } speed && ReadBytes > 0 && RowsDone > 0 ? (SizeBytes - ReadBytes) / (speed * ReadBytes / RowsDone) : (double?)null;
        return new(
            Id, CampaignCode, provider, FileName, SizeBytes, Form, Encoding, ColumnsJson.Read(Columns), Names.Parse<ImportState>(State), RequestedAt, OrderedAt, StartedAt, FinishedAt,
            ReadBytes, RowsDone, Recorded, AlreadyOurs, HeldByAnother, Malformed, Doubtful, rate is null ? null : (int)Math.Round(rate.Value),
            left is null ? null : (int)Math.Ceiling(left.Value), kept, GoesOnAt, ApprovedAt, ApprovedBy, AwaitingSince, RejectedBy, Reason, Claims,
            LookedAt is { } at ? new(at, LookRows!.Value, LookMalformed!.Value, LookNumbers!.Value, FindingsJson.Read(LookFindings!)) : null);
    }
}
