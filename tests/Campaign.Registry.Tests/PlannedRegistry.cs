using Campaign.Registry.Programme.Exclusions;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>
/// A registry whose PostgreSQL writes down how it went about each statement, in functions too. It plans for every set of parameters, as it does for what stays
/// prepared, and walks through a table only where there is no other way: these tables are small, and a real registry's are not.
/// </summary>
public sealed class PlannedRegistry(TestPostgres postgres) : IAsyncLifetime
{
    /// <summary>One for each time that a statement ran: its text, then the plan.</summary>
    internal IReadOnlyList<string> Plans { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        await using var database = await postgres.CreateAsync();
        foreach (var setting in new[]
        {
            "session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0", "auto_explain.log_nested_statements = on",
            "plan_cache_mode = force_generic_plan", "enable_seqscan = off",
        })
        {
            await database.ExecuteAsync($"alter database {database.Name} set {setting}");
        }

        // The server gathers no statistics of its own accord, on a busy machine or an idle one: the plans are the same each time.
        await database.ExecuteAsync("""
            do $$ declare t text; begin
              for t in select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'registry' and c.relkind = 'r' loop
                execute 'alter table ' || t || ' set (autovacuum_enabled = false)';
              end loop;
            end $$
            """);
        await using (var registry = await TestRegistry.StartAsync(database))
        {
            await LiveAsync(registry);
        }

        Plans = [.. postgres.ServerLog.Split("\n20").Where(line => line.Contains($"campaign_runtime@{database.Name} ", StringComparison.Ordinal) && line.Contains("Query Text:", StringComparison.Ordinal))];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What happens most, what lists show, and what the jobs look for.</summary>
    private static async Task LiveAsync(TestRegistry registry)
    {
        var (citizen, inVain) = (Make.Citizen(), Make.Record());
        var check = await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        var recorded = await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with
        {
            Channel = "DOOR_TO_DOOR",
            Staff = "vnpt-ca-staff-1",
            Ticket = check.Text("ticket"),
            Dossier = new { contractNumber = "HD-1", recipientName = "Lê Văn Nhân" },
        });
        recorded.TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("ca2", inVain with { CitizenId = citizen })).TypeName().ShouldBe("AlreadyIssued");
        (await registry.ConfirmRevocationAsync("ca2", inVain.Certificate.SerialNumber, DateTimeOffset.UtcNow)).TypeName().ShouldBe("RevocationConfirmed");
        var imported = Importing.File(Importing.Row(citizen, issuedAt: "2020-01-01"));
        await registry.ImportAsync("misa-ca", imported);

        (await registry.AskAsync("vnpt-ca", "issuance", "query($id: ID!) { issuance(id: $id) { id } }", new { id = recorded.Text("issuance", "id") })).Text("id").ShouldNotBeEmpty();
        (await registry.RecordAsync("vnpt-ca", Make.Record())).TypeName().ShouldBe("IssuanceRecorded");
        const string Page = "query($after: String) { issuances(campaign: \"hue\", first: 1, after: $after) { edges { node { id } } pageInfo { endCursor } } }";
        var first = await registry.AskAsync("vnpt-ca", "issuances", Page);
        (await registry.AskAsync("vnpt-ca", "issuances", Page, new { after = first.Text("pageInfo", "endCursor") })).At("edges").GetArrayLength().ShouldBe(1);

        await using (var subscription = await Subscription.OpenAsync(registry, "vnpt-ca"))
        {
            var need = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "vnpt-ca" })).Text("need", "id");
            (await subscription.NextNeedAsync()).Text("id").ShouldBe(need);
            (await registry.NeedAsync("vnpt-ca", need)).Text("state").ShouldBe("WAITING");
        }

        await registry.Services.GetRequiredService<ExcludeProvider>().EffectAsync(Callers.Officer("reviewer", Callers.Reviewing), "hue", "misa-ca", default);
        foreach (var job in new[] { "lapse-needs", "detect-violations", "remind-of-duties" })
        {
            await registry.RunJobAsync(job);
        }
    }
}
