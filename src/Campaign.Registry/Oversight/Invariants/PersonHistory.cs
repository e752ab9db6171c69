using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Time;

namespace Campaign.Registry.Oversight.Invariants;

/// <summary>An issuance as its row has it.</summary>
/// <param name="PersonId">Under whom it stands: of persons who were linked each keeps its own history.</param>
internal sealed record WrittenIssuance(Guid PersonId, Guid Id, string Status, byte[] ReceiptLeafHash);

/// <summary>A leaf of the journal about an issuance.</summary>
/// <param name="PersonId">Under whom the issuance stands.</param>
/// <param name="CampaignId">In which it was recorded.</param>
/// <param name="RootId">The first issuance of the chain.</param>
/// <param name="Status">In a leaf of a new issuance: the status that it was given.</param>
/// <param name="Reason">In a leaf of an end: why.</param>
/// <param name="NamesItsOwner">In a leaf of a new issuance: whether person and campaign are those of the row.</param>
internal sealed record IssuanceLeaf(
    Guid PersonId, int CampaignId, Guid IssuanceId, Guid RootId, long Sequence, DateTimeOffset At, string Kind, byte[] LeafHash, string? Status, string? Reason, bool NamesItsOwner)
{
    public static readonly string[] Creations = ["ISSUANCE_RECORDED", "CERTIFICATE_REPLACED", "ISSUANCE_SWITCHED", "ISSUANCE_IMPORTED"];
    public static readonly string[] Ends = ["ISSUANCE_ENDED", "ISSUANCE_EXPIRED"];
    public const string Activation = "ISSUANCE_ACTIVATED";

    public bool Creates => Creations.Contains(Kind);

    public bool Closes => Ends.Contains(Kind);

    public bool MakesActive => Kind == Activation || (Creates && Status == "ACTIVE");
}

/// <summary>A free period, in days of Vietnam: [StartsOn, EndsOn).</summary>
internal sealed record Period(Guid PersonId, DateOnly StartsOn, DateOnly EndsOn, Guid StartedBy, bool Undone);

/// <summary>A link in force: who was absorbed, into whom, and the place of its leaf in the journal; null when it has none.</summary>
internal sealed record MadeLink(Guid From, Guid Into, long? Sequence);

/// <summary>
/// All that the database holds of one citizen's certificates in one programme, whichever of its campaigns they were recorded in, at one instant, under every person id that was linked with the citizen's (I2); and whether it
/// is what the journal says. Everything is derived here anew
/// and by other means than those by which it was written: this is the second pair of eyes, so it uses no slice's rules.
/// </summary>
/// <param name="campaignId">One of the programme's: under which a difference is raised.</param>
internal sealed class PersonHistory(Guid personId, int programmeId, int campaignId, IReadOnlyList<MadeLink> links)
{
    internal static readonly string[] Live = ["ACTIVE", "PENDING_ACTIVATION", "SUSPENDED"];

    public Guid PersonId => personId;

    public int ProgrammeId => programmeId;

    public List<WrittenIssuance> Issuances { get; } = [];

    /// <summary>In the order of their sequence.</summary>
    public List<IssuanceLeaf> Leaves { get; } = [];

    public List<Period> Periods { get; } = [];

    /// <param name="freeMonthsAt">The free months by the campaign's terms in force at an instant.</param>
    public IEnumerable<Difference> Differences(Func<int, DateTimeOffset, int?> freeMonthsAt) =>
        [.. LiveByRows(), .. LiveByJournal(), .. Receipts(), .. FreePeriods(freeMonthsAt)];

    /// <summary>I1, by the rows alone.</summary>
    private IEnumerable<Difference> LiveByRows()
    {
        var live = Issuances.Where(i => Live.Contains(i.Status)).Select(i => i.Id).ToList();
        if (live.Count > 1)
        {
            yield return Of("I1", "TWO_LIVE_ISSUANCES", live);
        }
    }

    /// <summary>I1, by the journal: replayed in its order, never two at once, and what is open at its end is what is written as live.</summary>
    private List<Difference> LiveByJournal()
    {
        var differences = new List<Difference>();
        // Each under its own person id: before they were linked, two persons may have held one certificate each.
        foreach (var person in Leaves.Select(l => l.PersonId).Concat(Issuances.Select(i => i.PersonId)).Distinct())
        {
            differences.AddRange(LiveByJournal([.. Leaves.Where(l => l.PersonId == person)], Issuances.Where(i => i.PersonId == person)));
        }

        return differences;
    }

    private List<Difference> LiveByJournal(List<IssuanceLeaf> leaves, IEnumerable<WrittenIssuance> issuances)
    {
        var differences = new List<Difference>();
        var open = new Dictionary<Guid, string>();
        foreach (var leaf in leaves)
        {
            if (leaf.Creates)
            {
                if (open.Count > 0)
                {
                    differences.Add(Of("I1", "TWO_LIVE_AT_ONCE_IN_JOURNAL", [.. open.Keys, leaf.IssuanceId]));
                }

                open[leaf.IssuanceId] = leaf.Status ?? "";
            }
            else if (leaf.Kind == IssuanceLeaf.Activation)
            {
                open[leaf.IssuanceId] = "ACTIVE";
            }
            else if (!open.Remove(leaf.IssuanceId))
            {
                differences.Add(Of("I1", "ENDED_WITHOUT_BEING_LIVE_IN_JOURNAL", [leaf.IssuanceId]));
            }
        }

        foreach (var issuance in issuances)
        {
            if (leaves.Count(l => l.Creates && l.IssuanceId == issuance.Id) != 1)
            {
                differences.Add(Of("I1", "NOT_ONCE_IN_JOURNAL", [issuance.Id]));
            }
            else if (open.TryGetValue(issuance.Id, out var derived)
                ? issuance.Status != derived && issuance.Status != "SUSPENDED"
                : Live.Contains(issuance.Status))
            {
                differences.Add(Of("I1", "STATUS_DIFFERS_FROM_JOURNAL", [issuance.Id]));
            }
        }

        return differences;
    }

    /// <summary>I10: the leaf that was promised by the receipt is the one in the journal, and is about this citizen and campaign.</summary>
    private IEnumerable<Difference> Receipts()
    {
        foreach (var leaf in Leaves.Where(l => l.Creates))
        {
            if (!Issuances.Any(i => i.Id == leaf.IssuanceId && i.ReceiptLeafHash.AsSpan().SequenceEqual(leaf.LeafHash)))
            {
                yield return Of("I10", "RECEIPT_DIFFERS_FROM_JOURNAL", [leaf.IssuanceId]);
            }

            if (!leaf.NamesItsOwner)
            {
                yield return Of("I10", "OWNER_DIFFERS_FROM_JOURNAL", [leaf.IssuanceId]);
            }
        }
    }

    /// <summary>I6: the free periods that the journal gives are those that are written, each with its days, and one at most is in force.</summary>
    private IEnumerable<Difference> FreePeriods(Func<int, DateTimeOffset, int?> freeMonthsAt)
    {
        var derived = DerivedPeriods(freeMonthsAt);
        if (!derived.Order(ByDays).SequenceEqual(Periods.Order(ByDays)))
        {
            yield return Of("I6", "FREE_PERIOD_DIFFERS_FROM_JOURNAL", [.. derived.Concat(Periods).Select(p => p.StartedBy)]);
        }

        var inForce = Periods.Where(p => !p.Undone).ToList();
        foreach (var two in inForce.GroupBy(p => p.PersonId).Where(g => g.Count() > 1))
        {
            yield return Of("I6", "TWO_FREE_PERIODS", [.. two.Select(p => p.StartedBy)]);
        }

        if (inForce.Count == 0 && Issuances.Where(i => i.Status == "ACTIVE").Select(i => i.Id).ToList() is { Count: > 0 } active)
        {
            yield return Of("I6", "ACTIVE_WITHOUT_FREE_PERIOD", active);
        }
    }

    /// <summary>
    /// The first certificate that is active while no period is in force starts one, on the day in Vietnam of its leaf: none in force under any id that had been linked by
    /// then. A chain that ends as WRONG_CITIZEN undoes the one that it started itself.
    /// </summary>
    private List<Period> DerivedPeriods(Func<int, DateTimeOffset, int?> freeMonthsAt)
    {
        var periods = new List<Period>();
        foreach (var leaf in Leaves.OrderBy(l => l.Sequence))
        {
            if (leaf.MakesActive)
            {
                var one = LinkedBefore(leaf);
                if (!periods.Exists(p => !p.Undone && one.Contains(p.PersonId)))
                {
                    // Civil Code 2015, articles 147 and 148: the first day is not counted, the last ends with the corresponding day or the month's last.
                    var day = VietnamTime.DateOf(leaf.At);
                    periods.Add(new(leaf.PersonId, day, day.AddMonths(freeMonthsAt(leaf.CampaignId, leaf.At) ?? 0).AddDays(1), leaf.RootId, Undone: false));
                }
            }
            else if (leaf.Closes && leaf.Reason == "WRONG_CITIZEN" && periods.FindIndex(p => !p.Undone && p.StartedBy == leaf.RootId) is >= 0 and var own)
            {
                periods[own] = periods[own] with { Undone = true };
            }
        }

        return periods;
    }

    /// <summary>Who was one person with this leaf's by the links that the journal has before it.</summary>
    private HashSet<Guid> LinkedBefore(IssuanceLeaf leaf)
    {
        HashSet<Guid> one = [leaf.PersonId];
        for (var grown = true; grown;)
        {
            grown = false;
            foreach (var link in links.Where(l => l.Sequence < leaf.Sequence && one.Contains(l.From) != one.Contains(l.Into)))
            {
                grown |= one.Add(link.From) | one.Add(link.Into);
            }
        }

        return one;
    }

    private static readonly Comparer<Period> ByDays = Comparer<Period>.Create((a, b) =>
        (a.PersonId, a.StartsOn, a.EndsOn, a.StartedBy, a.Undone).CompareTo((b.PersonId, b.StartsOn, b.EndsOn, b.StartedBy, b.Undone)));

    private Difference Of(string invariant, string what, IReadOnlyCollection<Guid> subjects) => new(invariant, what, personId, campaignId, subjects);
}
