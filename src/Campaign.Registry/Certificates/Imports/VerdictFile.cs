using System.Runtime.CompilerServices;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Tables;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The same file with what became of each row in two columns more, in the place of those that an earlier file of verdicts had: the verdict by its stable name, and why, in the reader's language. So it can be corrected and handed in again: of
/// a workbook all stays as it is (types, formulas, dates, sheets), of a CSV the separator. CSV is written as UTF-8 with a byte order mark, and what a spreadsheet would take for a
/// formula as text.
/// </summary>
public static class VerdictFile
{
    private static readonly Language[] Languages = Enum.GetValues<Language>();
    private static readonly Text VerdictHeading = new("Kết quả", "Verdict");
    private static readonly Text ReasonHeading = new("Lý do", "Reason");
    private static readonly Text NotRecorded = new("không ghi nhận", "not recorded");
    private static readonly Text NotReached = new("chưa xét đến dòng này", "this row has not been reached");
    private static readonly Text DamagedFromHere = new("tệp hỏng từ đây", "the file is damaged from here on");

    public static string ContentType(string form) => TableFile.ContentTypeOf(FormOf(form));

    /// <param name="source">The file that was imported, not yet read from.</param>
    /// <param name="sourceFile">The stream beneath it.</param>
    /// <param name="verdicts">Of each part, in order: its last row, and its rows that say more than RECORDED.</param>
    /// <param name="output">Stays the caller's.</param>
    internal static Task WriteAsync(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Stream output, Language language, CancellationToken cancel) =>
        FormOf(source.Form) == TableForm.Csv
            ? TableFile.WriteDelimitedAsync(output, ((DelimitedTable)source.Table).Delimiter, RowsAsync(source, sourceFile, verdicts, language, cancel), cancel)
            : Task.Run(() => WriteWorkbook(source, sourceFile, verdicts, output, language, cancel), cancel);

    /// <summary>Where the file has the two columns from an earlier time: they are replaced, for two verdicts on one row would contradict each other.</summary>
    private static HashSet<int> EarlierColumns(IReadOnlyList<string> header)
    {
        var earlier = new HashSet<int>();
        for (var i = 0; i + 1 < header.Count; i++)
        {
            if (Languages.Any(l => header[i].Trim() == VerdictHeading.In(l) && header[i + 1].Trim() == ReasonHeading.In(l)))
            {
                earlier.UnionWith([i, i + 1]);
            }
        }

        return earlier;
    }

    private static TableForm FormOf(string form) => form == "CSV" ? TableForm.Csv : TableForm.Xlsx;

    private static void WriteWorkbook(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Stream output, Language language, CancellationToken cancel)
    {
        using var judged = verdicts.ToBlockingEnumerable(cancel).GetEnumerator();
        var known = judged.MoveNext();
        var named = known ? Named(judged.Current.Rows) : [];
        var earlier = EarlierColumns(source.Columns.Header);
        WorkbookVerdicts.Write(sourceFile, output, ToldOf, (row, column) => row >= source.HeaderRow && earlier.Contains(column), ["", DamagedFromHere.In(language)], cancel);

        IReadOnlyList<string>? ToldOf(long row)
        {
            if (row <= source.HeaderRow)
            {
                return row == source.HeaderRow ? [VerdictHeading.In(language), ReasonHeading.In(language)] : null;
            }

            while (known && judged.Current.LastRow < row)
            {
                known = judged.MoveNext();
                named = known ? Named(judged.Current.Rows) : [];
            }

            return known ? Told(named.GetValueOrDefault(row) ?? new(row, RowVerdict.Recorded), language) : ["", NotReached.In(language)];
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<string>> RowsAsync(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Language language, [EnumeratorCancellation] CancellationToken cancel)
    {
        var headerRow = source.HeaderRow;
        var earlier = EarlierColumns(source.Columns.Header);
        var width = source.Columns.Header.Count - earlier.Count;
        // From the top: titles above the header are the file's too.
        using var table = DelimitedTable.Open(sourceFile, TextEncodings.Named(source.Encoding!));
        await using var judged = verdicts.GetAsyncEnumerator(cancel);
        var cells = new List<Cell>();
        var known = await judged.MoveNextAsync();
        var named = known ? Named(judged.Current.Rows) : [];
        while (table.Read(cells, out var number, out var fault))
        {
            cancel.ThrowIfCancellationRequested();
            var line = cells.Select(c => c.Text).ToList();
            if (number < headerRow || (cells.Count == 0 && fault is null))
            {
                yield return line;
                continue;
            }

            line = [.. line.Where((_, column) => !earlier.Contains(column))];
            while (line.Count < width)
            {
                line.Add("");
            }

            // What is longer than the header goes on after the verdict, which stands under its heading.
            IReadOnlyList<string> Judged(IEnumerable<string> told) => [.. line.Take(width), .. told, .. line.Skip(width)];

            if (number == headerRow)
            {
                yield return Judged([VerdictHeading.In(language), ReasonHeading.In(language)]);
                continue;
            }

            while (known && judged.Current.LastRow < number)
            {
                known = await judged.MoveNextAsync();
                named = known ? Named(judged.Current.Rows) : [];
            }

            yield return Judged(known ? Told(named.GetValueOrDefault(number) ?? new(number, RowVerdict.Recorded), language) : ["", NotReached.In(language)]);
        }
    }

    /// <summary>The verdict by its stable name, which programs read, and in words what became of the row and why.</summary>
    public static IReadOnlyList<string> Told(JudgedRow row, Language language) =>
        [row.Verdict.InDatabase(), row.Verdict == RowVerdict.Malformed ? $"{NotRecorded.In(language)}: {Why(row).In(language)}" : Why(row).In(language)];

    /// <summary>Of a row that is not malformed, with the field that was left out of it.</summary>
    public static Text Why(JudgedRow row) => row is { Verdict: not RowVerdict.Malformed, Field: { } field, Fault: { } fault }
        ? new(
            $"{Alone(row).Vietnamese}; không đọc {ImportColumns.NameOf(field)}: {RowFaults.Told(fault).Vietnamese}",
            $"{Alone(row).English}; {ImportColumns.EnglishNameOf(field)} not read: {RowFaults.Told(fault).English}")
        : Alone(row);

    private static Text Alone(JudgedRow row) => row switch
    {
        { Verdict: RowVerdict.Recorded } => new("đã ghi nhận", "recorded"),
        { Verdict: RowVerdict.AlreadyOurs } => new("đã có chứng thư của chính doanh nghiệp này; không ghi nhận thêm", "this provider's certificate is there already; no other was recorded"),
        { Verdict: RowVerdict.HeldByAnother } => new(
            "công dân đã có chứng thư của doanh nghiệp khác; không ghi nhận (HUE-2.3)", "the citizen has a certificate of another provider; not recorded (HUE-2.3)"),
        { Verdict: RowVerdict.DoubtfulPerson } => new(
            "hai số thuộc hai người khác nhau trong hệ thống; Sở sẽ xem xét", "the two numbers are two persons' in the registry; the department looks at it"),
        { Fault: { } fault } => row.Field is { } field
            ? new($"{ImportColumns.NameOf(field)}: {RowFaults.Told(fault).Vietnamese}", $"{ImportColumns.EnglishNameOf(field)}: {RowFaults.Told(fault).English}")
            : RowFaults.Told(fault),
        _ => new("", ""),
    };

    private static Dictionary<long, JudgedRow> Named(IReadOnlyList<JudgedRow> rows) => rows.ToDictionary(r => r.Row);
}
