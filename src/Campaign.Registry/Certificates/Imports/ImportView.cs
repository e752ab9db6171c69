using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using Npgsql;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>A column of a file, and what it holds.</summary>
/// <param name="Name">As the file calls it.</param>
public sealed record ImportColumn(ImportField Field, string Name);

/// <summary>An import as its provider's administrator and the department see it: figures, and no row.</summary>
/// <param name="Encoding">Of a CSV.</param>
/// <param name="RowsDone">The last row that has a verdict, as a spreadsheet numbers rows; the header counts.</param>
/// <param name="RowsPerSecond">Of the last twenty parts, while it runs.</param>
/// <param name="SecondsLeft">At that rate, while it runs.</param>
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
    bool FileKept)
{
    /// <summary>It has ended, or can go no further by itself.</summary>
    public bool IsOver => State is ImportState.Done or ImportState.Damaged or ImportState.Stopped;
}

/// <summary>An import as it is kept.</summary>
internal sealed record ImportRow(ImportOrder Order, ImportView View, Guid? Upload)
{
    /// <summary>With the columns <c>at</c> and <c>id</c> of a page. Whether a piece is kept is the registry's to know: see <see cref="ImportQueries"/>.</summary>
    public const string SelectSql = """
        select i.id, i.requested_at as at, i.campaign_id, c.code, i.provider_id, i.requested_by, i.file_name, i.size_bytes, i.form, i.encoding, i.columns::text as columns, i.state,
          i.ordered_at, i.started_at, i.finished_at, i.read_bytes, i.rows_done, i.recorded, i.already_ours, i.held_by_another, i.malformed, i.doubtful, i.upload_id,
          case when i.state = 'RUNNING' then (
            select (sum(p.rows) - (array_agg(p.rows order by p.first_row))[1]) / nullif(extract(epoch from max(p.judged_at) - min(p.judged_at)), 0)
            from (select rows, first_row, judged_at from registry.import_parts where import_id = i.id order by first_row desc limit 20) p)::float8 end as rate
        from registry.imports i join registry.campaign_codes c on c.id = i.campaign_id
        """;

    public static async Task<ImportRow> FromAsync(Read read, ProviderDirectory providers, IReadOnlySet<Guid> kept, CancellationToken cancel) => new(
        read.Order,
        read.View(await providers.ByIdAsync(read.Order.ProviderId, cancel), read.Upload is { } upload && kept.Contains(upload)),
        read.Upload);

    /// <summary>As the database answers it.</summary>
    internal sealed record Read(ImportOrder Order, Func<Provider, bool, ImportView> View, DateTimeOffset At, Guid? Upload)
    {
        public static Read From(NpgsqlDataReader rows)
        {
            var id = rows.GetGuid(0);
            var at = rows.GetFieldValue<DateTimeOffset>(1);
            var order = new ImportOrder(id, rows.GetInt32(2), rows.GetString(3), rows.GetInt16(4), rows.GetString(5));
            var (fileName, size, form, encoding) = (rows.GetString(6), rows.GetInt64(7), rows.GetString(8), rows.TextOrNull(9));
            var columns = ColumnsJson.Read(rows.GetString(10));
            var state = Names.Parse<ImportState>(rows.GetString(11));
            var (ordered, started, finished) = (rows.ValueOrNull<DateTimeOffset>(12), rows.ValueOrNull<DateTimeOffset>(13), rows.ValueOrNull<DateTimeOffset>(14));
            var (readBytes, rowsDone) = (rows.GetInt64(15), rows.GetInt64(16));
            var counts = Enumerable.Range(17, 5).Select(rows.GetInt64).ToArray();
            var upload = rows.ValueOrNull<Guid>(22);
            var rate = rows.ValueOrNull<double>(23) is { } r and > 0 ? r : (double?)null;
            var left = rate is { } speed && readBytes > 0 && rowsDone > 0 ? (size - readBytes) / (speed * readBytes / rowsDone) : (double?)null;
            return new(
                order,
                (provider, kept) => new(
                    id, order.CampaignCode, provider, fileName, size, form, encoding, columns, state, at, ordered, started, finished, readBytes, rowsDone, counts[0], counts[1], counts[2],
                    counts[3], counts[4], rate is null ? null : (int)Math.Round(rate.Value), left is null ? null : (int)Math.Ceiling(left.Value), kept),
                at,
                upload);
        }
    }
}
