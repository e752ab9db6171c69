using System.Text.Json;
using Campaign.Testing;
using Documents = Campaign.Testing.Operations;

namespace Campaign.Host.Tests;

/// <summary>
/// How far each cell of docs/reference/permissions.md reaches, over HTTP: where it says "own", another's row gets exactly the answer of one that does not exist, and never changes;
/// where it says "all", it is there; where it says "proposes", nothing is done yet.
/// </summary>
public sealed class PermissionReachTests(WalkedRegistry fixture) : IClassFixture<WalkedRegistry>
{
    private static readonly PermissionTable Table = PermissionTable.Read();
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TestRegistry registry = fixture.Registry;

    /// <summary>What names one row by its id: the document, the variables for an id, and whose row is another's.</summary>
    private Dictionary<string, (string Query, Func<string, object> Variables, string Others)> ById => new()
    {
        ["issuance"] = ("query($id: ID!) { issuance(id: $id) { id status serialNumber } }", id => new { id }, fixture.OthersIssuance),
        ["need"] = ("query($id: ID!) { need(id: $id) { id state } }", id => new { id }, fixture.OthersNeed),
        ["activateIssuance"] = (Documents.ActivateIssuance, id => new { input = new { issuanceId = id, activatedAt = Now } }, fixture.OthersIssuance),
        ["endIssuance"] = (
            Documents.EndIssuance, id => new { input = new { requestId = Make.Id(), issuanceId = id, reason = "REVOKED", effectiveAt = Now } }, fixture.OthersIssuance),
        ["replaceCertificate"] = (
            Documents.ReplaceCertificate,
            id => new { input = new { requestId = Make.Id(), issuanceId = id, reason = "KEY_LOST", certificate = Make.Certificate() } }, fixture.OthersIssuance),
        ["startNeedSupport"] = (
            Documents.StartNeedSupport,
            id => new { input = new { needId = id, staff = $"{WalkedRoles.Provider}-staff-1", evidence = new { visitAt = Now.AddHours(2) } } }, fixture.OthersNeed),
        ["noteCallNotReached"] = (
            Documents.NoteCallNotReached,
            id => new { input = new { requestId = Make.Id(), needId = id, calledAt = Now, staff = $"{WalkedRoles.Provider}-staff-1" } }, fixture.OthersNeed),
        ["cancelNeed"] = (Documents.CancelNeed, id => new { input = new { needId = id } }, fixture.OthersNeed),
        ["denyNeedSupport"] = (Documents.DenyNeedSupport, id => new { input = new { needId = id } }, fixture.OthersNeed),
    };

    [Fact]
    public async Task Anothers_rows_are_reported_as_absent()
    {
        var before = await StateAsync();
        var tried = 0;
        foreach (var (operation, (query, variables, others)) in ById)
        {
            foreach (var role in Table.Roles.Where(role => Table[operation, role] == Permission.Own))
            {
                var (unknownStatus, unknown) = await registry.SendWithTokenAsync(fixture.Tokens[role]!, query, variables(Guid.NewGuid().ToString()));
                var (status, answer) = await registry.SendWithTokenAsync(fixture.Tokens[role]!, query, variables(others));

                unknown.TryGetProperty("errors", out _).ShouldBeFalse($"{operation} as {role}: {unknown}");
                (status, answer.At("data").ToString()).ShouldBe((unknownStatus, unknown.At("data").ToString()), $"{operation} as {role}");
                answer.At("data", operation).ToString().ShouldMatch("^$|NotFound", $"{operation} as {role}");
                tried++;
            }
        }

        tried.ShouldBeGreaterThan(15);
        (await StateAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_everybodys_is_there_and_what_is_ones_own_too()
    {
        foreach (var (operation, id) in new[] { ("issuance", fixture.OthersIssuance), ("need", fixture.OthersNeed) })
        {
            foreach (var role in Table.Roles.Where(role => Table[operation, role] == Permission.All))
            {
                (await AskAsync(role, operation, ById[operation].Query, new { id })).Text("id").ShouldBe(id, $"{operation} as {role}");
            }
        }

        foreach (var (operation, id) in new[] { ("issuance", fixture.OwnIssuance), ("need", fixture.OwnNeed) })
        {
            foreach (var role in Table.Roles.Where(role => Table[operation, role] == Permission.Own))
            {
                (await AskAsync(role, operation, ById[operation].Query, new { id })).Text("id").ShouldBe(id, $"{operation} as {role}");
            }
        }
    }

    [Theory]
    [InlineData("issuances")]
    [InlineData("needs")]
    public async Task A_list_holds_what_is_ones_own_or_everybodys(string operation)
    {
        var others = operation == "issuances" ? fixture.OthersIssuance : fixture.OthersNeed;
        var own = operation == "issuances" ? fixture.OwnIssuance : fixture.OwnNeed;
        foreach (var role in Table.Roles.Where(role => Table[operation, role] != Permission.None))
        {
            var list = await AskAsync(role, operation, $"{{ {operation}(campaign: \"hue\", first: 100) {{ edges {{ node {{ id }} }} }} }}");
            var ids = list.At("edges").EnumerateArray().Select(e => e.Text("node", "id")).ToList();

            ids.ShouldContain(own, $"{operation} as {role}");
            ids.Contains(others).ShouldBe(Table[operation, role] == Permission.All, $"{operation} as {role}");
        }
    }

    [Fact]
    public async Task Who_proposes_does_nothing_yet()
    {
        var ground = await fixture.Database.GroundAsync("fpt-ca");
        const string Participations = "registry.participations where ended_by = 'EXCLUDED'";
        foreach (var role in Table.Roles.Where(role => Table["excludeProvider", role] == Permission.Proposes))
        {
            var answer = await AskAsync(
                role, "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }",
                new { input = new { campaign = "hue", providerCode = "fpt-ca", reason = "made up", decisionNumber = "1", violationIds = new[] { ground } } });
            answer.TypeName().ShouldBe("SecondOfficerNeeded", role);
        }

        (await fixture.Database.CountAsync(Participations)).ShouldBe(0);
    }

    private async Task<JsonElement> AskAsync(string role, string field, string query, object? variables = null)
    {
        var (_, body) = await registry.SendWithTokenAsync(fixture.Tokens[role]!, query, variables);
        body.TryGetProperty("errors", out _).ShouldBeFalse($"{field} as {role}: {body}");
        return body.At("data", field);
    }

    private Task<string> StateAsync() => fixture.Database.ScalarAsync<string>(
        "select i.xmin || ' ' || i.status || ' ' || n.xmin || ' ' || n.state from registry.issuances i cross join registry.needs n where i.id = $1 and n.id = $2",
        Guid.Parse(fixture.OthersIssuance), Guid.Parse(fixture.OthersNeed));
}
