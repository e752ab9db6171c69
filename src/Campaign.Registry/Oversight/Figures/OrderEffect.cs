namespace Campaign.Registry.Oversight.Figures;

/// <summary>What the choices say of the order in which providers stood on the lists.</summary>
public enum OrderVerdict
{
    /// <summary>Too few choices: nothing can be said.</summary>
    NothingToSay,

    NoVisibleEffect,

    /// <summary>Less likely than 5 % by chance; worth another look with more choices.</summary>
    PerhapsAnEffect,

    /// <summary>Less likely than 1 % by chance.</summary>
    AnEffect,
}

/// <param name="Place">From 1.</param>
/// <param name="Expected">By chance alone.</param>
public sealed record PlaceChoices(int Place, long Chosen, double Expected);

/// <summary>
/// Whether a place on the list was chosen more often than chance explains: Pearson's chi-square of choices by place against equal shares, lists of each length by themselves, their sums and degrees of freedom added
/// up. The order is shuffled for each citizen, so a provider's own merit makes no place better than another. Lists whose places would get fewer than 5 choices each are left out, as the test does not hold for them.
/// </summary>
/// <param name="Places">Of the lists that were long enough and chosen from often enough, added up.</param>
/// <param name="LeftOut">Choices from lists that were not.</param>
/// <param name="P">How probable such shares, or more unequal ones, are by chance; null when nothing can be said.</param>
public sealed record OrderEffect(IReadOnlyList<PlaceChoices> Places, long LeftOut, double? P)
{
    public const int LeastExpected = 5;

    public OrderVerdict Verdict => P switch
    {
        null => OrderVerdict.NothingToSay,
        < 0.01 => OrderVerdict.AnEffect,
        < 0.05 => OrderVerdict.PerhapsAnEffect,
        _ => OrderVerdict.NoVisibleEffect,
    };

    /// <summary>The place that stands out most above chance, as its share of what chance expects; 0 when there is none.</summary>
    public int Foremost => Places.Count == 0 ? 0 : Places.MaxBy(p => (p.Chosen - p.Expected) / Math.Sqrt(p.Expected))!.Place;

    /// <param name="choices">How often the place of a list of that length was chosen.</param>
    public static OrderEffect Of(IEnumerable<(int ShownOf, int Place, long Chosen)> choices)
    {
        var (sum, degrees, leftOut) = (0.0, 0, 0L);
        SortedDictionary<int, (long Chosen, double Expected)> places = [];
        foreach (var list in choices.GroupBy(c => c.ShownOf))
        {
            var (length, all) = (list.Key, list.Sum(c => c.Chosen));
            if (length < 2 || all < (long)LeastExpected * length)
            {
                leftOut += all;
                continue;
            }

            var expected = all / (double)length;
            for (var place = 1; place <= length; place++)
            {
                var chosen = list.Where(c => c.Place == place).Sum(c => c.Chosen);
                sum += (chosen - expected) * (chosen - expected) / expected;
                var before = places.GetValueOrDefault(place);
                places[place] = (before.Chosen + chosen, before.Expected + expected);
            }

            degrees += length - 1;
        }

        return new([.. places.Select(p => new PlaceChoices(p.Key, p.Value.Chosen, p.Value.Expected))], leftOut, degrees == 0 ? null : ChiSquare.Tail(sum, degrees));
    }
}
