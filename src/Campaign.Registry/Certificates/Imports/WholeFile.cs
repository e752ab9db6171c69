using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Values;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>
/// A file looked at as a whole, before anything of it is recorded: each row by itself may be right, and all of them together show that a tool has spoilt a column. One that is spoilt is
/// refused, for what it holds would block others' certificates (HUE-2.3).
/// </summary>
internal sealed class WholeFile(ImportColumns columns)
{
    /// <summary>Fewer may be so by chance.</summary>
    private const int LeastNumbers = 10;

    private const int LeastSerials = 3;
    private const int LeastNames = 2;
    private const int RoundedDigits = 10;

    private long names;
    private long broken;
    private long cards;
    private long unknown;
    private long numbers;
    private long following;
    private long serials;
    private long rounded;
    private long previous = -1;

    /// <summary>Reads the table to its end.</summary>
    /// <returns>Why it is not taken; null when nothing speaks against it.</returns>
    public static FileFault? Look(ITable table, ImportColumns columns, CancellationToken cancel)
    {
        var whole = new WholeFile(columns);
        var cells = new List<Cell>();
        while (table.Read(cells, out _, out _))
        {
            cancel.ThrowIfCancellationRequested();
            whole.Add(cells);
        }

        return whole.Fault;
    }

    private FileFault? Fault => this switch
    {
        { names: >= LeastNames } when Most(broken, names) => FileFault.NamesBroken,
        { cards: >= LeastNumbers } when Most(unknown, cards) => FileFault.ProvincesUnknown,
        { serials: >= LeastSerials } when Most(rounded, serials) => FileFault.SerialsRounded,
        { numbers: >= LeastNumbers } when Most(following, numbers) => FileFault.NumbersEnumerated,
        _ => null,
    };

    private static bool Most(long some, long all) => some * 2 > all;

    private void Add(List<Cell> cells)
    {
        if (CitizenNumber.ParseOrNull(CellTexts.Plain(columns.In(cells, ImportField.CitizenId).Text)) is { } number)
        {
            numbers++;
            var value = long.Parse(number.Digits, System.Globalization.CultureInfo.InvariantCulture);
            following += previous >= 0 && value == previous + 1 ? 1 : 0;
            previous = value;
            cards += number.ProvinceCode is null ? 0 : 1;
            unknown += number.ProvinceCode is { } code && !NumberDoubts.ProvinceCodes.Contains(code) ? 1 : 0;
        }

        if (CellTexts.Serial(CellTexts.Plain(columns.In(cells, ImportField.SerialNumber).Text)) is { Length: > 0 } serial)
        {
            serials++;
            rounded += serial.Length >= RoundedDigits && serial.EndsWith("0000", StringComparison.Ordinal) && serial.All(char.IsAsciiDigit) ? 1 : 0;
        }

        if (columns.Has(ImportField.Name) && CellTexts.Plain(columns.In(cells, ImportField.Name).Text) is { Length: > 0 } name)
        {
            names++;
            broken += BrokenNames.Mended(LatinLetters.Together(name)) is null ? 1 : 0;
        }
    }
}
