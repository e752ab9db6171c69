using System.Collections.Frozen;
using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Testing;

/// <summary>Callers as a sign-in would make them, and the schema asked on their behalf, behind the same look at scopes as the endpoint's.</summary>
internal static class Callers
{
    public static readonly string[] Reviewing = [Scopes.DepartmentRead, Scopes.DepartmentReview];
    public static readonly string[] Administering = [Scopes.DepartmentRead, Scopes.DepartmentAdministration];

    /// <summary>The citizen who bears this number.</summary>
    public static Caller Citizen(this TestRegistry registry, string digits)
    {
        var number = CitizenNumber.ParseOrNull(digits)!;
        var hashes = registry.Services.GetRequiredService<NumberVault>().KeysOf(number).Select(k => k.Hash).ToList();
        return new("citizen-account", Set(Scopes.Citizen), Citizen: new(digits, hashes));
    }

    /// <summary>A member of a provider's staff.</summary>
    public static Task<Caller> StaffAsync(this TestRegistry registry, string provider, string reference) =>
        registry.OfProviderAsync(provider, reference, [Scopes.Check, Scopes.Record]);

    /// <summary>A provider's administrator.</summary>
    public static Task<Caller> AdministratorAsync(this TestRegistry registry, string provider) =>
        registry.OfProviderAsync(provider, null, [Scopes.ProviderAdministration]);

    /// <summary>A system of the department's.</summary>
    public static Caller Client(string client, params string[] scopes) => new(client, Set(scopes));

    public static Caller Officer(string account, params string[] scopes) => new(account, Set(scopes));

    /// <summary>The data of one top-level field; fails with the errors when there are some.</summary>
    public static async Task<JsonElement> AskAsync(this TestRegistry registry, Caller caller, string field, string query, object? variables = null)
    {
        var answer = await registry.AnswerAsync(caller, field, query, variables);
        return answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && !answer.TryGetProperty("errors", out _)
            ? data.GetProperty(field)
            : throw new InvalidOperationException(answer.ToString());
    }

    /// <summary>The whole answer, errors and all.</summary>
    public static async Task<JsonElement> AnswerAsync(this TestRegistry registry, Caller caller, string field, string query, object? variables = null)
    {
        var schema = registry.Services.GetRequiredService<RegistrySchema>();
        var definition = schema.Query.GetField(field) ?? schema.Mutation!.GetField(field) ?? throw new InvalidOperationException(field);
        if (Access.ScopesOf(definition)?.Any(caller.May) != true)
        {
            throw new UnauthorizedAccessException($"{field} is beyond the scopes of {caller.ClientId}.");
        }

        var serializer = registry.Services.GetRequiredService<IGraphQLTextSerializer>();
        await using var scope = registry.Services.CreateAsyncScope();
        var result = await registry.Services.GetRequiredService<IDocumentExecuter>().ExecuteAsync(new()
        {
            Schema = schema,
            Query = query,
            Variables = variables is null ? null : serializer.Deserialize<Inputs>(JsonSerializer.Serialize(variables, JsonSerializerOptions.Web)),
            RequestServices = scope.ServiceProvider,
            UserContext = new RegistryCall(caller, Language.English, "test"),
            ThrowOnUnhandledException = true,
        });
        return JsonSerializer.Deserialize<JsonElement>(serializer.Serialize(result));
    }

    private static async Task<Caller> OfProviderAsync(this TestRegistry registry, string provider, string? staff, string[] scopes)
    {
        var id = await registry.Database.ScalarAsync<short>("select id from registry.providers where code = $1", provider);
        return new(staff ?? $"{provider}-administrator", Set(scopes), new(id, provider), Staff: staff);
    }

    private static FrozenSet<string> Set(params string[] scopes) => scopes.ToFrozenSet();
}
