using System.Globalization;
using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Web.Pages;

namespace Campaign.Web.Demo;

/// <summary>Messages in words, as their recipients read them; one kind, one text. Facts come from the message's details.</summary>
internal static class MessageWords
{
    public static Text OfCode(string code) => new(
        $"Mã của ông/bà là {code}. Mã dùng được một lần, trong 5 phút. Không đọc mã này cho ai gọi điện hỏi.",
        $"Your code is {code}. It works once, for 5 minutes. Do not read it out to anybody who calls.");

    public static Text Of(string kind, string details)
    {
        using var facts = JsonDocument.Parse(details);
        var due = At(facts.RootElement, "dueAt");
        var number = facts.RootElement.TryGetProperty("caseNumber", out var value) ? value.ToString() : "";
        return kind switch
        {
            "NUMBERS_LINKED" => new(
                "Hai cán bộ của Sở đã quyết định số căn cước của ông/bà và một số khác là của cùng một người. Trong 24 giờ tới điện thoại này chưa đồng ý được việc gì. Nếu không đúng, hãy báo Sở ngay.",
                "Two officers of the department have decided that your number and another are one person's. For 24 hours this phone can give no consent. If that is wrong, tell the department at once."),
            "CERTIFICATE_IMPORTED" => new(
                "Một chứng thư cấp từ trước chiến dịch vừa được nhập dưới số căn cước của ông/bà. Nếu không phải của ông/bà, hãy mở trang “Chữ ký số của tôi” và báo cho Sở.",
                "A certificate from before the campaign has just been entered under your number. If it is not yours, open “My digital signature” and tell the department."),
            "CERTIFICATE_ENDS_EARLY" => new(
                $"Chứng thư vừa ghi nhận cho ông/bà sẽ hết hiệu lực{due.Vietnamese}, sớm hơn năm miễn phí. Nếu ông/bà không yêu cầu, hãy báo Sở.",
                $"The certificate just recorded for you runs out{due.English}, earlier than your free year. If you did not ask for this, tell the department."),
            "PHONE_REPLACED" => new(
                "Một điện thoại khác vừa được gắn thay số này để nhận mã của ông/bà. Trong 24 giờ tới điện thoại mới chưa đồng ý được việc gì. Nếu ông/bà không yêu cầu, hãy gọi ngay cho Sở.",
                "Another phone has just replaced this one for your codes. For the next 24 hours the new phone can give no consent. If you did not ask for this, call the department now."),
            "SWITCH_CONSENTED" => new("Ông/bà vừa đồng ý đổi doanh nghiệp và nhận một mã dùng một lần. Nếu không phải ông/bà, hãy gọi ngay cho Sở.",
                "You have just agreed to change provider and received a code that works once. If this was not you, call the department now."),
            "CERTIFICATE_SWITCHED" => new("Mã của ông/bà đã được dùng: chứng thư đã chuyển sang doanh nghiệp mới, năm miễn phí tính tiếp.", "Your code was used: your certificate is now with the new provider; the free year runs on."),
            "CERTIFICATE_LEFT" => new("Một công dân đã đổi sang doanh nghiệp khác, có đồng ý.", "A citizen has changed to another provider, by consent."),
            "END_CONSENTED" => new("Ông/bà vừa đồng ý kết thúc chứng thư và nhận một mã dùng một lần. Nếu không phải ông/bà, hãy gọi ngay cho Sở.",
                "You have just agreed to end your certificate and received a code that works once. If this was not you, call the department now."),
            "CERTIFICATE_ENDED_BY_CODE" => new("Mã của ông/bà đã được dùng: chứng thư đã kết thúc. Năm miễn phí vẫn tính tiếp.", "Your code was used: your certificate has ended. The free year runs on."),
            "CERTIFICATE_ENDED" => new(
                "Doanh nghiệp vừa kết thúc chứng thư của ông/bà mà không có mã của ông/bà. Nếu ông/bà không yêu cầu, trong 30 ngày hãy mở trang “Chữ ký số của tôi” và bấm “Tôi không yêu cầu”.",
                "The provider has just ended your certificate without a code of yours. If you did not ask for this, open “My digital signature” within 30 days and press “I did not ask”."),
            "END_DENIED" => new("Công dân cho biết không yêu cầu kết thúc chứng thư; Sở đang xem xét.", "The citizen says not to have asked for the end of the certificate; the department is looking into it."),
            "NEED_REGISTERED" => new("Có một đăng ký nhờ hỗ trợ mới.", "There is a new request for help."),
            "NEED_DUE_SOON" => new($"Một đăng ký nhờ hỗ trợ sắp hết hạn{due.Vietnamese}.", $"A request for help is due soon{due.English}."),
            "NEED_SUPPORT_STARTED" => new("Doanh nghiệp báo đã bắt đầu hỗ trợ ông/bà. Nếu không đúng, hãy mở trang “Chữ ký số của tôi” và bấm “Chưa ai hỗ trợ”.",
                "The provider says that it has begun to help you. If that is not so, open “My digital signature” and say so."),
            "NEED_SUPPORT_DENIED" => new("Công dân cho biết chưa được hỗ trợ; đăng ký lại chờ như trước.", "The citizen says that no help began; the request waits again."),
            "NEED_SERVED" => new("Đăng ký nhờ hỗ trợ của ông/bà đã xong: chứng thư đã được ghi nhận.", "Your request for help is done: your certificate is recorded."),
            "NEED_LAPSED" => new("Một đăng ký nhờ hỗ trợ đã hết hạn; công dân được chọn doanh nghiệp khác.", "A request for help has lapsed; the citizen may choose another provider."),
            "NEED_RELEASED" => new("Doanh nghiệp ông/bà chọn không còn tham gia; ông/bà được chọn doanh nghiệp khác.", "The provider that you chose no longer takes part; you may choose another."),
            "NEED_CANCELLED" => new("Công dân đã hủy một đăng ký nhờ hỗ trợ.", "A citizen has cancelled a request for help."),
            "NEED_SUPERSEDED" => new("Một đăng ký nhờ hỗ trợ không còn cần: công dân đã có chứng thư.", "A request for help is no longer needed: the citizen has a certificate."),
            "EARLIER_CERTIFICATE_IMPORTED" => new("Một chứng thư cũ hơn đã được nhập; chứng thư của doanh nghiệp không còn giữ chỗ.", "An earlier certificate was imported; yours no longer holds the place."),
            "CASE_QUESTION" => new($"Sở hỏi doanh nghiệp về hồ sơ {number}; hãy trả lời{due.Vietnamese}.", $"The department asks you about case {number}; answer{due.English}."),
            "CASE_ANSWER_OVERDUE" or "CASE_REMINDED" => new($"Câu trả lời về hồ sơ {number} đã quá hạn.", $"The answer about case {number} is overdue."),
            "CASE_ANSWERED" => new($"Doanh nghiệp đã trả lời về hồ sơ {number}.", $"The provider has answered about case {number}."),
            "REPORT_RECEIVED" => new("Có một báo cáo mới của người dân.", "There is a new report."),
            "DATA_REQUEST_OPENED" => new($"Có một yêu cầu mới về dữ liệu cá nhân{due.Vietnamese}.", $"There is a new request about personal data{due.English}."),
            "DATA_REQUEST_FULFILLED" => new("Yêu cầu của ông/bà về dữ liệu cá nhân đã được thực hiện.", "Your request about your data has been fulfilled."),
            "DATA_REQUEST_DECLINED" => new("Yêu cầu của ông/bà về dữ liệu cá nhân không được chấp nhận; lý do ở trang “Chữ ký số của tôi”.", "Your request about your data was declined; the reason is under “My digital signature”."),
            "DATA_REQUEST_OVERDUE" => new("Một yêu cầu về dữ liệu cá nhân đã quá hạn.", "A request about personal data is overdue."),
            _ => new($"Thông báo {kind}.", $"Notice {kind}."),
        };
    }

    private static Text At(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new($" trước {Clock.At(at)}", $" before {Clock.At(at)}")
            : new("", "");
}
