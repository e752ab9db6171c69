using Campaign.Registry.Platform.Answers;

namespace Campaign.Registry.Accounts;

/// <summary>Why officers looked at whoever a phone was bound for, as the registry itself says it in the trace (HUE-1.7). The trace keeps the English, which never changes; pages say it in the reader's language.</summary>
public static class PhoneTraceReasons
{
    internal static readonly Text Proposed = new("đề nghị gắn điện thoại tại quầy, chờ cán bộ thứ hai", "phone to be bound at the counter, once a second officer confirms");
    internal static readonly Text Shown = new("xem với tư cách cán bộ thứ hai trước khi xác nhận", "phone to be bound at the counter, shown to the second officer");
    internal static readonly Text Bound = new("gắn điện thoại tại quầy", "phone bound at the counter");
    internal static readonly Text Confirmed = new("gắn điện thoại tại quầy, với tư cách cán bộ thứ hai", "phone bound at the counter, as the second officer");

    private static readonly Text[] All = [Proposed, Shown, Bound, Confirmed];

    /// <summary>The reason of a trace in words; what an officer typed is as it was typed.</summary>
    public static Text Of(string reason) => Array.Find(All, r => r.English == reason) ?? new(reason, reason);
}
