using System.Runtime.CompilerServices;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Tables;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The file again, row by row and in its own form, with what became of each row in columns at its end: the verdict by its stable name, and why, in the reader's language.
/// CSV is written as UTF-8 with a byte order mark. What a spreadsheet would take for a formula is written as text.
/// </summary>
public static class VerdictFile
{
    private static readonly Text VerdictHeading = new("Kết quả", "Verdict");
    private static readonly Text ReasonHeading = new("Lý do", "Reason");

    public static string ContentType(string form) => TableFile.ContentTypeOf(FormOf(form));

    /// <param name="source">The file that was imported, not yet read from.</param>
    /// <param name="sourceFile">The stream beneath it.</param>
    /// <param name="verdicts">Of each part, in order: its last row, and its rows that were not recorded.</param>
    /// <param name="output">Stays the caller's.</param>
    internal static Task WriteAsync(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Stream output, Language language, CancellationToken cancel) =>
        TableFile.WriteAsync(output, FormOf(source.Form), WidestRow(source, sourceFile, cancel) + 2, RowsAsync(source, sourceFile, verdicts, language, cancel), cancel);

    /// <summary>A workbook's rows are written as wide as the widest; a CSV's each as it is, so that it need not be read for this.</summary>
    private static int WidestRow(ImportFile source, Stream sourceFile, CancellationToken cancel)
    {
        var widest = source.Columns.Header.Count;
        if (FormOf(source.Form) == TableForm.Csv)
        {
            return widest;
        }

        using var table = WorkbookTable.Open(sourceFile);
        var cells = new List<Cell>();
        while (Reads(table, cells, out _, out _, out _))
        {
            cancel.ThrowIfCancellationRequested();
            widest = Math.Max(widest, cells.Count);
        }

        return widest;
    }

    private static TableForm FormOf(string form) => form == "CSV" ? TableForm.Csv : TableForm.Xlsx;

    private static async IAsyncEnumerable<IReadOnlyList<string>> RowsAsync(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Language language, [EnumeratorCancellation] CancellationToken cancel)
    {
        var headerRow = source.HeaderRow;
        var width = source.Columns.Header.Count;
        // From the top: titles above the header are the file's too.
        using ITable table = source.Form == "CSV" ? DelimitedTable.Open(sourceFile, TextEncodings.Named(source.Encoding!)) : WorkbookTable.Open(sourceFile);
        await using var judged = verdicts.GetAsyncEnumerator(cancel);
        var cells = new List<Cell>();
        var known = await judged.MoveNextAsync();
        var named = known ? Named(judged.Current.Rows) : [];
        UnreadableFileException? damaged;
        while (Reads(table, cells, out var number, out var fault, out damaged))
        {
            cancel.ThrowIfCancellationRequested();
            var line = cells.Select(c => c.Text).ToList();
            if (number < headerRow || (cells.Count == 0 && fault is null))
            {
                yield return line;
                continue;
            }

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

            yield return Judged(known
                ? Told(named.GetValueOrDefault(number) ?? new(number, RowVerdict.Recorded), language)
                : ["", new Text("chưa xét đến dòng này", "this row has not been reached").In(language)]);
        }

        if (damaged is not null)
        {
            yield return [.. Enumerable.Repeat("", width), "", new Text("tệp hỏng từ đây", "the file is damaged from here on").In(language)];
        }
    }

    /// <summary>The next row; none more where the file is damaged.</summary>
    private static bool Reads(ITable table, List<Cell> cells, out long row, out RowFault? fault, out UnreadableFileException? damaged)
    {
        damaged = null;
        try
        {
            return table.Read(cells, out row, out fault);
        }
        catch (UnreadableFileException e)
        {
            (row, fault, damaged) = (0, null, e);
            return false;
        }
    }

    /// <summary>The verdict's name, and the reason in words.</summary>
    public static IReadOnlyList<string> Told(JudgedRow row, Language language) => [row.Verdict.InDatabase(), Why(row).In(language)];

    public static Text Why(JudgedRow row) => row switch
    {
        { Verdict: RowVerdict.Recorded } => new("đã ghi nhận", "recorded"),
        { Verdict: RowVerdict.AlreadyOurs } => new("đã có chứng thư của chính doanh nghiệp này; không ghi nhận thêm", "this provider's certificate is there already; no other was recorded"),
        { Verdict: RowVerdict.HeldByAnother } => new(
            $"công dân đã có chứng thư của {row.Holder}; không ghi nhận (HUE-2.3)", $"the citizen has a certificate of {row.Holder}; not recorded (HUE-2.3)"),
        { Verdict: RowVerdict.DoubtfulPerson } => new(
            "hai số thuộc hai người khác nhau trong hệ thống; Sở sẽ xem xét", "the two numbers are two persons' in the registry; the department looks at it"),
        { Fault: { } fault } => row.Field is { } field
            ? new($"{ImportColumns.NameOf(field)}: {RowFaults.Told(fault).Vietnamese}", $"{ImportColumns.EnglishNameOf(field)}: {RowFaults.Told(fault).English}")
            : RowFaults.Told(fault),
        _ => new("", ""),
    };

    private static Dictionary<long, JudgedRow> Named(IReadOnlyList<JudgedRow> rows) => rows.ToDictionary(r => r.Row);
}
