using System.Collections.Concurrent;

namespace Campaign.Demo.Day;

/// <summary>A record that came too late, and what its provider was told of the winner.</summary>
internal sealed record LostRecord(MadeUpCitizen Citizen, string Provider, string Winner, DateTimeOffset? WonAt, bool Yours, bool HasDeadline);

/// <summary>Several providers recorded one citizen at the same instant.</summary>
internal sealed record Race(MadeUpCitizen Citizen, int Racers, int Winners);

/// <summary>A record whose connection was cut, and what the same request gave when it was sent again, twice.</summary>
internal sealed record CutOff(MadeUpCitizen Citizen, Acknowledged? Again, Acknowledged? OnceMore, bool OnceMoreReplayed);

/// <summary>What had to be refused, and what was answered.</summary>
internal sealed record Forbidden(string MustBe, string Was);

/// <summary>A change of provider: the free period before it, as the citizen was told of it, and after it; "from/until".</summary>
internal sealed record Switched(string? Before, string? AsConsented, string? After);

/// <summary>A need that was registered, and how its story ends.</summary>
internal sealed class RegisteredNeed(string id, string provider, DateTimeOffset registeredAt, DateTimeOffset dueAt)
{
    public string Id => id;

    public string Provider => provider;

    public DateTimeOffset RegisteredAt => registeredAt;

    public DateTimeOffset DueAt => dueAt;

    /// <summary>The state in which its story has left it.</summary>
    public string EndsAs { get; set; } = "WAITING";
}

/// <summary>All that the registry has said in one campaign this day, kept to hold it against what it says afterwards.</summary>
internal sealed class Ledger(string campaign)
{
    private readonly ConcurrentDictionary<string, Acknowledged> issuances = new();
    private readonly ConcurrentDictionary<MadeUpCitizen, bool> citizens = new();
    private readonly ConcurrentDictionary<string, RegisteredNeed> needs = new();

    /// <summary>The campaign's code.</summary>
    public string Campaign => campaign;

    public ConcurrentQueue<LostRecord> Losses { get; } = new();

    public ConcurrentQueue<Race> Races { get; } = new();

    public ConcurrentQueue<CutOff> CutOffs { get; } = new();

    public ConcurrentQueue<Forbidden> Forbidden { get; } = new();

    public ConcurrentQueue<Switched> Switches { get; } = new();

    public IReadOnlyDictionary<string, Acknowledged> Issuances => issuances;

    public IReadOnlyDictionary<string, RegisteredNeed> Needs => needs;

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

    public RegisteredNeed Enter(RegisteredNeed need) => needs.GetOrAdd(need.Id, need);
}
