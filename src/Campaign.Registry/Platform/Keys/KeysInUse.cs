using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Keys;

/// <summary>
/// The keys that this host works with at this instant. They may change while it runs; whoever uses them asks once per operation. They are lent for 30 s at a time, and
/// lent again whenever they were found to fit the database (every 2 s): a host that lacks a key that rows are made with, or that could not look, works with none and
/// answers OVERLOADED. It never answers "free" for want of a key.
/// </summary>
public sealed class KeysInUse(Keyring keys, IKeySource? source = null, TimeProvider? time = null)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private volatile State state = new(keys, null, null);

    /// <summary>Where they come from; null when they never change.</summary>
    public IKeySource? Source => source;

    /// <summary>Told when other keys have come into use.</summary>
    public event Action? Changed;

    /// <exception cref="RegistryUnavailableException">This host lacks a key, or has not looked for too long.</exception>
    public Keyring Now => Trouble is { } why ? throw new RegistryUnavailableException(why) : state.Keys;

    /// <summary>The keys, whether or not they may be worked with: for what is published, and for looking whether they fit.</summary>
    public Keyring Held => state.Keys;

    /// <summary>Why nothing may be done with these keys now; null when it may.</summary>
    public string? Trouble => state switch
    {
        { Refused: { } why } => why,
        { LentAt: { } since } when time.GetElapsedTime(since) > Lease => "The keys have not been held against the database for 30 s.",
        _ => null,
    };

    public static implicit operator KeysInUse(Keyring keys) => new(keys);

    /// <summary>Taken before the database is asked whether keys fit, for <see cref="Lend"/>: the lease is measured by one clock.</summary>
    public long Mark() => time.GetTimestamp();

    /// <summary>These keys fit the database.</summary>
    /// <param name="fitting">From now on in use.</param>
    /// <param name="lookedAt">From <see cref="Mark"/>, before the database was asked.</param>
    public void Lend(Keyring fitting, long lookedAt)
    {
        var before = state.Keys;
        state = new(fitting, lookedAt, null);
        if (!ReferenceEquals(before, fitting))
        {
            Changed?.Invoke();
        }
    }

    /// <param name="why">One line that names the key and never shows it.</param>
    public void Refuse(string why) => state = state with { Refused = why };

    public override string ToString() => "keys";

    private sealed record State(Keyring Keys, long? LentAt, string? Refused)
    {
        public override string ToString() => "keys";
    }
}
