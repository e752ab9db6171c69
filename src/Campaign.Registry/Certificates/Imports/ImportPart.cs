using System.Buffers.Binary;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What became of a row.</summary>
public enum RowVerdict
{
    /// <summary>The certificate holds the citizen's place.</summary>
    Recorded,

    /// <summary>This provider holds the place already, or has recorded this certificate before.</summary>
    AlreadyOurs,

    /// <summary>Another provider holds the place; which one, a file does not tell. Nothing was recorded.</summary>
    HeldByAnother,

    /// <summary>The row is not right. Nothing was recorded.</summary>
    Malformed,

    /// <summary>Of files that were read when a second number linked: its numbers led to two persons who both held. No row gets this verdict any more.</summary>
    DoubtfulPerson,
}

/// <summary>The verdict on one row.</summary>
/// <param name="Row">As a spreadsheet numbers it; the header is row 1.</param>
/// <param name="Field">Of a malformed row: the field, when it is one field's fault. Of another: the field that was left out.</param>
/// <param name="Fault">Why the row is malformed, or the field was left out.</param>
public sealed record JudgedRow(long Row, RowVerdict Verdict, ImportField? Field = null, RowFault? Fault = null);

/// <summary>A row with all that can be made of it before the database is asked.</summary>
internal sealed class PreparedRow
{
    public required long Number { get; init; }

    public MalformedRow? Malformed { get; init; }

    public ImportedRow? Row { get; init; }

    /// <summary>The number under each key in use.</summary>
    public NumberKey[] Keys { get; init; } = [];

    /// <summary>The number under the current key, as traces and claims bear it.</summary>
    public NumberKey Current { get; init; }

    /// <summary>The other number that the row bears, the same way: a claim, and no more. Null when it has none.</summary>
    public NumberKey? Claimed { get; init; }

    /// <summary>By which rows of one part tell each other's numbers.</summary>
    public UInt128 Mark => BinaryPrimitives.ReadUInt128BigEndian(Keys[0].Hash);

    /// <summary>Who it is if nobody is known under its number.</summary>
    public Guid NewPerson { get; init; }

    public (short KeyId, byte[] Sealed) Kept { get; init; }

    public KeptPhone? Phone { get; init; }
}

/// <summary>The rows that are judged in one transaction.</summary>
internal sealed record ImportPart(long FirstRow, long LastRow, long ReadBytes, IReadOnlyList<PreparedRow> Rows)
{
    private readonly Lazy<HashSet<UInt128>> marks = new(() => [.. Rows.Where(r => r.Row is not null).Select(r => r.Mark)]);
    private readonly Lazy<HashSet<string>> serials = new(() => [.. Rows.Where(r => r.Row is not null).Select(r => r.Row!.Certificate.SerialNumber)]);

    /// <summary>Whether what becomes of one may hang on the other: then they follow one another.</summary>
    public bool SharesWith(ImportPart other) => marks.Value.Overlaps(other.marks.Value) || serials.Value.Overlaps(other.serials.Value);
}

/// <summary>Gathers rows into parts. The same file gives the same parts, wherever a run begins.</summary>
internal sealed class PartBuilder(int mostRows, long firstRow)
{
    private List<PreparedRow> rows = [];
    private long first = firstRow;
    private long last = firstRow - 1;

    public bool IsFull => rows.Count >= mostRows;

    public void Add(PreparedRow row)
    {
        rows.Add(row);
        last = row.Number;
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
        first = reaches + 1;
        last = reaches;
        return part;
    }
}
