using System.Globalization;
using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Messages;
using Campaign.Web.Pages;

namespace Campaign.Web.Demo;

/// <summary>Messages in words, as their recipients read them: every kind that the registry writes has its text, and who it is for decides in whose terms. Facts come from the message's details.</summary>
internal static class MessageWords
{
    /// <param name="Details">A JSON object.</param>
    /// <param name="Provider">The name of the provider that the details speak of; null where they speak of none.</param>
    /// <param name="Phone">The department's; null where none is known.</param>
    public sealed record Told(string Kind, Recipient Recipient, string Details, string? Provider, string? Phone);

    private delegate Text Say(Facts facts);

    private static readonly Dictionary<string, Say> Kinds = new()
    {
        ["PHONE_REPLACED"] = f => new(
            $"Một điện thoại khác vừa được gắn thay số này để nhận mã của ông/bà. Trong 24 giờ tới điện thoại mới chưa đồng ý được việc gì. Nếu ông/bà không yêu cầu, {f.Call.Vietnamese}.",
            $"Another phone has just replaced this one for your codes. For the next 24 hours the new phone can give no consent. If you did not ask for this, {f.Call.English}."),
        ["NUMBERS_LINKED"] = f => new(
            $"Hai cán bộ của Sở đã quyết định số căn cước của ông/bà và một số khác là của cùng một người. Trong 24 giờ tới điện thoại này chưa đồng ý được việc gì. Nếu không đúng, {f.Call.Vietnamese}.",
            $"Two officers of the department have decided that your number and another are one person's. For 24 hours this phone can give no consent. If that is wrong, {f.Call.English}."),
        ["NUMBERS_UNLINKED"] = f => new(
            $"Sở đã gỡ liên kết giữa số căn cước của ông/bà và một số khác: hai số lại là của hai người. Nếu không đúng, {f.Call.Vietnamese}.",
            $"The department has undone the link between your number and another: they are two persons' again. If that is wrong, {f.Call.English}."),
        ["CERTIFICATE_IMPORTED"] = _ => new(
            "Một chứng thư cấp từ trước chiến dịch vừa được nhập dưới số căn cước của ông/bà. Nếu không phải của ông/bà, hãy mở trang “Chữ ký số của tôi” và bấm “Đây không phải tôi”.",
            "A certificate from before the campaign has just been entered under your number. If it is not yours, open “My digital signature” and press “This was not me”."),
        ["CERTIFICATE_ENDS_EARLY"] = f => new(
            $"Chứng thư vừa ghi nhận cho ông/bà hết hiệu lực{f.Due.Vietnamese}, sớm hơn năm miễn phí. Nếu ông/bà không yêu cầu, {f.Call.Vietnamese}.",
            $"The certificate just recorded for you runs out{f.Due.English}, earlier than your free year. If you did not ask for this, {f.Call.English}."),
        ["SWITCH_CONSENTED"] = f => new(
            $"Ông/bà vừa lấy một mã dùng một lần để đổi sang {f.Provider.Vietnamese}. Không đọc mã cho ai tự gọi điện đến. Nếu không phải ông/bà lấy mã, {f.Call.Vietnamese}.",
            $"You have just got a code, good once, to change to {f.Provider.English}. Do not read it to anybody who calls. If it was not you, {f.Call.English}."),
        ["CERTIFICATE_SWITCHED"] = f => new(
            $"Mã của ông/bà đã được dùng: chữ ký số của ông/bà nay do {f.Provider.Vietnamese} cấp. Năm miễn phí tính tiếp, không kéo dài thêm. Nếu không phải ông/bà đọc mã, {f.Call.Vietnamese}.",
            $"Your code was used: your signature is now with {f.Provider.English}. The free year runs on and is not extended. If it was not you who gave the code, {f.Call.English}."),
        ["CERTIFICATE_LEFT"] = _ => new("Một công dân đã đổi sang doanh nghiệp khác, có đồng ý. Hãy thu hồi chứng thư của công dân đó ở hệ thống CA.", "A citizen has changed to another provider, by consent. Revoke that citizen's certificate at your CA."),
        ["END_CONSENTED"] = f => new(
            $"Ông/bà vừa lấy một mã dùng một lần để kết thúc chữ ký số của {f.Provider.Vietnamese}. Không đọc mã cho ai tự gọi điện đến. Nếu không phải ông/bà lấy mã, {f.Call.Vietnamese}.",
            $"You have just got a code, good once, to end your signature of {f.Provider.English}. Do not read it to anybody who calls. If it was not you, {f.Call.English}."),
        ["CERTIFICATE_ENDED_BY_CODE"] = f => new(
            $"Mã của ông/bà đã được dùng: chữ ký số của {f.Provider.Vietnamese} đã kết thúc. Năm miễn phí vẫn tính tiếp. Nếu không phải ông/bà đọc mã, {f.Call.Vietnamese}.",
            $"Your code was used: your signature of {f.Provider.English} has ended. The free year runs on. If it was not you who gave the code, {f.Call.English}."),
        ["CERTIFICATE_ENDED"] = f => new(
            $"{Capital(f.Provider.Vietnamese)} vừa kết thúc chữ ký số của ông/bà mà không có mã của ông/bà. Nếu ông/bà không yêu cầu, trong 30 ngày hãy mở trang “Chữ ký số của tôi” và bấm “Tôi không yêu cầu”.",
            $"{Capital(f.Provider.English)} has just ended your signature without a code of yours. If you did not ask for this, open “My digital signature” within 30 days and press “I did not ask”."),
        ["END_DENIED"] = f => f.ToProvider
            ? new("Một công dân cho biết không yêu cầu doanh nghiệp kết thúc chứng thư; Sở sẽ xem xét và có thể hỏi doanh nghiệp.", "A citizen says not to have asked you to end the certificate; the department looks into it and may ask you.")
            : new("Một công dân cho biết không yêu cầu kết thúc chứng thư; cần xem xét.", "A citizen says not to have asked for the end of the certificate; it is to be looked into."),
        ["NEED_REGISTERED"] = _ => new("Có một đăng ký nhờ hỗ trợ mới.", "There is a new request for help."),
        ["NEED_DUE_SOON"] = f => new($"Một đăng ký nhờ hỗ trợ sắp hết hạn: phải hỗ trợ{f.Due.Vietnamese}.", $"A request for help is due soon: help{f.Due.English}."),
        ["NEED_SUPPORT_STARTED"] = _ => new("Doanh nghiệp báo đã bắt đầu hỗ trợ ông/bà. Nếu không đúng, hãy mở trang “Đăng ký hỗ trợ của tôi” và bấm “Chưa ai gọi cho tôi”.",
            "The provider says that it has begun to help you. If that is not so, open “My request for help” and press “Nobody has called me”."),
        ["NEED_SUPPORT_DENIED"] = _ => new("Công dân cho biết chưa được hỗ trợ; đăng ký lại chờ như trước.", "The citizen says that no help began; the request waits again."),
        ["NEED_CALL_NOT_REACHED"] = f => new(
            $"{Capital(f.Provider.Vietnamese)} báo đã gọi cho ông/bà lúc {f.Called} mà không ai nghe máy. Đăng ký của ông/bà vẫn chờ. Nếu không ai gọi, trong 30 ngày hãy mở trang “Chữ ký số của tôi” và bấm “Không ai gọi cho tôi”.",
            $"{Capital(f.Provider.English)} says that it called you at {f.Called} and nobody answered. Your request still waits. If nobody called, open “My digital signature” within 30 days and press “Nobody called me”."),
        ["NEED_CALL_DENIED"] = f => new(
            $"Công dân cho biết không ai gọi lúc {f.Called}; cuộc gọi đó không được tính nữa.",
            $"The citizen says that nobody called at {f.Called}; that call counts no more."),
        ["NEED_SERVED"] = _ => new("Đăng ký nhờ hỗ trợ của ông/bà đã xong: chữ ký số đã được ghi nhận.", "Your request for help is done: your signature is recorded."),
        ["NEED_LAPSED"] = f => f.ToProvider
            ? new("Một đăng ký nhờ hỗ trợ của doanh nghiệp đã hết hạn; công dân được chọn doanh nghiệp khác.", "A request for your help has lapsed; the citizen may choose another provider.")
            : new("Đăng ký nhờ hỗ trợ của ông/bà đã hết hạn mà chưa ai hỗ trợ xong; ông/bà được chọn doanh nghiệp khác.", "Your request for help has lapsed before it was served; you may choose another provider."),
        ["NEED_RELEASED"] = _ => new("Doanh nghiệp ông/bà chọn không còn tham gia; ông/bà được chọn doanh nghiệp khác.", "The provider that you chose no longer takes part; you may choose another."),
        ["NEED_CANCELLED"] = _ => new("Công dân đã hủy một đăng ký nhờ hỗ trợ.", "A citizen has cancelled a request for help."),
        ["NEED_SUPERSEDED"] = _ => new("Một đăng ký nhờ hỗ trợ không còn cần: công dân đã có chứng thư.", "A request for help is no longer needed: the citizen has a certificate."),
        ["EARLIER_CERTIFICATE_IMPORTED"] = _ => new("Một chứng thư cũ hơn đã được nhập; chứng thư của doanh nghiệp không còn giữ chỗ.", "An earlier certificate was imported; yours no longer holds the place."),
        ["ACTIVATION_DUE_SOON"] = f => new($"Chứng thư {f.Serial.Vietnamese} còn chờ kích hoạt: hãy khắc phục lỗi và kích hoạt{f.Due.Vietnamese}.", $"The certificate {f.Serial.English} still waits for its activation: mend the fault and activate it{f.Due.English}."),
        ["ACTIVATION_OVERDUE"] = f => new($"Chứng thư {f.Serial.Vietnamese} đã quá hạn kích hoạt. Hãy kích hoạt ngay, hoặc kết thúc vì lỗi không khắc phục được.", $"The certificate {f.Serial.English} is overdue for activation. Activate it now, or end it as a fault that was not resolved."),
        ["REVOCATION_DUE_SOON"] = f => new($"Chứng thư {f.Serial.Vietnamese} không được ghi nhận: hãy thu hồi và báo đã thu hồi{f.Due.Vietnamese}.", $"The certificate {f.Serial.English} was not recorded: revoke it and report that{f.Due.English}."),
        ["REVOCATION_OVERDUE"] = f => new($"Chứng thư {f.Serial.Vietnamese} đã quá hạn thu hồi mà chưa có báo. Hãy thu hồi và báo ngay.", $"The certificate {f.Serial.English} is overdue for revocation, and none is reported. Revoke it and report that now."),
        ["CASE_QUESTION"] = f => new($"Sở hỏi doanh nghiệp về hồ sơ {f.Case}; hãy trả lời{f.Due.Vietnamese}.", $"The department asks you about case {f.Case}; answer{f.Due.English}."),
        ["CASE_ANSWER_OVERDUE"] = f => new($"Câu trả lời của doanh nghiệp về hồ sơ {f.Case} đã quá hạn.", $"Your answer about case {f.Case} is overdue."),
        ["CASE_ANSWERED"] = f => new($"Doanh nghiệp đã trả lời về hồ sơ {f.Case}.", $"The provider has answered about case {f.Case}."),
        ["REPORT_RECEIVED"] = _ => new("Có một báo cáo mới của người dân.", "There is a new report."),
        ["DATA_REQUEST_OPENED"] = f => new($"Có một yêu cầu mới về dữ liệu cá nhân, phải trả lời{f.Due.Vietnamese}.", $"There is a new request about personal data, to be answered{f.Due.English}."),
        ["DATA_REQUEST_FULFILLED"] = _ => new("Yêu cầu của ông/bà về dữ liệu cá nhân đã được thực hiện.", "Your request about your data has been fulfilled."),
        ["DATA_REQUEST_DECLINED"] = _ => new("Yêu cầu của ông/bà về dữ liệu cá nhân không được chấp nhận; hãy hỏi lý do tại quầy của Sở.", "Your request about your data was declined; ask for the reason at the department's counter."),
        ["DATA_REQUEST_OVERDUE"] = _ => new("Một yêu cầu về dữ liệu cá nhân đã quá hạn.", "A request about personal data is overdue."),
        ["INVARIANT_BROKEN"] = f => new($"Kiểm tra hằng đêm phát hiện {f.Alarms} điểm sai lệch trong dữ liệu; hãy báo ngay cho người vận hành.", $"The nightly check has found {f.Alarms} differences in the data; tell the operators now."),
    };

    /// <summary>Those that have words.</summary>
    public static IReadOnlyCollection<string> KnownKinds => Kinds.Keys;

    public static Text OfCode(string code) => new(
        $"Mã của ông/bà là {code}. Mã dùng được một lần, trong 5 phút. Không đọc mã này cho ai gọi điện hỏi.",
        $"Your code is {code}. It works once, for 5 minutes. Do not read it out to anybody who calls.");

    public static Text Of(Told told)
    {
        using var details = JsonDocument.Parse(told.Details);
        return Kinds.TryGetValue(told.Kind, out var say)
            ? say(new(told, details.RootElement))
            : new("Có một thông báo mới.", "There is a new notice.");
    }

    /// <summary>Which provider a message's details speak of; null where they speak of none.</summary>
    public static short? ProviderIn(string details)
    {
        using var facts = JsonDocument.Parse(details);
        return facts.RootElement.TryGetProperty("providerId", out var id) && id.TryGetInt16(out var known) ? known : null;
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private sealed class Facts(Told told, JsonElement details)
    {
        public bool ToProvider => told.Recipient == Recipient.Provider;

        public Text Provider => told.Provider is { } name ? new(name, name) : new("doanh nghiệp", "the provider");

        public Text Call => told.Phone is { } phone ? new($"hãy gọi ngay cho Sở: {phone}", $"call the department now: {phone}") : new("hãy gọi ngay cho Sở", "call the department now");

        /// <summary>" hết ngày 08/12/2026"; empty where nothing is due.</summary>
        public Text Due => (At("dueAt") ?? At("answerDueAt")) is { } due ? new($" {Clock.By(due).Vietnamese}", $" {Clock.By(due).English}") : new("", "");

        public Text Serial => details.TryGetProperty("serialNumber", out var serial) ? new($"số sê-ri {serial}", $"with serial number {serial}") : new("", "");

        public string Called => At("calledAt") is { } at ? Clock.At(at) : "–";

        public string Case => details.TryGetProperty("caseNumber", out var number) ? number.ToString() : "";

        public string Alarms => details.TryGetProperty("alarms", out var count) ? count.ToString() : "1";

        private DateTimeOffset? At(string name) =>
            details.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
                ? at
                : null;
    }
}
