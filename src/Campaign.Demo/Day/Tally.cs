using System.Collections.Concurrent;

namespace Campaign.Demo.Day;

/// <summary>What a provider did this day; a column of a table.</summary>
internal enum Deed
{
    Checked,
    Recorded,
    Lost,
    CutOff,
    Replayed,
    LeftPending,
    Activated,
    Replaced,
    Ended,
    RevocationConfirmed,
    NeedChosenFor,
    SupportBegun,
    NeedServed,
    SwitchedTo,
    FaultEnded,
    Refused,
}

/// <summary>Counts what happened, from many tasks at once.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Provider, Deed Deed), StrongCount> deeds = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> milliseconds = new();
    private readonly ConcurrentDictionary<string, StrongCount> askedAgain = new();
    private readonly ConcurrentDictionary<string, StrongCount> faults = new();
    private long answers;
    private long citizens;

    public long Answers => Interlocked.Read(ref answers);

    /// <summary>Citizens whose story has been played to its end.</summary>
    public long Citizens => Interlocked.Read(ref citizens);

    public IReadOnlyList<(string What, long Times)> AskedAgainFor => Listed(askedAgain);

    /// <summary>What was answered outside the contract, or not at all.</summary>
    public IReadOnlyList<(string What, long Times)> Faults => Listed(faults);

    public void Did(string provider, Deed deed) => deeds.GetOrAdd((provider, deed), _ => new()).Increment();

    public long Of(string provider, Deed deed) => deeds.TryGetValue((provider, deed), out var count) ? count.Value : 0;

    public void CitizenDone() => Interlocked.Increment(ref citizens);

    public void Answered(string operation, TimeSpan took)
    {
        Interlocked.Increment(ref answers);
        milliseconds.GetOrAdd(operation, _ => new()).Enqueue(took.TotalMilliseconds);
    }

    public void AskedAgain(string why) => askedAgain.GetOrAdd(why, _ => new()).Increment();

    public void Faulted(string what) => faults.GetOrAdd(what, _ => new()).Increment();

    /// <summary>Latencies by operation, the commonest first.</summary>
    public IEnumerable<Latency> Latencies() => milliseconds
        .Select(m => Latency.Of(m.Key, [.. m.Value]))
        .OrderByDescending(l => l.Count);

    private static List<(string, long)> Listed(ConcurrentDictionary<string, StrongCount> counts) =>
        [.. counts.Select(c => (c.Key, c.Value.Value)).OrderByDescending(c => c.Value)];

    private sealed class StrongCount
    {
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Increment() => Interlocked.Increment(ref value);
    }
}

/// <summary>How long one operation took to be answered.</summary>
internal sealed record Latency(string Operation, int Count, double Median, double P99, double Max)
{
    public static Latency Of(string operation, double[] milliseconds)
    {
        Array.Sort(milliseconds);
        return new(operation, milliseconds.Length, Quantile(milliseconds, 0.5), Quantile(milliseconds, 0.99), milliseconds[^1]);
    }

    private static double Quantile(double[] sorted, double q) => sorted[Math.Min(sorted.Length - 1, (int)(q * sorted.Length))];
}
