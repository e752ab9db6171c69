namespace Campaign.Demo.Day;

/// <summary>How far a part of the day has come.</summary>
/// <param name="what">What is counted.</param>
internal sealed class DayPart(string what, int total)
{
    private int done;

    public string What => what;

    public int Total => total;

    public int Done => Volatile.Read(ref done);

    /// <summary>What is waited for, when that is not obvious.</summary>
    public string Note { get; set; } = "";

    public void OneDone() => Interlocked.Increment(ref done);

    public void DoneSoFar(int count) => Volatile.Write(ref done, count);
}
