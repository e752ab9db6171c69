namespace Campaign.Population;

/// <summary>Numbers drawn deterministically (SplitMix64): the same on every machine and in every version of .NET.</summary>
internal struct Draw(ulong seed, ulong stream)
{
    private ulong state = Mix(seed ^ Mix(stream + 0x9E3779B97F4A7C15));

    /// <summary>0 inclusive to <paramref name="bound"/> exclusive.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Both ends inclusive.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool OneIn(double share) => Fraction() < share;

    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public T Of<T>(IReadOnlyList<T> list) => list[Below(list.Count)];

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}

/// <summary>A list from which is drawn by weight.</summary>
internal sealed class Weighted
{
    private readonly string[] values;
    private readonly double[] upTo;

    /// <param name="text">Value and weight in turn, parted by blanks; "_" in a value stands for a blank.</param>
    public Weighted(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        values = [.. parts.Where((_, i) => i % 2 == 0).Select(v => v.Replace('_', ' '))];
        upTo = new double[values.Length];
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            upTo[i] = sum += double.Parse(parts[(2 * i) + 1], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    public IReadOnlyList<string> Values => values;

    public string Pick(ref Draw draw)
    {
        var place = Array.BinarySearch(upTo, draw.Fraction() * upTo[^1]);
        return values[Math.Min(place < 0 ? ~place : place + 1, values.Length - 1)];
    }
}
