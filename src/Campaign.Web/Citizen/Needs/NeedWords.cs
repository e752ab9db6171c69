using Campaign.Registry.Needs;
using Campaign.Web.Pages;

namespace Campaign.Web.Citizen.Needs;

/// <summary>What became of a need, in words for the citizen.</summary>
internal static class NeedWords
{
    public static string State(PageContext on, NeedView need) => need.Reason == LapseReason.NotReached
        ? on.Say("Đã hết hiệu lực: doanh nghiệp báo gọi ba lần không được", "Lapsed: the provider says that it called three times and reached nobody")
        : State(on, need.State);

    private static string State(PageContext on, NeedState state) => state switch
    {
        NeedState.Waiting => on.Say("Đang chờ doanh nghiệp liên hệ", "Waiting for the provider to call"),
        NeedState.InSupport => on.Say("Doanh nghiệp báo đã bắt đầu hỗ trợ", "The provider reports that it has started to help"),
        NeedState.Served => on.Say("Đã xong: chữ ký số đã được cấp", "Done: the digital signature was issued"),
        NeedState.Lapsed => on.Say("Đã hết hiệu lực: doanh nghiệp không đến kịp", "Lapsed: the provider did not come in time"),
        NeedState.Cancelled => on.Say("Ông/bà đã hủy", "You cancelled it"),
        NeedState.Released => on.Say("Doanh nghiệp không còn tham gia chương trình", "The provider is no longer in the programme"),
        _ => on.Say("Không cần nữa: ông/bà đã được cấp bằng cách khác", "No longer needed: you received a certificate another way"),
    };

    /// <summary>How long a need waits, as people say it: in days from four on, else in hours, minutes or seconds, whichever comes out even.</summary>
    public static string Wait(PageContext on, TimeSpan window) => window switch
    {
        { TotalDays: >= 4 } when window.Ticks % TimeSpan.TicksPerDay == 0 => on.Say($"{window.Days} ngày", $"{window.Days} days"),
        _ when window.Ticks % TimeSpan.TicksPerHour == 0 => on.Say($"{window.TotalHours:0} giờ", window.TotalHours == 1 ? "1 hour" : $"{window.TotalHours:0} hours"),
        _ when window.Ticks % TimeSpan.TicksPerMinute == 0 => on.Say($"{window.TotalMinutes:0} phút", $"{window.TotalMinutes:0} minutes"),
        _ => on.Say($"{window.TotalSeconds:0} giây", $"{window.TotalSeconds:0} seconds"),
    };

    public static string Look(NeedState state) => state switch
    {
        _ when state.IsOpen() => "wait",
        NeedState.Served => "good",
        NeedState.Lapsed or NeedState.Released => "bad",
        _ => "",
    };

    public static string Sign(NeedState state) => state switch
    {
        _ when state.IsOpen() => "‖",
        NeedState.Served => "✔",
        NeedState.Cancelled or NeedState.Superseded => "○",
        _ => "✖",
    };

    public static string Mode(PageContext on, NeedMode mode) => mode == NeedMode.AtHome ? on.Say("Tại nhà", "At home") : on.Say("Qua điện thoại", "By phone");
}
