using System.Security.Cryptography;
using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Demo.Day;

/// <summary>
/// Makes up citizens born 2000 to 2007: province code, century and sex, year, six digits, all by chance, so that no run meets the citizens of another but by a
/// rare accident. A quarter was registered in Thừa Thiên Huế, the others anywhere, for a quarter million births a year would soon be used up.
/// </summary>
internal sealed class MadeUpCitizens
{
    private const string Hue = "046";
    private const int FirstYear = 2000;
    private const int LastYear = 2007;

    private readonly string[] provinces = [.. ReferenceData.Column("provinces.csv", "code")];
    private readonly HashSet<string> made = [];
    private readonly Lock making = new();

    /// <summary>Somebody's telephone number, who does not exist either.</summary>
    public static string Phone() => $"09{RandomNumberGenerator.GetInt32(100_000_000):00000000}";

    public MadeUpCitizen Next()
    {
        while (true)
        {
            var province = RandomNumberGenerator.GetInt32(4) == 0 ? Hue : provinces[RandomNumberGenerator.GetInt32(provinces.Length)];
            var centuryAndSex = 2 + RandomNumberGenerator.GetInt32(2);
            var year = RandomNumberGenerator.GetInt32(FirstYear, LastYear + 1) % 100;
            var number = $"{province}{centuryAndSex}{year:00}{RandomNumberGenerator.GetInt32(1_000_000):000000}";
            lock (making)
            {
                if (made.Add(number))
                {
                    return new(number);
                }
            }
        }
    }
}
