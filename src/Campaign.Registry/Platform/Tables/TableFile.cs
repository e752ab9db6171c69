using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Campaign.Registry.Platform.Tables;

/// <summary>In which form a table is taken away.</summary>
public enum TableForm
{
    /// <summary>UTF-8 with a byte order mark (RFC 4180), which Excel asks for to read Vietnamese.</summary>
    Csv,

    /// <summary>A workbook of one sheet, whose cells are texts.</summary>
    Xlsx,
}

/// <summary>Rows of texts written as a file of any size, one row after the other. What a spreadsheet would take for a formula is written as text.</summary>
public static class TableFile
{
    // What begins like a formula is written with an apostrophe before it, in CSV; a workbook says of each cell that it is a text. CsvHelper's own rule for quotes would leave a lone line feed bare,
    // because it is not the file's line end.
    private static CsvConfiguration Rfc4180(char delimiter) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = delimiter.ToString(),
        NewLine = "\r\n",
        ShouldQuote = field => field.Field.AsSpan().IndexOfAny($"{delimiter}\"\r\n") >= 0,
        InjectionOptions = InjectionOptions.Escape,
        InjectionEscapeCharacter = '\'',
    };

    private static readonly OpenXmlConfiguration OneSheet = new() { TableStyles = TableStyles.None, AutoFilter = false, FreezeRowCount = 0 };

    /// <summary>Null for a form that there is none of.</summary>
    /// <param name="name">As addresses name it: csv or xlsx.</param>
    public static TableForm? FormOf(string? name) => name switch { "csv" => TableForm.Csv, "xlsx" => TableForm.Xlsx, _ => null };

    public static string ContentTypeOf(TableForm form) =>
        form == TableForm.Csv ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="output">Stays the caller's, is never sought in, and may make the writer wait. A workbook is written without awaiting it.</param>
    /// <param name="columns">Of the longest row.</param>
    /// <param name="rows">Taken as they are written.</param>
    public static Task WriteAsync(Stream output, TableForm form, int columns, IAsyncEnumerable<IReadOnlyList<string>> rows, CancellationToken cancel) =>
        form == TableForm.Csv ? WriteDelimitedAsync(output, ',', rows, cancel) : Task.Run(() => WriteWorkbook(output, columns, rows.ToBlockingEnumerable(cancel)), cancel);

    /// <summary>As CSV, with another separator than the comma.</summary>
    internal static async Task WriteDelimitedAsync(Stream output, char delimiter, IAsyncEnumerable<IReadOnlyList<string>> rows, CancellationToken cancel)
    {
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true);
        await using var csv = new CsvWriter(text, Rfc4180(delimiter), leaveOpen: true);
        await foreach (var row in rows.WithCancellation(cancel))
        {
            foreach (var cell in row)
            {
                csv.WriteField(cell);
            }

            await csv.NextRecordAsync();
        }
    }

    // Not SaveAsAsync: what MiniExcel 1.46.0 writes by it is no valid sheet (its drawing stands inside sheetData).
    private static void WriteWorkbook(Stream output, int columns, IEnumerable<IReadOnlyList<string>> rows) =>
        MiniExcel.SaveAs(output, rows.Select(row => Named(row, columns)), printHeader: false, configuration: OneSheet);

    // MiniExcel takes the columns of all rows from the first.
    private static Dictionary<string, object> Named(IReadOnlyList<string> row, int columns) =>
        Enumerable.Range(0, columns).ToDictionary(i => i.ToString(CultureInfo.InvariantCulture), object (i) => i < row.Count ? row[i] : "");
}
