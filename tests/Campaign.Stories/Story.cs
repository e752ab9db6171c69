using System.Globalization;
using System.Text;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>
/// One whole life through the public API, at given instants in Vietnam. Each step is asked of the registry, held against what it should answer, and written down in
/// both languages; the finished story is held against its page in docs/reference/stories, so that what a lawyer reads there is what the registry did.
/// </summary>
internal sealed class Story
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    private static readonly Dictionary<string, string> Names = new()
    {
        ["vnpt-ca"] = "VNPT",
        ["viettel-ca"] = "Viettel",
        ["misa-ca"] = "MISA",
        ["bkav-ca"] = "Bkav",
        ["fpt-ca"] = "FPT",
        ["ca2"] = "CA2",
    };

    private readonly StoryRegistry place;
    private readonly string clause;
    private readonly string campaign;
    private readonly Dictionary<string, string> citizens = [];
    private readonly StringBuilder page = new();
    private DateTimeOffset now;

    private Story(StoryRegistry place, string clause, string vietnamese, string english)
    {
        this.place = place;
        this.clause = clause;
        campaign = clause.ToLowerInvariant().Replace('.', '-');
        page.Append($"# {clause}: {vietnamese}\n\n*{english}*\n\n| Lúc (giờ Việt Nam) | Việc xảy ra | What happens |\n|---|---|---|\n");
    }

    public TestRegistry Registry => place.Registry;

    public TestDatabase Database => place.Database;

    public string Campaign => campaign;

    public DateTimeOffset Now => now;

    /// <summary>Begins on 1 March 2027 with the campaign's opening at 07:00, all six demo providers in it, the regulation's own policy.</summary>
    public static async Task<Story> BeginAsync(StoryRegistry place, string clause, string vietnamese, string english, object? policy = null)
    {
        var story = new Story(place, clause, vietnamese, english);
        await story.AtAsync("2027-03-01 07:00");
        var created = await story.Registry.AskAsync(
            "department", "createCampaign", "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }", new
            {
                input = new
                {
                    code = story.campaign,
                    name = "Chiến dịch của câu chuyện",
                    opensAt = story.now,
                    closesAt = story.now.AddMonths(6),
                    providerCodes = Names.Keys,
                    policy = policy ?? new { },
                },
            });
        created.TypeName().ShouldBe("CampaignCreated");
        return story;
    }

    /// <summary>Lets the clock stand at this instant, e.g. "2027-03-03 07:59:59.999999", Vietnam's time.</summary>
    public async Task AtAsync(string vietnamTime)
    {
        now = new DateTimeOffset(DateTime.Parse(vietnamTime, CultureInfo.InvariantCulture), Vietnam);
        await place.Database.FreezeAsync(now);
    }

    /// <summary>Writes a step down.</summary>
    public void Tell(string vietnamese, string english) => page.Append($"| {Spoken(now)} | {vietnamese} | {english} |\n");

    /// <summary>Holds the finished story against its page.</summary>
    public void End() => Repository.ShouldEqualFile(page.ToString(), $"docs/reference/stories/{clause}.md", "Stories");

    public string CitizenId(string name) => citizens.TryGetValue(name, out var number) ? number : citizens[name] = Make.Citizen();

    public static string NameOf(string provider) => Names[provider];

    public async Task<JsonElement> CheckAsync(string provider, string citizen, string standing, string channel = "DOOR_TO_DOOR", bool tell = true)
    {
        var check = await Registry.CheckAsync(provider, CitizenId(citizen), channel, channel == "PROVIDER_APP" ? null : $"{provider}-staff-1", campaign: campaign);
        check.TypeName().ShouldBe("CitizenCheck");
        check.Text("standing").ShouldBe(standing);
        var (vietnamese, english) = standing switch
        {
            "FREE" => ("chưa có chứng thư", "free"),
            "HOLDS_PENDING_ACTIVATION" => ($"đã có chứng thư chờ kích hoạt của {HolderOf(check)}", $"holds a certificate of {HolderOf(check)} that waits for its activation"),
            _ => ($"đã có chứng thư của {HolderOf(check)}", $"holds a certificate of {HolderOf(check)}"),
        };
        if (tell)
        {
            Tell($"{NameOf(provider)} tra cứu {citizen}: {vietnamese}.", $"{NameOf(provider)} checks {citizen}: {english}.");
        }

        return check;
    }

    /// <summary>A record of a certificate made at this instant unless said otherwise.</summary>
    public async Task<JsonElement> RecordAsync(
        string provider, string citizen, string expected = "IssuanceRecorded", string channel = "PROVIDER_APP", string? ticket = null, string? staff = null,
        string? needId = null, bool activated = true, DateTimeOffset? madeAt = null, string? serial = null)
    {
        var record = await Registry.RecordAsync(provider, new RecordInput
        {
            Campaign = campaign,
            CitizenId = CitizenId(citizen),
            Channel = channel,
            Staff = staff ?? (channel == "PROVIDER_APP" ? null : $"{provider}-staff-1"),
            Ticket = ticket,
            NeedId = needId,
            Activated = activated,
            Certificate = new(serial ?? Make.Serial(), madeAt ?? now),
        });
        record.TypeName().ShouldBe(expected);
        var (vietnamese, english) = AnswerOf(record);
        var (how, howEnglish) = channel switch
        {
            "DOOR_TO_DOOR" => (" tại nhà", " at the door"),
            "NEED" => (" theo nhu cầu đã đăng ký", " for the registered need"),
            _ => (" qua ứng dụng", " through its app"),
        };
        var (fault, faultEnglish) = activated ? ("", "") : (", chưa kích hoạt được do lỗi kỹ thuật", ", not activated for a technical fault");
        Tell(
            $"{NameOf(provider)} ghi nhận chứng thư cấp cho {citizen}{how}{fault}: {vietnamese}.",
            $"{NameOf(provider)} records a certificate for {citizen}{howEnglish}{faultEnglish}: {english}.");
        return record;
    }

    public async Task<string> RegisterNeedAsync(string citizen, string provider, string expected = "NeedRegistered", bool atHome = false, bool forSwitch = false)
    {
        var need = await Registry.RegisterNeedAsync(new()
        {
            Campaign = campaign,
            CitizenId = CitizenId(citizen),
            ProviderCode = provider,
            ContactName = citizen,
            Mode = atHome ? "AT_HOME" : "BY_PHONE",
            WardCode = atHome ? "19753" : null,
            Address = atHome ? "12 Lê Lợi" : null,
            ForSwitch = forSwitch,
        });
        need.TypeName().ShouldBe(expected);
        var (vietnamese, english) = AnswerOf(need);
        var (mode, modeEnglish) = atHome ? ("tại nhà", "at home") : ("qua điện thoại", "by phone");
        Tell(
            $"{citizen} đăng ký nhu cầu hỗ trợ {mode} với {NameOf(provider)}: {vietnamese}.",
            $"{citizen} asks {NameOf(provider)} for help {modeEnglish}: {english}.");
        return expected == "NeedRegistered" ? need.Text("need", "id") : "";
    }

    /// <summary>How a need stands now, as its provider sees it.</summary>
    public async Task NeedIsAsync(string citizen, string provider, string needId, string state)
    {
        (await Registry.NeedAsync(provider, needId)).Text("state").ShouldBe(state);
        var (vietnamese, english) = StateOf(state);
        Tell($"Nhu cầu của {citizen} tại {NameOf(provider)}: {vietnamese}.", $"The need of {citizen} with {NameOf(provider)}: {english}.");
    }

    /// <summary>What a phone shows that scans the code on a tablet: a member of staff of this provider, or nobody.</summary>
    public async Task ScanAsync(string citizen, string code, string? provider, (string Vietnamese, string English)? what = null)
    {
        var badge = (await Registry.SendAsync(null, "query($token: String!) { staffBadge(token: $token) { valid provider { code } } }", new { token = code })).Body.At("data", "staffBadge");
        badge.At("valid").GetBoolean().ShouldBe(provider is not null);
        var (vietnamese, english) = what ?? ("mã trên máy của nhân viên", "the code on the tablet");
        if (provider is not null)
        {
            badge.Text("provider", "code").ShouldBe(provider);
            Tell($"{citizen} quét {vietnamese}: nhân viên hợp lệ của {NameOf(provider)}.", $"{citizen} scans {english}: a member of {NameOf(provider)}'s staff.");
        }
        else
        {
            Tell($"{citizen} quét {vietnamese}: không xác nhận được người này.", $"{citizen} scans {english}: this person is not confirmed.");
        }
    }

    /// <summary>How a report stands, as whoever knows its number is told.</summary>
    public async Task ReportStandsAsync(string reference, string state, string vietnamese, string english)
    {
        (await Registry.ProgressAsync(reference)).Text("state").ShouldBe(state);
        Tell($"Tra theo mã báo: {vietnamese}.", $"Under the report's number: {english}.");
    }

    public async Task<JsonElement> SwitchAsync(string provider, string citizen, string code, string expected = "IssuanceRecorded")
    {
        var switched = await Registry.SwitchAsync(provider, new()
        {
            Campaign = campaign,
            CitizenId = CitizenId(citizen),
            ConsentCode = code,
            Certificate = Make.Certificate(now),
        });
        switched.TypeName().ShouldBe(expected);
        var (vietnamese, english) = AnswerOf(switched);
        Tell($"{NameOf(provider)} chuyển chứng thư của {citizen} về mình bằng mã đồng ý: {vietnamese}.", $"{NameOf(provider)} switches {citizen} to itself with the consent code: {english}.");
        return switched;
    }

    public async Task<string> ConsentAsync(string citizen, string provider)
    {
        var consent = await Registry.ConsentAsync(CitizenId(citizen), provider, campaign);
        consent.TypeName().ShouldBe("SwitchConsented");
        Tell(
            $"{citizen} đồng ý chuyển sang {NameOf(provider)} và nhận mã, dùng được đến trước {Clock(consent.Time("expiresAt"))}.",
            $"{citizen} agrees to change to {NameOf(provider)} and gets a code, good until before {Clock(consent.Time("expiresAt"))}.");
        return consent.Text("consentCode");
    }

    /// <summary>The citizen's free period as the answer shows it.</summary>
    public void FreePeriodIs(JsonElement recorded, string citizen, string startsOn, string endsOn, int daysLeft)
    {
        var period = recorded.At("issuance", "freePeriod");
        (period.Text("startsOn"), period.Text("endsOn"), period.At("daysLeft").GetInt32()).ShouldBe((startsOn, endsOn, daysLeft));
        Tell(
            $"Thời gian miễn phí của {citizen}: từ {Day(startsOn)} đến trước {Day(endsOn)}, còn {daysLeft} ngày.",
            $"The free period of {citizen}: from {Day(startsOn)} until before {Day(endsOn)}, {daysLeft} days left.");
    }

    public async Task ExcludeAsync(string provider, int needsReleased)
    {
        var excluded = await Registry.AskAsync(
            "department", "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { ... on ProviderExcluded { needsReleased } } }",
            new { input = new { campaign, providerCode = provider, reason = "Vi phạm đã được xác minh", decisionNumber = "12/QĐ-SKHCN", violationIds = new[] { await Database.GroundAsync(provider, campaign) } } });
        excluded.At("needsReleased").GetInt32().ShouldBe(needsReleased);
        Tell(
            $"Sở loại {NameOf(provider)} khỏi chương trình; {needsReleased} nhu cầu đang mở được trả lại cho công dân lựa chọn.",
            $"The department excludes {NameOf(provider)}; {needsReleased} open needs go back to their citizens' choice.");
    }

    private static (string Vietnamese, string English) AnswerOf(JsonElement answer) => answer.TypeName() switch
    {
        "IssuanceRecorded" when answer.Text("issuance", "status") == "PENDING_ACTIVATION" => ("được ghi nhận, chờ kích hoạt", "recorded, pending activation"),
        "IssuanceRecorded" => ("được ghi nhận", "recorded"),
        "NeedRegistered" => ($"được tiếp nhận, hạn đến {Spoken(answer.Time("need", "dueAt"))}", $"registered, due {Spoken(answer.Time("need", "dueAt"))}"),
        "AlreadyIssued" when answer.At("revokeBy").ValueKind == JsonValueKind.String => (
            $"bị từ chối theo {answer.Text("clause")}, {HolderOf(answer)} đã ghi nhận trước; chứng thư vừa tạo phải thu hồi trước {Spoken(answer.Time("revokeBy"))}",
            $"refused by {answer.Text("clause")}, {HolderOf(answer)} was first; the certificate just made is to be revoked before {Spoken(answer.Time("revokeBy"))}"),
        _ => ($"bị từ chối theo {answer.Text("clause")} ({answer.Text("code")})", $"refused by {answer.Text("clause")} ({answer.Text("code")})"),
    };

    private static (string Vietnamese, string English) StateOf(string state) => state switch
    {
        "WAITING" => ("đang chờ", "waiting"),
        "IN_SUPPORT" => ("đang hỗ trợ", "in support"),
        "SERVED" => ("đã được đáp ứng", "served"),
        "LAPSED" => ("đã hết hạn", "lapsed"),
        "CANCELLED" => ("đã hủy", "cancelled"),
        "RELEASED" => ("đã trả lại cho công dân lựa chọn", "released to the citizen's choice"),
        "SUPERSEDED" => ("không còn cần, vì công dân đã được cấp cách khác", "superseded, for the citizen got a certificate another way"),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static string Spoken(DateTimeOffset instant)
    {
        var local = instant.ToOffset(Vietnam);
        return local.Ticks % TimeSpan.TicksPerSecond == 0 ? local.ToString("dd/MM/yyyy HH:mm:ss") : local.ToString("dd/MM/yyyy HH:mm:ss.ffffff");
    }

    private static string Clock(DateTimeOffset instant) => instant.ToOffset(Vietnam).ToString("HH:mm:ss");

    private static string Day(string date) => DateOnly.Parse(date).ToString("dd/MM/yyyy");

    private static string HolderOf(JsonElement answer) => NameOf(answer.Text("holder", "provider", "code"));
}
