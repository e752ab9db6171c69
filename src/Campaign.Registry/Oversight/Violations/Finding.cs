using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Oversight.Violations;

/// <summary>One piece of what shows a violation.</summary>
/// <param name="Key">Tells it from the other evidence of the same violation; the same each time that it is found.</param>
/// <param name="At">When what it tells of happened.</param>
/// <param name="Summary">Times in Vietnam to the second, actors by provider and staff reference, records by id. No citizen number.</param>
internal sealed record Evidence(string Key, DateTimeOffset At, Text Summary, Guid? IssuanceId, Guid? NeedId, Guid? CheckId);

/// <summary>What a detector found: something to be flagged, or further evidence of what is flagged.</summary>
/// <param name="Fingerprint">What it is about; within its kind the same each time that it is found.</param>
/// <param name="ProviderId">Who answers for it; null when no one provider does.</param>
/// <param name="Thresholds">As they were applied: a JSON object of whole numbers, units last in the names.</param>
internal sealed record Finding(string Fingerprint, short? ProviderId, string Thresholds, IReadOnlyList<Evidence> Evidence);
