using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Campaign.Testing;

namespace Campaign.Host.Tests;

/// <summary>The look at the whole of a file before an officer decides (HUE-2.3), and until when and how much a provider may hand in, by the campaign's terms.</summary>
public sealed class ImportLookTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task The_look_counts_what_an_officer_should_know_of_and_names_rows_and_no_citizen()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        string[] rows =
        [
            Row("046204000001", "1A00", "2024-03-01"), // 2
            Row("046204000002", "1A01", "2024-03-01"), // 3: number and serial number in a row
            Row("999204123456", "2B00", "2024-03-01"), // 4: no such province
            Row("046204777123", "3C00", "2024-03-01", name: "Nguy?n V?n A"), // 5: a broken name, and so malformed
            Row("046204555123", "4D00", "2099-01-01"), // 6: after the opening
            Row("046204333123", "5E00", "2005-12-31"), // 7: before 2006
            Row("046215333123", "6F00", "2024-03-01"), // 8: born in 2015
            Row("046204111123", "7F10", "2024-03-01", storage: "USB token"), // 9: no licence for it
            Row("046204000001", "8F20", "2024-03-01"), // 10: a number once more
        ];
        var id = (await Registry.UploadedAsync(token, Encoding.UTF8.GetBytes(string.Join("\r\n", ["Số CCCD,Họ và tên,Số sê-ri,Ngày cấp chứng thư,Lưu khóa", .. rows, ""])))).Text("import", "id");
        var asked = await fixture.Database.CountAsync("registry.reads where act = 'IMPORT'");
        await Registry.LookAsync(token, id);

        var look = (await Registry.ImportAsync(id)).At("look");

        (look.At("rows").GetInt32(), look.At("malformed").GetInt32(), look.At("numbers").GetInt32()).ShouldBe((9, 3, 5));
        look.At("findings").EnumerateArray().ToDictionary(f => f.Text("kind"), f => string.Join(",", f.At("examples").EnumerateArray())).ShouldBe(new Dictionary<string, string>
        {
            ["UNKNOWN_PROVINCE"] = "4",
            ["NUMBERS_IN_SEQUENCE"] = "3",
            ["SERIALS_IN_SEQUENCE"] = "3",
            ["NAME_BROKEN"] = "5",
            ["AFTER_THE_OPENING"] = "6",
            ["BEFORE_THE_HOLDER_COULD"] = "7,8",
            ["NO_LICENCE"] = "9",
        });
        var own = (await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body;
        own.At("data", "import", "look").ToString().ShouldBe(look.ToString());
        own.ToString().ShouldNotContain("046204");
        (await fixture.Database.CountAsync("registry.reads where act = 'IMPORT'")).ShouldBe(asked, "it asks about no citizen");
    }

    [Fact]
    public async Task The_look_tells_a_provider_the_same_whoever_holds_the_citizens()
    {
        var (held, free) = (Make.Citizen(), Make.Citizen());
        await Registry.RecordAsync("ca2", Make.Record(held));
        var looks = new List<string>();
        foreach (var citizen in new[] { held, free })
        {
            var token = await Registry.TokenAsAdministratorAsync("misa-ca");
            var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(citizen))).Text("import", "id");
            await Registry.LookAsync(token, id);
            var look = (await Registry.SendWithTokenAsync(token, ImportOperations.One, new { id })).Body.At("data", "import", "look");
            looks.Add($"{look.At("rows")} {look.At("malformed")} {look.At("numbers")} {look.At("findings")}");
        }

        looks[0].ShouldBe(looks[1]);
    }

    [Fact]
    public async Task A_look_that_is_cut_short_is_made_again_and_comes_to_the_same()
    {
        var token = await Registry.TokenAsAdministratorAsync("fpt-ca");
        const int Rows = 60_000;
        var file = ImportOperations.FileOf(Enumerable.Range(0, Rows).Select(i => $"0462{i % 2}5{i:D6}"));
        var id = (await Registry.UploadedAsync(token, file)).Text("import", "id");
        await Registry.SendWithTokenAsync(token, ImportOperations.Start, new { id });
        using (var cut = new CancellationTokenSource())
        {
            var job = Registry.RunJobAsync("look-at-imports", cut.Token);
            while (await fixture.Database.CountAsync("registry.place_claim_numbers where claim_id = $1", Guid.Parse(id)) == 0 && !job.IsCompleted)
            {
                await Task.Delay(5);
            }

            await cut.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => job);
        }

        var half = await fixture.Database.CountAsync("registry.place_claim_numbers where claim_id = $1", Guid.Parse(id));
        half.ShouldBeInRange(1, Rows - 1);
        (await Registry.ImportAsync(id)).Text("state").ShouldBe("BEING_LOOKED_AT");
        (await Registry.CheckAsync("ca2", "046205000000")).At("warnings").EnumerateArray().Select(w => w.Text("code")).ShouldNotContain("EARLIER_CERTIFICATE_CLAIMED", "the look has not come to its end");

        var clock = Stopwatch.StartNew();
        await Registry.RunJobAsync("look-at-imports");
        TestContext.Current.TestOutputHelper?.WriteLine($"{Rows} rows looked at in {clock.Elapsed.TotalSeconds:N1} s, {Rows / clock.Elapsed.TotalSeconds:N0} a second");

        var after = await Registry.ImportAsync(id);
        (after.Text("state"), after.At("look", "rows").GetInt32(), after.At("look", "numbers").GetInt32()).ShouldBe(("AWAITING_APPROVAL", Rows, Rows));
        (await fixture.Database.CountAsync("registry.import_looks where import_id = $1", Guid.Parse(id))).ShouldBe(1);
        await Registry.WithdrawImportAsync(token, id);
    }

    [Fact]
    public async Task A_file_of_a_provider_that_is_excluded_is_not_approved_and_one_that_was_stops()
    {
        var token = await Registry.TokenAsAdministratorAsync("bkav-ca");
        var (waits, approved) = (await AwaitingAsync(token), await AwaitingAsync(token));
        await Registry.ApproveImportAsync(approved);
        var ground = await fixture.Database.GroundAsync("bkav-ca", "hue");
        (await Registry.AskAsync("department", "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }", new
        {
            input = new { campaign = "hue", providerCode = "bkav-ca", reason = "vi phạm", violationIds = new[] { ground } },
        })).TypeName().ShouldBe("ProviderExcluded");

        var refused = await Registry.ApproveImportAsync(waits);
        await Registry.RunJobAsync("run-imports");

        (refused.TypeName(), refused.Text("clause")).ShouldBe(("ProviderNotParticipating", "HUE-5.3"));
        (await Registry.ImportAsync(approved)).ShouldSatisfyAllConditions(i => i.Text("state").ShouldBe("STOPPED"), i => i.At("recorded").GetInt32().ShouldBe(0));
        (await Registry.ImportAsync(waits)).Text("state").ShouldBe("AWAITING_APPROVAL");
    }

    [Fact]
    public async Task Whether_each_provider_has_handed_in_anything_the_department_sees()
    {
        var token = await Registry.TokenAsAdministratorAsync("viettel-ca");
        await Registry.RunImportAsync(token, (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id"));
        const string Query = "{ importsByProvider(campaign: \"hue\") { provider { code } files recorded lastAt } }";

        var providers = (await Registry.AskAsync("department", "importsByProvider", Query)).EnumerateArray().ToDictionary(p => p.Text("provider", "code"));

        (providers["viettel-ca"].At("files").GetInt32(), providers["viettel-ca"].At("recorded").GetInt32()).ShouldBe((1, 1));
        (providers["ca2"].At("files").GetInt32(), providers["ca2"].At("lastAt").ValueKind).ShouldBe((0, JsonValueKind.Null));
        (await Registry.SendWithTokenAsync(token, Query)).Status.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    private async Task<string> AwaitingAsync(string token)
    {
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id");
        await Registry.LookAsync(token, id);
        return id;
    }

    private static string Row(string citizen, string serial, string issuedAt, string name = "Lê Thị Tám", string storage = "") => $"{citizen},{name},{serial},{issuedAt},{storage}";
}

/// <summary>Until when files are taken, and how many numbers a provider's files look at in a day: by the campaign's terms.</summary>
public sealed class ImportTermsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Change = """
        mutation($input: ChangeCampaignTermsInput!) { changeCampaignTerms(input: $input) { __typename ... on Refusal { code } ... on InvalidCampaign { field }
          ... on CampaignTermsChanged { terms { closesAt importsUntil importRowsPerProviderPerDay } } } }
        """;

    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task Files_are_taken_until_the_terms_say_and_the_refusal_says_what_to_do()
    {
        var token = await Registry.TokenAsAdministratorAsync("vnpt-ca");
        var handedIn = (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id");
        var waits = (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()))).Text("import", "id");
        await Registry.LookAsync(token, waits);
        await fixture.Database.ExecuteAsync("update registry.campaign_terms set imports_until = registry.registry_now()");
        try
        {
            var refused = await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen()));
            (refused.TypeName(), refused.Text("code"), refused.Text("clause")).ShouldBe(("ImportsHaveEnded", "IMPORTS_HAVE_ENDED", "HUE-2.3"));
            refused.Text("message").ShouldContain("ask the department to extend it");
            (await Registry.SendWithTokenAsync(token, ImportOperations.Start, new { id = handedIn })).Body.Text("data", "startImport", "__typename").ShouldBe("ImportsHaveEnded");
            (await Registry.ApproveImportAsync(waits)).TypeName().ShouldBe("ImportsHaveEnded");
        }
        finally
        {
            await fixture.Database.ExecuteAsync("update registry.campaign_terms set imports_until = null");
        }

        (await Registry.ApproveImportAsync(waits)).TypeName().ShouldBe("ImportApproved");
    }

    [Fact]
    public async Task The_terms_are_dated_and_bounded()
    {
        var closes = (await Registry.AskAsync("department", "campaign", "{ campaign(code: \"hue\") { closesAt } }")).Time("closesAt");
        var from = DateTimeOffset.UtcNow.AddDays(400);
        async Task<JsonElement> AskAsync(object input) => await Registry.AskAsync("department", "changeCampaignTerms", Change, new { input });

        (await AskAsync(new { campaign = "hue", effectiveFrom = from, importRowsPerProviderPerDay = 4_999 })).Text("field").ShouldBe("importRowsPerProviderPerDay");
        (await AskAsync(new { campaign = "hue", effectiveFrom = from, importsUntil = closes.AddSeconds(1) })).Text("field").ShouldBe("importsUntil");
        var changed = (await AskAsync(new { campaign = "hue", effectiveFrom = from, importRowsPerProviderPerDay = 5_000 })).At("terms");
        (changed.Time("importsUntil"), changed.At("importRowsPerProviderPerDay").GetInt32()).ShouldBe((changed.Time("closesAt"), 5_000));
        (await AskAsync(new { campaign = "hue", effectiveFrom = from.AddDays(1), importsUntil = closes })).At("terms", "importsUntil").GetDateTimeOffset().ShouldBe(closes);
    }

    [Fact]
    public async Task The_numbers_of_a_day_are_the_terms()
    {
        await fixture.Database.ExecuteAsync("update registry.campaign_terms set import_rows_per_provider_per_day = 5000");
        await fixture.Database.ExecuteAsync("""
            insert into registry.reads (id, read_at, act, reader, reader_kind, provider_id, key_id, key_hash)
            select gen_random_uuid(), registry.registry_now(), 'IMPORT', 'made up', 'PROVIDER', p.id, 1, sha256(n::text::bytea) from registry.providers p, generate_series(1, 4999) n where p.code = 'ca2'
            """);
        var token = await Registry.TokenAsAdministratorAsync("ca2");
        var id = (await Registry.UploadedAsync(token, ImportOperations.FileOf(Make.Citizen(), Make.Citizen()))).Text("import", "id");

        var refused = (await Registry.SendWithTokenAsync(token, ImportOperations.Preview, new { id })).Body.At("data", "importPreview");
        await Registry.RunImportAsync(token, id);

        refused.TypeName().ShouldBe("ImportBudgetSpent");
        refused.Text("message").ShouldContain("5000");
        (await Registry.ImportAsync(id)).Text("state").ShouldBe("WAITING", "it goes on tomorrow");
        await fixture.Database.ExecuteAsync("update registry.campaign_terms set import_rows_per_provider_per_day = 200000");
        await fixture.Database.ExecuteAsync("update registry.imports set goes_on_at = registry.registry_now() where goes_on_at is not null");
        await Registry.RunJobAsync("run-imports");
        (await Registry.ImportAsync(id)).Text("state").ShouldBe("DONE");
    }
}
