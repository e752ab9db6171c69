using Npgsql;

namespace Campaign.Registry.Platform.Changes;

/// <summary>One committed leaf of the journal that somebody may follow.</summary>
/// <param name="Sequence">Its number in the journal; no follower is told of it twice.</param>
/// <param name="Kind">What changed, SCREAMING_SNAKE_CASE.</param>
/// <param name="SubjectId">What it is about.</param>
/// <param name="At">The registry's instant of the change.</param>
internal sealed record Change(long Sequence, string Kind, Guid SubjectId, DateTimeOffset At);

/// <summary>Whom a change concerns: one provider in one campaign, or the department in it (null). Nobody else is told (I8).</summary>
internal sealed record Audience(string Campaign, string? ProviderCode);

/// <summary>
/// What one slice lets be followed. To add one: its kinds must be among those that <see cref="JournalTail"/> reads, for which the index
/// journal_of_followed_changes exists.
/// </summary>
internal interface IFollowed
{
    bool Includes(string kind);

    /// <summary>Whom changes of these subjects concern. An answer holds for ever; a subject without one is told to nobody.</summary>
    Task<IReadOnlyDictionary<Guid, Audience>> AudiencesOfAsync(NpgsqlConnection connection, Guid[] subjects, CancellationToken cancel);
}

/// <summary>A follower took what changed more slowly than it came, until no more could be kept for it. It asks for what stands, and follows anew.</summary>
public sealed class FollowerTooFarBehindException() : Exception("More changes wait than are kept for one follower.");
