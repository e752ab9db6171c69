using Campaign.Population;
using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Registry.Tests;

/// <summary>The made-up population is what it says: the same for a seed, with sound numbers, published frequencies, and the truth beside what is planted.</summary>
public sealed class MadeCitizensTests
{
    private static readonly IReadOnlyList<MadeCitizen> Made = [.. MadeCitizens.Of(seed: 3, citizens: 60_000)];

    [Fact]
    public void A_seed_makes_the_same_citizens_and_another_seed_others()
    {
        MadeCitizens.Of(seed: 3, citizens: 500).ShouldBe(Made.Take(500));
        MadeCitizens.Of(seed: 4, citizens: 500).ShouldNotBe(Made.Take(500));
    }

    [Fact]
    public void Numbers_have_the_structure_of_real_ones_and_no_two_are_alike()
    {
        Made.Select(c => c.Number).Distinct().Count().ShouldBe(Made.Count);
        foreach (var citizen in Made)
        {
            var number = CitizenNumber.ParseOrNull(citizen.Number).ShouldNotBeNull();
            number.Kind.ShouldBe(citizen.Planted == Planted.OldIdentityCard ? NumberKind.Cmnd : NumberKind.Cccd);
            if (number.Kind == NumberKind.Cccd)
            {
                number.BirthYear.ShouldBe(citizen.BirthDate.Year);
                number.IsFemale.ShouldBe(citizen.Planted == Planted.SexMistyped ? !citizen.IsFemale : citizen.IsFemale);
            }
        }
    }

    [Theory]
    [InlineData("Nguyễn", 38.4)]
    [InlineData("Trần", 11.0)]
    [InlineData("Lê", 9.5)]
    [InlineData("Phạm", 7.1)]
    public void Family_names_are_as_frequent_as_published(string family, double percent)
    {
        var plain = Made.Where(c => c.Planted == Planted.Nothing).ToList();

        (100.0 * plain.Count(c => c.Name.StartsWith(family + " ", StringComparison.Ordinal)) / plain.Count).ShouldBe(percent, 2.0);
    }

    [Fact]
    public void Each_kind_is_planted_beside_its_citizen_and_differs_in_what_it_says()
    {
        var byId = Made.ToDictionary(c => c.Id);
        var planted = Made.Where(c => c.Of is not null).ToList();

        planted.Select(c => c.Planted).Distinct().Order().ShouldBe(PlantedKinds.Duplicates.Concat(PlantedKinds.LookAlikes));
        foreach (var citizen in planted)
        {
            var first = byId[citizen.Of!.Value];
            first.Of.ShouldBeNull();
            var why = $"{citizen.Planted}: {first} and {citizen}";
            (first.Name == citizen.Name).ShouldBe(
                citizen.Planted is Planted.OldIdentityCard or Planted.NewIdentityNumber or >= Planted.DayAndMonthSwapped and <= Planted.SexMistyped or Planted.CommonNameSameBirthDate
                || (citizen.Planted is Planted.MarksDropped or Planted.Decomposed && Plantings.WithoutMarks(first.Name) == first.Name), why);
            (first.BirthDate == citizen.BirthDate).ShouldBe(citizen.Planted is not (Planted.DayAndMonthSwapped or Planted.YearOfBirthOnly or Planted.FatherAndSon), why);
            (first.Phone == citizen.Phone).ShouldBe(citizen.Planted is not (Planted.PhoneChanged or Planted.CommonNameSameBirthDate), why);
            (first.WardCode == citizen.WardCode).ShouldBe(citizen.Planted is not (Planted.WardChanged or Planted.CommonNameSameBirthDate), why);
        }
    }

    [Fact]
    public void Wards_are_those_of_Hue() =>
        Made.Select(c => c.WardCode).OfType<string>().Distinct().Order(StringComparer.Ordinal).ShouldBe(ReferenceData.Column("hue-wards.csv", "code").Order(StringComparer.Ordinal));
}
