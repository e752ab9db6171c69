using Campaign.Registry.Kernel;
using Campaign.Registry.Traces;

namespace Campaign.Host.SignIn.Pages;

/// <summary>By what somebody looked a citizen up, in words for the citizen.</summary>
internal static class LookupWords
{
    public static Text Of(LookupAct act) => act switch
    {
        LookupAct.Check => new("tra cứu trước khi cấp chứng thư", "asked before issuing a certificate"),
        LookupAct.Record => new("ghi nhận chứng thư", "recorded a certificate"),
        LookupAct.Switch => new("chuyển doanh nghiệp", "a change of provider"),
        LookupAct.AlsoKnownAs => new("số này được nêu là số khác của cùng một người", "this number was named as another of the same person"),
        LookupAct.Issuances or LookupAct.Issuance => new("xem chứng thư", "looked at certificates"),
        LookupAct.Needs or LookupAct.Need or LookupAct.NeedFollowed => new("xem đăng ký hỗ trợ", "looked at requests for help"),
        LookupAct.Reports or LookupAct.ReportPhoto => new("xem báo cáo của ông/bà", "looked at your report"),
        LookupAct.Violations => new("xem xét vi phạm", "looked at violations"),
        LookupAct.Lookups => new("xem chính danh sách này", "looked at this list"),
        LookupAct.CitizenLookups => new("xem ai đã tra cứu", "looked who had looked"),
        LookupAct.SamePersons => new("xem xét có phải cùng một người", "looked whether two are one person"),
        LookupAct.PhoneBound => new("đăng ký điện thoại nhận mã tại quầy", "registered the phone for codes at the counter"),
        _ => new("xem dữ liệu", "looked at data"),
    };
}
