namespace Campaign.Registry.Platform.Changes;

/// <summary>
/// Says that a change was committed which somebody may follow. It wakes and never carries: whoever is woken reads what changed from the database.
/// </summary>
public sealed class ChangeSignal
{
    private event Action? Raised;

    /// <summary>Called after COMMIT; never inside a transaction.</summary>
    public void Raise() => Raised?.Invoke();

    /// <summary>Calls <paramref name="wake"/> at each signal until the answer is disposed. It must not block.</summary>
    public IDisposable OnRaised(Action wake)
    {
        Raised += wake;
        return new Subscription(() => Raised -= wake);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
