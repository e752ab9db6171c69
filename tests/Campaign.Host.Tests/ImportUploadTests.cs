using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Registry.Certificates.Imports;
using Campaign.SignIn;
using Campaign.Testing;
using Campaign.Web.Provider;

namespace Campaign.Host.Tests;

/// <summary>Earlier certificates handed in over the network (HUE-2.3): by the API and by the page, looked at, ordered, run by the job, fetched row by row; and who may not.</summary>
public sealed partial class ImportUploadTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task A_file_is_uploaded_looked_at_ordered_imported_and_its_verdicts_fetched()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var citizens = new[] { Make.Citizen(), Make.Citizen(), "046" };
        var file = ImportOperations.FileOf(citizens);

        var uploaded = await Registry.UploadedAsync(token, file);
        uploaded.TypeName().ShouldBe("ImportUploaded", uploaded.ToString());
        var import = uploaded.At("import");
        (uploaded.At("known").GetBoolean(), import.Text("state"), import.Text("form"), import.Text("encoding"), import.At("fileKept").GetBoolean(), import.At("sizeBytes").GetInt64())
            .ShouldBe((false, "UPLOADED", "CSV", "UTF-8", true, file.Length));
        import.At("columns").EnumerateArray().Select(c => c.Text("field")).ShouldBe(["CITIZEN_ID", "NAME", "SERIAL_NUMBER", "ISSUED_AT"], ignoreOrder: true);
        var id = import.Text("id");

        var (_, looked) = await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id });
        var rows = looked.At("data", "importPreview", "rows").EnumerateArray().ToList();
        rows.Select(r => r.Text("verdict")).ShouldBe(["RECORDED", "RECORDED", "MALFORMED"]);
        rows[2].Text("fault").ShouldBe("NOT_A_CITIZEN_NUMBER");
        looked.ToString().ShouldNotContain(citizens[0], customMessage: "numbers are masked");
        await Registry.RunJobAsync("run-imports");
        (await StateAsync(token, id)).ShouldBe("UPLOADED", "nothing begins before it was started");

        await Registry.LookAsync(token, id);
        (await Registry.SendWithTokenAsync(token, ImportOperations.Start, new { id })).Body.Text("data", "startImport", "__typename").ShouldBe("ImportStarted", "asked again, the same");
        await Registry.RunJobAsync("run-imports");
        (await StateAsync(token, id)).ShouldBe("AWAITING_APPROVAL", "nothing runs before an officer approved it");
        (await Registry.ApproveImportAsync(id)).TypeName().ShouldBe("ImportApproved");
        await Registry.RunJobAsync("run-imports");

        var (_, done) = await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id });
        var after = done.At("data", "import");
        (after.Text("state"), after.At("recorded").GetInt32(), after.At("malformed").GetInt32(), after.At("readBytes").GetInt64()).ShouldBe(("DONE", 2, 1, file.Length));
        (await Registry.CheckAsync("ca2", citizens[0])).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await fixture.Database.CountAsync("registry.journal where kind = 'IMPORT_ORDERED' and subject_id = $1", Guid.Parse(id))).ShouldBe(1);

        using var verdicts = await Registry.VerdictsAsync(token, id);
        verdicts.StatusCode.ShouldBe(HttpStatusCode.OK);
        verdicts.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe("cũ.verdicts.csv");
        var lines = (await verdicts.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n");
        lines[0].ShouldEndWith("Verdict,Reason");
        lines[1].ShouldStartWith(citizens[0]);
        lines[1].ShouldEndWith("RECORDED,recorded");
        lines[3].ShouldContain("MALFORMED");

        var again = await Registry.UploadedAsync(token, file);
        (again.At("known").GetBoolean(), again.Text("import", "id"), again.Text("import", "state")).ShouldBe((true, id, "DONE"));
    }

    [Fact]
    public async Task What_is_kept_of_a_file_is_sealed_and_reads_back_to_the_byte()
    {
        var token = await Registry.TokenAsAdministratorAsync("fpt-ca");
        var citizen = Make.Citizen();
        var file = ImportOperations.FileOf(Enumerable.Range(0, 40_000).Select(_ => Make.Citizen()).Prepend(citizen));
        var import = Guid.Parse((await Registry.UploadedAsync(token, file)).Text("import", "id"));

        var pieces = await fixture.Database.ScalarAsync<long>("select count(*) from registry.import_pieces p join registry.imports i on i.upload_id = p.upload_id where i.id = $1", import);
        pieces.ShouldBe((file.Length + RegistryInside.PieceBytes - 1) / RegistryInside.PieceBytes);
        pieces.ShouldBeGreaterThan(1);
        (await fixture.Database.CountAsync("registry.import_pieces where position($1 in sealed) > 0", Encoding.ASCII.GetBytes(citizen))).ShouldBe(0, "no number in the clear");
        var hash = await fixture.Database.ScalarAsync<byte[]>("select content_hash from registry.imports where id = $1", import);
        hash.ShouldBe(System.Security.Cryptography.SHA256.HashData(file));
        using var verdicts = await Registry.VerdictsAsync(token, import.ToString());
        (await verdicts.Content.ReadAsStringAsync()).TrimStart('\uFEFF').Split("\r\n").Length.ShouldBe(40_003);
    }

    [Fact]
    public async Task Who_is_not_the_providers_administrator_hands_nothing_in_and_sees_no_file()
    {
        var file = ImportOperations.FileOf(Make.Citizen());
        (await Registry.UploadAsync(null, file)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await Registry.UploadAsync(await Registry.TokenAsync("vnpt-ca"), file)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await Registry.UploadAsync(await Registry.TokenAsStaffAsync("vnpt-ca"), file)).Status.ShouldBe(HttpStatusCode.Forbidden);

        var own = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var id = (await Registry.UploadedAsync(own, file)).Text("import", "id");
        var other = await Registry.TokenAsAdministratorAsync("ca2");
        (await Registry.SendWithTokenAsync(other, ImportOperations.One, new { id })).Body.At("data", "import").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Registry.SendWithTokenAsync(other, ImportOperations.Start, new { id })).Body.Text("data", "startImport", "__typename").ShouldBe("ImportNotFound");
        (await Registry.SendWithTokenAsync(other, ImportOperations.Preview, new { id })).Body.Text("data", "importPreview", "__typename").ShouldBe("ImportNotFound");
        foreach (var (token, status) in new[]
        {
            (null, HttpStatusCode.Unauthorized), (other, HttpStatusCode.NotFound), (await Registry.TokenAsync("vnpt-ca"), HttpStatusCode.Forbidden),
            (await Registry.TokenAsOfficerAsync("ADMINISTRATOR"), HttpStatusCode.Forbidden),
        })
        {
            using var verdicts = await Registry.VerdictsAsync(token, id);
            verdicts.StatusCode.ShouldBe(status);
        }

        var (_, department) = await Registry.SendWithTokenAsync(await Registry.TokenAsOfficerAsync("VIEWER"), ImportOperations.List);
        department.At("data", "imports", "edges").EnumerateArray().Select(e => e.Text("node", "id")).ShouldContain(id, "the department sees the figures");
        var (_, others) = await Registry.SendWithTokenAsync(other, ImportOperations.List);
        others.At("data", "imports", "edges").EnumerateArray().Select(e => e.Text("node", "id")).ShouldNotContain(id);
    }

    [Fact]
    public async Task What_cannot_be_imported_is_refused_with_what_and_why()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var nonsense = (await Registry.UploadAsync(token, Encoding.UTF8.GetBytes("a,b,c\r\n1,2,3\r\n"))).Body.At("data", "uploadImport");
        (nonsense.TypeName(), nonsense.Text("fault"), nonsense.Text("column"), nonsense.Text("clause")).ShouldBe(("FileNotReadable", "COLUMN_MISSING", "Số căn cước", "HUE-2.3"));
        (await Registry.UploadAsync(token, [])).Body.Text("data", "uploadImport", "fault").ShouldBe("EMPTY");
        (await Registry.UploadAsync(token, ImportOperations.FileOf(Make.Citizen()), "nowhere")).Body.Text("data", "uploadImport", "__typename").ShouldBe("CampaignNotOpen");
    }

    [Theory]
    [InlineData("""{"0": ["variables.input.file"], "1": ["variables.input.campaign"]}""")]
    [InlineData("""{"0": ["variables.input.file", "variables.input.campaign"]}""")]
    [InlineData("""{"0": ["variables.input.campaign"]}""")]
    [InlineData("""{"0": ["query"]}""")]
    [InlineData("""{"0": ["variables.a.b.c.d.e"]}""")]
    [InlineData("""{"0": []}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_map_that_does_not_put_one_file_in_one_place_is_refused(string map)
    {
        var (status, body) = await Registry.UploadAsync(await Registry.TokenAsAdministratorAsync("vnpt-ca"), ImportOperations.FileOf(Make.Citizen()), map: map);

        status.ShouldBe(HttpStatusCode.BadRequest, body.ToString());
        body.At("errors")[0].Text("extensions", "code").ShouldBe("BAD_REQUEST");
    }

    [Fact]
    public async Task A_file_that_breaks_off_belongs_to_no_import()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var before = await fixture.Database.CountAsync("registry.imports");
        var operations = JsonSerializer.Serialize(new { query = ImportOperations.Upload, variables = new { input = new { campaign = "hue", file = (string?)null } } });
        string Part(string name, string value) => $"--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n";
        var body = new StringContent(Part("operations", operations) + Part("map", """{"0": ["variables.input.file"]}""")
            + "--b\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.csv\"\r\n\r\nSố CCCD,Số sê-ri,Ngày cấp\r\n0462");
        body.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "b") } };

        var (_, answer) = await Registry.SendAsync(token, body);

        answer.Text("data", "uploadImport", "__typename").ShouldBe("UploadIncomplete", answer.ToString());
        (await fixture.Database.CountAsync("registry.imports")).ShouldBe(before);
    }

    [Fact]
    public async Task A_provider_hands_in_5_GiB_within_24_hours_and_no_more()
    {
        var token = await Registry.TokenAsAdministratorAsync("bkav-ca");
        await fixture.Database.ExecuteAsync("""
            with u as (
              insert into registry.import_uploads (id, provider_id, uploaded_by, uploaded_at)
              select gen_random_uuid(), p.id, 'made up', registry.registry_now() from registry.providers p, generate_series(1, 5) where p.code = 'bkav-ca' returning id)
            insert into registry.import_pieces (upload_id, piece, encryption_key_id, sealed, kept_at) select u.id, n, 1, sha256('x'), registry.registry_now() from u, generate_series(0, 1023) n
            """);

        (await Registry.UploadAsync(token, ImportOperations.FileOf(Make.Citizen()))).Body.Text("data", "uploadImport", "__typename").ShouldBe("UploadLimitReached");

        await fixture.Database.ExecuteAsync("update registry.import_uploads set uploaded_at = uploaded_at - interval '24 hours' where uploaded_by = 'made up'");
        (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).TypeName().ShouldBe("ImportUploaded");
    }

    [Fact]
    public async Task A_file_that_is_kept_no_longer_says_so_and_is_taken_again()
    {
        var token = await Registry.TokenAsAdministratorAsync("ca2");
        var file = ImportOperations.FileOf(Make.Citizen());
        var id = (await Registry.UploadedAsync(token, file)).Text("import", "id");
        await fixture.Database.ExecuteAsync("delete from registry.import_pieces p using registry.imports i where i.upload_id = p.upload_id and i.id = $1", Guid.Parse(id));

        (await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id })).Body.Text("data", "importPreview", "__typename").ShouldBe("FileNotReadable");
        (await Registry.SendWithTokenAsync(token, ImportOperations.Start, new { id })).Body.Text("data", "startImport", "fault").ShouldBe("NOT_KEPT");
        using (var gone = await Registry.VerdictsAsync(token, id))
        {
            gone.StatusCode.ShouldBe(HttpStatusCode.Gone);
        }

        var again = await Registry.UploadedAsync(token, file);
        (again.Text("import", "id"), again.At("known").GetBoolean(), again.At("import", "fileKept").GetBoolean()).ShouldBe((id, true, true));
        (await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id })).Body.Text("data", "importPreview", "__typename").ShouldBe("ImportPreview");
    }

    [Fact]
    public async Task An_import_that_was_stopped_is_ordered_again_and_ends()
    {
        var token = await Registry.TokenAsAdministratorAsync("fpt-ca");
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id");
        await Registry.LookAsync(token, id);
        await Registry.ApproveImportAsync(id);
        await fixture.Database.ExecuteAsync("update registry.imports set state = 'RUNNING' where id = $1", Guid.Parse(id));
        await fixture.Database.ExecuteAsync("update registry.imports set state = 'STOPPED', finished_at = registry.registry_now() where id = $1", Guid.Parse(id));
        await Registry.RunJobAsync("run-imports");
        (await Registry.ApproveImportAsync(id)).Text("state").ShouldBe("STOPPED", "it is looked at again first");
        (await StateAsync(token, id)).ShouldBe("STOPPED");

        await Registry.RunImportAsync(token, id);

        (await StateAsync(token, id)).ShouldBe("DONE");
    }

    [Fact]
    public async Task The_page_takes_a_file_shows_its_rows_starts_it_and_gives_the_verdicts()
    {
        using var administrator = new Person(Registry, "misa-ca-admin", SignInClients.Desk);
        await administrator.SignInAsync();
        var browser = administrator.Browser;
        var list = (await browser.GetAsync(ProviderEndpoints.Imports)).Body;
        list.ShouldContain("There is none yet.");
        var citizen = Make.Citizen();

        var sent = await SendFileAsync(browser, Token().Match(list).Groups[1].Value, ImportOperations.FileOf(citizen, "12345"));
        sent.Status.ShouldBe(HttpStatusCode.Redirect, sent.Body);
        sent.Location.ShouldStartWith(ProviderEndpoints.Imports + "/");
        var shown = (await browser.GetAsync(sent.Location)).Body;
        shown.ShouldContain("The first 2 rows");
        shown.ShouldContain($"{citizen[^3..]}</td>");
        shown.ShouldNotContain(citizen);
        (await browser.GetAsync(sent.Location + "?ask=start")).Body.ShouldContain("Yes, start");
        (await browser.SubmitAsync(sent.Location, [], formFrom: sent.Location + "?ask=start")).Location.ShouldBe(sent.Location, "post, redirect, get");
        (await browser.GetAsync(sent.Location)).Body.ShouldContain("The whole file is being looked at");
        await Registry.RunJobAsync("look-at-imports");
        var waits = (await browser.GetAsync(sent.Location)).Body;
        waits.ShouldContain("waits for the department");
        waits.ShouldContain("Rows that cannot be recorded");
        (await Registry.ApproveImportAsync(sent.Location.Split('/')[^1])).TypeName().ShouldBe("ImportApproved");
        (await browser.GetAsync(sent.Location)).Body.ShouldContain("Files are imported one after the other");
        JsonDocument.Parse((await browser.GetAsync(sent.Location + "/progress")).Body).RootElement.At("over").GetBoolean().ShouldBeFalse();
        await Registry.RunJobAsync("run-imports");

        var done = (await browser.GetAsync(sent.Location)).Body;
        done.ShouldContain("Imported to its end");
        JsonDocument.Parse((await browser.GetAsync(sent.Location + "/progress")).Body).RootElement.Text("counts").ShouldBe("Recorded: 1 · Malformed: 1");
        (await browser.GetAsync(sent.Location + "/verdicts")).Body.ShouldContain("RECORDED,recorded");
        (await browser.GetAsync(ProviderEndpoints.Imports)).Body.ShouldContain("Recorded: 1 · Malformed: 1");
    }

    [Fact]
    public async Task A_file_from_a_page_of_somebody_elses_is_not_taken()
    {
        using var administrator = new Person(Registry, "viettel-ca-admin", SignInClients.Desk);
        await administrator.SignInAsync();
        var before = await fixture.Database.CountAsync("registry.import_pieces");

        (await SendFileAsync(administrator.Browser, "forged", ImportOperations.FileOf(Make.Citizen()))).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await fixture.Database.CountAsync("registry.import_pieces")).ShouldBe(before);
        var page = (await administrator.Browser.GetAsync(ProviderEndpoints.Imports)).Body;
        var wrong = await SendFileAsync(administrator.Browser, Token().Match(page).Groups[1].Value, Encoding.UTF8.GetBytes("x"));
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Body.ShouldContain("aria-describedby=\"file-hint file-fault\" aria-invalid=\"true\" autofocus");
    }

    [Fact]
    public async Task NUL_in_a_part_is_a_form_that_is_not_taken()
    {
        using var administrator = new Person(Registry, "viettel-ca-admin", SignInClients.Desk);
        await administrator.SignInAsync();
        var token = Token().Match((await administrator.Browser.GetAsync(ProviderEndpoints.Imports)).Body).Groups[1].Value;

        (await SendFileAsync(administrator.Browser, token, ImportOperations.FileOf(Make.Citizen()), campaign: "h\0")).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<string> StateAsync(string token, string id) => (await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body.Text("data", "import", "state");

    private static Task<PageAnswer> SendFileAsync(Browser browser, string token, byte[] file, string campaign = "hue") => browser.SendAsync(new(HttpMethod.Post, ProviderEndpoints.Imports)
    {
        Content = new MultipartFormDataContent { { new StringContent(token), "form_token" }, { new StringContent(campaign), "campaign" }, { new ByteArrayContent(file), "file", "đã cấp.csv" } },
    });

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
