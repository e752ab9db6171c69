namespace Campaign.Demo.Day;

/// <summary>One campaign in which the day is played: its books, and the desks of those who act in it.</summary>
internal sealed class Scene
{
    public Scene(string campaign, IReadOnlyList<RegistryClient> providers, RegistryClient department, SerialNumbers serials, DayClock clock, Tally tally)
    {
        Ledger = new(campaign);
        Department = new(department, clock, Ledger, tally);
        Desks = [.. providers.Select(p => new ProviderDesk(p, serials, clock, Ledger, tally))];
    }

    public Ledger Ledger { get; }

    public DepartmentDesk Department { get; }

    public IReadOnlyList<ProviderDesk> Desks { get; }

    /// <summary>Those flags that concern what was played here this day, and not what others did.</summary>
    public IEnumerable<Flag> Own(IEnumerable<Flag> flags) =>
        flags.Where(f => f.About.Any(id => Ledger.Issuances.ContainsKey(id) || Ledger.Needs.ContainsKey(id)));
}
