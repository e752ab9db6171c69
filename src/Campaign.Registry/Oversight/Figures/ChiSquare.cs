namespace Campaign.Registry.Oversight.Figures;

/// <summary>The chi-square distribution, to about 12 digits: the regularized incomplete gamma function by its series below its bend, and by its continued fraction above.</summary>
internal static class ChiSquare
{
    private const int MaxSteps = 10_000;
    private const double Precise = 1e-15;
    private const double Tiny = 1e-300;

    /// <summary>How probable a value at least this large is by chance alone.</summary>
    public static double Tail(double value, int degrees)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfLessThan(degrees, 1);
        var (a, x) = (degrees / 2.0, value / 2.0);
        if (x == 0)
        {
            return 1;
        }

        var scale = Math.Exp((a * Math.Log(x)) - x - LogGamma(degrees));
        return x < a + 1 ? 1 - (scale * Series(a, x)) : scale * Fraction(a, x);
    }

    /// <summary>The lower function, by its powers.</summary>
    private static double Series(double a, double x)
    {
        var (term, sum) = (1 / a, 1 / a);
        for (var n = 1; n < MaxSteps && term > sum * Precise; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>The upper function, by Lentz's way through its continued fraction.</summary>
    private static double Fraction(double a, double x)
    {
        var b = x + 1 - a;
        var c = 1 / Tiny;
        var d = 1 / b;
        var h = d;
        for (var n = 1; n < MaxSteps; n++)
        {
            var an = -n * (n - a);
            b += 2;
            d = 1 / NotZero((an * d) + b);
            c = NotZero(b + (an / c));
            h *= d * c;
            if (Math.Abs((d * c) - 1) < Precise)
            {
                break;
            }
        }

        return h;
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    /// <summary>ln Γ(degrees / 2): exact by its steps from Γ(1) or Γ(½).</summary>
    private static double LogGamma(int degrees)
    {
        var sum = degrees % 2 == 0 ? 0 : Math.Log(Math.PI) / 2;
        for (var a = degrees % 2 == 0 ? 1 : 0.5; a < degrees / 2.0; a++)
        {
            sum += Math.Log(a);
        }

        return sum;
    }
}
