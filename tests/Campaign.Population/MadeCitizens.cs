using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Population;

/// <summary>How much is planted.</summary>
/// <param name="Duplicates">The share of citizens beside whom the same person is planted once more, each kind as often as any other.</param>
/// <param name="LookAlikes">The share of citizens beside whom another person who looks alike is planted.</param>
public sealed record Planting(double Duplicates = 0.10, double LookAlikes = 0.05);

/// <summary>
/// Made-up citizens of Huế, one after the other: the same for the same seed, on every machine. What is planted beside a citizen follows it at once. Memory does not grow
/// with how many are made: what is kept is a counter per province, sex and year.
/// </summary>
public static class MadeCitizens
{
    private static readonly IReadOnlyList<string> Provinces = ReferenceData.Column("provinces.csv", "code");
    private static readonly IReadOnlyList<string> Wards = ReferenceData.Column("hue-wards.csv", "code");
    private static readonly string[] PhonePrefixes =
        ["032", "033", "034", "035", "036", "037", "038", "039", "070", "076", "077", "078", "079", "081", "082", "083", "084", "085", "090", "091", "093", "094", "096", "097", "098"];

    /// <param name="seed">Another seed, another population.</param>
    /// <param name="citizens">How many are made, those that are planted counted in.</param>
    /// <param name="planting">Null for the usual shares.</param>
    public static IEnumerable<MadeCitizen> Of(ulong seed, long citizens, Planting? planting = null)
    {
        var shares = planting ?? new();
        var numbers = new Numbers();
        for (long id = 0, stream = 0; id < citizens; stream++)
        {
            var draw = new Draw(seed, (ulong)stream);
            var kind = KindOf(shares, ref draw);
            var citizen = First(id++, kind, numbers, ref draw);
            yield return citizen;
            if (kind != Planted.Nothing && id < citizens)
            {
                yield return Plantings.Beside(citizen, kind, id++, numbers, ref draw);
            }
        }
    }

    internal static string Phone(ref Draw draw) => $"{draw.Of(PhonePrefixes)}{draw.Below(10_000_000):0000000}";

    internal static string OtherWard(string? than, ref Draw draw)
    {
        var ward = draw.Of(Wards);
        return ward == than ? Wards[(Wards.ToList().IndexOf(ward) + 1) % Wards.Count] : ward;
    }

    private static Planted KindOf(Planting shares, ref Draw draw)
    {
        var at = draw.Fraction();
        return at < shares.Duplicates ? draw.Of(PlantedKinds.Duplicates)
            : at < shares.Duplicates + shares.LookAlikes ? draw.Of(PlantedKinds.LookAlikes)
            : Planted.Nothing;
    }

    /// <summary>A citizen beside whom this can be planted: with a đ to drop, a phone to change, a day that can be a month.</summary>
    private static MadeCitizen First(long id, Planted kind, Numbers numbers, ref Draw draw)
    {
        var female = kind is not Planted.FatherAndSon && draw.OneIn(0.505);
        var birth = Birth(kind, ref draw);
        var name = kind == Planted.CommonNameSameBirthDate
            ? $"Nguyễn {(female ? "Thị" : "Văn")} {draw.Of(MadeName.CommonGiven(female, birth.Year))}"
            : MadeName.Of(female, birth.Year, kind == Planted.StrokeDropped, ref draw);
        return new(
            id, numbers.Cccd(Province(ref draw), birth.Year, female, ref draw), name, birth, female,
            kind is Planted.PhoneChanged or Planted.Twins or Planted.FatherAndSon || draw.OneIn(0.88) ? Phone(ref draw) : null,
            kind == Planted.WardChanged || draw.OneIn(0.97) ? draw.Of(Wards) : null);
    }

    private static string Province(ref Draw draw) => draw.OneIn(0.95) ? "046" : draw.Of(Provinces);

    private static DateOnly Birth(Planted kind, ref Draw draw)
    {
        // Two dice: few are very old, few very young.
        var year = kind == Planted.FatherAndSon ? draw.Between(1945, 1978) : 1935 + draw.Below(42) + draw.Below(33);
        if (kind == Planted.DayAndMonthSwapped)
        {
            var month = draw.Between(1, 12);
            return new(year, month, 1 + ((month + draw.Below(11)) % 12));
        }

        return year < 1965 && kind != Planted.YearOfBirthOnly && draw.OneIn(0.08)
            ? new(year, 1, 1)
            : new DateOnly(year, 1, 2).AddDays(draw.Below(364));
    }
}

/// <summary>Numbers that no two citizens share.</summary>
internal sealed class Numbers
{
    private const int PerPrefix = 1_000_000;
    private const int CmndNumbers = 10_000_000;

    // Steps that share no divisor with the ranges: each number comes once before any comes twice.
    private const int Step = 700_001;
    private const int CmndStep = 7_000_003;

    private readonly Dictionary<string, int> counts = [];
    private long cmnds;

    public string Cccd(string province, int year, bool female, ref Draw draw)
    {
        var prefix = $"{province}{(2 * ((year / 100) - 19)) + (female ? 1 : 0)}{year % 100:00}";
        if (counts.GetValueOrDefault(prefix) >= PerPrefix)
        {
            prefix = $"{draw.Between(100, 999)}{prefix[3..]}";
        }

        counts[prefix] = counts.GetValueOrDefault(prefix) + 1;
        return $"{prefix}{counts[prefix] * (long)Step % PerPrefix:000000}";
    }

    /// <summary>Of the two digits that stood for the province then, and seven more.</summary>
    public string Cmnd() => $"{19 + (cmnds / CmndNumbers)}{cmnds++ * CmndStep % CmndNumbers:0000000}";
}
