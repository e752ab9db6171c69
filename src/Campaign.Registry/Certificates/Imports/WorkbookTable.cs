using System.Globalization;
using System.Text;
using System.Xml;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// The rows of a workbook's first visible sheet (XLSX, ECMA-376), read as a stream. The whole sheet is read once before its first row is judged, so that one that was cut off is
/// refused whole.
/// </summary>
internal sealed class WorkbookTable : ITable
{
    /// <summary>Of a sheet (ECMA-376).</summary>
    private const long LastRow = 1_048_576;

    private readonly WorkbookParts parts;
    private readonly Stream file;
    private readonly List<string> shared;
    private readonly StringBuilder text = new();
    private readonly char[] chunk = new char[4_096];
    private XmlReader rows;
    private long row;

    private WorkbookTable(Stream file)
    {
        this.file = file;
        parts = new(file);
        shared = parts.SharedTexts();
        rows = parts.Open(parts.Sheet);
        HiddenRows = CountHidden();
        rows.Dispose();
        rows = parts.Open(parts.Sheet);
    }

    public long ReadBytes => file.Position;

    public bool Since1904 => parts.Since1904;

    /// <summary>The sheet that is read: the first that is not hidden.</summary>
    public string? Sheet => parts.SheetName;

    /// <summary>Rows with something in them that are hidden or filtered out.</summary>
    public long HiddenRows { get; }

    /// <exception cref="UnreadableFileException">It is no workbook, is damaged, or would unpack to more than is taken.</exception>
    public static WorkbookTable Open(Stream file)
    {
        file.Position = 0;
        return Guarded(() => new WorkbookTable(file));
    }

    public void Dispose()
    {
        rows.Dispose();
        parts.Dispose();
    }

    public bool Read(List<Cell> row, out long number, out RowFault? fault)
    {
        RowFault? found = null;
        var more = Guarded(() => ReadRow(row, out found));
        (number, fault) = (this.row, found);
        return more;
    }

    /// <summary>Reads the whole sheet.</summary>
    private long CountHidden()
    {
        var (hidden, last) = (0L, 0L);
        var within = false;
        while (rows.Read())
        {
            if (rows.NodeType == XmlNodeType.Element && rows.LocalName == "row")
            {
                last = NumberOf(rows, last);
                within = rows.GetAttribute("hidden") is "1" or "true" || rows.GetAttribute("ht") is "0";
            }
            else if (within && rows.NodeType == XmlNodeType.Element && rows.LocalName is "v" or "is")
            {
                hidden++;
                within = false;
            }
        }

        return hidden;
    }

    private bool ReadRow(List<Cell> cells, out RowFault? fault)
    {
        cells.Clear();
        fault = null;
        while (rows.Read())
        {
            if (rows is { NodeType: XmlNodeType.Element, LocalName: "row" })
            {
                row = NumberOf(rows, row);
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
            "str" or "inlineStr" or "d" => new(LatinLetters.Together(CellTexts.Unescaped(value))),
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

    /// <summary>The number of a row that begins here; one more than the row before, when it does not say.</summary>
    /// <exception cref="UnreadableFileException">It lies beyond the last row that a sheet can have: no program wrote it.</exception>
    internal static long NumberOf(XmlReader row, long before)
    {
        var said = row.GetAttribute("r");
        var number = long.TryParse(said, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read > before ? read : before + 1;
        return number <= LastRow && said is null or { Length: <= 19 } ? number : throw new UnreadableFileException(FileFault.Damaged);
    }

    /// <summary>"BC12" is column 54; null when nothing is said.</summary>
    internal static int? ColumnOf(string? reference)
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
}
