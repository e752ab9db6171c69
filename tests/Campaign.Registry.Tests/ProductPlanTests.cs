namespace Campaign.Registry.Tests;

/// <summary>
/// Row-level security keeps what might leak away from indexes: what the hot operations, the lists and the jobs ask under it is found by index all the same. Looked at is
/// what the product itself asked, as PostgreSQL went about it.
/// </summary>
public sealed class ProductPlanTests(PlannedRegistry fixture) : IClassFixture<PlannedRegistry>
{
    [Theory]
    [InlineData("registry.staff", "staff_reference_is_one_person_at_a_time")]
    [InlineData("registry.request_claims", "one_act_per_request_id")]
    [InlineData("registry.serial_claims", "one_record_per_serial_number")]
    [InlineData("registry.revocation_tasks", "revocation_tasks_by_serial")]
    [InlineData("registry.import_claims", "import_claims_by_time")]
    [InlineData("registry.citizen_asks", "citizen_asks_by_provider")]
    [InlineData("registry.issuances", "issuances_by_id")]
    [InlineData("registry.issuances", "issuances_by_provider")]
    [InlineData("registry.issuances", "issuances_pending_by_provider")]
    [InlineData("registry.needs", "needs_by_id")]
    [InlineData("registry.needs", "needs_that_are_due")]
    [InlineData("registry.dossiers", "dossiers_by_contract")]
    [InlineData("registry.dossiers", "dossiers_by_recipient")]
    [InlineData("registry.journal", "journal_of_followed_changes")]
    public void Row_level_security_costs_no_index(string table, string index)
    {
        var asked = fixture.Plans.Where(p => IsOf(p, table)).ToList();
        asked.ShouldNotBeEmpty($"nothing was asked of {table}");

        // Its own columns are looked for in the index, and no others are read first.
        asked.ShouldContain(plan => LooksUp(plan, index), $"{index} is in none of {asked.Count} plans, of which the first is:\n{asked[0]}");
    }

    /// <summary>By the statement's text, or by the plan, where the statement asks a view of the table.</summary>
    private static bool IsOf(string plan, string table) =>
        plan.Contains(table, StringComparison.Ordinal) || plan.Contains($" on {table["registry.".Length..]} ", StringComparison.Ordinal);

    private static bool LooksUp(string plan, string index) => plan.Split('\n').Index().Any(line =>
        (line.Item.Contains($"using {index} on ", StringComparison.Ordinal) || line.Item.Contains($"Bitmap Index Scan on {index} ", StringComparison.Ordinal))
        && plan.Split('\n').ElementAtOrDefault(line.Index + 1)?.Contains("Index Cond:", StringComparison.Ordinal) == true);
}
