using System.Text;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Stories;

/// <summary>HUE-2.3: certificates from before the campaign.</summary>
public sealed class ImportStories(StoryRegistry place) : IClassFixture<StoryRegistry>
{
    [Fact]
    public async Task HUE_2_3_Certificates_from_before_the_campaign_block_duplicates_from_the_first_day()
    {
        var story = await Story.BeginAsync(
            place, "HUE-2.3", "chứng thư cấp trước chiến dịch được nhập để không ai được cấp lần thứ hai", "certificates from before the campaign are imported, so that nobody is issued a second one");
        await story.AtAsync("2027-03-01 08:00");
        var file = File(story, ("Chị Hà", "10/05/2026"), ("Anh Lâm", "20/06/2026"));
        var id = await UploadAsync(story, "vnpt-ca", file, known: false);
        var (_, looked) = await story.Registry.SendWithTokenAsync(await story.Registry.TokenAsAdministratorAsync("vnpt-ca"), ImportOperations.Preview, new { id });
        looked.At("data", "importPreview", "rows").EnumerateArray().Select(r => r.Text("verdict")).ShouldBe(["RECORDED", "RECORDED"]);
        story.Tell("VNPT tải lên tệp có chị Hà (cấp 10/05/2026) và anh Lâm (cấp 20/06/2026), xem trước, chưa nhập.", "VNPT uploads a file with Chị Hà (issued 10/05/2026) and Anh Lâm (20/06/2026), and looks at it.");
        await story.CheckAsync("ca2", "Chị Hà", "FREE", "PROVIDER_APP");
        (await ImportAsync(story, "vnpt-ca", id)).ShouldBe((2, 0));
        story.Tell("VNPT bắt đầu nhập; cả tệp được xem, một cán bộ duyệt: 2 dòng được ghi nhận.", "VNPT starts the import; the whole file is looked at, and an officer approves it: 2 rows are recorded.");
        await story.CheckAsync("ca2", "Chị Hà", "HOLDS_CERTIFICATE", "PROVIDER_APP");
        await story.RecordAsync("ca2", "Chị Hà", "AlreadyIssued");

        await story.AtAsync("2027-03-01 09:00");
        await UploadAsync(story, "vnpt-ca", file, known: true);
        story.Tell("VNPT tải lại đúng tệp đó: là lần nhập cũ, không có gì thay đổi.", "VNPT uploads the very same file again: it is the same import, and nothing changes.");

        await story.AtAsync("2027-03-01 10:00");
        (await ImportAsync(story, "fpt-ca", await UploadAsync(story, "fpt-ca", File(story, ("Anh Lâm", "02/01/2026"), ("Chị Hà", "30/12/2026")), known: false))).ShouldBe((0, 2));
        story.Tell(
            "FPT nhập tệp của mình, có anh Lâm (02/01/2026) và chị Hà (30/12/2026): VNPT báo trước nên giữ cả hai; ngày sớm hơn của anh Lâm chỉ là lời khai, Sở xem xét.",
            "FPT imports its own, with Anh Lâm (02/01/2026) and Chị Hà (30/12/2026): VNPT was told first and holds both; the older date of Anh Lâm is a claim, and the department looks at it.");
        await story.CheckAsync("ca2", "Anh Lâm", "HOLDS_CERTIFICATE", "PROVIDER_APP");

        await story.AtAsync("2027-03-02 09:00");
        var check = await story.CheckAsync("bkav-ca", "Ông Phú", "FREE", "PROVIDER_APP");
        await story.RecordAsync("bkav-ca", "Ông Phú", ticket: check.Text("ticket"));
        await story.AtAsync("2027-03-02 14:00");
        (await ImportAsync(story, "misa-ca", await UploadAsync(story, "misa-ca", File(story, ("Ông Phú", "01/02/2026")), known: false))).ShouldBe((0, 1));
        story.Tell(
            "MISA nhập tệp nói rằng đã cấp cho ông Phú từ 01/02/2026: chứng thư Bkav đã ghi nhận trong chiến dịch không nhường cho một tệp.",
            "MISA's file says that it issued to Ông Phú on 01/02/2026: what Bkav recorded in the campaign does not give way to a file.");
        await story.CheckAsync("ca2", "Ông Phú", "HOLDS_CERTIFICATE", "PROVIDER_APP");
        await story.Registry.RunJobAsync("detect-violations");
        var flags = (await story.Registry.AskAsync(
            "department", "violations", "query($c: String!) { violations(campaign: $c, first: 100) { edges { node { kind clause provider { code } } } } }", new { c = story.Campaign }))
            .At("edges").EnumerateArray().Select(e => e.At("node")).Where(f => f.Text("kind") == "UNRECORDED_CERTIFICATE").ToList();
        flags.Count.ShouldBe(2, "a file each");
        flags.ShouldAllBe(f => f.At("provider").ValueKind == JsonValueKind.Null);
        story.Tell(
            $"Hệ thống gắn cờ {flags[0].Text("kind")} ({flags[0].Text("clause")}), mỗi tệp một cờ; không quy lỗi cho ai, Sở xem xét.",
            $"{flags[0].Text("kind")} ({flags[0].Text("clause")}) is flagged, once per file; nobody is accused, and the department looks at it.");

        story.End();
    }

    private static byte[] File(Story story, params (string Citizen, string IssuedAt)[] rows) => Encoding.UTF8.GetBytes(
        string.Join("\r\n", ["Số CCCD,Số sê-ri,Ngày cấp", .. rows.Select(r => $"{story.CitizenId(r.Citizen)},{Make.Serial()},{r.IssuedAt}"), ""]));

    /// <returns>The import's id.</returns>
    private static async Task<string> UploadAsync(Story story, string provider, byte[] file, bool known)
    {
        var (_, answer) = await story.Registry.UploadAsync(await story.Registry.TokenAsAdministratorAsync(provider), file, story.Campaign);
        var uploaded = answer.At("data", "uploadImport");
        uploaded.TypeName().ShouldBe("ImportUploaded", answer.ToString());
        uploaded.At("known").GetBoolean().ShouldBe(known);
        return uploaded.Text("import", "id");
    }

    private static async Task<(int Recorded, int HeldByAnother)> ImportAsync(Story story, string provider, string id)
    {
        var token = await story.Registry.TokenAsAdministratorAsync(provider);
        await story.Registry.RunImportAsync(token, id);
        var import = (await story.Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body.At("data", "import");
        import.Text("state").ShouldBe("DONE");
        return (import.At("recorded").GetInt32(), import.At("heldByAnother").GetInt32());
    }
}
