using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Campaign.Host.Commands;
using Campaign.Registry.Platform.Callers;
using Campaign.Testing;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Serilog;

namespace Campaign.Host.Tests;

/// <summary>
/// I11: every operation of the schema is asked with marked numbers, as they are, in sentences, in wrong types, in documents and malformed; then nothing that came out holds
/// one. Left out are requestId and serialNumber, which are the caller's to choose and cannot be told from any other digits.
/// </summary>
public sealed class MarkedNumberTests(MarkedRegistry fixture, TestPostgres postgres) : IClassFixture<MarkedRegistry>
{
    private static readonly string[] ChosenByTheCaller = ["requestId", "serialNumber"];

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task No_marked_number_is_in_anything_that_came_out()
    {
        var answers = new StringBuilder();
        await DriveEverythingAsync(answers);
        await LiveAsync(answers);

        fixture.Numbers.Logged.ShouldBeGreaterThan(100);
        MarkedNumbers.FoundIn("an answer", answers.ToString()).ShouldBeEmpty();
        (await fixture.Numbers.FoundAsync(registry, postgres.ServerLog)).Distinct().ShouldBeEmpty();
    }

    /// <summary>The test above can fail: what is planted is found, wherever. In a registry of its own, for a host that reads of a key that it lacks serves nobody.</summary>
    [Fact]
    public async Task What_is_planted_is_found()
    {
        using var numbers = new MarkedNumbers();
        await using var database = await postgres.CreateAsync();
        await using var planted = await TestRegistry.StartAsync(database);
        var before = await numbers.FoundAsync(planted, "");
        await database.ExecuteAsync(
            "insert into registry.alarms (id, raised_at, invariant, what, subject_ids) values (gen_random_uuid(), now(), 'I1', $1, '{}')", "seen with 919 293 949");
        await database.ExecuteAsync("insert into registry.key_checks (purpose, key_id, check_value) values ('TICKET', 'planted', decode(rpad($1, 64, '0'), 'hex'))",
            Convert.ToHexStringLower(Encoding.ASCII.GetBytes(MarkedNumbers.Another)));
        new LoggerConfiguration().WriteTo.Sink(numbers).CreateLogger().Information("Asked {About}", MarkedNumbers.Citizen);

        var found = await numbers.FoundAsync(planted, "STATEMENT: select '0931757575'");

        before.ShouldBeEmpty();
        found.Select(f => f.Split(" holds")[0]).Distinct().Order(StringComparer.Ordinal).ShouldBe(["registry.alarms", "registry.key_checks", "the host's log", "the server's log"]);
    }

    [Theory]
    [InlineData("query={need(id:\"046204979797\"){id}}")]
    [InlineData("query=query($i:ID!){need(id:$i){id}}&variables={\"i\":\"046 204 979 797\"}")]
    public async Task A_number_in_an_address_is_refused(string queryString)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?" + queryString.Replace(" ", "%20", StringComparison.Ordinal));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await registry.TokenAsync("vnpt-ca"));

        using var response = await registry.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        MarkedNumbers.FoundIn("the answer", await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    /// <summary>Each top-level field, by clients and by people, with each way of writing a number in each place that takes text.</summary>
    private async Task DriveEverythingAsync(StringBuilder answers)
    {
        var schema = SchemaPrinter.Make();
        var people = new[]
        {
            registry.Citizen(MarkedNumbers.Citizen), await registry.StaffAsync("ca2", "ca2-staff-1"), await registry.AdministratorAsync("ca2"),
            Callers.Officer("officer", [.. Callers.Reviewing, Scopes.DepartmentAdministration]),
        };
        string[] texts = [MarkedNumbers.Citizen, $"CCCD 046.204.979.797, CMND {MarkedNumbers.Card}, gọi 0931 757 575", "hue", "046 304 868 686"];
        foreach (var (kind, field) in schema.Query.Fields.Select(f => ("query", f)).Concat(schema.Mutation!.Fields.Select(f => ("mutation", f))))
        {
            var declared = string.Join(", ", ArgumentsOf(field).Select(a => $"${a.Name}: {a.ResolvedType}"));
            var passed = string.Join(", ", ArgumentsOf(field).Select(a => $"{a.Name}: ${a.Name}"));
            var query = $"{kind}{(declared.Length > 0 ? $"({declared})" : "")} {{ {field.Name}{(passed.Length > 0 ? $"({passed})" : "")} {(IsLeaf(field) ? "" : "{ __typename }")} }}";
            foreach (var variables in texts.Select(t => Values(field, t)).Append(Values(field, 46204979797L)).Append(Values(field, new[] { MarkedNumbers.Citizen })))
            {
                foreach (var client in new[] { "vnpt-ca", "department", null })
                {
                    answers.AppendLine((await registry.SendAsync(client, query, variables)).Body.ToString());
                }

                foreach (var person in people.Where(p => Registry.Platform.Graph.Access.ScopesOf(field)?.Any(p.May) == true))
                {
                    // Errors are given their words by the endpoint, which these do not come through.
                    var answer = await registry.AnswerAsync(person, field.Name, query, variables);
                    answers.AppendLine(answer.TryGetProperty("data", out var data) ? data.ToString() : "");
                }
            }

            answers.AppendLine((await registry.SendAsync("vnpt-ca", $"{kind} {{ {field.Name}(input: {{ citizenId: \"{MarkedNumbers.Citizen}\", {MarkedNumbers.Card}")).Body.ToString());
        }

        foreach (var body in new[] { $"{{\"query\": \"{MarkedNumbers.Citizen}\"}}", $"{MarkedNumbers.Citizen}", $"{{\"query\":\"{{x}}\",\"variables\":{MarkedNumbers.Citizen}", $"citizenId={MarkedNumbers.Citizen}" })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await registry.Http.PostAsync("/graphql", content);
            answers.AppendLine(await response.Content.ReadAsStringAsync());
        }
    }

    /// <summary>What really is done with the numbers, with sentences about them in all that people write.</summary>
    private async Task LiveAsync(StringBuilder answers)
    {
        var spoken = $"số 046 204 979 797, {MarkedNumbers.Card}, {MarkedNumbers.Phone}";
        void Keep(JsonElement answer) => answers.AppendLine(answer.ToString());
        Keep(await registry.CheckAsync("vnpt-ca", "046 204 979 797", alsoKnownAs: MarkedNumbers.Card));
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = MarkedNumbers.Another, Phone = MarkedNumbers.Phone, ContactName = spoken })).Text("need", "id");
        await registry.AskAsync("vnpt-ca", "startNeedSupport", Testing.Operations.StartNeedSupport, new
        {
            input = new { needId = need, staff = "vnpt-ca-staff-1", evidence = new { calledAt = DateTimeOffset.UtcNow, note = spoken } },
        });
        Keep(await registry.AskAsync("department", "denyNeedSupport", Testing.Operations.DenyNeedSupport, new { input = new { needId = need, reason = spoken } }));
        Keep(await registry.AskAsync("department", "cancelNeed", Testing.Operations.CancelNeed, new { input = new { needId = need, reason = spoken } }));
        var record = Make.Record(MarkedNumbers.Citizen) with { Dossier = new { contractNumber = spoken, recipientName = spoken } };
        Keep(await registry.RecordAsync("vnpt-ca", record));
        Keep(await registry.RecordAsync("ca2", Make.Record(MarkedNumbers.Citizen)));
        var code = (await registry.ConsentAsync(MarkedNumbers.Citizen, "ca2")).Text("consentCode");
        var switched = await registry.SwitchAsync("ca2", new() { CitizenId = MarkedNumbers.Citizen, ConsentCode = code, Certificate = Make.Certificate(), Dossier = new { contractNumber = spoken } });
        Keep(switched);
        Keep(await registry.AskAsync("ca2", "endIssuance", Testing.Operations.EndIssuance, new
        {
            input = new { requestId = Make.Id(), issuanceId = switched.Text("issuance", "id"), reason = "REVOKED", effectiveAt = DateTimeOffset.UtcNow, note = spoken },
        }));
        Keep(await registry.AskAsync(Callers.Officer("officer", Callers.Reviewing), "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }", new
        {
            input = new { campaign = "hue", providerCode = "misa-ca", reason = spoken, decisionNumber = spoken, violationIds = new[] { spoken, MarkedNumbers.Citizen } },
        }));
        Keep(await registry.AskAsync(Callers.Officer("officer", Callers.Reviewing), "excludeProvider", "mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename } }", new
        {
            input = new { campaign = "hue", providerCode = "misa-ca", reason = spoken, decisionNumber = spoken, violationIds = new[] { await registry.Database.GroundAsync("misa-ca") } },
        }));
        Keep(await registry.AskAsync("department", "createCampaign", "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }", new
        {
            input = new { code = "marked", name = spoken, opensAt = "2026-01-01T00:00:00Z", closesAt = "2027-01-01T00:00:00Z", providerCodes = new[] { "ca2" } },
        }));
        Keep(await registry.AskAsync(Callers.Officer("officer", Callers.Reviewing), "citizenLookups", "query($c: String!, $r: String!) { citizenLookups(citizenId: $c, reason: $r) { edges { node { who reason } } } }", new { c = MarkedNumbers.Citizen, r = spoken }));
        await ImportAsync(answers, spoken);
        await registry.RunJobAsync("detect-violations");
        await registry.RunJobAsync("deliver-messages");
        Keep(await registry.AskAsync("department", "violations", "{ violations(campaign: \"hue\", first: 100) { edges { node { evidence { summary } } } } }"));
    }

    /// <summary>In a file of earlier certificates, in each of its cells and columns, and in its name; the file that its own provider fetches again is left out.</summary>
    private async Task ImportAsync(StringBuilder answers, string spoken)
    {
        var administrator = await registry.TokenAsAdministratorAsync("ca2");
        var file = Encoding.UTF8.GetBytes($"""
            Số CCCD,Số CMND cũ,Họ và tên,Điện thoại,Số sê-ri,Ngày cấp,{MarkedNumbers.Another}
            {MarkedNumbers.Citizen},{MarkedNumbers.Card},Lê Thị Tám,{MarkedNumbers.Phone},{Make.Serial()},01/03/2024,
            {MarkedNumbers.Another},,Lê Thị Chín,{MarkedNumbers.Phone},{Make.Serial()},01/03/2024,
            {MarkedNumbers.Another}7,046 204 979 797,"{spoken}","{spoken}",x,{MarkedNumbers.Card},"{spoken}"
            """);
        var (_, uploaded) = await registry.UploadAsync(administrator, new ByteArrayContent(file), name: $"{MarkedNumbers.Citizen}.csv");
        answers.AppendLine(uploaded.ToString());
        var id = uploaded.Text("data", "uploadImport", "import", "id");
        foreach (var query in new[] { Testing.ImportOperations.Preview, Testing.ImportOperations.Start, Testing.ImportOperations.One })
        {
            answers.AppendLine((await registry.SendWithTokenAsync(administrator, query, new { id })).Body.ToString());
        }

        await registry.RunJobAsync("look-at-imports");
        answers.AppendLine((await Testing.ImportOperations.ImportAsync(registry, id)).ToString());
        answers.AppendLine((await Testing.ImportOperations.ApproveImportAsync(registry, id)).ToString());
        await registry.RunJobAsync("run-imports");
        var (_, done) = await registry.SendWithTokenAsync(administrator, Testing.ImportOperations.One, new { id });
        done.Text("data", "import", "state").ShouldBe("DONE");
        answers.AppendLine(done.ToString());
    }

    private static QueryArguments ArgumentsOf(FieldType field) => field.Arguments ?? [];

    private static bool IsLeaf(FieldType field) => Named(field.ResolvedType!) is ScalarGraphType;

    private static Dictionary<string, object?> Values(FieldType field, object text) => ArgumentsOf(field).ToDictionary(a => a.Name, a => Value(a.Name, a.ResolvedType!, text));

    private static object? Value(string name, IGraphType type, object text) => type switch
    {
        NonNullGraphType required => Value(name, required.ResolvedType!, text),
        ListGraphType list => new[] { Value(name, list.ResolvedType!, text) },
        InputObjectGraphType input => input.Fields.ToDictionary(f => f.Name, f => Value(f.Name, f.ResolvedType!, text)),
        EnumerationGraphType members => members.Values.First().Name,
        BooleanGraphType => true,
        IntGraphType => 1,
        { Name: "DateTime" } => "2026-01-01T00:00:00Z",
        { Name: "Date" } => "2026-01-01",
        { Name: "Duration" } => "PT1H",
        _ => ChosenByTheCaller.Contains(name) ? Make.Id()[..8] : text,
    };

    private static IGraphType Named(IGraphType type) => type switch
    {
        NonNullGraphType required => Named(required.ResolvedType!),
        ListGraphType list => Named(list.ResolvedType!),
        _ => type,
    };
}

/// <summary>A registry all of whose log is kept, the finest too.</summary>
public sealed class MarkedRegistry(TestPostgres postgres) : RegistryFixture(postgres), IDisposable
{
    internal MarkedNumbers Numbers { get; } = new();

    public void Dispose() => Numbers.Dispose();

    protected override void Adjust(IServiceCollection services) => services.AddSerilog(
        configuration => configuration.MinimumLevel.Verbose()
            // The framework's lines about each request say its address, which the host's own settings leave out.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.AspNetCore.Routing", Serilog.Events.LogEventLevel.Warning)
            .WriteTo.Sink(Numbers));
}
