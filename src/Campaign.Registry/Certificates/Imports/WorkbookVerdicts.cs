using System.Collections;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// A workbook again as it is, with cells behind the rows of the sheet that was imported: every part is copied, and of the sheet every cell with its type, its format and
/// its formula, so that the file can be corrected and handed in once more.
/// </summary>
internal sealed class WorkbookVerdicts
{
    private static readonly XmlWriterSettings AsItIs = new() { Encoding = new UTF8Encoding(false), NewLineHandling = NewLineHandling.Entitize, CloseOutput = true };

    private readonly Func<long, IReadOnlyList<string>?> told;
    private readonly Func<long, int, bool> isReplaced;
    private readonly IReadOnlyList<string> broken;
    private readonly BitArray blank = new(1 << 20);
    private int widest;
    private long last;
    private bool damaged;

    private WorkbookVerdicts(Func<long, IReadOnlyList<string>?> told, Func<long, int, bool> isReplaced, IReadOnlyList<string> broken) =>
        (this.told, this.isReplaced, this.broken) = (told, isReplaced, broken);

    /// <param name="source">The workbook.</param>
    /// <param name="output">Stays the caller's; never sought in.</param>
    /// <param name="told">The cells behind a row, asked in the order of the rows; null for none. Rows with nothing in them are not asked about.</param>
    /// <param name="isReplaced">Whether the cell of this row and column, from 0, is not copied.</param>
    /// <param name="broken">The cells of a last row, where the workbook is damaged.</param>
    /// <param name="cancel">Between rows.</param>
    public static void Write(
        Stream source, Stream output, Func<long, IReadOnlyList<string>?> told, Func<long, int, bool> isReplaced, IReadOnlyList<string> broken, CancellationToken cancel)
    {
        var verdicts = new WorkbookVerdicts(told, isReplaced, broken);
        verdicts.Measure(source, cancel);
        source.Position = 0;
        using var parts = new WorkbookParts(source);
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in parts.Entries.Where(WorkbookParts.StaysInside))
        {
            cancel.ThrowIfCancellationRequested();
            using var copy = archive.CreateEntry(WorkbookParts.NameOf(entry), CompressionLevel.Fastest).Open();
            if (parts.IsSheet(entry))
            {
                using var reader = parts.Open(parts.Sheet);
                using var writer = XmlWriter.Create(copy, AsItIs);
                verdicts.Copy(reader, writer, cancel);
            }
            else if (!entry.FullName.EndsWith('/'))
            {
                using var bytes = WorkbookParts.Bytes(entry);
                bytes.CopyTo(copy);
            }
        }
    }

    /// <summary>How wide the rows are, which have nothing in them, and how far they can be read.</summary>
    private void Measure(Stream source, CancellationToken cancel)
    {
        using var table = WorkbookTable.Open(source);
        var cells = new List<Cell>();
        try
        {
            while (table.Read(cells, out var row, out var fault))
            {
                cancel.ThrowIfCancellationRequested();
                last = row;
                var width = cells.Count;
                while (width > 0 && isReplaced(row, width - 1))
                {
                    width--;
                }

                widest = Math.Max(widest, width);
                if (cells.Count == 0 && fault is null && row < blank.Length)
                {
                    blank[(int)row] = true;
                }
            }
        }
        catch (UnreadableFileException)
        {
            damaged = true;
        }
    }

    private void Copy(XmlReader reader, XmlWriter writer, CancellationToken cancel)
    {
        long row = 0;
        var column = 0;
        var copied = 0;
        var more = reader.Read();
        while (more)
        {
            cancel.ThrowIfCancellationRequested();
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "dimension" })
            {
                // It would be too small; whoever reads the sheet counts for himself.
                reader.Skip();
                more = !reader.EOF;
                continue;
            }

            if (reader is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                (row, column, copied) = (WorkbookTable.NumberOf(reader, row), 0, 0);
                if (damaged && row > last)
                {
                    EndWithFault(reader, writer, row);
                    more = !reader.EOF;
                    continue;
                }
            }
            else if (reader is { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                column = (WorkbookTable.ColumnOf(reader.GetAttribute("r")) ?? column) + 1;
                if (isReplaced(row, column - 1))
                {
                    reader.Skip();
                    more = !reader.EOF;
                    continue;
                }

                copied = column;
            }
            else if (reader is { NodeType: XmlNodeType.EndElement, LocalName: "row" } && !(row < blank.Length && blank[(int)row]))
            {
                Add(reader, writer, row, copied, told(row) ?? []);
            }

            CopyNode(reader, writer);
            more = reader.Read();
        }
    }

    /// <summary>One row that says so, in place of those that cannot be read.</summary>
    private void EndWithFault(XmlReader reader, XmlWriter writer, long row)
    {
        writer.WriteStartElement(reader.Prefix, "row", reader.NamespaceURI);
        writer.WriteAttributeString("r", row.ToString(CultureInfo.InvariantCulture));
        Add(reader, writer, row, 0, broken);
        writer.WriteEndElement();
        while (!reader.EOF && reader is not { NodeType: XmlNodeType.EndElement, LocalName: "sheetData" })
        {
            reader.Skip();
        }
    }

    private static void CopyNode(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var empty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                CopyAttributes(reader, writer);
                if (empty)
                {
                    writer.WriteEndElement();
                }

                break;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                writer.WriteString(reader.Value);
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                writer.WriteWhitespace(reader.Value);
                break;
            default:
                break;
        }
    }

    private static void CopyAttributes(XmlReader reader, XmlWriter writer)
    {
        // The span of a row's cells is a hint of the tool's, and no longer true.
        var isRow = reader.LocalName == "row";
        for (var more = reader.MoveToFirstAttribute(); more; more = reader.MoveToNextAttribute())
        {
            if (!isRow || reader.LocalName != "spans")
            {
                writer.WriteAttributeString(reader.Prefix, reader.LocalName, reader.NamespaceURI, reader.Value);
            }
        }

        reader.MoveToElement();
    }

    /// <summary>Behind the widest row, so that what is told stands under its heading.</summary>
    private void Add(XmlReader row, XmlWriter writer, long number, int column, IReadOnlyList<string> cells)
    {
        var at = Math.Max(widest, column);
        foreach (var cell in cells)
        {
            writer.WriteStartElement(row.Prefix, "c", row.NamespaceURI);
            writer.WriteAttributeString("r", $"{NameOf(at++)}{number}");
            writer.WriteAttributeString("t", "inlineStr");
            writer.WriteStartElement(row.Prefix, "is", row.NamespaceURI);
            writer.WriteElementString(row.Prefix, "t", row.NamespaceURI, cell);
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
    }

    /// <summary>0 is A, 54 is BC.</summary>
    private static string NameOf(int column) => (column >= 26 ? NameOf((column / 26) - 1) : "") + (char)('A' + (column % 26));
}
