namespace Campaign.Bench;

/// <summary>What was measured of one operation at one number of connections: how many, in how long, and how long each took.</summary>
internal sealed class Sample
{
    private readonly List<double> milliseconds = [];
    private double seconds;

    public int Failures { get; private set; }

    /// <summary>Processor seconds of the load client and of the host, where they are known.</summary>
    public (double Client, double Host) Processor { get; private set; }

    public double PerSecond => milliseconds.Count / seconds;

    public double Seconds => seconds;

    public double Median => Quantile(0.5);

    public double P99 => Quantile(0.99);

    public double Longest => milliseconds.Count == 0 ? double.NaN : milliseconds.Max();

    /// <summary>Adds a round.</summary>
    public void Add(IReadOnlyCollection<double> latencies, double roundSeconds, int failures, (double Client, double Host) processor = default)
    {
        milliseconds.AddRange(latencies);
        seconds += roundSeconds;
        Failures += failures;
        Processor = (Processor.Client + processor.Client, Processor.Host + processor.Host);
    }

    private double Quantile(double q)
    {
        if (milliseconds.Count == 0)
        {
            return double.NaN;
        }

        milliseconds.Sort();
        return milliseconds[Math.Min(milliseconds.Count - 1, (int)(q * milliseconds.Count))];
    }
}
