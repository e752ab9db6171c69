using System.Net;
using System.Text.RegularExpressions;
using Campaign.Registry.Providers.Badges;
using Campaign.Testing;
using Campaign.Web.Citizen.Own;
using Campaign.Web.Citizen.Reports;
using Campaign.Web.Citizen.Session;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>HUE-5.2: the pages by which a citizen reports, without signing in and without script.</summary>
public sealed partial class ReportPageTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private TestRegistry Registry => fixture.Registry;

    [Fact]
    public async Task A_citizen_reports_question_by_question_adds_photos_and_sees_how_it_stands()
    {
        using var browser = new Browser(Registry.Address);
        var phone = $"09{Random.Shared.Next(10_000_000, 99_999_999)}";
        var text = string.Concat(Enumerable.Repeat("Họ đòi năm mươi nghìn đồng ở cổng chợ. ", 60))[..1_990];

        await StepAsync(browser, ReportEndpoints.KindStep, new() { ["kind"] = "ASKED_FOR_MONEY" }, ReportEndpoints.ProviderStep);
        await StepAsync(browser, ReportEndpoints.ProviderStep, new() { ["provider"] = "vnpt-ca" }, ReportEndpoints.TextStep);
        await StepAsync(browser, ReportEndpoints.TextStep, new() { ["text"] = text }, ReportEndpoints.PhoneStep);
        await StepAsync(browser, ReportEndpoints.PhoneStep, new() { ["phone"] = phone }, ReportEndpoints.CheckStep);
        var check = await browser.GetAsync(ReportEndpoints.CheckStep);
        WebUtility.HtmlDecode(check.Body).ShouldContain(text.Trim());
        check.Body.ShouldContain(phone);
        // An answer is changed, and the way leads back to the check.
        await StepAsync(browser, ReportEndpoints.ProviderStep, new() { ["provider"] = "ca2" }, ReportEndpoints.CheckStep);
        await StepAsync(browser, ReportEndpoints.CheckStep, [], ReportEndpoints.Photos);

        var reference = Reference().Match((await browser.GetAsync(ReportEndpoints.Photos)).Body).Value;
        reference.ShouldNotBeEmpty();
        (await SendPhotosAsync(browser, Pictures.WithPlace(Pictures.Make(800, 600)), Pictures.Make(600, 800))).Location.ShouldBe(ReportEndpoints.Photos);
        (await SendPhotosAsync(browser, "no picture"u8.ToArray())).ShouldSatisfyAllConditions(
            a => a.Status.ShouldBe(HttpStatusCode.UnprocessableEntity), a => a.Body.ShouldContain("not a JPEG, PNG or WebP"), a => a.Body.ShouldContain("Photos received: 2"));
        (await SendPhotosAsync(browser)).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await browser.GetAsync(ReportEndpoints.Done)).Body.ShouldContain(reference);
        (await fixture.Database.CountAsync("registry.reports r where r.reference = $1 and r.text = $2 and r.provider_id = (select id from registry.providers where code = 'ca2') and (select count(*) from registry.report_photos p where p.report_id = r.id) = 2", reference, text.Trim()))
            .ShouldBe(1);

        var progress = await browser.SubmitAsync(ReportEndpoints.Progress, new() { ["reference"] = reference.ToLowerInvariant().Replace('-', ' ') });
        (progress.Status, progress.Body.Contains("Received", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.OK, true));
        var unknown = await browser.SubmitAsync(ReportEndpoints.Progress, new() { ["reference"] = "BC-2222" });
        (unknown.Status, unknown.Body.Contains("href=\"#reference\"", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
    }

    [Fact]
    public async Task Going_back_and_sending_again_reports_once()
    {
        using var browser = new Browser(Registry.Address);
        await StepAsync(browser, ReportEndpoints.KindStep, new() { ["kind"] = "STEERING" }, ReportEndpoints.ProviderStep);
        await StepAsync(browser, ReportEndpoints.ProviderStep, new() { ["provider"] = ReportEndpoints.Nobody }, ReportEndpoints.TextStep);
        await StepAsync(browser, ReportEndpoints.TextStep, new() { ["text"] = "gửi hai lần" }, ReportEndpoints.PhoneStep);
        await StepAsync(browser, ReportEndpoints.PhoneStep, new() { ["phone"] = "" }, ReportEndpoints.CheckStep);
        var page = (await browser.GetAsync(ReportEndpoints.CheckStep)).Body;
        var before = new Dictionary<string, string>(browser.Cookies);
        var token = new Dictionary<string, string> { ["form_token"] = FormToken(page) };
        (await browser.PostAsync(ReportEndpoints.CheckStep, token)).Location.ShouldBe(ReportEndpoints.Photos);

        // The answer was lost, and the browser has what it had before.
        var after = new Dictionary<string, string>(browser.Cookies);
        Take(before);
        (await browser.PostAsync(ReportEndpoints.CheckStep, token)).Location.ShouldBe(ReportEndpoints.Photos);
        // It arrived, and the button is pressed again on the page that is gone back to.
        Take(after);
        (await browser.PostAsync(ReportEndpoints.CheckStep, token)).Location.ShouldBe(ReportEndpoints.Done);
        (await browser.GetAsync(ReportEndpoints.TextStep)).Location.ShouldBe(ReportEndpoints.Done);
        (await fixture.Database.CountAsync("registry.reports where text = 'gửi hai lần'")).ShouldBe(1);

        void Take(Dictionary<string, string> cookies)
        {
            browser.Cookies.Clear();
            foreach (var (name, value) in cookies)
            {
                browser.Cookies[name] = value;
            }
        }
    }

    [Fact]
    public async Task What_is_missing_is_said_at_its_question_with_a_link_and_the_focus()
    {
        using var browser = new Browser(Registry.Address);
        await FaultAsync(ReportEndpoints.KindStep, [], "kind");
        await StepAsync(browser, ReportEndpoints.KindStep, new() { ["kind"] = "OTHER" }, ReportEndpoints.ProviderStep);
        await FaultAsync(ReportEndpoints.ProviderStep, new() { ["provider"] = "made up" }, "provider");
        await StepAsync(browser, ReportEndpoints.ProviderStep, new() { ["provider"] = ReportEndpoints.Nobody }, ReportEndpoints.TextStep);
        await FaultAsync(ReportEndpoints.TextStep, new() { ["text"] = " " }, "text");
        await FaultAsync(ReportEndpoints.TextStep, new() { ["text"] = new string('ạ', 2_001) }, "text");
        await StepAsync(browser, ReportEndpoints.TextStep, new() { ["text"] = new string('ạ', 2_000) }, ReportEndpoints.PhoneStep);
        await FaultAsync(ReportEndpoints.PhoneStep, new() { ["phone"] = "113" }, "phone");
        (await browser.GetAsync(ReportEndpoints.CheckStep)).Location.ShouldBe(ReportEndpoints.PhoneStep, "no question is passed by");
        await StepAsync(browser, ReportEndpoints.PhoneStep, new() { ["phone"] = "" }, ReportEndpoints.CheckStep);
        WebUtility.HtmlDecode((await browser.GetAsync(ReportEndpoints.CheckStep)).Body).ShouldContain(new string('ạ', 2_000));

        async Task FaultAsync(string page, Dictionary<string, string> fields, string field)
        {
            var answer = await browser.SubmitAsync(page, fields);
            answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, page);
            answer.Body.ShouldContain($"href=\"#{field}\"");
            answer.Body.ShouldContain($"id=\"{field}\"");
            answer.Body.ShouldContain("autofocus");
            answer.Body.ShouldContain("<title>Error: ");
        }
    }

    [Fact]
    public async Task From_a_scanned_badge_the_report_knows_whose_it_was_and_no_address_has_the_token()
    {
        var (token, _) = (await Registry.Services.GetRequiredService<StaffBadges>().IssueAsync("hue", "vnpt-ca", "vnpt-ca-staff-1", TestContext.Current.CancellationToken))!.Value;
        using var browser = new Browser(Registry.Address);
        (await browser.GetAsync($"/v/{token}")).Body.ShouldContain($"action=\"{ReportEndpoints.Start}\"");

        var started = await browser.PostAsync(ReportEndpoints.Start, new() { ["badge"] = token });
        started.Location.ShouldBe(ReportEndpoints.KindStep);
        var page = await browser.GetAsync(ReportEndpoints.KindStep);
        page.Body.ShouldContain("QR code that you have just scanned");
        page.Body.ShouldNotContain(token);
        string.Join(' ', browser.Cookies.Values).ShouldNotContain(token);
        await StepAsync(browser, ReportEndpoints.KindStep, new() { ["kind"] = "IMPOSTOR" }, ReportEndpoints.TextStep);
        await StepAsync(browser, ReportEndpoints.TextStep, new() { ["text"] = "từ thẻ" }, ReportEndpoints.PhoneStep);
        await StepAsync(browser, ReportEndpoints.PhoneStep, new() { ["phone"] = "" }, ReportEndpoints.CheckStep);
        await StepAsync(browser, ReportEndpoints.CheckStep, [], ReportEndpoints.Photos);

        (await fixture.Database.CountAsync("registry.reports r join registry.staff s on s.id = r.staff_id where r.text = 'từ thẻ' and r.badge = 'GENUINE' and s.reference = 'vnpt-ca-staff-1'")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_signed_in_says_this_was_not_me_of_the_own_certificate_and_of_a_look_up()
    {
        var citizen = Make.Citizen();
        var phone = $"09{citizen[^8..]}";
        var issuance = (await Registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");
        await Registry.CheckAsync("ca2", citizen);
        await Registry.TokenAsCitizenAsync(citizen);
        using var browser = new Browser(Registry.Address);
        await browser.SubmitAsync(SignInEndpoints.SignIn, new() { ["number"] = citizen, ["phone"] = phone });
        (await browser.SubmitAsync(SignInEndpoints.Code, new() { ["code"] = Registry.Services.GetRequiredService<KeptCodes>().Last[phone] })).Location.ShouldBe(OwnEndpoints.Own);
        (await browser.GetAsync(OwnEndpoints.Own)).Body.ShouldContain($"name=\"issuance\" value=\"{issuance}\"");

        await NotMeAsync("issuance", issuance);
        var lookup = Regex.Match((await browser.GetAsync(OwnEndpoints.Lookups)).Body, "name=\"lookup\" value=\"([^\"]+)\"").Groups[1].Value;
        await NotMeAsync("lookup", lookup);

        (await fixture.Database.CountAsync("registry.reports r where r.person_id is not null and r.reported_by = 'citizen' and (r.issuance_id = $1 or r.lookup_id = $2)", Guid.Parse(issuance), Guid.Parse(lookup)))
            .ShouldBe(2);

        async Task NotMeAsync(string field, string id)
        {
            (await browser.PostAsync(ReportEndpoints.Start, new() { ["kind"] = "NOT_ME", [field] = id })).Location.ShouldBe(ReportEndpoints.TextStep);
            await StepAsync(browser, ReportEndpoints.TextStep, new() { ["text"] = "" }, ReportEndpoints.PhoneStep);
            await StepAsync(browser, ReportEndpoints.PhoneStep, new() { ["phone"] = "" }, ReportEndpoints.CheckStep);
            await StepAsync(browser, ReportEndpoints.CheckStep, [], ReportEndpoints.Photos);
        }
    }

    [Fact]
    public async Task Forms_without_a_pages_token_do_nothing_and_pages_without_a_report_lead_to_its_beginning()
    {
        using var browser = new Browser(Registry.Address);
        foreach (var page in new[] { ReportEndpoints.KindStep, ReportEndpoints.ProviderStep, ReportEndpoints.TextStep, ReportEndpoints.PhoneStep, ReportEndpoints.CheckStep, ReportEndpoints.Progress })
        {
            (await browser.PostAsync(page, [])).Status.ShouldBe(HttpStatusCode.BadRequest, page);
        }

        using var other = new Browser(Registry.Address);
        foreach (var page in new[] { ReportEndpoints.ProviderStep, ReportEndpoints.TextStep, ReportEndpoints.PhoneStep, ReportEndpoints.CheckStep, ReportEndpoints.Photos, ReportEndpoints.Done })
        {
            (await other.GetAsync(page)).Location.ShouldBe(ReportEndpoints.KindStep, page);
        }

        other.Language = "vi";
        (await other.GetAsync(ReportEndpoints.KindStep)).Body.ShouldContain("Ông/bà muốn báo việc gì?");
        (await other.GetAsync(ReportEndpoints.KindStep)).Body.ShouldNotContain("<script");
    }

    private static async Task StepAsync(Browser browser, string page, Dictionary<string, string> fields, string leadsTo)
    {
        var answer = await browser.SubmitAsync(page, fields);
        answer.Location.ShouldBe(leadsTo, $"{page}: {(int)answer.Status} {answer.Body}");
    }

    private static async Task<PageAnswer> SendPhotosAsync(Browser browser, params byte[][] photos)
    {
        var body = new MultipartFormDataContent { { new StringContent(FormToken((await browser.GetAsync(ReportEndpoints.Photos)).Body)), "form_token" } };
        foreach (var photo in photos)
        {
            body.Add(new ByteArrayContent(photo), "photo", "ảnh.jpg");
        }

        return await browser.SendAsync(new(HttpMethod.Post, ReportEndpoints.Photos) { Content = body });
    }

    private static string FormToken(string body) => Token().Match(body).Groups[1].Value;

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("BC(-[2-9A-Z]{4}){4}")]
    private static partial Regex Reference();
}
