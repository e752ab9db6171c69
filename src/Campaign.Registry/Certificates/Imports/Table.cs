using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Imports;

internal enum CellKind
{
    Text,

    /// <summary>A number of a workbook, as it is stored: without leading zeros; of a date, the days since its epoch.</summary>
    Number,

    /// <summary>What a workbook computes; what is shown need not be what was meant.</summary>
    Formula,

    /// <summary>An error that a workbook shows, such as #REF!.</summary>
    Error,
}

/// <summary>One cell of a row.</summary>
internal readonly record struct Cell(string Text, CellKind Kind = CellKind.Text)
{
    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && Kind is CellKind.Text or CellKind.Number;
}

/// <summary>
/// The rows of a file, one after the other, in memory that does not grow with the file. A row that cannot be read is a fault of that row, and the next one is read.
/// </summary>
internal interface ITable : IDisposable
{
    /// <summary>How much of the file has been read, for the progress.</summary>
    long ReadBytes { get; }

    /// <summary>The epoch of a workbook's dates is 1904.</summary>
    bool Since1904 { get; }

    /// <summary>The sheet that is read; null of a table without sheets.</summary>
    string? Sheet { get; }

    /// <summary>Rows that whoever looks at the table does not see.</summary>
    long HiddenRows { get; }

    /// <summary>Reads the next row.</summary>
    /// <param name="row">Filled with its cells; none for an empty line.</param>
    /// <param name="number">Its number, from 1, as a spreadsheet shows it.</param>
    /// <param name="fault">Why the row could not be read; else null.</param>
    /// <returns>False at the end.</returns>
    bool Read(List<Cell> row, out long number, out RowFault? fault);
}

/// <summary>The file cannot be imported at all; nothing of it has been.</summary>
public sealed class UnreadableFileException(FileFault fault, string? what = null) : Exception($"The file cannot be read: {fault}")
{
    public FileFault Fault => fault;

    /// <summary>The column, as the file or the registry names it; null when it is about none.</summary>
    public string? What => what;

    public Text Told => FileFaults.Told(fault, what);
}

internal static class TableLimits
{
    public const int Columns = 256;
    public const int CellCharacters = 8_192;
    public const int RowCharacters = 65_536;
}
