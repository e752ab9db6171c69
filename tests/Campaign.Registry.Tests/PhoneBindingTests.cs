using System.Text.Json;
using Campaign.Registry.Citizens.Phones;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.SignIn.Citizens;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>The phone to which a citizen's codes go: two officers bind it, as an officer alone and a thief of a phone would try to get round it.</summary>
public sealed class PhoneBindingTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Mine = "0905111222";

    private static readonly Caller One = Callers.Officer("one", Callers.Reviewing);
    private static readonly Caller Two = Callers.Officer("two", Callers.Reviewing);
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);
    private static readonly Caller System = Callers.Client("department", Scopes.Department);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    private KeptCodes Codes => registry.Services.GetRequiredService<KeptCodes>();

    [Fact]
    public async Task An_officer_alone_binds_no_phone_and_switches_nobody()
    {
        var (citizen, own) = (await HolderAsync("vnpt-ca"), Phone());
        await registry.BindPhoneAsync(System, citizen, own);
        var thiefs = Phone();

        var proposed = await registry.BindPhoneAsync(One, citizen, thiefs);
        var again = await registry.BindPhoneAsync(One, citizen, thiefs);

        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        proposed.Time("expiresAt").ShouldBe(Now.AddMinutes(15));
        again.Text("proposalId").ShouldBe(proposed.Text("proposalId"));
        (await registry.ConfirmPhoneAsync(One, proposed.Text("proposalId"))).TypeName().ShouldBe("SecondOfficerNeeded");
        await registry.AskForCodeAsync(citizen, thiefs);
        Codes.Last.ShouldNotContainKey(thiefs);
        await registry.AskForCodeAsync(citizen, own);
        Codes.Last.ShouldContainKey(own);
        (await clock.Database.CountAsync("registry.journal where kind = 'CITIZEN_PHONE_BOUND' and subject_id = (select (input ->> 'Binding')::uuid from registry.proposals where id = $1)", Guid.Parse(proposed.Text("proposalId")))).ShouldBe(0);
    }

    [Fact]
    public async Task Two_officers_bind_a_phone_once_and_all_who_confirm_get_its_result()
    {
        var (citizen, phone) = (await CitizenAsync(), Phone());
        var id = (await registry.BindPhoneAsync(One, citizen, phone)).Text("proposalId");

        await clock.AtAsync(Now.AddMinutes(15).AddMicroseconds(-1));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => registry.ConfirmPhoneAsync(n % 2 == 0 ? Two : Administrator, id)));

        answers.Select(a => a.TypeName()).Distinct().ShouldBe(["CitizenPhoneBound"]);
        answers.Select(a => a.Text("boundAt")).Distinct().Count().ShouldBe(1);
        (await clock.Database.CountAsync("registry.journal where kind = 'CITIZEN_PHONE_BOUND' and subject_id = (select (input ->> 'Binding')::uuid from registry.proposals where id = $1)", Guid.Parse(id)))
            .ShouldBe(1);
        var another = Phone();
        await registry.AskForCodeAsync(citizen, another);
        Codes.Last.ShouldNotContainKey(another);
        await registry.AskForCodeAsync(citizen, phone);
        Codes.Last.ShouldContainKey(phone);
        var looks = (await registry.AskAsync(registry.Citizen(citizen), "lookups", "{ lookups { edges { node { act } } } }")).At("edges").EnumerateArray().Select(e => e.Text("node", "act")).ToList();
        looks.ShouldContain("PHONE_PROPOSED");
        looks.ShouldContain("PHONE_BOUND");
    }

    [Fact]
    public async Task From_15_minutes_on_nobody_confirms_and_what_was_sealed_goes()
    {
        var (citizen, phone) = (await CitizenAsync(), Phone());
        var id = (await registry.BindPhoneAsync(One, citizen, phone)).Text("proposalId");

        await clock.AtAsync(Now.AddMinutes(15));
        (await registry.ConfirmPhoneAsync(Two, id)).TypeName().ShouldBe("ProposalNotOpen");
        await registry.Services.GetServices<Platform.Jobs.IRegistryJob>().Single(j => j.Name == "erase-phones").RunAsync(TestContext.Current.CancellationToken);

        (await clock.Database.CountAsync("registry.phone_bindings where sealed is not null and made_at <= $1", Now)).ShouldBe(0);
        (await registry.BindPhoneAsync(One, citizen, phone)).Text("proposalId").ShouldNotBe(id);
    }

    /// <summary>The same officer at two desks is one account; with an account here and another at an outside issuer, two names that nobody has told apart.</summary>
    [Fact]
    public async Task Two_names_are_two_persons_only_where_one_authority_tells_them_apart()
    {
        var citizen = await CitizenAsync();
        var here = Callers.Officer("nam", Callers.Reviewing);
        var there = Callers.Officer("so:nam", Callers.Reviewing);
        var another = Callers.Officer("so:lan", Callers.Reviewing);
        var id = (await registry.BindPhoneAsync(there, citizen, Phone())).Text("proposalId");

        (await registry.ConfirmPhoneAsync(Callers.Officer("so:nam", Callers.Administering), id)).TypeName().ShouldBe("SecondOfficerNeeded");
        (await registry.ConfirmPhoneAsync(here, id)).TypeName().ShouldBe("SecondOfficerNeeded");
        var blind = new ApproveProposal(registry.Services.GetRequiredService<UnitOfWork>(), registry.Services.GetServices<IProposedAct>()) { LooksWhoProposed = false };
        (await Should.ThrowAsync<PostgresException>(() => blind.HandleAsync(here, id, TestContext.Current.CancellationToken))).ConstraintName.ShouldBe("one_authority_knows_both_officers");
        (await Should.ThrowAsync<PostgresException>(() => blind.HandleAsync(there, id, TestContext.Current.CancellationToken))).ConstraintName.ShouldBe("second_officer_carries_out");
        (await registry.ConfirmPhoneAsync(another, id)).TypeName().ShouldBe("CitizenPhoneBound");
    }

    [Fact]
    public async Task Who_serves_citizens_confirms_phones_and_nothing_else()
    {
        await clock.AtAsync(Now);
        var exclusion = Make.Id();
        await clock.Database.ExecuteAsync(
            "insert into registry.proposals (id, act, subject, input, proposed_by, proposed_at, expires_at, state) values ($1, 'EXCLUDE_PROVIDER', 'hue/none', '{}', 'officer:two', $2, $3, 'PROPOSED')",
            Guid.Parse(exclusion), Now, Now.AddDays(7));

        (await registry.ConfirmPhoneAsync(One, exclusion)).TypeName().ShouldBe("ProposalNotFound");
        await Should.ThrowAsync<UnauthorizedAccessException>(() => registry.ConfirmPhoneAsync(Callers.Officer("viewer", Scopes.DepartmentRead), exclusion));
    }

    [Fact]
    public async Task The_database_alone_binds_no_phone_by_one_officer_and_lets_the_sign_in_bind_none()
    {
        var citizen = await CitizenAsync();
        await registry.BindPhoneAsync(One, citizen, Phone());
        const string Bind = """
            select registry.bind_citizen_phone(id, '{0}', registry.registry_now(), array[decode(repeat('01', 32), 'hex')], decode(repeat('02', 32), 'hex'), '\x00')
            from registry.phone_bindings where bound_at is null
            """;

        (await RefusedAsync(Migrations.RuntimeRole, Bind.Replace("{0}", "officer:two"))).ShouldBe("phone_is_bound_by_two_officers");
        (await RefusedAsync(Migrations.RuntimeRole, "update registry.phone_bindings set bound_at = made_at, bound_by = 'officer:two'")).ShouldBe("42501");
        (await RefusedAsync(Migrations.SignInRole, "update signin.citizen_phones set phone_hash = decode(repeat('02', 32), 'hex')")).ShouldBe("42501");
        (await RefusedAsync(
            Migrations.SignInRole, "insert into signin.citizen_phones (number_hash, phone_hash, bound_at, bound_by) values (decode(repeat('01', 32), 'hex'), decode(repeat('02', 32), 'hex'), '2026-01-01', 'COUNTER')"))
            .ShouldBe("counter_binds_through_the_registry");
    }

    [Fact]
    public async Task Neither_number_nor_phone_of_a_proposal_is_anywhere_in_the_clear()
    {
        var (citizen, phone) = (await CitizenAsync(), Phone());
        await registry.BindPhoneAsync(One, citizen, phone);

        foreach (var table in new[] { "registry.journal", "registry.proposals", "registry.phone_bindings", "registry.reads", "registry.messages", "signin.citizen_phones" })
        {
            (await clock.Database.CountAsync($"{table} t where t::text like '%{citizen}%' or t::text like '%{phone}%'")).ShouldBe(0, table);
        }

        (await registry.AskAsync(One, "proposals", "{ proposals { edges { node { input } } } }")).ToString().ShouldNotContain(phone);
    }

    // ---------- a new phone ----------

    [Fact]
    public async Task A_phone_that_replaces_another_is_told_to_the_old_one_and_consents_to_nothing_for_24_hours()
    {
        var (citizen, old, thiefs) = (await HolderAsync("vnpt-ca"), Phone(), Phone());
        await registry.BindPhoneAsync(System, citizen, old);
        (await SwitchAsync(citizen)).TypeName().ShouldBe("SwitchConsented", "the first phone replaced none");
        var id = (await registry.BindPhoneAsync(One, citizen, thiefs)).Text("proposalId");
        (await registry.ConfirmPhoneAsync(Two, id)).TypeName().ShouldBe("CitizenPhoneBound");

        var refused = await SwitchAsync(citizen);
        refused.TypeName().ShouldBe("PhoneIsNew");
        refused.Time("consentsFrom").ShouldBe(Now.AddHours(24));
        (await NeedAsync(citizen)).TypeName().ShouldBe("PhoneIsNew");
        await clock.AtAsync(Now.AddHours(24).AddMicroseconds(-1));
        (await SwitchAsync(citizen)).TypeName().ShouldBe("PhoneIsNew");
        await clock.AtAsync(Now.AddHours(24));
        (await SwitchAsync(citizen)).TypeName().ShouldBe("SwitchConsented");

        var binding = await clock.Database.ScalarAsync<Guid>("select (input ->> 'Binding')::uuid from registry.proposals where id = $1", Guid.Parse(id));
        (await clock.Database.CountAsync("registry.messages where kind = 'PHONE_REPLACED' and subject_id = $1", binding)).ShouldBe(1);
        var sealedPhone = await clock.Database.ScalarAsync<byte[]>("select replaced[1] from registry.phone_bindings where id = $1", binding);
        registry.Services.GetRequiredService<ICitizenPhones>().Open(sealedPhone).ShouldBe(old);
    }

    [Fact]
    public async Task To_bind_the_same_phone_again_shortens_nothing_and_lengthens_nothing()
    {
        var (citizen, first, second) = (await HolderAsync("vnpt-ca"), Phone(), Phone());
        await registry.BindPhoneAsync(System, citizen, first);
        await registry.BindPhoneAsync(System, citizen, second);
        await clock.AtAsync(Now.AddHours(1));
        await registry.BindPhoneAsync(System, citizen, second);

        (await SwitchAsync(citizen)).Time("consentsFrom").ShouldBe(Now.AddHours(24));
    }

    /// <summary>The citizen's old CMND, to which no phone was bound, is no way round: the phone that stands for the person is replaced all the same.</summary>
    [Fact]
    public async Task Another_number_of_the_same_citizen_is_no_way_round()
    {
        var (citizen, other) = (await HolderAsync("vnpt-ca"), Make.Citizen());
        (await registry.LinkNumbersAsync(One, citizen, other)).TypeName().ShouldBe("NumbersLinked");
        await registry.BindPhoneAsync(System, citizen, Phone());
        await registry.BindPhoneAsync(System, other, Phone());

        (await SwitchAsync(other)).TypeName().ShouldBe("PhoneIsNew");
        (await SwitchAsync(citizen)).TypeName().ShouldBe("SwitchConsented");
    }

    [Fact]
    public async Task The_database_alone_takes_no_consent_of_a_new_phone_and_an_officer_at_the_counter_is_not_held_up()
    {
        var citizen = await HolderAsync("vnpt-ca");
        await registry.BindPhoneAsync(System, citizen, Phone());
        await registry.BindPhoneAsync(System, citizen, Phone());
        (await registry.AskAsync(One, "consentToSwitch", Consent, new { input = new { campaign = "hue", citizenId = citizen, providerCode = "misa-ca" } })).TypeName().ShouldBe("SwitchConsented");

        var viewer = registry.Citizen(citizen).Viewer.SetSql;
        (await RefusedAsync(
            Migrations.RuntimeRole,
            "insert into registry.switch_consents select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* from registry.switch_consents s where s.person_id = any (registry.viewer_persons())",
            viewer)).ShouldBe("new_phone_consents_to_nothing");
    }

    private async Task<string> RefusedAsync(string role, string sql, string viewer = "set local registry.viewer = 'department'")
    {
        await using var connection = await clock.Database.ConnectAsync(role);
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"{viewer}; {sql}", connection);
        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        return refused.ConstraintName ?? refused.SqlState;
    }

    private const string Consent = """
        mutation($input: ConsentToSwitchInput!) { consentToSwitch(input: $input) { __typename ... on Refusal { code message } ... on PhoneIsNew { consentsFrom } ... on SwitchConsented { consentCode } } }
        """;

    private static string Phone() => $"09{Random.Shared.NextInt64(10_000_000, 99_999_999)}";

    private Task<JsonElement> SwitchAsync(string citizen) =>
        registry.AskAsync(registry.Citizen(citizen), "consentToSwitch", Consent, new { input = new { campaign = "hue", providerCode = "viettel-ca" } });

    private Task<JsonElement> NeedAsync(string citizen) => registry.AskAsync(
        registry.Citizen(citizen), "registerNeed", "mutation($input: RegisterNeedInput!) { registerNeed(input: $input) { __typename } }",
        new { input = new { requestId = Make.Id(), campaign = "hue", providerCode = "viettel-ca", mode = "BY_PHONE", contactName = "Trần Thị B", phone = Mine, forSwitch = true } });

    private async Task<string> CitizenAsync()
    {
        await clock.AtAsync(Now);
        return Make.Citizen();
    }

    private async Task<string> HolderAsync(string provider)
    {
        var citizen = await CitizenAsync();
        (await registry.RecordAsync(provider, Make.Record() with { CitizenId = citizen, Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        return citizen;
    }
}
