using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>How issuances are activated, replaced and ended, and what that does to the citizen's place and free period.</summary>
public sealed class EndsTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task A_technical_fault_at_the_door_holds_the_place_without_starting_the_free_period()
    {
        var citizen = Make.Citizen();
        var pending = await PendingAsync(citizen);

        pending.Text("issuance", "status").ShouldBe("PENDING_ACTIVATION");
        pending.At("issuance", "freePeriod").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await registry.CheckAsync("ca2", citizen)).Text("standing").ShouldBe("HOLDS_PENDING_ACTIVATION");
        (await registry.RecordAsync("ca2", Make.Record(citizen))).TypeName().ShouldBe("AlreadyIssued");
    }

    [Fact]
    public async Task The_activation_starts_the_free_period_and_asked_again_gives_the_same_success()
    {
        var id = (await PendingAsync(Make.Citizen())).Text("issuance", "id");
        var at = DateTimeOffset.UtcNow;

        var activated = await registry.ActivateAsync("vnpt-ca", id, at);
        var again = await registry.ActivateAsync("vnpt-ca", id, at);

        activated.Text("issuance", "status").ShouldBe("ACTIVE");
        activated.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBeInRange(366, 367);
        again.ToString().ShouldBe(activated.ToString());
    }

    [Fact]
    public async Task What_was_recorded_active_cannot_be_activated()
    {
        var id = (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id");

        var refused = await registry.ActivateAsync("vnpt-ca", id, DateTimeOffset.UtcNow);

        refused.TypeName().ShouldBe("NotPendingActivation");
        refused.Text("status").ShouldBe("ACTIVE");
    }

    [Fact]
    public async Task Another_providers_issuance_is_reported_as_absent()
    {
        var id = (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id");
        const string Query = "query($id: ID!) { issuance(id: $id) { id } }";

        (await registry.EndAsync("ca2", id, "REVOKED", DateTimeOffset.UtcNow)).TypeName().ShouldBe("IssuanceNotFound");
        (await registry.ActivateAsync("ca2", id, DateTimeOffset.UtcNow)).TypeName().ShouldBe("IssuanceNotFound");
        (await registry.ReplaceAsync("ca2", id, Make.Certificate())).TypeName().ShouldBe("IssuanceNotFound");
        (await registry.AskAsync("ca2", "issuance", Query, new { id })).ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await registry.AskAsync("vnpt-ca", "issuance", Query, new { id })).Text("id").ShouldBe(id);
        (await registry.AskAsync("department", "issuance", Query, new { id })).Text("id").ShouldBe(id);
    }

    [Theory]
    [InlineData("REVOKED", "REVOKED")]
    [InlineData("CITIZEN_ASKED", "REVOKED")]
    [InlineData("WRONG_CITIZEN", "WITHDRAWN")]
    public async Task An_end_frees_the_place(string reason, string status)
    {
        var citizen = Make.Citizen();
        var id = (await registry.RecordAsync("vnpt-ca", Make.Record(citizen))).Text("issuance", "id");

        var ended = await registry.EndAsync("vnpt-ca", id, reason, DateTimeOffset.UtcNow);

        ended.Text("issuance", "status").ShouldBe(status);
        (await registry.CheckAsync("ca2", citizen)).Text("standing").ShouldBe("FREE");
        (await registry.RecordAsync("ca2", Make.Record(citizen))).TypeName().ShouldBe("IssuanceRecorded");
    }

    [Fact]
    public async Task The_free_period_outlives_an_end_and_is_not_renewed_by_the_next_record()
    {
        var citizen = Make.Citizen();
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        await fixture.Database.ExecuteAsync(
            "update registry.free_periods set starts_on = starts_on - 100, ends_on = ends_on - 100 where started_by = $1", Guid.Parse(first.Text("issuance", "id")));
        await registry.EndAsync("vnpt-ca", first.Text("issuance", "id"), "CITIZEN_ASKED", DateTimeOffset.UtcNow);

        var second = await registry.RecordAsync("ca2", Make.Record(citizen));

        second.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBeInRange(266, 267);
        (await fixture.Database.CountAsync("registry.free_periods where started_by = $1", Guid.Parse(second.Text("issuance", "id")))).ShouldBe(0);
    }

    [Fact]
    public async Task A_mistyped_number_undoes_the_free_period_that_it_started()
    {
        var citizen = Make.Citizen();
        var mistyped = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));

        var ended = await registry.EndAsync("vnpt-ca", mistyped.Text("issuance", "id"), "WRONG_CITIZEN", DateTimeOffset.UtcNow);
        var right = await registry.RecordAsync("ca2", Make.Record(citizen));

        ended.At("issuance", "freePeriod").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await fixture.Database.CountAsync("registry.free_periods where started_by = $1", Guid.Parse(right.Text("issuance", "id")))).ShouldBe(1);
    }

    [Fact]
    public async Task A_mistyped_number_does_not_undo_a_free_period_that_another_record_started()
    {
        var citizen = Make.Citizen();
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        await registry.EndAsync("vnpt-ca", first.Text("issuance", "id"), "REVOKED", DateTimeOffset.UtcNow);
        var second = await registry.RecordAsync("ca2", Make.Record(citizen));

        var ended = await registry.EndAsync("ca2", second.Text("issuance", "id"), "WRONG_CITIZEN", DateTimeOffset.UtcNow);

        ended.At("issuance", "freePeriod", "daysLeft").GetInt32().ShouldBeInRange(366, 367);
    }

    [Fact]
    public async Task An_end_asked_again_is_the_same_success_and_another_way_it_is_refused()
    {
        var id = (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id");
        var (requestId, at) = (Make.Id(), DateTimeOffset.UtcNow);

        (await registry.EndAsync("vnpt-ca", id, "REVOKED", at, requestId)).At("replayed").GetBoolean().ShouldBeFalse();
        (await registry.EndAsync("vnpt-ca", id, "REVOKED", at, requestId)).At("replayed").GetBoolean().ShouldBeTrue();
        (await registry.EndAsync("vnpt-ca", id, "CITIZEN_ASKED", at, requestId)).TypeName().ShouldBe("RequestIdReused");
        (await registry.EndAsync("vnpt-ca", id, "REVOKED", at)).At("replayed").GetBoolean().ShouldBeTrue();
        var otherWay = await registry.EndAsync("vnpt-ca", id, "CITIZEN_ASKED", at);
        otherWay.TypeName().ShouldBe("CannotEndSo");
        otherWay.Text("status").ShouldBe("REVOKED");
    }

    [Fact]
    public async Task An_unresolved_fault_ends_only_what_is_pending()
    {
        var active = (await registry.RecordAsync("vnpt-ca", Make.Record())).Text("issuance", "id");
        var pending = (await PendingAsync(Make.Citizen())).Text("issuance", "id");

        (await registry.EndAsync("vnpt-ca", active, "FAULT_NOT_RESOLVED", DateTimeOffset.UtcNow)).TypeName().ShouldBe("CannotEndSo");
        (await registry.EndAsync("vnpt-ca", pending, "FAULT_NOT_RESOLVED", DateTimeOffset.UtcNow)).Text("issuance", "status").ShouldBe("WITHDRAWN");
    }

    [Fact]
    public async Task An_end_lies_between_the_making_of_the_certificate_and_5_minutes_ahead()
    {
        var record = await registry.RecordAsync("vnpt-ca", Make.Record());
        var id = record.Text("issuance", "id");

        (await registry.EndAsync("vnpt-ca", id, "REVOKED", record.Time("issuance", "issuedAt").AddMicroseconds(-1))).TypeName().ShouldBe("CannotEndSo");
        (await registry.EndAsync("vnpt-ca", id, "REVOKED", DateTimeOffset.UtcNow.AddMinutes(6))).TypeName().ShouldBe("CannotEndSo");
        (await registry.EndAsync("vnpt-ca", id, "REVOKED", record.Time("issuance", "issuedAt"))).TypeName().ShouldBe("IssuanceEnded");
    }

    [Fact]
    public async Task A_replacement_keeps_the_place_and_the_free_period()
    {
        var citizen = Make.Citizen();
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var id = first.Text("issuance", "id");
        var (requestId, certificate) = (Make.Id(), Make.Certificate());

        var replaced = await registry.ReplaceAsync("vnpt-ca", id, certificate, requestId: requestId);
        var again = await registry.ReplaceAsync("vnpt-ca", id, certificate, requestId: requestId);
        var other = await registry.ReplaceAsync("vnpt-ca", id, Make.Certificate());

        replaced.Text("issuance", "status").ShouldBe("ACTIVE");
        replaced.At("issuance", "freePeriod").ToString().ShouldBe(first.At("issuance", "freePeriod").ToString());
        again.At("replayed").GetBoolean().ShouldBeTrue();
        again.At("receipt").ToString().ShouldBe(replaced.At("receipt").ToString());
        other.TypeName().ShouldBe("CannotEndSo");
        other.Text("status").ShouldBe("REPLACED");
        (await registry.CheckAsync("vnpt-ca", citizen)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
    }

    [Fact]
    public async Task A_pending_certificate_that_is_replaced_stays_pending()
    {
        var pending = await PendingAsync(Make.Citizen());

        var replaced = await registry.ReplaceAsync("vnpt-ca", pending.Text("issuance", "id"), Make.Certificate(), "TECHNICAL");

        replaced.Text("issuance", "status").ShouldBe("PENDING_ACTIVATION");
        (await registry.ActivateAsync("vnpt-ca", replaced.Text("issuance", "id"), DateTimeOffset.UtcNow)).Text("issuance", "status").ShouldBe("ACTIVE");
    }

    [Fact]
    public async Task A_serial_number_taken_before_cannot_replace()
    {
        var input = Make.Record();
        var first = await registry.RecordAsync("vnpt-ca", input);
        var second = await registry.RecordAsync("vnpt-ca", Make.Record());

        var refused = await registry.ReplaceAsync("vnpt-ca", second.Text("issuance", "id"), Make.Certificate() with { SerialNumber = "00:" + input.Certificate.SerialNumber.ToLowerInvariant() });

        refused.TypeName().ShouldBe("SerialNumberTaken");
        refused.Text("issuanceId").ShouldBe(first.Text("issuance", "id"));
    }

    [Fact]
    public async Task Only_what_was_made_in_vain_is_due_for_revocation_and_a_confirmation_stands()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var lost = Make.Record(citizen);
        var refusal = await registry.RecordAsync("ca2", lost);
        var serial = lost.Certificate.SerialNumber;
        var (requestId, revokedAt) = (Make.Id(), DateTimeOffset.UtcNow);

        (await registry.ConfirmRevocationAsync("vnpt-ca", serial, revokedAt)).TypeName().ShouldBe("NoRevocationDue");
        (await registry.ConfirmRevocationAsync("ca2", Make.Serial(), revokedAt)).TypeName().ShouldBe("NoRevocationDue");
        (await registry.ConfirmRevocationAsync("ca2", serial, revokedAt, campaign: "nowhere")).TypeName().ShouldBe("NoRevocationDue");
        (await registry.ConfirmRevocationAsync("ca2", serial, revokedAt.AddMinutes(6))).TypeName().ShouldBe("NoRevocationDue");
        var confirmed = await registry.ConfirmRevocationAsync("ca2", serial, revokedAt, requestId);
        confirmed.Time("revokeBy").ShouldBe(refusal.Time("revokeBy"));
        confirmed.At("inTime").GetBoolean().ShouldBeTrue();
        (await registry.ConfirmRevocationAsync("ca2", serial, revokedAt, requestId)).ToString().ShouldBe(confirmed.ToString());
        (await registry.ConfirmRevocationAsync("ca2", serial, revokedAt.AddSeconds(-1), requestId)).TypeName().ShouldBe("RequestIdReused");
        (await registry.ConfirmRevocationAsync("ca2", serial, revokedAt.AddSeconds(-1))).ToString().ShouldBe(confirmed.ToString());
        // What was revoked can no longer be recorded.
        (await registry.RecordAsync("ca2", Make.Record() with { Certificate = lost.Certificate })).Text("field").ShouldBe("serialNumber");
    }

    [Fact]
    public async Task A_record_that_succeeds_after_all_owes_no_revocation()
    {
        var citizen = Make.Citizen();
        var input = Make.Record(citizen) with { Channel = "DOOR_TO_DOOR", Staff = "ca2-staff-1" };
        (await registry.RecordAsync("ca2", input)).TypeName().ShouldBe("CheckRequired");
        var check = await registry.CheckAsync("ca2", citizen, "DOOR_TO_DOOR", "ca2-staff-1");

        var record = await registry.RecordAsync("ca2", input with { Ticket = check.Text("ticket") });

        record.TypeName().ShouldBe("IssuanceRecorded");
        (await registry.ConfirmRevocationAsync("ca2", input.Certificate.SerialNumber, DateTimeOffset.UtcNow)).TypeName().ShouldBe("NoRevocationDue");
    }

    private async Task<System.Text.Json.JsonElement> PendingAsync(string citizen)
    {
        var check = await registry.CheckAsync("vnpt-ca", citizen, "DOOR_TO_DOOR", "vnpt-ca-staff-1");
        return await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with
        {
            Channel = "DOOR_TO_DOOR",
            Staff = "vnpt-ca-staff-1",
            Ticket = check.Text("ticket"),
            Activated = false,
        });
    }
}
