using System.Net;
using Campaign.Registry.Platform.Callers;
using Campaign.SignIn.Citizens;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>Citizens' one-time codes: what they prove, how often they can be guessed at, and that the number is nowhere in the clear.</summary>
public sealed class CitizenSignInTests(TestPostgres postgres) : IAsyncLifetime
{
    private const string Phone = "0905123456";

    private readonly HandMovedTime time = new();
    private TestDatabase database = null!;
    private TestRegistry registry = null!;

    private ICollection<string> Phones => registry.Services.GetRequiredService<KeptCodes>().Last.Keys;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateAsync();
        time.Now = await database.NowAsync();
        registry = await TestRegistry.StartAsync(database, time: time);
    }

    public async ValueTask DisposeAsync()
    {
        await registry.DisposeAsync();
        await database.DisposeAsync();
    }

    private string CodeTo(string phone) => registry.Services.GetRequiredService<KeptCodes>().Last[phone];

    [Fact]
    public async Task A_code_to_the_phone_gives_a_token_that_hides_the_number()
    {
        var citizen = Make.Citizen();

        var answer = await registry.SignInAsCitizenAsync(citizen, Phone);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToString());
        answer.Refresh.ShouldBeNull();
        answer.Body.GetProperty("expires_in").GetInt32().ShouldBeInRange(1_795, 1_800);
        var claims = PeopleGrantTests.Claims(answer.Access);
        claims.Text("scope").ShouldBe("citizen");
        claims.ToString().ShouldNotContain(citizen);
        (await database.CountAsync("signin.citizen_codes where number = $1", System.Text.Encoding.ASCII.GetBytes(citizen))).ShouldBe(0);
        (await registry.SendWithTokenAsync(answer.Access, "{ violations(campaign: \"hue\") { totalCount } }")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_code_is_good_once_for_five_minutes_and_for_five_tries()
    {
        var (_, once) = await registry.AskForCodeAsync(Make.Citizen(), Phone);
        (await registry.EnterCodeAsync(once.Text("ticket"), CodeTo(Phone))).Status.ShouldBe(HttpStatusCode.OK);
        (await registry.EnterCodeAsync(once.Text("ticket"), CodeTo(Phone))).Error.ShouldBe("invalid_grant");

        var (_, guessed) = await registry.AskForCodeAsync(Make.Citizen(), Phone);
        for (var n = 0; n < 5; n++)
        {
            (await registry.EnterCodeAsync(guessed.Text("ticket"), "x")).Error.ShouldBe("invalid_grant");
        }

        (await registry.EnterCodeAsync(guessed.Text("ticket"), CodeTo(Phone))).Error.ShouldBe("invalid_grant");
        var (_, old) = await registry.AskForCodeAsync(Make.Citizen(), Phone);
        time.Now += TimeSpan.FromMinutes(5);
        (await registry.EnterCodeAsync(old.Text("ticket"), CodeTo(Phone))).Error.ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task A_number_with_a_phone_sends_no_code_to_another_and_says_nothing_of_it()
    {
        var citizen = Make.Citizen();
        await registry.SignInAsCitizenAsync(citizen, Phone);

        var (status, body) = await registry.AskForCodeAsync(citizen, "0905999999");

        status.ShouldBe(HttpStatusCode.OK);
        body.Text("ticket").ShouldNotBeEmpty();
        Phones.ShouldNotContain("0905999999");
    }

    [Fact]
    public async Task Outside_the_demo_a_number_gets_a_code_only_on_the_phone_that_the_counter_has_bound()
    {
        await using var strict = await TestRegistry.StartAsync(database, settings: TestRegistry.Settings with { Demo = false, NoDemo = true });
        var citizen = Make.Citizen();
        var phones = strict.Services.GetRequiredService<KeptCodes>().Last;

        (await strict.AskForCodeAsync(citizen, Phone)).Status.ShouldBe(HttpStatusCode.OK);
        phones.ShouldBeEmpty();
        (await strict.BindPhoneAsync(Callers.Client("department", Scopes.Department), citizen, Phone)).TypeName().ShouldBe("CitizenPhoneBound");
        (await strict.SignInAsCitizenAsync(citizen, Phone)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("application/json; charset=\"utf-8\"", HttpStatusCode.OK)]
    [InlineData("application/json; charset=nope", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task A_request_for_a_code_is_read_whatever_its_charset_is_written_like(string contentType, HttpStatusCode expected)
    {
        using var body = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes($$"""{"number":"{{Make.Citizen()}}","phone":"{{Phone}}"}"""));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);

        using var answer = await registry.Http.PostAsync(CitizenGrants.CodePath, body);

        answer.StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_request_for_a_code_that_cannot_be_read_is_the_callers_fault(string text)
    {
        using var body = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        using var answer = await registry.Http.PostAsync(CitizenGrants.CodePath, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Asking_for_codes_is_slowed()
    {
        var citizen = Make.Citizen();
        for (var n = 0; n < 4; n++)
        {
            (await registry.AskForCodeAsync(citizen, $"090500000{n}")).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await registry.AskForCodeAsync(citizen, Phone)).Status.ShouldBe(HttpStatusCode.TooManyRequests);
        time.Now += TimeSpan.FromSeconds(30);
        (await registry.AskForCodeAsync(citizen, Phone)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("12", Phone, "invalid_number")]
    [InlineData("046200001234", "12", "invalid_phone")]
    public async Task What_is_no_number_or_no_phone_is_refused(string number, string phone, string error) =>
        (await registry.AskForCodeAsync(number, phone)).Body.Text("error").ShouldBe(error);
}
