using System.Text.Json;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Journal;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Jobs;
using Campaign.Registry.Platform.Requests;
using Campaign.Registry.Platform.Values;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>I2: trusted links make two numbers one person; two who both hold a certificate stay two until an officer has ended one.</summary>
public sealed class PersonLinkTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private static readonly Caller Officer = Callers.Client("department", Scopes.Department);

    private readonly TestRegistry registry = fixture.Registry;

    private TestDatabase Database => fixture.Database;

    [Fact]
    public async Task Numbers_that_are_linked_are_one_person_who_holds_one_place()
    {
        var (cccd, earlier) = (Make.Citizen(), Make.Citizen());
        var held = await registry.RecordAsync("vnpt-ca", Make.Record(earlier));

        var linked = await registry.LinkNumbersAsync(Officer, cccd, earlier, $"the CCCD {cccd} replaced an earlier one");

        linked.TypeName().ShouldBe("NumbersLinked");
        linked.At("link", "numbers").EnumerateArray().Select(n => n.GetString()![^3..]).Order().ShouldBe(new[] { cccd[^3..], earlier[^3..] }.Order());
        linked.Text("link", "reason").ShouldNotContain(cccd);
        foreach (var number in new[] { cccd, earlier })
        {
            (await registry.CheckAsync("ca2", number)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
            (await registry.RecordAsync("ca2", Make.Record(number))).TypeName().ShouldBe("AlreadyIssued");
        }

        (await PersonAsync(cccd)).ShouldBe(await PersonAsync(earlier));
        (await Database.CountAsync("registry.issuances where id = $1 and person_id = $2", Guid.Parse(held.Text("issuance", "id")), await PersonAsync(cccd))).ShouldBe(1);
        (await registry.LinkNumbersAsync(Officer, earlier, cccd)).TypeName().ShouldBe("AlreadyOnePerson");
    }

    [Fact]
    public async Task Who_holds_nothing_is_absorbed_by_who_holds_whichever_was_known_first()
    {
        foreach (var holderFirst in new[] { true, false })
        {
            var (holder, other) = (Make.Citizen(), Make.Citizen());
            foreach (var number in holderFirst ? new[] { holder, other } : [other, holder])
            {
                await registry.RecordAsync("vnpt-ca", Make.Record(number));
            }

            await EndAsync(other, "CITIZEN_ASKED");

            (await registry.LinkNumbersAsync(Officer, holder, other)).TypeName().ShouldBe("NumbersLinked");

            (await registry.RecordAsync("ca2", Make.Record(other))).TypeName().ShouldBe("AlreadyIssued");
            (await Database.CountAsync("registry.issuances where person_id = $1 and status = 'ACTIVE'", await PersonAsync(other))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Two_who_both_hold_a_certificate_are_not_merged_and_both_numbers_read_as_held_until_an_officer_ends_one()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var first = await registry.RecordAsync("vnpt-ca", Make.Record(one));
        var second = await registry.RecordAsync("ca2", Make.Record(other));

        var refused = await registry.LinkNumbersAsync(Officer, one, other);
        (await registry.LinkNumbersAsync(Officer, other, one)).TypeName().ShouldBe("BothHoldCertificates");

        refused.TypeName().ShouldBe("BothHoldCertificates");
        refused.At("issuances").EnumerateArray().Select(i => i.Text("id")).ShouldBe([first.Text("issuance", "id"), second.Text("issuance", "id")]);
        (await PersonAsync(one)).ShouldNotBe(await PersonAsync(other));
        foreach (var number in new[] { one, other })
        {
            (await registry.CheckAsync("fpt-ca", number)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
        }

        (await Database.CountAsync("registry.person_link_cases where $1 in (person_a, person_b)", await PersonAsync(one))).ShouldBe(1);
        await EndAsync(other, "CITIZEN_ASKED");
        (await registry.LinkNumbersAsync(Officer, one, other)).TypeName().ShouldBe("NumbersLinked");
        (await registry.CheckAsync("fpt-ca", other)).Text("standing").ShouldBe("HOLDS_CERTIFICATE");
    }

    [Fact]
    public async Task Of_two_open_needs_the_earlier_waits_on_and_the_other_is_superseded()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var first = (await registry.RegisterNeedAsync(new() { CitizenId = one })).Text("need", "id");
        var second = (await registry.RegisterNeedAsync(new() { CitizenId = other, ProviderCode = "ca2" })).Text("need", "id");

        await registry.LinkNumbersAsync(Officer, other, one);

        (await StateOfAsync(first), await StateOfAsync(second)).ShouldBe(("WAITING", "SUPERSEDED"));
        (await registry.RegisterNeedAsync(new() { CitizenId = other })).TypeName().ShouldBe("NeedAlreadyOpen");
        (await Database.CountAsync("registry.messages where kind = 'NEED_SUPERSEDED' and subject_id = $1", Guid.Parse(second))).ShouldBe(2);
        (await Database.CountAsync("registry.journal where kind = 'NEED_SUPERSEDED' and subject_id = $1", Guid.Parse(second))).ShouldBe(1);
    }

    [Fact]
    public async Task The_citizen_sees_the_whole_history_under_either_number_and_who_looked_for_either()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var ended = (await registry.RecordAsync("vnpt-ca", Make.Record(one))).Text("issuance", "id");
        await EndAsync(one, "CITIZEN_ASKED");
        var held = (await registry.RecordAsync("ca2", Make.Record(other))).Text("issuance", "id");
        await registry.LinkNumbersAsync(Officer, one, other);

        foreach (var number in new[] { one, other })
        {
            var me = registry.Citizen(number);
            (await registry.AskAsync(me, "issuances", IssuancesQuery)).At("edges").EnumerateArray().Select(e => e.Text("node", "id")).ShouldBe([held, ended]);
            (await registry.AskAsync(me, "issuance", IssuanceQuery, new { id = ended })).Text("id").ShouldBe(ended);
            var document = (await registry.OpenDataRequestAsync(me, "EXPORT")).Text("document");
            using var parsed = JsonDocument.Parse(document);
            parsed.RootElement.At("numbers").GetArrayLength().ShouldBe(2);
            parsed.RootElement.At("issuances", "total").GetInt32().ShouldBe(2);
            parsed.RootElement.At("numberLinks", "total").GetInt32().ShouldBe(1);
            parsed.RootElement.At("asks", "total").GetInt32().ShouldBe(2);
        }
    }

    [Fact]
    public async Task A_restriction_and_a_hold_are_the_whole_persons()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(one));
        await registry.RegisterNeedAsync(new() { CitizenId = other });
        await registry.OpenDataRequestAsync(registry.Citizen(other), "RESTRICTION");
        await registry.OpenDataRequestAsync(registry.Citizen(other), "CORRECTION", wish: "my name");
        var absorbed = await PersonAsync(other);
        await registry.LinkNumbersAsync(Officer, one, other);

        (await Database.CountAsync("registry.restricted_persons() p where p in ($1, $2)", await PersonAsync(one), absorbed)).ShouldBe(2);
        (await Database.ScalarAsync<bool>("select registry.is_held_for_person($1) and registry.is_held_for_person($2)", await PersonAsync(one), absorbed)).ShouldBeTrue();
        (await registry.OpenDataRequestAsync(registry.Citizen(one), "RESTRICTION")).TypeName().ShouldBe("DataRequestAlreadyOpen");
    }

    [Fact]
    public async Task A_link_sent_again_is_answered_again_and_a_record_of_before_is_replayed_after_it()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var record = Make.Record(one);
        var recorded = await registry.RecordAsync("vnpt-ca", record);
        var requestId = Make.Id();
        var linked = await registry.LinkNumbersAsync(Officer, one, other, requestId: requestId);

        var again = await registry.LinkNumbersAsync(Officer, one, other, requestId: requestId);

        (again.At("replayed").GetBoolean(), again.Text("link", "id")).ShouldBe((true, linked.Text("link", "id")));
        (await registry.LinkNumbersAsync(Officer, one, Make.Citizen(), requestId: requestId)).TypeName().ShouldBe("RequestIdReused");
        var replayed = await registry.RecordAsync("vnpt-ca", record);
        (replayed.At("replayed").GetBoolean(), replayed.Text("issuance", "id")).ShouldBe((true, recorded.Text("issuance", "id")));
    }

    [Fact]
    public async Task Of_the_numbers_one_that_is_none_or_the_same_is_refused()
    {
        var number = Make.Citizen();

        (await registry.LinkNumbersAsync(Officer, "12", number)).TypeName().ShouldBe("InvalidCitizenId");
        (await registry.LinkNumbersAsync(Officer, number, number)).TypeName().ShouldBe("InvalidCitizenId");
        await Should.ThrowAsync<InvalidInputException>(() => registry.LinkNumbersAsync(Officer, number, Make.Citizen(), reason: "no"));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.LinkNumbersAsync(Callers.Officer("viewer", Scopes.DepartmentRead), number, Make.Citizen()));
        (await Database.CountAsync("registry.number_keys where key_hash = any($1)", (object)HashesOf(number))).ShouldBe(0);
    }

    [Fact]
    public async Task A_link_on_which_something_was_recorded_is_not_undone()
    {
        var (one, other, third) = (Make.Citizen(), Make.Citizen(), Make.Citizen());
        var recorded = (await registry.LinkNumbersAsync(Officer, one, other)).Text("link", "id");
        await registry.RecordAsync("vnpt-ca", Make.Record(other));

        (await registry.UnlinkNumbersAsync(Officer, recorded)).TypeName().ShouldBe("NumberLinkUsedSince");

        var (fourth, fifth) = (Make.Citizen(), Make.Citizen());
        var linkedOn = (await registry.LinkNumbersAsync(Officer, third, fourth)).Text("link", "id");
        await registry.LinkNumbersAsync(Officer, fourth, fifth);
        (await registry.UnlinkNumbersAsync(Officer, linkedOn)).TypeName().ShouldBe("NumberLinkUsedSince");
    }

    [Fact]
    public async Task The_department_sees_a_persons_numbers_masked_with_each_link_and_claim_and_leaves_a_trace()
    {
        var (one, other, claimed) = (Make.Citizen(), Make.Cmnd(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(one) with { AlsoKnownAs = claimed });
        await Task.Delay(TimeSpan.FromMilliseconds(2), TestContext.Current.CancellationToken);
        await registry.LinkNumbersAsync(Officer, one, other);

        var seen = await registry.PersonNumbersAsync(Officer, other);

        seen.At("numbers").EnumerateArray().Select(n => (n.Text("number"), n.Text("kind"))).ShouldBe(
            [("•••••••••" + one[^3..], "CCCD"), ("••••••" + other[^3..], "CMND")]);
        seen.At("links").EnumerateArray().Select(l => (l.Text("source"), l.Text("by"), l.At("numbers").GetArrayLength())).ShouldBe(
            [("CARD_CLAIM", "provider:vnpt-ca", 1), ("OFFICER", "client:department", 2)]);
        (await registry.PersonNumbersAsync(Officer, claimed)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await registry.AskAsync(registry.Citizen(one), "lookups", "{ lookups { edges { node { act } } } }")).At("edges").EnumerateArray()
            .Select(e => e.Text("node", "act")).ShouldContain("NUMBERS");
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.PersonNumbersAsync(Callers.Officer("viewer", Scopes.DepartmentRead), one));
    }

    [Fact]
    public async Task A_file_links_nothing_in_the_database_neither_and_what_files_linked_before_is_listed_and_undone()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        foreach (var number in new[] { one, other })
        {
            await registry.RegisterNeedAsync(new() { CitizenId = number });
        }

        var persons = new { One = await PersonAsync(one), Other = await PersonAsync(other) };
        Task<LinkVerdict> LinkAsync() => registry.Services.GetRequiredService<JobWork>().RunAsync(
            async work =>
            {
                await using var batch = work.Batch();
                batch.BatchCommands.Add(PersonLinks.Link(Guid.NewGuid(), persons.One, persons.Other, NumberLinkSource.Import, "provider:misa-ca", null, "import 1"));
                await using var results = await batch.ReadAsync(work.Cancel);
                return Decision.Keep(await PersonLinks.VerdictAsync(results));
            },
            TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<PostgresException>(LinkAsync)).ConstraintName.ShouldBe("no_link_by_a_file");

        await Database.ExecuteAsync("alter table registry.person_links disable trigger no_link_by_a_file");
        (await LinkAsync()).ShouldBe(LinkVerdict.Linked);
        await Database.ExecuteAsync("alter table registry.person_links enable trigger no_link_by_a_file");
        var link = (await registry.PersonNumbersAsync(Officer, other)).At("links")[0];
        (link.Text("source"), link.Text("by")).ShouldBe(("IMPORT", "provider:misa-ca"));

        (await registry.UnlinkNumbersAsync(Officer, link.Text("id"))).TypeName().ShouldBe("NumbersUnlinked");
        (await PersonAsync(one)).ShouldNotBe(await PersonAsync(other));
    }

    [Fact]
    public async Task A_provider_links_nothing()
    {
        var id = await Database.ScalarAsync<short>("select id from registry.providers where code = 'vnpt-ca'");
        await using var connection = await Database.ConnectAsync();
        await using var command = new NpgsqlCommand(
            $"set role campaign_runtime; set registry.viewer = 'provider:{id}'; select registry.link_persons(gen_random_uuid(), gen_random_uuid(), 'IMPORT', 'x', null, 'made up')", connection);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).ConstraintName.ShouldBe("link_is_of_a_trusted_source");
    }

    [Fact]
    public async Task Each_link_and_each_undoing_has_its_leaf_as_the_journal_writes_them_and_no_number_in_it()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        var link = Guid.Parse((await registry.LinkNumbersAsync(Officer, one, other, $"card of {one}")).Text("link", "id"));
        await registry.UnlinkNumbersAsync(Officer, link.ToString(), $"not {one}");

        await using var connection = await Database.ConnectAsync();
        await using var command = new NpgsqlCommand("select kind, at, salt, payload, leaf_hash, actor from registry.journal where subject_id = $1 order by sequence", connection)
        {
            Parameters = { new() { Value = link } },
        };
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var kinds = new List<string>();
        while (await rows.ReadAsync(TestContext.Current.CancellationToken))
        {
            kinds.Add(rows.GetString(0));
            JournalLeaf.HashOf(rows.GetFieldValue<DateTimeOffset>(1), rows.GetFieldValue<byte[]>(2), rows.GetString(3)).ShouldBe(rows.GetFieldValue<byte[]>(4));
            rows.GetString(3).ShouldNotContain(one);
            rows.GetString(5).ShouldBe("client:department");
        }

        kinds.ShouldBe(["NUMBERS_LINKED", "NUMBERS_UNLINKED"]);
    }

    /// <summary>Each with the look of the code taken away.</summary>
    [Fact]
    public async Task The_database_alone_lets_nobody_record_for_who_was_absorbed_and_absorbs_nobody_who_holds()
    {
        var (one, other) = (Make.Citizen(), Make.Citizen());
        await registry.RecordAsync("vnpt-ca", Make.Record(one));
        await registry.RegisterNeedAsync(new() { CitizenId = other });
        var absorbed = await PersonAsync(other);
        await registry.LinkNumbersAsync(Officer, one, other);
        var holder = await PersonAsync(one);

        foreach (var (sql, guard) in new[]
        {
            ($"insert into registry.issuances select gen_random_uuid(), '{absorbed}', {Columns} from registry.issuances where person_id = '{holder}'", "recorded_person_is_not_absorbed"),
            ($"insert into registry.person_links select gen_random_uuid(), '{holder}', '{await AnybodyAsync()}', 'OFFICER', 'x', 'made up', now(), '{await AnybodyAsync()}'", "absorbed_person_holds_nothing"),
            ($"insert into registry.person_links select gen_random_uuid(), '{await AnybodyAsync()}', '{absorbed}', 'OFFICER', 'x', 'made up', now(), '{absorbed}'", "who_stays_is_not_absorbed"),
            ($"insert into registry.person_links select gen_random_uuid(), '{absorbed}', '{await AnybodyAsync()}', 'OFFICER', 'x', 'made up', now(), '{await AnybodyAsync()}'", "one_survivor_per_person"),
        })
        {
            (await Should.ThrowAsync<PostgresException>(() => Database.ExecuteAsync(sql))).ConstraintName.ShouldBe(guard);
        }
    }

    [Fact]
    public async Task The_runtime_role_rewrites_no_link()
    {
        await using var connection = await Database.ConnectAsync();
        foreach (var sql in new[]
        {
            "delete from registry.person_links", "update registry.person_links set survivor = null", "insert into registry.person_links select * from registry.person_links",
            "update registry.number_keys set person_id = person_id", "delete from registry.person_unlinks", "update registry.person_link_cases set actor = 'x'",
        })
        {
            await using var command = new NpgsqlCommand($"set role campaign_runtime; set registry.viewer = 'department'; {sql}", connection);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).SqlState.ShouldBe("42501");
        }
    }

    private const string IssuanceQuery = "query($id: ID!) { issuance(id: $id) { id freePeriod { endsOn } } }";

    private const string IssuancesQuery = "{ issuances(campaign: \"hue\", first: 100) { edges { node { id freePeriod { endsOn } } } } }";

    /// <summary>All columns of an issuance after its id and person, with a serial number of its own.</summary>
    private const string Columns = """
        campaign_id, provider_id, origin, status, serial_number, serial_as_written, issued_at, valid_until, key_storage, recorded_at, registered_in_app_at, staff_id, check_id,
        recorded_pending, activated_at, ended_at, end_reason, root_id, root_recorded_at, certificate_hash, public_key_hash, receipt_key_id, receipt_leaf_hash, receipt_signature,
        previous_id, ended_by
        """;

    private byte[][] HashesOf(string number) =>
        [.. registry.Services.GetRequiredService<NumberVault>().KeysOf(CitizenNumber.ParseOrNull(number)!).Select(k => k.Hash)];

    private Task<Guid> PersonAsync(string number) =>
        Database.ScalarAsync<Guid>("select person_id from registry.number_keys where key_hash = $1", HashesOf(number)[0]);

    /// <summary>Somebody who is known and holds nothing.</summary>
    private async Task<Guid> AnybodyAsync()
    {
        var number = Make.Citizen();
        await registry.RegisterNeedAsync(new() { CitizenId = number });
        return await PersonAsync(number);
    }

    private Task<string> StateOfAsync(string need) => Database.ScalarAsync<string>("select state from registry.needs where id = $1", Guid.Parse(need));

    private async Task EndAsync(string number, string reason, DateTimeOffset? at = null)
    {
        var id = await Database.ScalarAsync<Guid>("""
            select i.id from registry.issuances i where i.person_id = $1 and i.status = 'ACTIVE'
            """, await PersonAsync(number));
        (await registry.EndAsync("department", id.ToString(), reason, at ?? DateTimeOffset.UtcNow)).TypeName().ShouldBe("IssuanceEnded");
    }
}
