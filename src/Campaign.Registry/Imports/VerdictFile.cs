using System.IO.Compression;
using System.Text;
using System.Xml;
using Campaign.Registry.Kernel;

namespace Campaign.Registry.Imports;

/// <summary>
/// The file again, row by row and in its own form, with what became of each row in columns at its end: the verdict by its stable name, and why, in the reader's language.
/// CSV is written as UTF-8 with a byte order mark. What a spreadsheet would take for a formula is written as text.
/// </summary>
internal static class VerdictFile
{
    private static readonly Text VerdictHeading = new("Kết quả", "Verdict");
    private static readonly Text ReasonHeading = new("Lý do", "Reason");

    public static string ContentType(string form) => form == "CSV" ? "text/csv; charset=utf-8" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <param name="source">The file that was imported, not yet read from.</param>
    /// <param name="sourceFile">The stream beneath it.</param>
    /// <param name="verdicts">Of each part, in order: its last row, and its rows that were not recorded.</param>
    /// <param name="output">Stays the caller's.</param>
    public static async Task WriteAsync(
        ImportFile source, Stream sourceFile, IAsyncEnumerable<(long LastRow, IReadOnlyList<JudgedRow> Rows)> verdicts, Stream output, Language language, CancellationToken cancel)
    {
        var headerRow = source.HeaderRow;
        var width = source.Columns.Header.Count;
        // From the top: titles above the header are the file's too.
        using ITable table = source.Form == "CSV" ? DelimitedTable.Open(sourceFile, TextEncodings.Named(source.Encoding!)) : WorkbookTable.Open(sourceFile);
        await using var rows = verdicts.GetAsyncEnumerator(cancel);
        using IRowWriter writer = source.Form == "CSV" ? new CsvWriter(output) : new WorkbookWriter(output);
        var cells = new List<Cell>();
        var known = await rows.MoveNextAsync();
        var named = known ? Named(rows.Current.Rows) : [];
        while (table.Read(cells, out var number, out var fault))
        {
            cancel.ThrowIfCancellationRequested();
            var line = cells.Select(c => c.Text).ToList();
            if (number < headerRow || (cells.Count == 0 && fault is null))
            {
                writer.Write(line);
                continue;
            }

            while (line.Count < width)
            {
                line.Add("");
            }

            if (number == headerRow)
            {
                writer.Write([.. line, VerdictHeading.In(language), ReasonHeading.In(language)]);
                continue;
            }

            while (known && rows.Current.LastRow < number)
            {
                known = await rows.MoveNextAsync();
                named = known ? Named(rows.Current.Rows) : [];
            }

            writer.Write(known
                ? [.. line, .. Told(named.GetValueOrDefault(number) ?? new(number, RowVerdict.Recorded), language)]
                : [.. line, "", new Text("chưa xét đến dòng này", "this row has not been reached").In(language)]);
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

    private interface IRowWriter : IDisposable
    {
        void Write(IReadOnlyList<string> cells);
    }

    private sealed class CsvWriter(Stream output) : IRowWriter
    {
        private readonly StreamWriter text = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 64 * 1024, leaveOpen: true) { NewLine = "\r\n" };

        public void Write(IReadOnlyList<string> cells)
        {
            for (var i = 0; i < cells.Count; i++)
            {
                if (i > 0)
                {
                    text.Write(',');
                }

                var cell = cells[i] is ['=' or '+' or '-' or '@' or '\t', ..] ? "'" + cells[i] : cells[i];
                text.Write(cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }

            text.WriteLine();
        }

        public void Dispose() => text.Dispose();
    }

    /// <summary>The least that is a workbook (ECMA-376): one sheet, whose cells are texts.</summary>
    private sealed class WorkbookWriter : IRowWriter
    {
        private readonly ZipArchive archive;
        private readonly XmlWriter sheet;

        public WorkbookWriter(Stream output)
        {
            archive = new(output, ZipArchiveMode.Create, leaveOpen: true);
            Part("[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
                """);
            Part("_rels/.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>
                """);
            Part("xl/workbook.xml", """
                <workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>
                """);
            Part("xl/_rels/workbook.xml.rels", """
                <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
                """);
            sheet = XmlWriter.Create(archive.CreateEntry("xl/worksheets/sheet1.xml").Open(), new XmlWriterSettings { CheckCharacters = false, CloseOutput = true });
            sheet.WriteStartElement("worksheet", "http://schemas.openxmlformats.org/spreadsheetml/2006/main");
            sheet.WriteStartElement("sheetData");
        }

        public void Write(IReadOnlyList<string> cells)
        {
            sheet.WriteStartElement("row");
            foreach (var cell in cells)
            {
                sheet.WriteStartElement("c");
                sheet.WriteAttributeString("t", "inlineStr");
                sheet.WriteStartElement("is");
                sheet.WriteElementString("t", new string([.. cell.Where(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]));
                sheet.WriteEndElement();
                sheet.WriteEndElement();
            }

            sheet.WriteEndElement();
        }

        public void Dispose()
        {
            sheet.WriteEndElement();
            sheet.WriteEndElement();
            sheet.Dispose();
            archive.Dispose();
        }

        private void Part(string name, string xml)
        {
            using var part = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
            part.Write($"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml.Trim()}""");
        }
    }
}
