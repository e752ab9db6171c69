using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-2 and HUE-3: through a provider's app, and at the door.</summary>
public sealed class ChannelStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_2_1_After_the_registration_in_the_app_the_certificate_is_made_and_recorded()
    {
        var story = await Story.BeginAsync(place, "HUE-2.1", "đăng ký trực tuyến thành công, tạo chứng thư sớm nhất", "registered in the app, the certificate follows as early as possible");
        await story.AtAsync("2027-03-01 09:00");
        story.Tell("Em Quỳnh đăng ký thành công trong ứng dụng của Viettel.", "Em Quỳnh registers in Viettel's app.");
        var registered = story.Now;
        await story.AtAsync("2027-03-01 09:04");
        var record = await story.Registry.RecordAsync("viettel-ca", new RecordInput
        {
            Campaign = story.Campaign,
            CitizenId = story.CitizenId("Em Quỳnh"),
            Certificate = Make.Certificate(story.Now),
            RegisteredInAppAt = registered,
        });
        record.TypeName().ShouldBe("IssuanceRecorded");
        var kept = await story.Database.ScalarAsync<TimeSpan>(
            "select recorded_at - registered_in_app_at from registry.issuances where id = $1", Guid.Parse(record.Text("issuance", "id")));
        kept.ShouldBe(TimeSpan.FromMinutes(4));
        story.Tell("Viettel tạo và ghi nhận chứng thư; 4 phút từ lúc đăng ký được lưu lại.", "Viettel makes and records the certificate; the 4 minutes since are kept.");
        story.End();
    }

    [Fact]
    public async Task HUE_2_2_What_is_not_recorded_counts_as_not_issued()
    {
        var story = await Story.BeginAsync(place, "HUE-2.2", "kích hoạt xong phải cập nhật ngay; chưa cập nhật coi như chưa cấp", "recorded at once after activation; not recorded is not issued");
        await story.AtAsync("2027-03-01 09:00");
        story.Tell("VNPT kích hoạt chứng thư cho chị Thu nhưng không cập nhật.", "VNPT activates a certificate for chị Thu and does not record it.");
        await story.AtAsync("2027-03-01 15:00");
        await story.CheckAsync("ca2", "Chị Thu", "FREE", "PROVIDER_APP");
        await story.RecordAsync("ca2", "Chị Thu");
        await story.RecordAsync("vnpt-ca", "Chị Thu", "AlreadyIssued", madeAt: story.Now.AddHours(-6));
        await story.RecordAsync("vnpt-ca", "Chị Vân", "ActivationRequired", activated: false);
        story.End();
    }

    [Fact]
    public async Task HUE_3_1_Who_stands_at_the_door_is_known()
    {
        var story = await Story.BeginAsync(place, "HUE-3.1", "người đến nhà phải là nhân viên đã đăng ký", "who stands at the door is a registered member of staff");
        var ticket = (await story.CheckAsync("misa-ca", "Cụ Năm", "FREE")).Text("ticket");
        await story.RecordAsync("misa-ca", "Cụ Năm", "StaffNotAuthorised", "DOOR_TO_DOOR", ticket, staff: "người lạ");
        await story.RecordAsync("misa-ca", "Cụ Năm", "StaffNotAuthorised", "DOOR_TO_DOOR", ticket, staff: "ca2-staff-1");
        await story.RecordAsync("misa-ca", "Cụ Năm", "IssuanceRecorded", "DOOR_TO_DOOR", ticket);

        using var tablet = await StaffDevice.BindAsync(story.Database, "misa-ca-staff-1");
        var code = tablet.BadgeAt(story.Now, story.Campaign);
        await story.ScanAsync("Cụ Năm", code, "misa-ca");
        await story.AtAsync("2027-03-01 07:04:59");
        await story.ScanAsync("Cụ Năm", code, "misa-ca");
        await story.AtAsync("2027-03-01 07:05");
        await story.ScanAsync("Cụ Năm", code, null);
        using var stranger = new StaffDevice();
        await story.ScanAsync("Cụ Năm", stranger.BadgeAt(story.Now, story.Campaign), null, ("mã giả", "a forged one"));
        story.End();
    }

    [Fact]
    public async Task HUE_3_2_At_the_door_a_check_comes_first_and_there_is_no_way_around_it()
    {
        var story = await Story.BeginAsync(place, "HUE-3.2", "tại nhà phải tra cứu trước khi cấp", "at the door a check comes first, and there is no way around it");
        await story.RecordAsync("bkav-ca", "Ông Ba", "CheckRequired", "DOOR_TO_DOOR");
        await story.AtAsync("2027-03-01 08:00");
        var ticket = (await story.CheckAsync("bkav-ca", "Ông Ba", "FREE")).Text("ticket");
        await story.RecordAsync("bkav-ca", "Ông Ba", "CheckRequired", "DOOR_TO_DOOR", ticket, madeAt: story.Now.AddMinutes(-2));
        await story.RecordAsync("bkav-ca", "Bà Tư", "CheckRequired", "DOOR_TO_DOOR", ticket);
        await story.AtAsync("2027-03-01 08:31");
        await story.RecordAsync("bkav-ca", "Ông Ba", "CheckRequired", "DOOR_TO_DOOR", ticket);
        ticket = (await story.CheckAsync("bkav-ca", "Ông Ba", "FREE")).Text("ticket");
        await story.RecordAsync("bkav-ca", "Ông Ba", "IssuanceRecorded", "DOOR_TO_DOOR", ticket);
        story.End();
    }

    [Fact]
    public async Task HUE_3_3_A_technical_fault_counts_as_issued_and_is_followed_up()
    {
        var story = await Story.BeginAsync(place, "HUE-3.3", "lỗi kỹ thuật chưa kích hoạt được cũng tính là đã cấp", "a technical fault counts as issued, and is followed up");
        await story.AtAsync("2027-03-01 09:00");
        var ticket = (await story.CheckAsync("fpt-ca", "Cô Tám", "FREE")).Text("ticket");
        var pending = await story.RecordAsync("fpt-ca", "Cô Tám", "IssuanceRecorded", "DOOR_TO_DOOR", ticket, activated: false);
        await story.CheckAsync("vnpt-ca", "Cô Tám", "HOLDS_PENDING_ACTIVATION", "PROVIDER_APP");
        await story.RecordAsync("vnpt-ca", "Cô Tám", "AlreadyIssued");
        await story.AtAsync("2027-03-03 15:00");
        await story.Registry.RunJobAsync("remind-of-duties");
        (await story.Database.CountAsync(
            "registry.messages where kind = 'ACTIVATION_DUE_SOON' and subject_id = $1", Guid.Parse(pending.Text("issuance", "id")))).ShouldBe(1);
        story.Tell("FPT được nhắc: còn 18 giờ để khắc phục.", "FPT is reminded: 18 hours are left to resolve it.");
        var activated = await story.Registry.ActivateAsync("fpt-ca", pending.Text("issuance", "id"), story.Now);
        activated.TypeName().ShouldBe("IssuanceActivated");
        story.Tell("FPT kích hoạt thành công.", "FPT activates it.");
        story.FreePeriodIs(activated, "Cô Tám", "2027-03-03", "2028-03-04", 367);
        story.End();
    }
}
