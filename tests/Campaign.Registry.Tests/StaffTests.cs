using System.Text.Json;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Providers.Directory;
using Campaign.Registry.Providers.Staff;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>A provider's administrator and its staff: added, renamed, ended, each from the transaction on, and no other provider's.</summary>
public sealed class StaffTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Member = "staff { id reference name active activeFrom activeTo provider { code } }";
    private const string Refused = "... on Refusal { code message clause } ... on InvalidStaff { field } ";
    private const string Add = $$"""mutation($input: AddStaffInput!) { addStaff(input: $input) { __typename {{Refused}} ... on StaffAdded { replayed {{Member}} } } }""";
    private const string Change = $$"""mutation($input: ChangeStaffInput!) { changeStaff(input: $input) { __typename {{Refused}} ... on StaffChanged { {{Member}} } } }""";
    private const string End = $$"""mutation($input: EndStaffInput!) { endStaff(input: $input) { __typename ... on Refusal { code } ... on StaffEnded { {{Member}} } } }""";
    private const string List = "query($code: String, $active: Boolean) { staff(providerCode: $code, active: $active, first: 100) { totalCount edges { node { reference name active } } } }";

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task An_administrator_adds_renames_and_ends_a_member_of_the_providers_own_staff()
    {
        var administrator = await registry.AdministratorAsync("vnpt-ca");
        var input = new { requestId = Make.Id(), reference = "hue-17", name = " Trần Văn Bảy " };
        var added = await AskAsync(administrator, "addStaff", Add, input);
        var id = added.Text("staff", "id");

        (added.Text("staff", "name"), added.At("replayed").GetBoolean()).ShouldBe(("Trần Văn Bảy", false));
        (await AskAsync(administrator, "addStaff", Add, input)).At("replayed").GetBoolean().ShouldBeTrue();
        (await AskAsync(administrator, "addStaff", Add, new { input.requestId, reference = "hue-18", input.name })).TypeName().ShouldBe("RequestIdReused");
        (await AskAsync(administrator, "addStaff", Add, new { requestId = Make.Id(), reference = "hue-17", name = "Another" })).TypeName().ShouldBe("StaffReferenceTaken");
        (await registry.CheckAsync("vnpt-ca", Make.Citizen(), "DOOR_TO_DOOR", "hue-17")).TypeName().ShouldBe("CitizenCheck");

        (await AskAsync(administrator, "changeStaff", Change, new { id, name = "Trần Thị Bảy" })).Text("staff", "name").ShouldBe("Trần Thị Bảy");
        await AskAsync(administrator, "changeStaff", Change, new { id, name = "Trần Thị Bảy" });
        (await fixture.Database.CountAsync("registry.staff_names where staff_id = $1", Guid.Parse(id))).ShouldBe(1);
        var (token, _) = (await registry.Services.GetRequiredService<Providers.Badges.StaffBadges>().IssueAsync("hue", "vnpt-ca", "hue-17", TestContext.Current.CancellationToken))!.Value;
        (await registry.SendAsync(null, "query($t: String!) { staffBadge(token: $t) { valid staffName } }", new { t = token })).Body.At("data", "staffBadge").Text("staffName").ShouldBe("Trần Thị Bảy");

        var ended = await AskAsync(administrator, "endStaff", End, new { id });
        ended.At("staff", "active").GetBoolean().ShouldBeFalse();
        (await AskAsync(administrator, "endStaff", End, new { id })).Text("staff", "activeTo").ShouldBe(ended.Text("staff", "activeTo"));
        (await AskAsync(administrator, "changeStaff", Change, new { id, name = "Late" })).TypeName().ShouldBe("StaffHasLeft");
        (await registry.CheckAsync("vnpt-ca", Make.Citizen(), "DOOR_TO_DOOR", "hue-17")).TypeName().ShouldBe("StaffNotAuthorised");
        (await AskAsync(administrator, "addStaff", Add, new { requestId = Make.Id(), reference = "hue-17", name = "Successor" })).Text("staff", "id").ShouldNotBe(id);
        (await fixture.Database.ScalarAsync<string[]>("select array_agg(kind order by sequence) from registry.journal where subject_id = $1", Guid.Parse(id)))
            .ShouldBe(["STAFF_ADDED", "STAFF_RENAMED", "STAFF_ENDED"]);
    }

    [Fact]
    public async Task Another_providers_staff_are_reported_as_absent_and_the_department_reads_all()
    {
        var administrator = await registry.AdministratorAsync("ca2");
        var others = (await fixture.Database.ScalarAsync<Guid>("select id from registry.staff where reference = 'fpt-ca-staff-1'")).ToString();

        (await AskAsync(administrator, "changeStaff", Change, new { id = others, name = "x" })).TypeName().ShouldBe("StaffNotFound");
        (await AskAsync(administrator, "endStaff", End, new { id = others })).TypeName().ShouldBe("StaffNotFound");
        (await ListAsync(administrator, "fpt-ca")).ShouldBeEmpty();
        (await ListAsync(administrator, null)).ShouldAllBe(r => r.StartsWith("ca2-", StringComparison.Ordinal));
        (await ListAsync(Callers.Officer("viewer", Scopes.DepartmentRead), "fpt-ca")).ShouldBe(["fpt-ca-staff-1", "fpt-ca-staff-2", "fpt-ca-staff-3"], ignoreOrder: true);
        await Should.ThrowAsync<UnauthorizedAccessException>(async () => await ListAsync(await registry.StaffAsync("ca2", "ca2-staff-1"), null));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(registry.Citizen(Make.Citizen()), null));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => AskAsync(Callers.Officer("o", Callers.Administering), "addStaff", Add, new { }));
    }

    [Theory]
    [InlineData("", "Name", "reference")]
    [InlineData("nv 046 200 001 234", "Name", "reference")]
    [InlineData("nv-1", " ", "name")]
    [InlineData("nv-1", "Trần\u200b Văn An", "name")]
    [InlineData("nv-1", "Trần Văn An\nSở Khoa học", "name")]
    [InlineData("nv-1", "\u202enA năV nầrT", "name")]
    [InlineData("nv-1", "046200001234", "name")]
    public async Task A_member_of_staff_is_described_without_a_citizen_number(string reference, string name, string field) =>
        (await AskAsync(await registry.AdministratorAsync("bkav-ca"), "addStaff", Add, new { requestId = Make.Id(), reference, name })).Text("field").ShouldBe(field);

    [Fact]
    public async Task Of_many_at_once_one_gets_the_reference_and_the_constraint_alone_holds_it()
    {
        var administrator = await registry.AdministratorAsync("misa-ca");
        var services = registry.Services;
        var blind = new AddStaff(services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<ContentSealer>(), services.GetRequiredService<ProviderDirectory>())
        {
            LooksBeforeWriting = false,
        };

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            blind.HandleAsync(administrator, new(Make.Id(), "race", "One of many"), TestContext.Current.CancellationToken)));

        answers.Count(a => a.Success is not null).ShouldBe(1);
        answers.Where(a => a.Refusal is not null).ShouldAllBe(a => a.Refusal is StaffReferenceTaken);
    }

    [Fact]
    public async Task Who_has_left_does_not_come_back_by_the_database_alone()
    {
        var administrator = await registry.AdministratorAsync("viettel-ca");
        var id = (await AskAsync(administrator, "addStaff", Add, new { requestId = Make.Id(), reference = "gone", name = "Gone" })).Text("staff", "id");
        await AskAsync(administrator, "endStaff", End, new { id });

        foreach (var to in new[] { "null", "active_to + interval '1 day'", "active_from" })
        {
            (await Should.ThrowAsync<PostgresException>(() => fixture.Database.ExecuteAsync($"update registry.staff set active_to = {to} where id = $1", Guid.Parse(id))))
                .ConstraintName.ShouldBe("staff_leave_once");
        }
    }

    private Task<JsonElement> AskAsync(Caller caller, string field, string query, object input) => registry.AskAsync(caller, field, query, new { input });

    private async Task<List<string>> ListAsync(Caller caller, string? code) =>
        [.. (await registry.AskAsync(caller, "staff", List, new { code })).At("edges").EnumerateArray().Select(e => e.Text("node", "reference"))];
}
