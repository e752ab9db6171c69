using Campaign.Registry.Oversight.Figures;

namespace Campaign.Registry.Tests;

/// <summary>The test of whether the order favoured anybody: against published values, and against populations of which it is known (HUE-1.1).</summary>
public sealed class ChiSquareTests
{
    /// <summary>Critical values of the distribution as every table prints them, and closed forms.</summary>
    [Theory]
    [InlineData(3.841458820694124, 1, 0.05)]
    [InlineData(6.634896601021213, 1, 0.01)]
    [InlineData(5.991464547107979, 2, 0.05)]
    [InlineData(11.070497693516351, 5, 0.05)]
    [InlineData(15.086272469388987, 5, 0.01)]
    [InlineData(20.515005652432873, 5, 0.001)]
    [InlineData(18.307038053275146, 10, 0.05)]
    [InlineData(124.34211340400407, 100, 0.05)]
    [InlineData(2.0, 2, 0.36787944117144233)]
    [InlineData(0.0, 7, 1.0)]
    public void The_tail_is_that_of_the_tables(double value, int degrees, double tail) => ChiSquare.Tail(value, degrees).ShouldBe(tail, 1e-9);

    [Fact]
    public void The_tail_falls_without_a_seam_where_the_two_ways_of_reckoning_meet()
    {
        for (var degrees = 1; degrees <= 60; degrees++)
        {
            var last = 1.0;
            for (var value = 0.0; value < degrees * 3; value += 0.05)
            {
                var tail = ChiSquare.Tail(value, degrees);
                tail.ShouldBeInRange(0, last + 1e-12);
                last = tail;
            }
        }
    }

    [Fact]
    public void A_population_that_the_order_does_not_move_is_called_so_about_as_often_as_the_test_promises()
    {
        var random = new Random(20261127);
        var wronged = Enumerable.Range(0, 400).Count(_ => OrderEffect.Of(Choices(random, 600, place => 1)).Verdict == OrderVerdict.AnEffect);

        wronged.ShouldBeInRange(0, 12, "at one in a hundred, 4 of 400 are expected");
    }

    [Fact]
    public void A_population_that_takes_the_first_more_readily_is_found_and_the_place_named()
    {
        var random = new Random(20261127);
        var effect = OrderEffect.Of(Choices(random, 3_000, place => place == 1 ? 1.5 : 1));

        effect.Verdict.ShouldBe(OrderVerdict.AnEffect);
        effect.P!.Value.ShouldBeLessThan(0.001);
        effect.Foremost.ShouldBe(1);
        var last = OrderEffect.Of(Choices(random, 3_000, place => place == 6 ? 1.6 : 1));
        last.Foremost.ShouldBe(6);
    }

    /// <summary>Whoever is liked better is chosen more, wherever it stands: that is no effect of the order.</summary>
    [Fact]
    public void Lists_of_different_lengths_are_compared_within_themselves()
    {
        var effect = OrderEffect.Of([(2, 1, 100), (2, 2, 100), (6, 1, 50), (6, 2, 50), (6, 3, 50), (6, 4, 50), (6, 5, 50), (6, 6, 50)]);

        effect.P.ShouldBe(1);
        effect.Places[0].ShouldBe(new PlaceChoices(1, 150, 150));
        effect.Places[5].ShouldBe(new PlaceChoices(6, 50, 50));
    }

    [Theory]
    [InlineData(29, OrderVerdict.NothingToSay)]
    [InlineData(30, OrderVerdict.AnEffect)]
    public void Below_five_choices_a_place_nothing_is_said(int choices, OrderVerdict expected)
    {
        var effect = OrderEffect.Of([(6, 1, choices), (1, 1, 1_000)]);

        effect.Verdict.ShouldBe(expected);
        effect.LeftOut.ShouldBe(choices < 30 ? choices + 1_000 : 1_000, "a list of one is no choice");
    }

    private static IEnumerable<(int ShownOf, int Place, long Chosen)> Choices(Random random, int count, Func<int, double> weight)
    {
        var chosen = new Dictionary<(int, int), long>();
        for (var n = 0; n < count; n++)
        {
            var length = random.Next(4) == 0 ? 5 : 6;
            var at = random.NextDouble() * Enumerable.Range(1, length).Sum(weight);
            var place = 1;
            while (place < length && (at -= weight(place)) >= 0)
            {
                place++;
            }

            chosen[(length, place)] = chosen.GetValueOrDefault((length, place)) + 1;
        }

        return chosen.Select(c => (c.Key.Item1, c.Key.Item2, c.Value));
    }
}
