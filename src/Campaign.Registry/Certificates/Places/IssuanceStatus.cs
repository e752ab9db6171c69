using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Certificates.Places;

/// <summary>The life of an issuance (AG-3). The first three hold the citizen's one place.</summary>
public enum IssuanceStatus
{
    Active,
    PendingActivation,
    Suspended,
    Revoked,
    Replaced,
    Expired,
    Withdrawn,
}

/// <summary>How an issuance came into the registry.</summary>
public enum IssuanceOrigin
{
    ProviderApp,
    DoorToDoor,
    Need,
    Import,
}

/// <summary>What a status means.</summary>
public static class IssuanceStatusRules
{
    /// <summary>True for what holds the citizen's one place: ACTIVE, PENDING_ACTIVATION and SUSPENDED.</summary>
    public static bool IsLive(this IssuanceStatus status) =>
        status is IssuanceStatus.Active or IssuanceStatus.PendingActivation or IssuanceStatus.Suspended;

    /// <summary>As people say it.</summary>
    public static Text Said(this IssuanceStatus status) => status switch
    {
        IssuanceStatus.Active => new("đang hiệu lực", "active"),
        IssuanceStatus.PendingActivation => new("chờ kích hoạt", "pending activation"),
        IssuanceStatus.Suspended => new("tạm dừng", "suspended"),
        IssuanceStatus.Revoked => new("đã thu hồi", "revoked"),
        IssuanceStatus.Replaced => new("đã thay bằng chứng thư khác", "replaced by another"),
        IssuanceStatus.Expired => new("đã hết hạn", "expired"),
        _ => new("đã rút lại", "withdrawn"),
    };

    /// <summary>
    /// The status at an instant: a live certificate has expired from validUntil on (exclusive end), whether or not that has been written down.
    /// </summary>
    internal static IssuanceStatus At(this IssuanceStatus written, DateTimeOffset? validUntil, DateTimeOffset now) =>
        written.IsLive() && validUntil <= now ? IssuanceStatus.Expired : written;
}
