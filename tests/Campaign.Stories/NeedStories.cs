using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-4: a citizen asks for help.</summary>
public sealed class NeedStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_4_1_A_citizen_is_helped_at_home_or_by_phone()
    {
        var story = await Story.BeginAsync(place, "HUE-4.1", "công dân đăng ký nhu cầu được hỗ trợ tại nhà hoặc qua điện thoại", "a citizen is helped at home or by phone");
        var home = await story.RegisterNeedAsync("Bà Chín", "vnpt-ca", atHome: true);
        (await story.Registry.NeedAsync("vnpt-ca", home)).Text("contact", "address").ShouldBe("12 Lê Lợi");
        await story.RegisterNeedAsync("Anh Phúc", "viettel-ca");
        var withoutAddress = await story.Registry.RegisterNeedAsync(new() { Campaign = story.Campaign, CitizenId = story.CitizenId("Chị Lý"), Mode = "AT_HOME" });
        withoutAddress.TypeName().ShouldBe("InvalidContact");
        story.Tell("Chị Lý muốn được hỗ trợ tại nhà mà chưa cho địa chỉ: hệ thống hỏi lại.", "Chị Lý wants help at home and gives no address: she is asked for it.");
        story.End();
    }

    [Fact]
    public async Task HUE_4_2_The_need_shows_at_the_chosen_provider_which_is_responsible()
    {
        var story = await Story.BeginAsync(place, "HUE-4.2", "nhu cầu hiện tại doanh nghiệp được chọn, doanh nghiệp đó chịu trách nhiệm", "the need shows at the chosen provider, which is responsible");
        var need = await story.RegisterNeedAsync("Ông Hai", "misa-ca");
        var inbox = await story.Registry.NeedsAsync("misa-ca", new { state = new[] { "WAITING" } }, story.Campaign);
        inbox.At("edges")[0].Text("node", "id").ShouldBe(need);
        story.Tell("Nhu cầu hiện trong hộp việc của MISA, kèm cách liên hệ.", "The need shows in MISA's inbox, with how to reach him.");
        await story.AtAsync("2027-03-02 19:00");
        await story.Registry.RunJobAsync("warn-of-due-needs");
        (await story.Database.CountAsync("registry.messages where kind = 'NEED_DUE_SOON' and subject_id = $1", Guid.Parse(need))).ShouldBe(1);
        story.Tell("Sau 36 giờ MISA được nhắc.", "After 36 hours MISA is warned.");
        story.End();
    }

    [Fact]
    public async Task HUE_4_3_The_record_serves_the_need_in_the_same_transaction()
    {
        var story = await Story.BeginAsync(place, "HUE-4.3", "hỗ trợ xong cập nhật ngay: bản ghi đáp ứng nhu cầu", "after helping the record serves the need");
        var need = await story.RegisterNeedAsync("Cô Ngà", "ca2");
        await story.AtAsync("2027-03-02 09:00");
        var check = await story.CheckAsync("ca2", "Cô Ngà", "FREE", "NEED");
        check.Text("openNeed", "id").ShouldBe(need);
        await story.RecordAsync("ca2", "Cô Ngà", channel: "NEED", ticket: check.Text("ticket"), needId: need);
        await story.NeedIsAsync("Cô Ngà", "ca2", need, "SERVED");
        story.End();
    }

    [Fact]
    public async Task HUE_4_4_After_48_hours_to_the_instant_the_need_has_lapsed_and_another_is_chosen()
    {
        var story = await Story.BeginAsync(place, "HUE-4.4", "quá 48 giờ nhu cầu hết hạn, công dân chọn doanh nghiệp khác", "after 48 hours the need has lapsed, and the citizen chooses another provider");
        await story.AtAsync("2027-03-01 08:00");
        var need = await story.RegisterNeedAsync("Bà Tý", "bkav-ca");
        await story.AtAsync("2027-03-03 07:59:59.999999");
        await story.NeedIsAsync("Bà Tý", "bkav-ca", need, "WAITING");
        await story.AtAsync("2027-03-03 08:00");
        await story.NeedIsAsync("Bà Tý", "bkav-ca", need, "LAPSED");
        var ticket = (await story.CheckAsync("bkav-ca", "Bà Tý", "FREE", "NEED")).Text("ticket");
        await story.RecordAsync("bkav-ca", "Bà Tý", "NeedNotServable", "NEED", ticket, needId: need);
        await story.RegisterNeedAsync("Bà Tý", "bkav-ca", "ProviderLetItLapse");
        var other = await story.RegisterNeedAsync("Bà Tý", "viettel-ca");
        (await story.Database.CountAsync("registry.messages where kind = 'NEED_LAPSED' and subject_id = $1 and recipient = 'CITIZEN'", Guid.Parse(need))).ShouldBe(1);
        story.Tell("Bà Tý và Bkav đều được báo.", "Both Bà Tý and Bkav are told.");
        ticket = (await story.CheckAsync("viettel-ca", "Bà Tý", "FREE", "NEED")).Text("ticket");
        await story.RecordAsync("viettel-ca", "Bà Tý", channel: "NEED", ticket: ticket, needId: other);
        story.End();
    }

    [Fact]
    public async Task HUE_4_5_Nothing_is_confirmed_before_the_issuance()
    {
        var story = await Story.BeginAsync(place, "HUE-4.5", "không được xác nhận trước khi cấp thành công", "nothing is confirmed before a successful issuance");
        await story.AtAsync("2027-03-01 08:00");
        var need = await story.RegisterNeedAsync("Thầy Lộc", "fpt-ca");
        await story.AtAsync("2027-03-02 08:00");
        (await story.Registry.StartNeedSupportAsync("fpt-ca", need)).TypeName().ShouldBe("EvidenceMissing");
        story.Tell("FPT báo đã hỗ trợ mà không nêu cuộc gọi hay lịch hẹn: bị từ chối.", "FPT claims to have begun, without a call or a visit: refused.");
        (await story.Registry.StartNeedSupportAsync("fpt-ca", need, calledAt: story.Now.AddHours(-1))).TypeName().ShouldBe("NeedSupportStarted");
        story.Tell("FPT nêu cuộc gọi lúc 07:00; thầy Lộc được báo ngay.", "FPT names a call at 07:00; thầy Lộc is told at once.");
        await story.NeedIsAsync("Thầy Lộc", "fpt-ca", need, "IN_SUPPORT");
        await story.AtAsync("2027-03-02 09:00");
        (await story.Registry.DenyNeedSupportAsync(need)).TypeName().ShouldBe("NeedCancelled");
        story.Tell("Thầy Lộc nói không có ai gọi.", "Thầy Lộc says that nobody called.");
        await story.NeedIsAsync("Thầy Lộc", "fpt-ca", need, "WAITING");
        await story.AtAsync("2027-03-03 08:00");
        await story.NeedIsAsync("Thầy Lộc", "fpt-ca", need, "LAPSED");
        story.End();
    }
}
