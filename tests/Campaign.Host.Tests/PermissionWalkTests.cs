using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Campaign.Registry.Platform.Graph;
using Campaign.Testing;
using GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Host.Tests;

/// <summary>
/// Every operation of the schema asked as every role, over HTTP with a token as that role gets it, and held against docs/reference/permissions.md. A new field without a row fails.
/// </summary>
public sealed class PermissionWalkTests(WalkedRegistry fixture) : IClassFixture<WalkedRegistry>
{
    private static readonly PermissionTable Table = PermissionTable.Read();

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public void Every_operation_has_a_row_and_every_row_an_operation() =>
        Table.Operations.ShouldBe([.. Fields().Select(f => f.Field.Name)], ignoreOrder: true);

    [Fact]
    public void Every_role_of_the_table_is_walked() => Table.Roles.ShouldBe(WalkedRoles.All, ignoreOrder: true);

    [Fact]
    public async Task Every_cell_is_as_the_table_says()
    {
        var wrong = new List<string>();
        var tried = 0;
        foreach (var role in Table.Roles)
        {
            var token = fixture.Tokens[role];
            foreach (var (kind, field) in Fields())
            {
                var (status, code) = await SendAsync(token, MinimalDocument.For(kind, field), kind);
                var expected = Table[field.Name, role] != Permission.None ? "served" : token is null ? "401 UNAUTHENTICATED" : "403 FORBIDDEN";
                var found = (status, code) switch
                {
                    (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, _) => $"{(int)status} {code}",
                    (_, "FORBIDDEN" or "UNAUTHENTICATED" or "INTERNAL") => code,
                    _ => "served",
                };
                tried++;
                if (found != expected)
                {
                    wrong.Add($"{field.Name} as {role}: {found}, and not {expected}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{tried} cells: {Table.Operations.Count} operations as {Table.Roles.Count} roles");
        wrong.ShouldBeEmpty();
        tried.ShouldBe(Table.Operations.Count * Table.Roles.Count);
    }

    private List<(string Kind, IFieldType Field)> Fields()
    {
        var schema = registry.Services.GetRequiredService<RegistrySchema>();
        return
        [
            .. schema.Query.Fields.Select(f => ("query", (IFieldType)f)),
            .. schema.Mutation!.Fields.Select(f => ("mutation", (IFieldType)f)),
            .. schema.Subscription!.Fields.Select(f => ("subscription", (IFieldType)f)),
        ];
    }

    /// <summary>A subscription that is served is a stream: its status is enough, and it is hung up on.</summary>
    private async Task<(HttpStatusCode Status, string? Code)> SendAsync(string? token, string query, string kind)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        if (kind == "subscription")
        {
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using var response = await registry.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.Content.Headers.ContentType?.MediaType == "text/event-stream")
        {
            return (response.StatusCode, null);
        }

        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (response.StatusCode, body.TryGetProperty("errors", out var errors) ? errors[0].Text("extensions", "code") : null);
    }
}
