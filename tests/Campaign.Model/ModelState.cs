namespace Campaign.Model;

/// <summary>A campaign's terms, and who takes part: [joined, excluded).</summary>
/// <param name="Programme">The scope of one certificate and one free period.</param>
internal sealed record ModelCampaign(
    string Code, string Programme, DateTimeOffset OpensAt, DateTimeOffset ClosesAt, TimeSpan NeedWindow, TimeSpan SupportWindow, TimeSpan CheckWindow, TimeSpan RevokeWindow,
    int FreeMonths, IReadOnlyList<string> Providers)
{
    public Dictionary<string, (DateTimeOffset At, int NeedsReleased)> Excluded { get; } = [];

    public bool IsOpenAt(DateTimeOffset now) => OpensAt <= now && now < ClosesAt;

    public bool TakesPart(string provider) => Providers.Contains(provider) && !Excluded.ContainsKey(provider);

    public DateTimeOffset? ExcludedAt(string provider) => Excluded.TryGetValue(provider, out var exclusion) ? exclusion.At : null;
}

/// <summary>A certificate as the registry knows it. Its status is a question of the instant.</summary>
internal sealed class ModelIssuance
{
    public string? Id { get; set; }

    public required ModelCampaign Campaign { get; init; }

    public required string Citizen { get; init; }

    public required string Provider { get; init; }

    public required string Origin { get; init; }

    public required string Serial { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset? ValidUntil { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The first of the chain of replacements; null for itself.</summary>
    public ModelIssuance? Replaces { get; init; }

    public required bool RecordedActive { get; init; }

    public bool Activated { get; set; }

    /// <summary>REVOKED, REPLACED or WITHDRAWN; null while it has not been ended. EXPIRED is never written: it is a question of the instant.</summary>
    public string? EndedAs { get; set; }

    public string? EndReason { get; set; }

    public string? Receipt { get; set; }

    public ModelIssuance Root => Replaces?.Root ?? this;

    public string StatusAt(DateTimeOffset now) => EndedAs ?? (ValidUntil <= now ? "EXPIRED" : Activated ? "ACTIVE" : "PENDING_ACTIVATION");

    public bool HoldsAt(DateTimeOffset now) => StatusAt(now) is "ACTIVE" or "PENDING_ACTIVATION";
}

/// <summary>A citizen's need. Its state is a question of the instant.</summary>
internal sealed class ModelNeed
{
    public string? Id { get; set; }

    public required ModelCampaign Campaign { get; init; }

    public required string Citizen { get; init; }

    public required string Provider { get; init; }

    public required string Mode { get; init; }

    public required bool ForSwitch { get; init; }

    public required DateTimeOffset RegisteredAt { get; init; }

    public required DateTimeOffset WaitingUntil { get; init; }

    public DateTimeOffset? SupportUntil { get; set; }

    /// <summary>The last beginning of support was denied by the citizen.</summary>
    public bool Denied { get; set; }

    /// <summary>SERVED, CANCELLED or SUPERSEDED; lapse and release are never written.</summary>
    public string? EndedAs { get; set; }

    public ModelIssuance? ServedBy { get; set; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>Null: it goes on with no cancelled one. Else how long those were open.</summary>
    public TimeSpan? OpenBefore { get; init; }

    /// <summary>Calls that reached nobody, as its provider says, in the order in which they were told.</summary>
    public List<ModelCall> Calls { get; } = [];

    /// <summary>Three of them excuse its lapse, as long as the citizen denies none of the three.</summary>
    public bool NotReached => Calls.Count(c => c.Stands && c.NotedAt < DueAt) >= 3;

    /// <summary>The provider had it long enough to be blamed, and is not excused.</summary>
    public bool LapseCounts => (OpenBefore is null || OpenBefore + (DueAt - RegisteredAt) >= TimeSpan.FromHours(24)) && !NotReached;

    /// <summary>The first instant by day, four hours after the last call that stands.</summary>
    public DateTimeOffset NextCallFrom
    {
        get
        {
            var at = Calls.Where(c => c.Stands).Select(c => c.CalledAt.AddHours(4)).Append(RegisteredAt).Max();
            var eight = Vietnam.MidnightOf(Vietnam.DayOf(at)).AddHours(8);
            return at < eight ? eight : at < eight.AddHours(12) ? at : eight.AddDays(1);
        }
    }

    public DateTimeOffset DueAt => SupportUntil ?? WaitingUntil;

    public string StateAt(DateTimeOffset now) =>
        EndedAs is not null ? EndedAs
        : Campaign.ExcludedAt(Provider) is { } excluded && excluded <= now && excluded < DueAt ? "RELEASED"
        : now >= DueAt ? "LAPSED"
        : SupportUntil is not null ? "IN_SUPPORT" : "WAITING";

    public bool IsOpenAt(DateTimeOffset now) => StateAt(now) is "WAITING" or "IN_SUPPORT";
}

internal sealed class ModelCall(ModelNeed need, DateTimeOffset calledAt, DateTimeOffset notedAt)
{
    public string? Id { get; set; }

    public ModelNeed Need => need;

    public DateTimeOffset CalledAt => calledAt;

    public DateTimeOffset NotedAt => notedAt;

    public DateTimeOffset? DeniedAt { get; set; }

    public bool Stands => DeniedAt is null;
}

/// <summary>[StartsOn, EndsOn), in days of Vietnam.</summary>
internal sealed record ModelFreePeriod(DateOnly StartsOn, DateOnly EndsOn, ModelIssuance StartedBy)
{
    /// <summary>
    /// Civil Code 2015, articles 147 and 148: the first day is not counted; the period ends with the corresponding day of the last month or, where that month has
    /// none, with its last day. The day after that is no longer free.
    /// </summary>
    public static ModelFreePeriod StartingAt(DateTimeOffset instant, int months, ModelIssuance by)
    {
        var start = Vietnam.DayOf(instant);
        var (year, month) = (start.Year + ((start.Month - 1 + months) / 12), ((start.Month - 1 + months) % 12) + 1);
        var lastDay = new DateOnly(year, month, Math.Min(start.Day, DateTime.DaysInMonth(year, month)));
        return new(start, lastDay.AddDays(1), by);
    }
}

internal sealed record ModelTicket(string Provider, ModelCampaign Campaign, string Citizen, string Channel, DateTimeOffset CheckedAt, DateTimeOffset ExpiresAt)
{
    public string? Text { get; set; }
}

internal sealed class ModelConsent
{
    public required ModelCampaign Campaign { get; init; }

    public required string Citizen { get; init; }

    public required string Provider { get; init; }

    /// <summary>The first of the chain that held the place when the citizen consented.</summary>
    public required ModelIssuance Holder { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public string? Code { get; set; }

    public int WrongTries { get; set; }

    public bool Spent { get; set; }
}

/// <summary>A certificate made in vain, to be revoked before <paramref name="RevokeBy"/>.</summary>
internal sealed record ModelRevocation(string Provider, ModelCampaign Campaign, string Serial, DateTimeOffset IssuedAt, DateTimeOffset RevokeBy)
{
    public DateTimeOffset? ConfirmedAt { get; set; }

    public bool RecordedAfterAll { get; set; }
}

internal static class Vietnam
{
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime.AddHours(7));

    public static DateTimeOffset MidnightOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(7));
}
