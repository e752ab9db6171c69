using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Traces;
using Campaign.Web.Pages;

namespace Campaign.Web.Citizen.Own;

/// <summary>States and acts in words for the citizen whom they concern.</summary>
internal static class OwnWords
{
    public static string Held(PageContext on, IssuanceStatus status) => status switch
    {
        IssuanceStatus.PendingActivation => on.Say("Có chữ ký số, đang chờ kích hoạt", "There is a digital signature, waiting to be activated"),
        IssuanceStatus.Suspended => on.Say("Có chữ ký số, đang tạm dừng", "There is a digital signature, currently suspended"),
        _ => on.Say("Có chữ ký số", "There is a digital signature"),
    };

    public static string Ended(PageContext on, IssuanceStatus status) => status switch
    {
        IssuanceStatus.Revoked => on.Say("đã thu hồi", "revoked"),
        IssuanceStatus.Replaced => on.Say("đã thay bằng chứng thư khác", "replaced by another"),
        IssuanceStatus.Expired => on.Say("đã hết hạn", "run out"),
        IssuanceStatus.Withdrawn => on.Say("đã rút lại", "withdrawn"),
        _ => on.Say("đã kết thúc", "ended"),
    };

    public static string Looked(PageContext on, LookupAct act) => act switch
    {
        LookupAct.Check => on.Say("tra cứu trước khi cấp chứng thư", "checked before issuing a certificate"),
        LookupAct.Record => on.Say("ghi nhận chứng thư", "recorded a certificate"),
        LookupAct.Switch => on.Say("chuyển doanh nghiệp", "a change of provider"),
        LookupAct.AlsoKnownAs => on.Say("số này được nêu là số khác của cùng một người", "this number was given as another number of the same person"),
        LookupAct.Import => on.Say("đối chiếu tệp chứng thư cấp trước chiến dịch", "compared a file of certificates from before the campaign"),
        LookupAct.Issuances or LookupAct.Issuance => on.Say("xem chứng thư", "viewed certificates"),
        LookupAct.Needs or LookupAct.Need or LookupAct.NeedFollowed => on.Say("xem đăng ký hỗ trợ", "viewed requests for help"),
        LookupAct.Reports or LookupAct.ReportPhoto => on.Say("xem báo cáo của ông/bà", "viewed your report"),
        LookupAct.Violations => on.Say("xem xét vi phạm", "viewed violations"),
        LookupAct.Lookups => on.Say("xem chính danh sách này", "viewed this list"),
        LookupAct.CitizenLookups => on.Say("xem ai đã tra cứu", "viewed who had looked up the number"),
        LookupAct.SamePersons => on.Say("xem xét có phải cùng một người", "examined whether two are one person"),
        LookupAct.PhoneBound => on.Say("đăng ký điện thoại nhận mã tại quầy", "registered the phone for codes at the counter"),
        LookupAct.PhoneProposed => on.Say("xem điện thoại chờ cán bộ thứ hai xác nhận tại quầy", "viewed a phone that waits for a second officer at the counter"),
        _ => on.Say("xem dữ liệu", "viewed data"),
    };
}
