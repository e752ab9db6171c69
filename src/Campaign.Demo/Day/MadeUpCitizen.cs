using System.Collections.Concurrent;

namespace Campaign.Demo.Day;

/// <summary>Somebody who does not exist, with a number of the real structure, and what providers were told of him or her. Never prints the number.</summary>
internal sealed class MadeUpCitizen(string number)
{
    private readonly ConcurrentQueue<Acknowledged> issuances = new();

    /// <summary>For the body of a request alone.</summary>
    public string Number => number;

    /// <summary>What the registry acknowledged about this citizen, in the order of the answers.</summary>
    public IReadOnlyCollection<Acknowledged> Issuances => issuances;

    public void Hold(Acknowledged issuance) => issuances.Enqueue(issuance);

    public override string ToString() => new string('•', 9) + number[^3..];
}
