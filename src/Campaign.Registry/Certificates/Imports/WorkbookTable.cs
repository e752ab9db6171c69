using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The rows of a workbook's first sheet (XLSX, ECMA-376), read as a stream. A workbook is an archive that may unpack to anything: each part of it is bounded, and the whole sheet is
/// read once before its first row is judged, so that one that was cut off is refused whole.
/// </summary>
internal sealed class WorkbookTable : ITable
{
    private const int MaxEntries = 2_000;
    private const long MaxPartBytes = 8L << 30;
    private const long FreeOfRatioBytes = 16L << 20;
    private const int MaxRatio = 100;
    private const int MaxSharedTexts = 2_000_000;
    private const int MaxSharedCharacters = 32 << 20;

    private const string OfficeDocument = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly ZipArchive archive;
    private readonly Stream file;
    private readonly string sheet;
    private readonly List<string> shared;
    private readonly StringBuilder text = new();
    private readonly char[] chunk = new char[4_096];
    private XmlReader rows;
    private long row;

    private WorkbookTable(Stream file)
    {
        this.file = file;
        archive = new(file, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxEntries)
        {
            throw new UnreadableFileException(FileFault.TooLarge);
        }

        (sheet, Since1904) = FirstSheet();
        shared = SharedTexts();
        rows = Open(sheet);
        while (rows.Read())
        {
        }

        rows.Dispose();
        rows = Open(sheet);
    }

    public long ReadBytes => file.Position;

    public bool Since1904 { get; }

    /// <exception cref="UnreadableFileException">It is no workbook, is damaged, or would unpack to more than is taken.</exception>
    public static WorkbookTable Open(Stream file)
    {
        file.Position = 0;
        return Guarded(() => new WorkbookTable(file));
    }

    public void Dispose()
    {
        rows.Dispose();
        archive.Dispose();
    }

    public bool Read(List<Cell> row, out long number, out RowFault? fault)
    {
        RowFault? found = null;
        var more = Guarded(() => ReadRow(row, out found));
        (number, fault) = (this.row, found);
        return more;
    }

    private bool ReadRow(List<Cell> cells, out RowFault? fault)
    {
        cells.Clear();
        fault = null;
        while (rows.Read())
        {
            if (rows is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                row = long.TryParse(rows.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) && said > row ? said : row + 1;
                if (!rows.IsEmptyElement)
                {
                    ReadCells(cells, ref fault);
                }

                if (fault is not null || cells.All(c => c.IsEmpty))
                {
                    cells.Clear();
                }

                return true;
            }
        }

        return false;
    }

    private void ReadCells(List<Cell> cells, ref RowFault? fault)
    {
        while (rows.Read() && rows is not { NodeType: XmlNodeType.EndElement, LocalName: "row" })
        {
            if (rows is not { NodeType: XmlNodeType.Element, LocalName: "c" })
            {
                continue;
            }

            var column = ColumnOf(rows.GetAttribute("r")) ?? cells.Count;
            if (column >= TableLimits.Columns || column < cells.Count)
            {
                // What stands beyond the last column may be read over when it is empty.
                fault ??= ReadCell().IsEmpty && column >= cells.Count ? null : RowFault.TooManyColumns;
                continue;
            }

            while (cells.Count < column)
            {
                cells.Add(new(""));
            }

            cells.Add(ReadCell());
            fault = text.Length > TableLimits.CellCharacters ? RowFault.TooLong : fault;
        }
    }

    /// <summary>From the start of a cell to its end.</summary>
    private Cell ReadCell()
    {
        text.Clear();
        var type = rows.GetAttribute("t");
        if (rows.IsEmptyElement)
        {
            return new("");
        }

        var formula = false;
        while (rows.Read() && rows is not { NodeType: XmlNodeType.EndElement, LocalName: "c" })
        {
            if (rows.NodeType == XmlNodeType.Element && rows.LocalName is "f")
            {
                formula = true;
            }
            else if (rows.NodeType == XmlNodeType.Element && rows.LocalName is "rPh")
            {
                rows.Skip();
            }
            else if (rows.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace && !formula)
            {
                AppendValue();
            }
        }

        if (formula)
        {
            return new("", CellKind.Formula);
        }

        var value = text.ToString();
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count
                ? new(shared[index]) : throw new UnreadableFileException(FileFault.Damaged),
            "e" => new(value, CellKind.Error),
            "str" or "inlineStr" or "d" => new(LatinLetters.Together(value)),
            "b" => new(value),
            _ => new(value, value.Length == 0 ? CellKind.Text : CellKind.Number),
        };
    }

    /// <summary>At most a character more than a cell may have.</summary>
    private void AppendValue()
    {
        if (!rows.CanReadValueChunk)
        {
            text.Append(rows.Value);
            return;
        }

        int read;
        while ((read = rows.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
        {
            if (text.Length <= TableLimits.CellCharacters)
            {
                text.Append(chunk, 0, read);
            }
        }
    }

    /// <summary>"BC12" is column 54; null when nothing is said.</summary>
    private static int? ColumnOf(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var column = 0;
        foreach (var c in reference.TakeWhile(char.IsAsciiLetterUpper).Take(4))
        {
            column = (column * 26) + (c - 'A' + 1);
        }

        return column == 0 ? null : column - 1;
    }

    private (string Sheet, bool Since1904) FirstSheet()
    {
        string? relation = null;
        var since1904 = false;
        using (var workbook = Open("xl/workbook.xml"))
        {
            while (workbook.Read())
            {
                if (workbook is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                {
                    since1904 = workbook.GetAttribute("date1904") is "1" or "true";
                }
                else if (workbook is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && relation is null)
                {
                    relation = workbook.GetAttribute("id", OfficeDocument);
                }
            }
        }

        using var relations = Open("xl/_rels/workbook.xml.rels");
        while (relations.Read())
        {
            if (relations is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && relations.GetAttribute("Id") == relation && relation is not null)
            {
                var target = relations.GetAttribute("Target") ?? "";
                return (target.StartsWith('/') ? target[1..] : $"xl/{target}", since1904);
            }
        }

        throw new UnreadableFileException(FileFault.Damaged);
    }

    private List<string> SharedTexts()
    {
        var texts = new List<string>();
        if (archive.GetEntry("xl/sharedStrings.xml") is null)
        {
            return texts;
        }

        using var reader = Open("xl/sharedStrings.xml");
        var characters = 0;
        while (reader.Read())
        {
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "si" })
            {
                text.Clear();
                while (!reader.IsEmptyElement && reader.Read() && reader is not { NodeType: XmlNodeType.EndElement, LocalName: "si" })
                {
                    if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
                    {
                        reader.Skip();
                    }
                    else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
                    {
                        int read;
                        while ((read = reader.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
                        {
                            text.Append(chunk, 0, text.Length <= TableLimits.CellCharacters ? read : 0);
                        }
                    }
                }

                characters += text.Length;
                if (texts.Count >= MaxSharedTexts || characters > MaxSharedCharacters)
                {
                    throw new UnreadableFileException(FileFault.TooLarge);
                }

                texts.Add(LatinLetters.Together(text.ToString()));
            }
        }

        return texts;
    }

    private XmlReader Open(string name)
    {
        var entry = archive.GetEntry(name) ?? throw new UnreadableFileException(FileFault.Damaged);
        var most = Math.Min(MaxPartBytes, Math.Max(FreeOfRatioBytes, entry.CompressedLength * MaxRatio));
        return XmlReader.Create(
            new BoundedStream(entry.Open(), most),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CloseInput = true, IgnoreComments = true, IgnoreProcessingInstructions = true });
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or NotSupportedException or ArgumentException)
        {
            throw new UnreadableFileException(FileFault.Damaged);
        }
    }

    /// <summary>Ends the reading of a part that unpacks to more than a workbook's does.</summary>
    private sealed class BoundedStream(Stream inner, long most) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var got = inner.Read(buffer);
            read += got;
            return read <= most ? got : throw new UnreadableFileException(FileFault.TooLarge);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
