using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-1: equal access, free choice, one certificate, one free year, and what stays confidential.</summary>
public sealed class OneCertificateStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_1_1_Providers_have_equal_access_to_citizens()
    {
        var story = await Story.BeginAsync(
            place, "HUE-1.1", "các doanh nghiệp tiếp cận người dân bình đẳng", "providers have equal access to citizens");
        var orders = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var listed = await story.Registry.SendAsync(null, "query($code: String!) { campaign(code: $code) { providers { code } } }", new { code = story.Campaign });
            orders.Add(listed.Body.At("data", "campaign", "providers").ToString());
        }

        orders.Count.ShouldBeGreaterThan(20);
        story.Tell("40 người xem danh sách doanh nghiệp: mỗi lần một thứ tự xáo trộn lại.", "40 people look at the list of providers: each time in a freshly shuffled order.");
        var need = await story.RegisterNeedAsync("Bà Lành", "misa-ca");
        (await story.Registry.NeedAsync("fpt-ca", need)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await story.Registry.NeedsAsync("fpt-ca", campaign: story.Campaign)).At("totalCount").GetInt32().ShouldBe(0);
        story.Tell("FPT không thấy nhu cầu đó, cũng không thấy số lượng của doanh nghiệp khác.", "FPT does not see that need, nor any other provider's volumes.");
        story.End();
    }

    [Fact]
    public async Task HUE_1_2_A_citizen_chooses_any_provider_and_may_choose_anew()
    {
        var story = await Story.BeginAsync(place, "HUE-1.2", "công dân tự do lựa chọn doanh nghiệp", "a citizen chooses any provider, and may choose anew");
        var need = await story.RegisterNeedAsync("Ông Tâm", "vnpt-ca");
        await story.AtAsync("2027-03-01 09:00");
        (await story.Registry.CancelNeedAsync(need)).TypeName().ShouldBe("NeedCancelled");
        story.Tell("Ông Tâm đổi ý và hủy nhu cầu.", "Ông Tâm changes his mind and cancels.");
        var other = await story.RegisterNeedAsync("Ông Tâm", "ca2");
        await story.NeedIsAsync("Ông Tâm", "ca2", other, "WAITING");
        var ticket = (await story.CheckAsync("ca2", "Ông Tâm", "FREE", "NEED")).Text("ticket");
        await story.RecordAsync("ca2", "Ông Tâm", channel: "NEED", ticket: ticket, needId: other);
        await story.AtAsync("2027-04-01 09:00");
        var code = await story.ConsentAsync("Ông Tâm", "bkav-ca");
        await story.SwitchAsync("bkav-ca", "Ông Tâm", code);
        story.End();
    }

    [Fact]
    public async Task HUE_1_3_One_certificate_per_citizen_and_a_check_before_issuing()
    {
        var story = await Story.BeginAsync(place, "HUE-1.3", "mỗi công dân một chứng thư; phải tra cứu trước khi cấp", "one certificate per citizen, and a check before issuing");
        await story.CheckAsync("vnpt-ca", "Chị Hoa", "FREE", "PROVIDER_APP");
        await story.RecordAsync("vnpt-ca", "Chị Hoa");
        await story.AtAsync("2027-03-02 08:00");
        await story.CheckAsync("viettel-ca", "Chị Hoa", "HOLDS_CERTIFICATE");
        await story.RecordAsync("viettel-ca", "Chị Hoa", "AlreadyIssued");
        await story.RecordAsync("vnpt-ca", "Chị Hoa", "AlreadyIssued");
        story.End();
    }

    [Fact]
    public async Task HUE_1_4_The_first_to_have_recorded_is_the_valid_issuer()
    {
        var story = await Story.BeginAsync(
            place, "HUE-1.4", "doanh nghiệp cập nhật trước là đơn vị cấp hợp lệ", "the first to have recorded is the valid issuer");
        await story.AtAsync("2027-03-01 10:00");
        await story.CheckAsync("misa-ca", "Anh Dũng", "FREE", "PROVIDER_APP");
        await story.CheckAsync("fpt-ca", "Anh Dũng", "FREE", "PROVIDER_APP");
        story.Tell("MISA tạo chứng thư nhưng chưa cập nhật.", "MISA makes a certificate and does not record it yet.");
        var madeFirst = story.Now;
        await story.AtAsync("2027-03-01 10:05");
        await story.RecordAsync("fpt-ca", "Anh Dũng");
        await story.AtAsync("2027-03-01 10:07");
        var serial = Make.Serial();
        await story.RecordAsync("misa-ca", "Anh Dũng", "AlreadyIssued", madeAt: madeFirst, serial: serial);
        await story.AtAsync("2027-03-01 18:00");
        var confirmed = await story.Registry.ConfirmRevocationAsync("misa-ca", serial, story.Now, campaign: story.Campaign);
        confirmed.At("inTime").GetBoolean().ShouldBeTrue();
        story.Tell("MISA xác nhận đã thu hồi chứng thư, đúng hạn.", "MISA confirms that the certificate was revoked, in time.");
        story.End();
    }

    [Fact]
    public async Task HUE_1_5_The_free_year_follows_the_citizen_and_never_grows()
    {
        var story = await Story.BeginAsync(
            place, "HUE-1.5", "một năm miễn phí, tính cả thời gian đã dùng khi đổi doanh nghiệp", "one free year, charged with the time used when the citizen changes provider");
        await story.AtAsync("2027-03-01 23:30");
        var first = await story.RecordAsync("vnpt-ca", "Cô Mai");
        story.FreePeriodIs(first, "Cô Mai", "2027-03-01", "2028-03-02", 367);
        await story.AtAsync("2027-06-09 08:00");
        var code = await story.ConsentAsync("Cô Mai", "ca2");
        var switched = await story.SwitchAsync("ca2", "Cô Mai", code);
        story.FreePeriodIs(switched, "Cô Mai", "2027-03-01", "2028-03-02", 267);
        await story.AtAsync("2027-07-01 08:00");
        (await story.Registry.EndAsync("ca2", switched.Text("issuance", "id"), "CITIZEN_ASKED", story.Now)).TypeName().ShouldBe("IssuanceEnded");
        story.Tell("Theo yêu cầu của cô Mai, CA2 thu hồi chứng thư; 20 ngày sau cô không có chứng thư nào.", "At her own request CA2 revokes the certificate; for 20 days she has none.");
        await story.AtAsync("2027-07-21 08:00");
        var again = await story.RecordAsync("fpt-ca", "Cô Mai");
        story.FreePeriodIs(again, "Cô Mai", "2027-03-01", "2028-03-02", 225);
        story.End();
    }

    [Fact]
    public async Task HUE_1_6_Nothing_is_collected_in_advance_for_a_check_reserves_nothing()
    {
        var story = await Story.BeginAsync(
            place, "HUE-1.6", "cấm thu thập, nhập trước dữ liệu: tra cứu không giữ chỗ", "nothing is collected in advance: a check reserves nothing");
        await story.AtAsync("2027-03-01 08:00");
        await story.CheckAsync("vnpt-ca", "Bác Sáu", "FREE", "PROVIDER_APP");
        await story.AtAsync("2027-03-01 08:01");
        await story.CheckAsync("bkav-ca", "Bác Sáu", "FREE", "PROVIDER_APP");
        await story.RecordAsync("bkav-ca", "Bác Sáu");
        story.Tell("Việc VNPT tra cứu trước không ngăn được Bkav cấp.", "That VNPT had checked before kept nobody from issuing.");
        story.End();
    }

    [Fact]
    public async Task HUE_1_7_Data_stays_confidential_and_an_answer_says_no_more_than_is_needed()
    {
        var story = await Story.BeginAsync(place, "HUE-1.7", "bảo mật dữ liệu công dân: chỉ trả lời điều cần biết", "confidential data: an answer says no more than is needed");
        await story.RecordAsync("vnpt-ca", "Chú Bảy");
        var others = await story.CheckAsync("misa-ca", "Chú Bảy", "HOLDS_CERTIFICATE");
        others.At("holder", "recordedAt").ValueKind.ShouldBe(JsonValueKind.Null);
        others.At("holder", "freePeriod").ValueKind.ShouldBe(JsonValueKind.Null);
        story.Tell("MISA chỉ biết ai đã cấp; không biết lúc nào, không biết còn bao nhiêu ngày miễn phí.", "MISA learns who issued it; not when, and nothing of the free period.");
        var own = await story.CheckAsync("vnpt-ca", "Chú Bảy", "HOLDS_CERTIFICATE");
        own.At("holder", "recordedAt").ValueKind.ShouldBe(JsonValueKind.String);
        story.Tell("VNPT, đơn vị đã cấp, được biết cả hai.", "VNPT, who issued it, is told both.");
        var asks = await story.Database.CountAsync(
            "registry.citizen_asks a join registry.campaigns c on c.id = a.campaign_id where c.code = $1 and a.act = 'CHECK'", story.Campaign);
        asks.ShouldBe(2);
        story.Tell("Mỗi lần tra cứu đều để lại dấu vết.", "Each look has left its trace.");
        story.End();
    }
}
