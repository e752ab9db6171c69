using System.Buffers.Binary;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What became of a row.</summary>
public enum RowVerdict
{
    /// <summary>The certificate holds the citizen's place.</summary>
    Recorded,

    /// <summary>This provider holds the place already, or has recorded this certificate before. At most a further number of the citizen's became known.</summary>
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
/// <param name="Field">Of a malformed row: the field, when it is one field's fault. Of another: the field that was left out.</param>
/// <param name="Fault">Why the row is malformed, or the field was left out.</param>
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

    /// <summary>By which rows of one part tell each other's numbers.</summary>
    public UInt128 Mark => MarkOf(Keys);

    /// <summary>The same of the other number; null when the row has none.</summary>
    public UInt128? OtherMark => OtherKeys.Length == 0 ? null : MarkOf(OtherKeys);

    /// <summary>Who it is if nobody is known under its numbers.</summary>
    public Guid NewPerson { get; init; }

    public (short KeyId, byte[] Sealed) Kept { get; init; }

    public (short KeyId, byte[] Sealed) OtherKept { get; init; }

    public KeptPhone? Phone { get; init; }

    private static UInt128 MarkOf(NumberKey[] keys) => BinaryPrimitives.ReadUInt128BigEndian(keys[0].Hash);
}

/// <summary>
/// The rows that are judged in one transaction. A row that ties the numbers of an earlier one to another number begins the next part, and finds in the database what this one wrote.
/// </summary>
internal sealed record ImportPart(long FirstRow, long LastRow, long ReadBytes, IReadOnlyList<PreparedRow> Rows)
{
    private readonly Lazy<HashSet<UInt128>> marks = new(() => [.. Rows.Where(r => r.Row is not null).SelectMany(r => r.OtherMark is { } other ? new[] { r.Mark, other } : [r.Mark])]);
    private readonly Lazy<HashSet<string>> serials = new(() => [.. Rows.Where(r => r.Row is not null).Select(r => r.Row!.Certificate.SerialNumber)]);

    /// <summary>Whether what becomes of one may hang on the other: then they follow one another.</summary>
    public bool SharesWith(ImportPart other) => marks.Value.Overlaps(other.marks.Value) || serials.Value.Overlaps(other.serials.Value);
}

/// <summary>Gathers rows into parts. The same file gives the same parts, wherever a run begins.</summary>
internal sealed class PartBuilder(int mostRows, long firstRow)
{
    /// <summary>Of each number, the first row that bears it.</summary>
    private readonly Dictionary<UInt128, int> numbers = [];
    private List<PreparedRow> rows = [];
    private long first = firstRow;
    private long last = firstRow - 1;

    public bool IsFull => rows.Count >= mostRows;

    /// <summary>False when the row has to begin the next part.</summary>
    public bool TryAdd(PreparedRow row)
    {
        if (row.Row is not null)
        {
            int? first = numbers.TryGetValue(row.Mark, out var at) ? at : null;
            if (row.OtherMark is { } other)
            {
                int? second = numbers.TryGetValue(other, out at) ? at : null;
                if (first != second)
                {
                    return false;
                }

                numbers.TryAdd(other, rows.Count);
            }

            numbers.TryAdd(row.Mark, rows.Count);
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
        first = reaches + 1;
        last = reaches;
        return part;
    }
}
