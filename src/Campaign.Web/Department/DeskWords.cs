using System.Globalization;
using Campaign.Registry.Accounts;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.DataRequests;
using Campaign.Registry.Citizens.Traces;
using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Providers.Licences;
using Campaign.Registry.Providers.Overviews;
using Campaign.Web.Pages;

namespace Campaign.Web.Department;

/// <summary>States, kinds and measures in words for officers.</summary>
public static class DeskWords
{
    internal static string Count(Language language, long count) =>
        count.ToString("N0", CultureInfo.InvariantCulture) is var text && language == Language.English ? text : text.Replace(',', '.');

    /// <summary>12,3 %; in English 12.3%.</summary>
    /// <summary>To a tenth of a per cent; what is less than that and more than nothing says so.</summary>
    internal static string Share(Language language, decimal perMille)
    {
        var text = perMille is > 0 and < 1 ? "< 0.1" : (perMille / 10m).ToString("0.0", CultureInfo.InvariantCulture);
        return language == Language.English ? $"{text}%" : $"{text.Replace('.', ',')} %";
    }

    internal static Text Time(int seconds) => seconds switch
    {
        < 60 => new($"{seconds} giây", $"{seconds} s"),
        < 3_600 => new($"{seconds / 60} phút", $"{seconds / 60} min"),
        _ => new($"{seconds / 3_600} giờ", $"{seconds / 3_600} h"),
    };

    internal static Text Of(KeyStorage storage) => storage switch
    {
        KeyStorage.UsbToken => new("USB token", "USB token"),
        KeyStorage.SimPki => new("SIM PKI", "SIM PKI"),
        _ => new("Ký số từ xa", "Remote signing"),
    };

    internal static Text Of(LicenceStanding standing) => standing switch
    {
        LicenceStanding.InForce => new("Còn hiệu lực", "In force"),
        LicenceStanding.EndsWithin30Days => new("Hết hạn trong 30 ngày", "Ends within 30 days"),
        LicenceStanding.EndsWithin7Days => new("Hết hạn trong 7 ngày", "Ends within 7 days"),
        _ => new("Đã hết hạn", "Lapsed"),
    };

    internal static string SignOf(LicenceStanding standing) => standing switch
    {
        LicenceStanding.InForce => "✔",
        LicenceStanding.Lapsed => "✖",
        _ => "‖",
    };

    /// <summary>How a provider takes part: sign, words, and the class that colours them.</summary>
    internal static (string Sign, Text Words, string Look) Of(ProviderOverview provider) => provider switch
    {
        { TakesPart: true } => ("✔", new("Đang tham gia", "Takes part"), "good"),
        { IsExcluded: true } => ("✖", new("Đã bị loại", "Excluded"), "bad"),
        _ => ("○", new("Đã rời chiến dịch", "Has left"), "soft"),
    };

    internal static (string Sign, Text Words, string Look) Of(ProposalState state) => state switch
    {
        ProposalState.Proposed => ("‖", new("Đang chờ", "Waits"), "wait"),
        ProposalState.CarriedOut => ("✔", new("Đã thực hiện", "Carried out"), "good"),
        ProposalState.Rejected => ("✖", new("Bị từ chối", "Rejected"), "bad"),
        _ => ("○", new("Hết hiệu lực", "Expired"), "soft"),
    };

    internal static Text Of(OfficerRole role) => role switch
    {
        OfficerRole.Viewer => new("Xem", "Viewer"),
        OfficerRole.Reviewer => new("Xử lý", "Reviewer"),
        _ => new("Quản trị", "Administrator"),
    };

    /// <summary>A window as people say it: whole days, hours, minutes, or as it is.</summary>
    internal static Text Of(TimeSpan window) => window switch
    {
        { TotalDays: >= 4 } when window.Ticks % TimeSpan.TicksPerDay == 0 => new($"{window.Days} ngày", $"{window.Days} days"),
        _ when window.Ticks % TimeSpan.TicksPerHour == 0 => new($"{window.TotalHours:0} giờ", $"{window.TotalHours:0} h"),
        _ when window.Ticks % TimeSpan.TicksPerMinute == 0 => new($"{window.TotalMinutes:0} phút", $"{window.TotalMinutes:0} min"),
        _ => new($"{window.TotalSeconds:0} giây", $"{window.TotalSeconds:0} s"),
    };

    public static Text Of(ViolationState state) => state switch
    {
        ViolationState.Flagged => new("Mới phát hiện", "New"),
        ViolationState.UnderReview => new("Đang xem xét", "Under review"),
        ViolationState.Confirmed => new("Đã kết luận vi phạm", "Confirmed"),
        ViolationState.Dismissed => new("Đã loại", "Dismissed"),
        _ => new("Đã công bố", "Published"),
    };

    /// <summary>A sign for each state, so that colour never speaks alone.</summary>
    internal static string SignOf(ViolationState state) => state switch
    {
        ViolationState.Flagged => "●",
        ViolationState.UnderReview => "‖",
        ViolationState.Confirmed => "✖",
        ViolationState.Dismissed => "○",
        _ => "✔",
    };

    public static Text Of(ViolationKind kind) => ViolationWords.Of(kind);

    internal static Text Of(IssuanceStatus status) => status switch
    {
        IssuanceStatus.Active => new("Đang hiệu lực", "Active"),
        IssuanceStatus.PendingActivation => new("Chờ kích hoạt", "Waits for activation"),
        IssuanceStatus.Suspended => new("Tạm dừng", "Suspended"),
        IssuanceStatus.Revoked => new("Đã thu hồi", "Revoked"),
        IssuanceStatus.Replaced => new("Đã thay", "Replaced"),
        IssuanceStatus.Expired => new("Hết hạn", "Expired"),
        _ => new("Đã rút lại", "Withdrawn"),
    };

    /// <summary>A kind of technical fault (FaultKind); null: not said.</summary>
    internal static Text OfFault(string? kind) => kind switch
    {
        null => new("Không nói rõ", "Not said"),
        "CITIZENS_DEVICE" => new("Thiết bị của công dân", "The citizen's device"),
        "NETWORK" => new("Mạng", "The network"),
        "ISSUING_SYSTEM" => new("Hệ thống phát hành", "The issuing system"),
        "IDENTITY_CHECK" => new("Xác thực danh tính", "The identity check"),
        "PROVIDERS_APP" => new("Ứng dụng của doanh nghiệp", "The provider's app"),
        _ => new("Lỗi khác", "Another fault"),
    };

    internal static Text Of(CertificateObservation observation) => observation switch
    {
        CertificateObservation.IssuerNotRegistered => new("Tổ chức phát hành chưa đăng ký cho doanh nghiệp này", "Its issuer is not registered for this provider"),
        CertificateObservation.NotBeforeOutsideAllowance => new("Bắt đầu hiệu lực cách lúc tạo quá một ngày", "It begins more than a day from when it was made"),
        _ => new("Ngày hết hạn gửi lên khác với chứng thư", "Another end was stated than the certificate's"),
    };

    internal static Text Of(NeedState state) => state switch
    {
        NeedState.Waiting => new("Đang chờ", "Waiting"),
        NeedState.InSupport => new("Đang hỗ trợ", "In support"),
        NeedState.Served => new("Đã xong", "Served"),
        NeedState.Lapsed => new("Hết hiệu lực", "Lapsed"),
        NeedState.Cancelled => new("Đã hủy", "Cancelled"),
        _ => new("Đã kết thúc", "Ended"),
    };

    internal static Text Of(DataRequestKind kind) => kind switch
    {
        DataRequestKind.Export => new("Bản sao dữ liệu", "Copy of the data"),
        DataRequestKind.Correction => new("Sửa dữ liệu", "Correction"),
        _ => new("Hạn chế xử lý", "Restriction"),
    };

    internal static Text Of(DataRequestState state) => state switch
    {
        DataRequestState.Open => new("Đang chờ", "Open"),
        DataRequestState.Overdue => new("Quá hạn", "Overdue"),
        DataRequestState.Fulfilled => new("Đã thực hiện", "Done"),
        DataRequestState.Declined => new("Đã từ chối", "Declined"),
        _ => new("Đã bỏ hạn chế", "Lifted"),
    };

    internal static string SignOf(DataRequestState state) => state switch
    {
        DataRequestState.Open => "‖",
        DataRequestState.Overdue => "✖",
        DataRequestState.Fulfilled => "✔",
        _ => "○",
    };

    internal static Text Of(DossierField field) => field switch
    {
        DossierField.ContractNumber => new("Số hợp đồng", "Contract number"),
        DossierField.ContractSignedOn => new("Ngày ký hợp đồng", "Contract signed on"),
        DossierField.HandedOverAt => new("Lúc bàn giao", "Handed over at"),
        DossierField.ReceivedByCitizen => new("Công dân tự nhận", "Received by the citizen"),
        DossierField.RecipientName => new("Tên người nhận", "Recipient's name"),
        _ => new("Lúc đồng ý", "Consent given at"),
    };

    internal static Text Of(LookupAct act) => act switch
    {
        LookupAct.Check => new("tra cứu trước khi cấp", "check before issuing"),
        LookupAct.Record => new("ghi nhận chứng thư", "record"),
        LookupAct.Switch => new("chuyển doanh nghiệp", "change of provider"),
        LookupAct.Import => new("nhập tệp chứng thư cấp trước", "a file of earlier certificates"),
        LookupAct.Issuances or LookupAct.Issuance => new("xem chứng thư", "viewed certificates"),
        LookupAct.Needs or LookupAct.Need or LookupAct.NeedFollowed => new("xem đăng ký hỗ trợ", "viewed requests for help"),
        LookupAct.Violations => new("xem vi phạm", "viewed violations"),
        LookupAct.Reports or LookupAct.ReportPhoto => new("xem báo cáo của người dân", "viewed a citizen's report"),
        LookupAct.PhoneProposed => new("xem điện thoại chờ cán bộ thứ hai", "viewed a phone that waits for a second officer"),
        LookupAct.PhoneBound => new("gắn điện thoại nhận mã", "bound the phone for codes"),
        LookupAct.DataRequests or LookupAct.Export => new("xem yêu cầu về dữ liệu", "viewed a data request"),
        LookupAct.Lookups or LookupAct.CitizenLookups or LookupAct.LookupsBy => new("xem ai đã tra cứu", "viewed who had looked up the number"),
        LookupAct.Numbers or LookupAct.AlsoKnownAs or LookupAct.SamePersons => new("xem các số của một người", "viewed a person's numbers"),
        _ => new("xem dữ liệu", "viewed data"),
    };
}
