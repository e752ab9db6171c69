namespace Campaign.Population;

/// <summary>A name by sex and time of birth: family name, middle names, given name.</summary>
internal static class MadeName
{
    private const int Recent = 1985;
    private const int CommonNames = 12;

    public static string Of(bool female, int year, bool withStroke, ref Draw draw)
    {
        var family = withStroke ? draw.Of(NameTables.FamilyWithStroke) : NameTables.Family.Pick(ref draw);
        return string.Join(' ', (string[])[family, .. Middle(female, year, ref draw), Given(female, year).Pick(ref draw)]);
    }

    /// <summary>The given names that most bear.</summary>
    public static IReadOnlyList<string> CommonGiven(bool female, int year) => [.. Given(female, year).Values.Take(CommonNames)];

    public static Weighted Given(bool female, int year) => (female, year < Recent) switch
    {
        (true, true) => NameTables.FemalesBornBefore1985,
        (true, false) => NameTables.FemalesBornSince1985,
        (false, true) => NameTables.MalesBornBefore1985,
        (false, false) => NameTables.MalesBornSince1985,
    };

    public static string OneMiddle(bool female, ref Draw draw) => (female ? NameTables.FemaleMiddle : NameTables.MaleMiddle).Pick(ref draw);

    private static List<string> Middle(bool female, int year, ref Draw draw)
    {
        var recent = year >= Recent;
        var words = new List<string>();
        if (draw.OneIn(female ? recent ? 0.45 : 0.75 : recent ? 0.14 : 0.45))
        {
            words.Add(female ? "Thị" : "Văn");
        }

        // The words of a name, family and given name counted in.
        var wanted = draw.Fraction() switch
        {
            var f when f < (female ? 0.01 : 0.02) => 2,
            var f when f < (female ? recent ? 0.35 : 0.60 : recent ? 0.74 : 0.85) => 3,
            _ => 4,
        };
        while (words.Count < wanted - 2)
        {
            words.Add(OneMiddle(female, ref draw));
        }

        return words;
    }
}
