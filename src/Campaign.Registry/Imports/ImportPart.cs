using System.Buffers.Binary;
using Campaign.Registry.Citizens;
using Campaign.Registry.Kernel;

namespace Campaign.Registry.Imports;

/// <summary>What became of a row.</summary>
public enum RowVerdict
{
    /// <summary>The certificate holds the citizen's place.</summary>
    Recorded,

    /// <summary>This provider holds the place already, or has recorded this certificate before. Nothing changed.</summary>
    AlreadyOurs,

    /// <summary>Another provider holds the place. Nothing was recorded.</summary>
    HeldByAnother,

    /// <summary>The row is not right. Nothing was recorded.</summary>
    Malformed,

    /// <summary>Its numbers lead to two persons, or the person may be known under another number: somebody looks.</summary>
    DoubtfulPerson,
}

/// <summary>The verdict on one row.</summary>
/// <param name="Row">As a spreadsheet numbers it; the header is row 1.</param>
/// <param name="Field">Of a malformed row: the field, when it is one field's fault.</param>
/// <param name="Holder">The code of the provider that holds the place.</param>
public sealed record JudgedRow(long Row, RowVerdict Verdict, ImportField? Field = null, RowFault? Fault = null, string? Holder = null);

/// <summary>A row with all that can be made of it before the database is asked.</summary>
internal sealed class PreparedRow
{
    public required long Number { get; init; }

    public MalformedRow? Malformed { get; init; }

    public ImportedRow? Row { get; init; }

    /// <summary>The number under each key in use.</summary>
    public NumberKey[] Keys { get; init; } = [];

    public NumberKey[] OtherKeys { get; init; } = [];

    /// <summary>Who it is if nobody is known under its numbers.</summary>
    public Guid NewPerson { get; init; }

    public (short KeyId, byte[] Sealed) Kept { get; init; }

    public (short KeyId, byte[] Sealed) OtherKept { get; init; }

    public (short KeyId, byte[] Hash)? Phone { get; init; }
}

/// <summary>The rows that are judged in one transaction. No number and no serial number is in it twice: a row that repeats one begins the next part, and finds what this one wrote.</summary>
internal sealed record ImportPart(long FirstRow, long LastRow, long ReadBytes, IReadOnlyList<PreparedRow> Rows);

/// <summary>Gathers rows into parts. The same file gives the same parts, wherever a run begins.</summary>
internal sealed class PartBuilder(int mostRows, long firstRow)
{
    private readonly HashSet<UInt128> numbers = [];
    private readonly HashSet<string> serials = [];
    private List<PreparedRow> rows = [];
    private long first = firstRow;
    private long last = firstRow - 1;

    public bool IsFull => rows.Count >= mostRows;

    /// <summary>False when the row has to begin the next part.</summary>
    public bool TryAdd(PreparedRow row)
    {
        if (row.Row is { } read)
        {
            var mark = MarkOf(row.Keys);
            var other = row.OtherKeys.Length == 0 ? mark : MarkOf(row.OtherKeys);
            if (numbers.Contains(mark) || numbers.Contains(other) || serials.Contains(read.Certificate.SerialNumber))
            {
                return false;
            }

            numbers.Add(mark);
            numbers.Add(other);
            serials.Add(read.Certificate.SerialNumber);
        }

        rows.Add(row);
        last = row.Number;
        return true;
    }

    /// <param name="upTo">Blank rows up to this one are the part's too.</param>
    /// <param name="readBytes">How much of the file has been read.</param>
    public ImportPart? Take(long upTo, long readBytes)
    {
        var reaches = Math.Max(last, upTo);
        if (reaches < first)
        {
            return null;
        }

        var part = new ImportPart(first, reaches, readBytes, rows);
        rows = [];
        numbers.Clear();
        serials.Clear();
        first = reaches + 1;
        last = reaches;
        return part;
    }

    private static UInt128 MarkOf(NumberKey[] keys) => BinaryPrimitives.ReadUInt128BigEndian(keys[0].Hash);
}
