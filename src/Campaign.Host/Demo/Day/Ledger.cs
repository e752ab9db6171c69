using System.Collections.Concurrent;

namespace Campaign.Host.Demo.Day;

/// <summary>A record that came too late, and what its provider was told of the winner.</summary>
internal sealed record LostRecord(MadeUpCitizen Citizen, string Provider, string Winner, DateTimeOffset? WonAt, bool Yours, bool HasDeadline);

/// <summary>Several providers recorded one citizen at the same instant.</summary>
internal sealed record Race(MadeUpCitizen Citizen, int Racers, int Winners);

/// <summary>A record whose connection was cut, and what the same request gave when it was sent again, twice.</summary>
internal sealed record CutOff(MadeUpCitizen Citizen, Acknowledged? Again, Acknowledged? OnceMore, bool OnceMoreReplayed);

/// <summary>All that the registry has said in this morning, kept to hold it against what it says afterwards.</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, Acknowledged> issuances = new();
    private readonly ConcurrentDictionary<MadeUpCitizen, bool> citizens = new();

    public ConcurrentQueue<LostRecord> Losses { get; } = new();

    public ConcurrentQueue<Race> Races { get; } = new();

    public ConcurrentQueue<CutOff> CutOffs { get; } = new();

    public IReadOnlyDictionary<string, Acknowledged> Issuances => issuances;

    /// <summary>Everybody of whom something was acknowledged.</summary>
    public ICollection<MadeUpCitizen> Citizens => citizens.Keys;

    /// <summary>Enters what was acknowledged; a replay is the issuance that was entered first.</summary>
    public Acknowledged Enter(MadeUpCitizen citizen, Acknowledged issuance)
    {
        var entered = issuances.GetOrAdd(issuance.Id, issuance);
        if (ReferenceEquals(entered, issuance))
        {
            citizen.Hold(issuance);
            citizens.TryAdd(citizen, true);
        }

        return entered;
    }
}
