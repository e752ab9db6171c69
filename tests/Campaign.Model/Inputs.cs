using Campaign.Testing;

namespace Campaign.Model;

// The contract's inputs that Campaign.Testing has no type for; records, so that a request can be sent again with one thing changed.

internal sealed record CheckInput(string Campaign, string CitizenId, string Channel, string? Staff);

internal sealed record ReplaceInput(string RequestId, string IssuanceId, string Reason, Certificate Certificate);

internal sealed record ActivateInput(string IssuanceId, DateTimeOffset ActivatedAt);

internal sealed record EndInput(string RequestId, string IssuanceId, string Reason, DateTimeOffset EffectiveAt);

internal sealed record ConfirmInput(string RequestId, string Campaign, string SerialNumber, DateTimeOffset RevokedAt);

internal sealed record ConsentInput(string Campaign, string CitizenId, string ProviderCode);

internal sealed record Evidence(DateTimeOffset? CalledAt, DateTimeOffset? VisitAt);

internal sealed record SupportInput(string NeedId, string Staff, Evidence Evidence);

internal sealed record DenyInput(string NeedId);

internal sealed record NoteCallInput(string RequestId, string NeedId, DateTimeOffset CalledAt, string Staff);

/// <summary>Asked by the id alone.</summary>
internal sealed record DenyCallInput(string Id);

internal sealed record CancelInput(string NeedId);

internal sealed record ExcludeInput(string Campaign, string ProviderCode, string Reason, string[] ViolationIds);
