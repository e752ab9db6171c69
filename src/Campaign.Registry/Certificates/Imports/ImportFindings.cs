using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Time;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Licences;

namespace Campaign.Registry.Certificates.Imports;

/// <summary>What in a file an officer should know of before approving it. None of it is a refusal.</summary>
public enum FindingKind
{
    /// <summary>The number's province code is in no list.</summary>
    UnknownProvince,

    /// <summary>The citizen number is the one of the row before and one more.</summary>
    NumbersInSequence,

    /// <summary>The serial number is the one of the row before and one more.</summary>
    SerialsInSequence,

    /// <summary>The name was broken before the file was made.</summary>
    NameBroken,

    /// <summary>Made after the campaign opened: such a row is refused when the file runs.</summary>
    AfterTheOpening,

    /// <summary>Made before 2006, or in a year in which the holder was not 18 yet.</summary>
    BeforeTheHolderCould,

    /// <summary>No licence of the provider covered that way of keeping the key on the day of issue.</summary>
    NoLicence,
}

/// <param name="Examples">The first rows of which it is true, as a spreadsheet numbers them; never a citizen's number.</param>
public sealed record ImportFinding(FindingKind Kind, long Rows, IReadOnlyList<long> Examples);

/// <summary>What a look at the whole of a file found: figures and row numbers, of the file alone and never of who holds what.</summary>
/// <param name="Malformed">Rows that cannot be recorded as they are.</param>
/// <param name="Numbers">Citizen numbers of the others, each once.</param>
public sealed record ImportLookView(DateTimeOffset LookedAt, long Rows, long Malformed, long Numbers, IReadOnlyList<ImportFinding> Findings);

/// <summary>Gathers, row by row and in constant memory, what a file looks like as a whole.</summary>
internal sealed class ImportFindings(ImportColumns columns, IReadOnlyDictionary<KeyStorage, IReadOnlyList<Licence>> licences)
{
    public const int MostExamples = 5;

    private readonly (long Rows, List<long> Examples)[] found = [.. Enum.GetValues<FindingKind>().Select(_ => (0L, new List<long>()))];
    private long previousNumber = -2;
    private BigInteger previousSerial = -2;

    public long Rows { get; private set; }

    public long Malformed { get; private set; }

    public IReadOnlyList<ImportFinding> Found => [.. Enum.GetValues<FindingKind>().Where(k => found[(int)k].Rows > 0).Select(k => new ImportFinding(k, found[(int)k].Rows, found[(int)k].Examples))];

    /// <summary>A row that could not be read at all.</summary>
    public void AddUnread()
    {
        Rows++;
        Malformed++;
    }

    /// <param name="row">As a spreadsheet numbers it.</param>
    /// <param name="cells">What it holds.</param>
    /// <param name="read">The row, when it can be recorded.</param>
    /// <param name="malformed">Why it cannot.</param>
    public void Add(long row, List<Cell> cells, ImportedRow? read, MalformedRow? malformed)
    {
        Rows++;
        Malformed += read is null ? 1 : 0;
        // As the cells have it, whatever else the row lacks: what a tool or a hand has made up shows in the column.
        if (CitizenNumber.ParseOrNull(CellTexts.Plain(columns.In(cells, ImportField.CitizenId).Text)) is { } number)
        {
            Find(FindingKind.UnknownProvince, row, number.ProvinceCode is { } code && !NumberDoubts.ProvinceCodes.Contains(code));
            var value = long.Parse(number.Digits, CultureInfo.InvariantCulture);
            Find(FindingKind.NumbersInSequence, row, value == previousNumber + 1);
            previousNumber = value;
        }

        if (CellTexts.Serial(CellTexts.Plain(columns.In(cells, ImportField.SerialNumber).Text)) is { Length: > 0 and <= 40 } written
            && BigInteger.TryParse("0" + written, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var serial))
        {
            Find(FindingKind.SerialsInSequence, row, serial == previousSerial + 1);
            previousSerial = serial;
        }

        if (columns.Has(ImportField.Name) && CellTexts.Plain(columns.In(cells, ImportField.Name).Text) is { Length: > 0 } name)
        {
            Find(FindingKind.NameBroken, row, BrokenNames.Mended(LatinLetters.Together(name)) is null);
        }

        Find(FindingKind.AfterTheOpening, row, malformed?.Fault == RowFault.AfterTheOpening);
        Find(FindingKind.BeforeTheHolderCould, row, malformed?.Fault == RowFault.BeforeProviders || (read is not null && IsOfAMinor(read)));
        Find(FindingKind.NoLicence, row, read is not null && !Covered(read));
    }

    private static bool IsOfAMinor(ImportedRow row) =>
        row.Number.BirthYear is { } year && VietnamTime.DateOf(row.Certificate.IssuedAt).Year - year < NumberDoubts.AgeOfMajority;

    private bool Covered(ImportedRow row) => licences.TryGetValue(row.Certificate.KeyStorage, out var held)
        && LicenceInForceRule.Judge(held, row.Certificate.KeyStorage, row.Certificate.IssuedAt) is null;

    private void Find(FindingKind kind, long row, bool isSo)
    {
        if (!isSo)
        {
            return;
        }

        var (rows, examples) = found[(int)kind];
        if (examples.Count < MostExamples)
        {
            examples.Add(row);
        }

        found[(int)kind] = (rows + 1, examples);
    }
}

/// <summary>Findings as they are kept: [["UNKNOWN_PROVINCE", 12, [2, 3]], …].</summary>
internal static class FindingsJson
{
    public static string Write(IEnumerable<ImportFinding> findings) =>
        JsonSerializer.Serialize(findings.Select(f => new object[] { f.Kind.InDatabase(), f.Rows, f.Examples }));

    public static IReadOnlyList<ImportFinding> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(f => new ImportFinding(
            Names.Parse<FindingKind>(f[0].GetString()!), f[1].GetInt64(), [.. f[2].EnumerateArray().Select(e => e.GetInt64())]))];
    }
}
