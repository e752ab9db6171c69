using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>What the database alone holds, whatever the code does: each test goes behind the handlers, under the role that they work under.</summary>
public sealed class DatabaseGuardsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task Nobody_holds_two_places_in_a_campaign() =>
        await RefusedAsync("one_live_issuance_per_person", await RecordedAsync(), Copy());

    [Fact]
    public async Task Only_at_the_door_can_a_record_be_pending() =>
        await RefusedAsync("pending_only_at_the_door", await RecordedAsync(), Copy(status: "'PENDING_ACTIVATION'", activatedAt: "null"));

    [Fact]
    public async Task An_ended_issuance_says_when_and_why() =>
        await RefusedAsync("ended_has_time_and_reason", await RecordedAsync(), Copy(status: "'REVOKED'"));

    [Fact]
    public async Task An_unlicensed_provider_records_nothing() =>
        await RefusedAsync("recorder_is_licensed", await RecordedAsync(), Copy(status: "'REVOKED'", storage: "'USB_TOKEN'", ended: true));

    [Fact]
    public async Task A_provider_that_does_not_take_part_records_nothing()
    {
        var id = await RecordedAsync();
        await fixture.Database.ExecuteAsync("""
            with p as (insert into registry.providers (code) values ('outsider') on conflict do nothing returning id)
            insert into registry.licences (provider_id, number, key_storage, issued_on, valid_before, source) select id, 'X', 'REMOTE', '2020-01-01', '2040-01-01', 'test' from p
            """);

        await RefusedAsync("recorder_takes_part", id, Copy(provider: "(select id from registry.providers where code = 'outsider')", status: "'REVOKED'", ended: true));
    }

    [Fact]
    public async Task What_has_ended_never_comes_back()
    {
        var id = await RecordedAsync();
        await fixture.Registry.EndAsync("vnpt-ca", id.ToString(), "REVOKED", DateTimeOffset.UtcNow);

        await RefusedAsync("ended_is_for_good", id, "update registry.issuances set status = 'ACTIVE', ended_at = null, end_reason = null where id = $1");
    }

    [Fact]
    public async Task What_is_active_does_not_become_pending() =>
        await RefusedAsync("activation_is_once", await RecordedAsync(), "update registry.issuances set status = 'PENDING_ACTIVATION' where id = $1");

    [Fact]
    public async Task A_free_period_starts_once() => await RefusedAsync("one_free_period_per_person", await RecordedAsync(), """
        insert into registry.free_periods (person_id, campaign_id, starts_on, ends_on, started_by)
        select person_id, campaign_id, starts_on + 1, ends_on + 1, started_by from registry.free_periods where started_by = $1
        """);

    [Fact]
    public async Task A_serial_number_is_recorded_once_per_provider() => await RefusedAsync("one_record_per_serial_number", await RecordedAsync(), """
        insert into registry.serial_claims select provider_id, serial_number, issuance_id, person_id from registry.serial_claims where issuance_id = $1
        """);

    [Fact]
    public async Task A_request_id_acts_once() => await RefusedAsync("one_act_per_request_id", await RecordedAsync(), """
        insert into registry.request_claims select * from registry.request_claims where subject_id = $1
        """);

    [Fact]
    public async Task A_number_means_one_person() => await RefusedAsync("one_person_per_number", await RecordedAsync(), """
        insert into registry.number_keys select k.* from registry.number_keys k join registry.issuances i using (person_id) where i.id = $1
        """);

    /// <summary>I9: history only grows.</summary>
    [Theory]
    [InlineData("delete from registry.issuances")]
    [InlineData("delete from registry.journal")]
    [InlineData("truncate registry.citizen_asks")]
    [InlineData("update registry.journal set payload = ''")]
    [InlineData("update registry.citizen_asks set answer = ''")]
    [InlineData("update registry.issuances set recorded_at = recorded_at - interval '1 hour'")]
    [InlineData("update registry.issuances set person_id = gen_random_uuid()")]
    [InlineData("update registry.free_periods set ends_on = ends_on + 1")]
    [InlineData("update registry.refused_records set refused_at = now()")]
    [InlineData("update registry.revocation_tasks set revoke_by = now()")]
    [InlineData("update registry.request_claims set content_hash = ''")]
    [InlineData("update registry.campaign_terms set free_months = 24")]
    [InlineData("insert into registry.clock (shift) values ('1 day')")]
    [InlineData("create table registry.mine (id int)")]
    [InlineData("drop index registry.one_live_issuance_per_person")]
    [InlineData("select * from signin.applications")]
    public async Task The_runtime_role_may_not_rewrite_history(string sql)
    {
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var command = new NpgsqlCommand(sql, connection);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        // Not the owner (42501 for data, and for what only an owner may do).
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_runtime_role_has_no_right_to_delete_anywhere()
    {
        var rights = await fixture.Database.CountAsync(
            "information_schema.role_table_grants where grantee = 'campaign_runtime' and privilege_type in ('DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES')");

        rights.ShouldBe(0);
    }

    [Fact]
    public async Task The_clock_of_a_true_registry_cannot_be_moved()
    {
        await fixture.Database.ExecuteAsync("delete from registry.clock; update registry.database_kind set simulation = false");

        var refused = await Should.ThrowAsync<PostgresException>(() => fixture.Database.ExecuteAsync("insert into registry.clock (shift) values ('1 day')"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.ForeignKeyViolation);
        await fixture.Database.ExecuteAsync("update registry.database_kind set simulation = true");
    }

    /// <summary>A second issuance like the first, but for what the arguments (SQL expressions) say.</summary>
    private static string Copy(
        string provider = "provider_id", string status = "'ACTIVE'", string storage = "key_storage", string activatedAt = "activated_at", bool ended = false) => $"""
        insert into registry.issuances (id, person_id, campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, key_storage, recorded_at,
          recorded_pending, activated_at, ended_at, end_reason, root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature)
        select gen_random_uuid(), person_id, campaign_id, {provider}, origin, {status}, serial_number, serial_as_written, issued_at, {storage},
          registry.registry_now(), recorded_pending, {activatedAt}, {(ended ? "registry.registry_now(), 'REVOKED'" : "null, null")},
          root_id, root_recorded_at, receipt_key_id, receipt_leaf_hash, receipt_signature from registry.issuances where id = $1
        """;

    private async Task<Guid> RecordedAsync() => Guid.Parse((await fixture.Registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id"));

    private async Task RefusedAsync(string constraint, Guid issuance, string sql)
    {
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var look = new NpgsqlCommand($"set {Viewer.Variable} = 'registry'", connection);
        await look.ExecuteNonQueryAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(issuance);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        refused.ConstraintName.ShouldBe(constraint);
    }
}
