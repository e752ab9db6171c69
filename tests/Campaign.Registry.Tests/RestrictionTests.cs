using System.Text.Json;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Corrections and restrictions (law 91/2025): history stays and the truth stands beside it; a restricted citizen's data is shown to no provider beyond what the law needs.</summary>
public sealed class RestrictionTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);

    private readonly TestRegistry registry = fixture.Registry;

    [Fact]
    public async Task The_contact_of_an_open_need_changes_in_its_place_and_is_sealed_anew()
    {
        var citizen = Make.Citizen();
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, Phone = "0905000111" })).Text("need", "id");
        var before = await ContactAsync(need);
        var id = await OpenAsync("CORRECTION", citizen, "my telephone");
        object Contact(string needId, string phone = "0905 000 222") => new { needId, contactName = "Nguyễn Thị Lành", phone };
        var others = (await registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen() })).Text("need", "id");

        (await registry.FulfilDataRequestAsync(Reviewer, id)).Text("field").ShouldBe("needContact");
        (await registry.FulfilDataRequestAsync(Reviewer, id, Contact("no id"))).Text("field").ShouldBe("needId");
        (await registry.FulfilDataRequestAsync(Reviewer, id, Contact(others))).Text("field").ShouldBe("needId");
        (await registry.FulfilDataRequestAsync(Reviewer, id, Contact(need, "12"))).Text("field").ShouldBe("phone");
        (await ContactAsync(need)).ShouldBe(before);
        var done = await registry.FulfilDataRequestAsync(Reviewer, id, Contact(need));

        done.Text("request", "state").ShouldBe("FULFILLED");
        var correction = done.At("request", "corrections")[0];
        (correction.Text("subject"), correction.Text("subjectId"), correction.At("value").ValueKind).ShouldBe(("NEED_CONTACT", need, JsonValueKind.Null));
        (await registry.NeedAsync("vnpt-ca", need)).Text("contact", "phone").ShouldBe("0905000222");
        (await ContactAsync(need)).ShouldNotBe(before);
        (await fixture.Database.CountAsync("registry.journal where kind = 'NEED_CONTACT_CORRECTED' and subject_id = $1 and payload not like '%0905%'", Guid.Parse(need))).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_dossier_says_stays_and_what_is_true_stands_beside_it()
    {
        var citizen = Make.Citizen();
        var issuance = (await registry.RecordAsync("vnpt-ca", Make.Record(citizen) with { Dossier = new { recipientName = "Lê Văn Nhầm" } })).Text("issuance", "id");
        var ended = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ForSwitch = true, ProviderCode = "ca2" })).Text("need", "id");
        await registry.CancelNeedAsync(ended);
        var id = await OpenAsync("CORRECTION", citizen, "the recipient was my mother");
        object Dossier(string issuanceId, string value) => new { issuanceId, field = "RECIPIENT_NAME", value };

        (await registry.FulfilDataRequestAsync(Reviewer, id, dossier: Dossier(Make.Id(), "x"))).Text("field").ShouldBe("issuanceId");
        (await registry.FulfilDataRequestAsync(Reviewer, id, dossier: Dossier(issuance, " "))).Text("field").ShouldBe("value");
        (await registry.FulfilDataRequestAsync(Reviewer, id, needContact: new { needId = ended, contactName = "A", phone = "0905000333" })).Text("field").ShouldBe("needId");
        foreach (var (field, wrong) in new[]
        {
            ("CONTRACT_SIGNED_ON", "x"), ("CONTRACT_SIGNED_ON", "2026-02-30"), ("CONTRACT_SIGNED_ON", "0001-01-01"), ("CONTRACT_SIGNED_ON", "2005-12-31"), ("CONTRACT_SIGNED_ON", "2099-01-01"),
            ("CONTRACT_SIGNED_ON", "٢٠٢٦-01-01"), ("HANDED_OVER_AT", "2026-11-30"), ("HANDED_OVER_AT", "9999-12-31T00:00:00Z"), ("CONSENT_GIVEN_AT", "x"), ("RECEIVED_BY_CITIZEN", "maybe"), ("RECEIVED_BY_CITIZEN", "1"),
        })
        {
            (await registry.FulfilDataRequestAsync(Reviewer, id, dossier: new { issuanceId = issuance, field, value = wrong })).Text("field").ShouldBe("value", $"{field} {wrong}");
        }

        var done = await registry.FulfilDataRequestAsync(Reviewer, id, dossier: Dossier(issuance, $"Lê Thị Đúng, {citizen}"));

        done.At("request", "corrections")[0].Text("value").ShouldBe("Lê Thị Đúng, •••");
        (await fixture.Database.ScalarAsync<string>("select recipient_name from registry.dossiers where issuance_id = $1", Guid.Parse(issuance))).ShouldBe("Lê Văn Nhầm");
        var document = JsonDocument.Parse((await registry.OpenDataRequestAsync(registry.Citizen(citizen), "EXPORT")).Text("document")).RootElement;
        document.At("corrections", "rows")[0].Text("value").ShouldBe("Lê Thị Đúng, •••");
        (await registry.DataRequestsAsync(Reviewer, kind: "CORRECTION", first: 100)).ToString().ShouldContain("Lê Thị Đúng");
        // Done again it is not corrected twice.
        (await registry.FulfilDataRequestAsync(Reviewer, id, dossier: Dossier(issuance, "another"))).At("request", "corrections").GetArrayLength().ShouldBe(1);
    }

    /// <summary>The database judges for itself who corrects a contact, and on what request.</summary>
    [Theory]
    [InlineData("provider:1", "CORRECTION", true)]
    [InlineData("department", "EXPORT", true)]
    [InlineData("department", "CORRECTION", false)]
    [InlineData("", "CORRECTION", true)]
    public async Task A_contact_is_corrected_by_the_department_on_the_citizens_open_request_alone(string viewer, string kind, bool own)
    {
        var citizen = Make.Citizen();
        var need = Guid.Parse((await registry.RegisterNeedAsync(new() { CitizenId = citizen })).Text("need", "id"));
        var other = Make.Citizen();
        await registry.RegisterNeedAsync(new() { CitizenId = other });
        var request = await OpenAsync(kind, own ? citizen : other, "the name");
        var person = await fixture.Database.ScalarAsync<Guid>("select person_id from registry.needs where id = $1", need);
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        await using var command = new NpgsqlCommand($"""
            set registry.viewer = '{viewer}'; select registry.correct_need_contact('{person}', '{need}', '{request}', 1::smallint, 'x', 1::smallint, sha256('x'))
            """, connection);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).ConstraintName.ShouldBe("contact_is_corrected_on_request");
    }

    [Fact]
    public async Task While_restricted_a_provider_sees_no_ended_need_and_no_dossier_and_the_open_need_is_taken_back()
    {
        var citizen = Make.Citizen();
        var me = registry.Citizen(citizen);
        var ended = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "fpt-ca" })).Text("need", "id");
        await registry.StartNeedSupportAsync("fpt-ca", ended, DateTimeOffset.UtcNow);
        await registry.CancelNeedAsync(ended);
        var issuance = (await registry.RecordAsync("fpt-ca", Make.Record(citizen) with { Dossier = new { recipientName = "Lê Văn A" } })).Text("issuance", "id");
        var open = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "bkav-ca", ForSwitch = true })).Text("need", "id");
        (await SeenAsync("fpt-ca", ended)).ShouldBe((true, true, 1, 1, 1));

        var request = (await registry.OpenDataRequestAsync(me, "RESTRICTION")).Text("request", "id");

        (await SeenAsync("fpt-ca", ended)).ShouldBe((false, false, 0, 0, 0));
        (await SeenAsync("bkav-ca", open)).ShouldBe((false, false, 0, 0, 0));
        (await registry.NeedAsync("department", open)).Text("state").ShouldBe("CANCELLED");
        (await registry.AskAsync(me, "need", "query($id: ID!) { need(id: $id) { state contact { phone } } }", new { id = ended })).Text("contact", "phone").ShouldNotBeEmpty();
        (await fixture.Database.CountAsync("registry.messages where kind = 'NEED_CANCELLED' and subject_id = $1", Guid.Parse(open))).ShouldBe(1);
        // The place is law (HUE-1.3), and a provider answers for what it issued.
        (await registry.CheckAsync("ca2", citizen)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        (await registry.RecordAsync("ca2", Make.Record(citizen))).TypeName().ShouldBe("AlreadyIssued");
        (await registry.AskAsync("fpt-ca", "issuance", "query($id: ID!) { issuance(id: $id) { status } }", new { id = issuance })).Text("status").ShouldBe("ACTIVE");

        (await registry.LiftRestrictionAsync(me, request)).Text("request", "state").ShouldBe("LIFTED");
        (await registry.LiftRestrictionAsync(me, request)).Text("request", "state").ShouldBe("LIFTED");
        (await SeenAsync("fpt-ca", ended)).ShouldBe((true, true, 1, 1, 1));
        (await fixture.Database.ScalarAsync<string>("select string_agg(kind, ' ' order by sequence) from registry.journal where subject_id = $1", Guid.Parse(request)))
            .ShouldBe("DATA_REQUEST_OPENED DATA_REQUEST_FULFILLED RESTRICTION_LIFTED");
    }

    [Fact]
    public async Task A_need_that_a_restricted_citizen_registers_is_seen_while_it_is_open_and_can_be_served()
    {
        var citizen = Make.Citizen();
        await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" });
        var id = await OpenAsync("RESTRICTION", citizen, null);
        (await registry.FulfilDataRequestAsync(Reviewer, id)).Text("request", "state").ShouldBe("FULFILLED");
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "ca2" })).Text("need", "id");

        (await registry.NeedAsync("ca2", need)).Text("contact", "phone").ShouldBe("0905000111");
        (await registry.StartNeedSupportAsync("ca2", need, DateTimeOffset.UtcNow)).TypeName().ShouldBe("NeedSupportStarted");
        (await registry.ServeNeedAsync("ca2", citizen, need)).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.NeedAsync("department", need)).Text("state").ShouldBe("SERVED");
        (await registry.NeedAsync("ca2", need)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await fixture.Database.CountAsync("registry.needs n join registry.issuances i on i.id = n.served_by where n.id = $1", Guid.Parse(need))).ShouldBe(1);
    }

    [Fact]
    public async Task Only_what_is_in_force_is_lifted()
    {
        var citizen = Make.Citizen();
        await registry.RecordAsync("vnpt-ca", Make.Record(citizen));
        var open = await OpenAsync("RESTRICTION", citizen, null);
        var export = (await registry.OpenDataRequestAsync(registry.Citizen(citizen), "EXPORT")).Text("request", "id");

        (await registry.LiftRestrictionAsync(Reviewer, open)).Text("state").ShouldBe("OPEN");
        (await registry.LiftRestrictionAsync(registry.Citizen(citizen), export)).Text("state").ShouldBe("FULFILLED");
        (await registry.FulfilDataRequestAsync(Reviewer, open, dossier: new { issuanceId = Make.Id(), field = "RECIPIENT_NAME", value = "x" })).Text("field").ShouldBe("dossier");
    }

    /// <summary>The handler's look is taken away: the database alone hides it, while it is told that a provider looks.</summary>
    [Fact]
    public async Task Without_the_handlers_check_the_database_alone_hides_a_restricted_citizens_need()
    {
        var cancel = TestContext.Current.CancellationToken;
        var citizen = Make.Citizen();
        var need = (await registry.RegisterNeedAsync(new() { CitizenId = citizen, ProviderCode = "misa-ca" })).Text("need", "id");
        await registry.CancelNeedAsync(need);
        var unbounded = (await registry.StaffAsync("misa-ca", "misa-ca-staff-1")) with { IsUnchecked = true };
        var needs = registry.Services.GetRequiredService<NeedQueries>();
        (await needs.ByIdAsync(unbounded, need, cancel)).ShouldNotBeNull();

        await registry.OpenDataRequestAsync(registry.Citizen(citizen), "RESTRICTION");

        (await needs.ByIdAsync(unbounded, need, cancel)).ShouldBeNull();
        (await needs.ListAsync(unbounded, "hue", null, new Page(100, false, null, null), true, cancel)).Edges.ShouldNotContain(e => e.Node.Id == Guid.Parse(need));
    }

    private async Task<string> OpenAsync(string kind, string citizen, string? wish) => (await registry.OpenDataRequestAsync(Reviewer, kind, citizen, wish)).Text("request", "id");

    private Task<byte[]> ContactAsync(string need) => fixture.Database.ScalarAsync<byte[]>("select contact from registry.needs where id = $1", Guid.Parse(need));

    /// <summary>By its id, in the list, and what the database shows without any code: the need, its supports, and dossiers of the provider.</summary>
    private async Task<(bool Single, bool Listed, long Needs, long Supports, long Dossiers)> SeenAsync(string provider, string need)
    {
        var id = Guid.Parse(need);
        var single = (await registry.NeedAsync(provider, need)).ValueKind != JsonValueKind.Null;
        var listed = (await registry.NeedsAsync(provider, first: 100)).At("edges").EnumerateArray().Any(e => e.Text("node", "id") == need);
        await using var connection = await fixture.Database.ConnectAsync(Migrations.RuntimeRole);
        var viewer = Platform.Data.Viewer.Provider(await fixture.Database.ScalarAsync<short>("select id from registry.providers where code = $1", provider)).Setting;
        async Task<long> CountAsync(string from)
        {
            await using var command = new NpgsqlCommand($"set registry.viewer = '{viewer}'; select count(*) from {from}", connection);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        var person = await fixture.Database.ScalarAsync<Guid>("select person_id from registry.needs where id = $1", id);
        return (
            single, listed, await CountAsync($"registry.needs where id = '{need}'"), await CountAsync($"registry.need_supports where need_id = '{need}'"),
            await CountAsync($"registry.dossiers where person_id = '{person}'"));
    }
}
