using System.Text.Json;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>What a citizen's own login may do and see: what stands under the citizen's own number, and nothing else.</summary>
public sealed class CitizenLoginTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Needs = "{ needs(campaign: \"hue\") { totalCount edges { node { id state contact { name phone } } } } }";
    private const string Issuances = "{ issuances(campaign: \"hue\") { totalCount edges { node { id status } } } }";

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_citizen_registers_sees_denies_and_cancels_a_need_of_his_or_her_own()
    {
        var me = registry.Citizen(Make.Citizen());

        var registered = await RegisterAsync(me, new() { Phone = "0905000222" });
        var id = registered.Text("need", "id");

        registered.Text("need", "contact", "phone").ShouldBe("0905000222");
        (await registry.AskAsync(me, "needs", Needs)).At("edges").EnumerateArray().Single().Text("node", "contact", "phone").ShouldBe("0905000222");
        (await registry.StartNeedSupportAsync("vnpt-ca", id, DateTimeOffset.UtcNow)).TypeName().ShouldBe("NeedSupportStarted");
        (await registry.AskAsync(me, "denyNeedSupport", Operations.DenyNeedSupport, new { input = new { needId = id } })).Text("need", "state").ShouldBe("WAITING");
        (await registry.AskAsync(me, "cancelNeed", Operations.CancelNeed, new { input = new { needId = id } })).Text("need", "state").ShouldBe("CANCELLED");
        (await fixture.Database.CountAsync("registry.journal where subject_id = $1 and actor = 'citizen'", Guid.Parse(id))).ShouldBe(3);
    }

    [Fact]
    public async Task A_citizens_login_names_nobody_else()
    {
        var (mine, others) = (Make.Citizen(), Make.Citizen());
        var me = registry.Citizen(mine);

        (await RegisterAsync(me, new() { CitizenId = others })).TypeName().ShouldBe("InvalidCitizenId");
        (await ConsentAsync(me, others)).TypeName().ShouldBe("InvalidCitizenId");
        // Written another way it is the citizen's own number all the same.
        (await RegisterAsync(me, new() { CitizenId = string.Join(' ', mine.Chunk(3).Select(c => new string(c))) })).TypeName().ShouldBe("NeedRegistered");
    }

    [Fact]
    public async Task Another_citizens_rows_are_reported_as_absent()
    {
        var another = Make.Citizen();
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = another })).Text("need", "id");
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id");
        // One who is known, and one of whom the registry knows nothing.
        var known = Make.Citizen();
        await registry.RecordAsync("ca2", Make.Record(known));

        foreach (var me in new[] { registry.Citizen(known), registry.Citizen(Make.Citizen()) })
        {
            (await registry.AskAsync(me, "need", "query($id: ID!) { need(id: $id) { id } }", new { id = need })).ValueKind.ShouldBe(JsonValueKind.Null);
            (await registry.AskAsync(me, "issuance", "query($id: ID!) { issuance(id: $id) { id } }", new { id = issuance })).ValueKind.ShouldBe(JsonValueKind.Null);
            (await registry.AskAsync(me, "cancelNeed", Operations.CancelNeed, new { input = new { needId = need } })).TypeName().ShouldBe("NeedNotFound");
            (await registry.AskAsync(me, "denyNeedSupport", Operations.DenyNeedSupport, new { input = new { needId = need } })).TypeName().ShouldBe("NeedNotFound");
            (await registry.AskAsync(me, "needs", Needs)).At("totalCount").GetInt32().ShouldBe(0);
        }

        (await registry.AskAsync(registry.Citizen(known), "issuances", Issuances)).At("totalCount").GetInt32().ShouldBe(1);
        (await registry.AskAsync(registry.Citizen(Make.Citizen()), "issuances", Issuances)).At("edges").EnumerateArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_citizen_consents_to_a_switch_without_being_named()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));

        var consent = await ConsentAsync(registry.Citizen(citizen), null);

        (await registry.SwitchAsync("ca2", new() { CitizenId = citizen, ConsentCode = consent.Text("consentCode"), Certificate = Make.Certificate() }))
            .TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task A_citizens_request_sent_again_gives_the_first_need()
    {
        var me = registry.Citizen(Make.Citizen());
        var input = new NeedInput();

        var first = await RegisterAsync(me, input);
        var again = await RegisterAsync(me, input);

        (again.At("replayed").GetBoolean(), again.Text("need", "id")).ShouldBe((true, first.Text("need", "id")));
    }

    [Theory]
    [InlineData("checkCitizen")]
    [InlineData("recordIssuance")]
    [InlineData("switchProvider")]
    [InlineData("startNeedSupport")]
    [InlineData("endIssuance")]
    [InlineData("violations")]
    [InlineData("excludeProvider")]
    public async Task A_citizen_never_acts_as_a_provider_or_the_department(string field) =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(registry.Citizen(Make.Citizen()), field, "{ __typename }"));

    [Fact]
    public async Task A_staff_login_implies_its_own_reference_and_names_no_other()
    {
        var staff = await registry.StaffAsync("vnpt-ca", "vnpt-ca-staff-1");
        var citizen = Make.Citizen();
        object Check(string? named) => new { input = new { campaign = "hue", citizenId = citizen, channel = "DOOR_TO_DOOR", staff = named } };

        (await registry.AskAsync(staff, "checkCitizen", Operations.CheckCitizen, Check("vnpt-ca-staff-2"))).TypeName().ShouldBe("StaffNotAuthorised");
        (await registry.AskAsync(staff, "checkCitizen", Operations.CheckCitizen, Check("vnpt-ca-staff-1"))).TypeName().ShouldBe("CitizenCheck");
        var ticket = (await registry.AskAsync(staff, "checkCitizen", Operations.CheckCitizen, Check(null))).Text("ticket");
        var record = Make.Record(citizen) with { Channel = "DOOR_TO_DOOR", Ticket = ticket };
        (await registry.AskAsync(staff, "recordIssuance", Operations.RecordIssuance, new { input = record with { Staff = "vnpt-ca-staff-2" } }))
            .TypeName().ShouldBe("StaffNotAuthorised");
        var recorded = await registry.AskAsync(staff, "recordIssuance", Operations.RecordIssuance, new { input = record });

        (await fixture.Database.ScalarAsync<string>(
            "select s.reference from registry.issuances i join registry.staff s on s.id = i.staff_id where i.id = $1", Guid.Parse(recorded.Text("issuance", "id"))))
            .ShouldBe("vnpt-ca-staff-1");
    }

    [Fact]
    public async Task A_staff_login_begins_support_and_switches_under_its_own_reference_alone()
    {
        var staff = await registry.StaffAsync("ca2", "ca2-staff-1");
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "ca2" })).Text("need", "id");
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var code = (await registry.ConsentAsync(citizen, "ca2")).Text("consentCode");
        var ticket = (await registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-1")).Text("ticket");
        var inTheApp = new SwitchInput { CitizenId = citizen, ConsentCode = code, Certificate = Make.Certificate() };
        var input = inTheApp with { Channel = "DOOR_TO_DOOR", Ticket = ticket };

        (await registry.AskAsync(staff, "startNeedSupport", Operations.StartNeedSupport, Support(need, "ca2-staff-2"))).TypeName().ShouldBe("StaffNotAuthorised");
        (await registry.AskAsync(staff, "startNeedSupport", Operations.StartNeedSupport, Support(need, "ca2-staff-1"))).TypeName().ShouldBe("NeedSupportStarted");
        (await registry.AskAsync(staff, "switchProvider", Operations.SwitchProvider, new { input = input with { Staff = "ca2-staff-2" } })).TypeName().ShouldBe("StaffNotAuthorised");
        (await registry.AskAsync(staff, "switchProvider", Operations.SwitchProvider, new { input = inTheApp })).TypeName()
            .ShouldBe("StaffNotAuthorised", "what is issued in the app is recorded by the provider's system");
        (await registry.AskAsync(staff, "switchProvider", Operations.SwitchProvider, new { input })).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task Each_kind_of_officer_does_its_own_and_a_viewer_changes_nothing()
    {
        var viewer = Callers.Officer("viewer", Scopes.DepartmentRead);
        var reviewer = Callers.Officer("reviewer", Callers.Reviewing);

        (await registry.AskAsync(viewer, "violations", "{ violations(campaign: \"hue\") { totalCount } }")).At("totalCount").GetInt32().ShouldBe(0);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => RegisterAsync(viewer, new()));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(viewer, "endIssuance", "{ __typename }"));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.AskAsync(reviewer, "createCampaign", "{ __typename }"));
        (await RegisterAsync(reviewer, new() { CitizenId = Make.Citizen() })).At("need", "contact").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    private static object Support(string needId, string staff) => new { input = new { needId, staff, evidence = new { calledAt = DateTimeOffset.UtcNow } } };

    private Task<JsonElement> RegisterAsync(Caller caller, NeedInput input) => registry.AskAsync(caller, "registerNeed", Operations.RegisterNeed, new { input });

    private Task<JsonElement> ConsentAsync(Caller caller, string? citizenId) =>
        registry.AskAsync(caller, "consentToSwitch", Operations.ConsentToSwitch, new { input = new { campaign = "hue", citizenId, providerCode = "ca2" } });
}
