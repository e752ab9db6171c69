using System.Text.Json;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Requests;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>HUE-1.3, I2: one person under two numbers is suspected by what is said beside the numbers, flagged, and decided by an officer once.</summary>
public sealed class SamePersonTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Job = "find-same-persons";

    private static readonly DateTimeOffset Now = ClockFixture.Morning;
    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);

    private static int births;

    [Fact]
    public async Task Two_numbers_of_one_citizen_are_found_explained_and_flagged_within_a_run()
    {
        var holder = Somebody() with { Name = "Đặng Thị Thủy Hường" };
        var first = await RecordAsync("vnpt-ca", holder);
        var second = await RecordAsync("ca2", holder with { Name = "Dang Thi Thuy Huong" });

        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        await clock.RunAsync(ViolationKind.PossibleSamePerson);

        var pair = await PairAsync(first);
        pair.Text("state").ShouldBe("OPEN");
        HowOf(pair).ShouldBe("NAME AGREES MARKS_LEFT_OUT, BIRTH_DATE AGREES SAME, SEX AGREES SAME, PHONE AGREES SAME, WARD AGREES SAME");
        pair.At("fields").EnumerateArray().Sum(f => f.At("points").GetInt32()).ShouldBe(pair.At("score").GetInt32());
        var sides = new[] { pair.At("first"), pair.At("second") };
        sides.SelectMany(s => s.At("issuances").EnumerateArray()).Select(i => i.Text("id")).ShouldBe([first, second], ignoreOrder: true);
        sides.SelectMany(s => s.At("said").EnumerateArray()).Select(s => s.Text("name")).ShouldBe(["Đặng Thị Thủy Hường", "Dang Thi Thuy Huong"], ignoreOrder: true);
        sides.SelectMany(s => s.At("numbers").EnumerateArray()).ShouldAllBe(n => n.GetString()!.StartsWith('•'));
        pair.ToString().ShouldNotContain(holder.Phone!);
        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).ShouldBeOne(null, "HUE-1.3", 2);
    }

    [Fact]
    public async Task A_look_at_pairs_leaves_a_trace_for_both()
    {
        var holder = Somebody();
        var first = await RecordAsync("vnpt-ca", holder);
        var second = await RecordAsync("ca2", holder);
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);

        await PairAsync(first);

        foreach (var issuance in new[] { first, second })
        {
            (await clock.Database.CountAsync(
                "registry.reads r join registry.issuances i on i.person_id = r.person_id where r.act = 'SAME_PERSONS' and r.reader = 'reviewer' and i.id = $1", Guid.Parse(issuance)))
                .ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Not_the_same_is_remembered_and_never_asked_again()
    {
        var holder = Somebody();
        var first = await RecordAsync("vnpt-ca", holder);
        await RecordAsync("ca2", holder);
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        var id = (await PairAsync(first)).Text("id");

        var decided = await clock.Registry.DecideSamePersonAsync(Reviewer, id, "NOT_THE_SAME", "twins, 046201234567, both came");

        decided.TypeName().ShouldBe("SamePersonDecided");
        decided.Text("pair", "state").ShouldBe("NOT_THE_SAME");
        decided.Text("pair", "decidedBy").ShouldBe("officer:reviewer");
        decided.Text("pair", "reason").ShouldBe("twins, •••, both came");
        (await clock.Database.CountAsync("registry.journal where kind = 'SAME_PERSON_DECIDED' and subject_id = $1", Guid.Parse(id))).ShouldBe(1);
        (await clock.Registry.DecideSamePersonAsync(Reviewer, id, "NOT_THE_SAME")).TypeName().ShouldBe("SamePersonDecided");
        (await clock.Registry.DecideSamePersonAsync(Reviewer, id, "KEEP")).Text("state").ShouldBe("NOT_THE_SAME");
        await SayAsync(first, holder.Name!, ward: "19777");
        (await LookAgainAsync(first)).ShouldBe(0);
        (await PairAsync(first)).Text("state").ShouldBe("NOT_THE_SAME");
        await clock.RunAsync(ViolationKind.PossibleSamePerson);
        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).ShouldBeEmpty();
        await Should.ThrowAsync<Npgsql.PostgresException>(() => clock.Database.ExecuteAsync(
            "update registry.same_person_pairs set state = 'OPEN', decided_at = null, decided_by = null, reason = null where id = $1", Guid.Parse(id)));
    }

    [Fact]
    public async Task A_pair_that_is_kept_is_asked_again_when_the_facts_change_and_not_before()
    {
        var holder = Somebody() with { WardCode = "19753" };
        var first = await RecordAsync("vnpt-ca", holder);
        await RecordAsync("ca2", holder with { WardCode = "19774", Phone = "0900000001" });
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        var id = (await PairAsync(first)).Text("id");
        (await clock.Registry.DecideSamePersonAsync(Reviewer, id, "KEEP")).Text("pair", "state").ShouldBe("KEPT");

        (await LookAgainAsync(first)).ShouldBe(0);
        (await PairAsync(first)).Text("state").ShouldBe("KEPT");
        await SayAsync(first, holder.Name!, ward: "19774", birth: holder.BirthDate);
        (await LookAgainAsync(first)).ShouldBe(1);

        var again = await PairAsync(first);
        again.Text("state").ShouldBe("OPEN");
        again.At("decidedAt").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Two_who_each_hold_a_certificate_are_not_linked_and_a_case_is_open()
    {
        var holder = Somebody();
        var first = await RecordAsync("vnpt-ca", holder);
        await RecordAsync("ca2", holder);
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        var id = (await PairAsync(first)).Text("id");

        (await clock.Registry.DecideSamePersonAsync(Reviewer, id, "LINK")).TypeName().ShouldBe("TwoCertificatesHeld");

        (await PairAsync(first)).Text("state").ShouldBe("OPEN");
        (await clock.Registry.DecideSamePersonAsync(Reviewer, Guid.NewGuid().ToString(), "KEEP")).TypeName().ShouldBe("SamePersonPairNotFound");
        (await clock.Registry.DecideSamePersonAsync(Reviewer, "x", "KEEP")).TypeName().ShouldBe("SamePersonPairNotFound");
    }

    [Fact]
    public async Task Below_the_score_of_a_flag_a_pair_is_shown_and_not_flagged_and_both_sides_of_it_hold()
    {
        var holder = Somebody();
        var first = await RecordAsync("vnpt-ca", holder);
        await RecordAsync("ca2", holder);
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        var id = Guid.Parse((await PairAsync(first)).Text("id"));
        await clock.Database.ExecuteAsync("update registry.same_person_pairs set score = (select max(flag_score) - 1 from registry.same_person_policies) where id = $1", id);
        await clock.RunAsync(ViolationKind.PossibleSamePerson);
        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).ShouldBeEmpty();

        await clock.Database.ExecuteAsync("update registry.same_person_pairs set score = (select max(flag_score) from registry.same_person_policies) where id = $1", id);
        await clock.RunAsync(ViolationKind.PossibleSamePerson);

        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_said_is_no_difference_and_an_empty_holder_says_nothing()
    {
        var nobody = await RecordAsync("vnpt-ca", new Holder(Name: "  ", WardCode: "19753"));
        var birth = Somebody().BirthDate;
        var onlyBorn = await RecordAsync("vnpt-ca", new Holder(BirthDate: birth));

        (await clock.Database.CountAsync("registry.person_details d join registry.issuances i using (person_id) where i.id = $1", Guid.Parse(nobody))).ShouldBe(0);
        (await clock.Database.CountAsync(
            "registry.person_details d join registry.issuances i using (person_id) where i.id = $1 and d.name is null and d.name_folded is null and d.birth_date is not null and d.sex is null",
            Guid.Parse(onlyBorn))).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_holder_a_request_is_what_it_was_and_with_one_it_is_another()
    {
        await clock.AtAsync(Now);
        var record = Make.Record() with { Certificate = Make.Certificate(Now) };
        (await clock.Registry.RecordAsync("vnpt-ca", record)).At("replayed").GetBoolean().ShouldBeFalse();

        (await clock.Registry.RecordAsync("vnpt-ca", record)).At("replayed").GetBoolean().ShouldBeTrue();
        (await clock.Registry.RecordAsync("vnpt-ca", record with { Holder = Somebody() })).TypeName().ShouldBe("RequestIdReused");
        (await clock.Registry.RecordAsync("vnpt-ca", record with { Holder = new() })).TypeName().ShouldBe("RequestIdReused");
    }

    [Fact]
    public async Task A_need_says_name_phone_and_ward_and_the_phone_is_kept_as_needs_keep_theirs()
    {
        await clock.AtAsync(Now);
        var need = Guid.Parse((await clock.Registry.RegisterNeedAsync(new() { CitizenId = Make.Citizen(), ProviderCode = "vnpt-ca" })).Text("need", "id"));

        (await clock.Database.CountAsync("""
            registry.person_details d join registry.needs n on n.person_id = d.person_id and n.registered_at = d.recorded_at
            where n.id = $1 and d.source = 'NEED' and d.provider_id is null and d.name is not null and d.phone_hash = n.phone_hash and d.phone_key_id = n.phone_key_id
              and d.phone_sealed is not null
            """, need)).ShouldBe(1);
    }

    [Theory]
    [InlineData("Nguyễn Văn An", "Nguyễn Văn An", "SAME")]
    [InlineData("Nguyễn Văn Hòa", "Nguyễn Văn Hoà", "SAME")]
    [InlineData("Nguyễn Văn Dũng", "Nguyển Văn Dủng", "SAME")]
    [InlineData("Đặng Thị Hường", "Dang Thi Huong", "MARKS_LEFT_OUT")]
    [InlineData("Đặng Thị Hường", "Dặng Thị Hường", "SAME")]
    [InlineData("Nguyễn Văn An", "An Nguyễn Văn", "OTHER_ORDER")]
    [InlineData("Nguyễn Thị Vân", "Nguyễn Vân", "PARTICLE")]
    [InlineData("Nguyễn Hồng Văn", "Nguyễn Hồng", "OTHER_GIVEN_NAME")]
    [InlineData("Nguyễn Văn An", "NguyễnVăn An", "BLANKS")]
    [InlineData("Trần Ngọc Minh Anh", "Trần Minh Anh", "MIDDLE_NAME")]
    [InlineData("Trần Minh Anh", "Trần Minh", "OTHER_GIVEN_NAME")]
    [InlineData("Nguyễn Minh Tuấn", "Nguyen Minh Tuaan", "TYPING")]
    [InlineData("Nguyễn Minh Tuấn", "Nugyễn Minh Tuấn", "TYPING")]
    [InlineData("Lê Thị Hương", "Lê Thị Hường", "GIVEN_NAME_OTHER_MARKS")]
    [InlineData("Lê Thúy Hoa", "Lê Thùy Hoa", "OTHER_MARKS")]
    [InlineData("Nguyễn Quốc Hùng", "Nguyễn Quốc Khánh", "OTHER_GIVEN_NAME")]
    [InlineData("Nguyễn Quốc Hùng", "Trần Minh Hùng", "OTHER")]
    public async Task Names_are_compared_word_by_word_in_both_directions(string one, string other, string how)
    {
        (await CompareAsync(one, other)).ShouldBe(how);
        (await CompareAsync(other, one)).ShouldBe(how);
    }

    [Fact]
    public async Task A_given_name_one_letter_apart_is_mistyped_when_nobody_bears_it_and_else_stands_against_all_the_rest()
    {
        await clock.Database.ExecuteAsync("""
            insert into registry.name_word_counts (word, persons, counted_at)
            values ('hung', 9000, registry.registry_now()), ('dung', 8000, registry.registry_now()), ('hugn', 2, registry.registry_now())
            on conflict (word) do update set persons = excluded.persons
            """);

        (await CompareAsync("Nguyễn Quốc Hùng", "Nguyễn Quốc Dũng")).ShouldBe("GIVEN_NAME_ONE_LETTER");
        (await CompareAsync("Nguyễn Quốc Hùng", "Nguyễn Quốc Hugn")).ShouldBe("TYPING");

        // Two of one birth date, phone and ward: one who was mistyped, or twins. Somebody looks, and nobody is flagged.
        var holder = Somebody() with { Name = "Nguyễn Quốc Hùng", Sex = "MALE" };
        var first = await RecordAsync("vnpt-ca", holder);
        await RecordAsync("ca2", holder with { Name = "Nguyễn Quốc Dũng" });
        // The phone is another: too little is left.
        await RecordAsync("fpt-ca", holder with { Name = "Nguyễn Quốc Dũng", Phone = "0911999888" });
        await clock.Registry.RunJobAsync(Job, TestContext.Current.CancellationToken);
        await clock.RunAsync(ViolationKind.PossibleSamePerson);

        HowOf(await PairAsync(first)).ShouldStartWith("NAME NEAR GIVEN_NAME_ONE_LETTER");
        (await clock.FlagsAsync(ViolationKind.PossibleSamePerson, first)).ShouldBeEmpty();
    }

    /// <summary>Of a birth date and a phone that nobody else here has.</summary>
    private static Holder Somebody()
    {
        var n = Interlocked.Increment(ref births);
        return new("Nguyễn Thị Thu Sương", new DateOnly(1970, 1, 2).AddDays(37 * n).ToString("yyyy-MM-dd", null), "FEMALE", $"09110{n:00000}", "19789");
    }

    private static string HowOf(JsonElement pair) =>
        string.Join(", ", pair.At("fields").EnumerateArray().Select(f => $"{f.Text("field")} {f.Text("comparison")} {f.Text("how")}"));

    private async Task<string> RecordAsync(string provider, Holder holder)
    {
        await clock.AtAsync(Now);
        return (await clock.Registry.RecordAsync(provider, Make.Record() with { Certificate = Make.Certificate(Now), Holder = holder })).Id();
    }

    private async Task<JsonElement> PairAsync(string issuance) =>
        (await clock.Registry.PossibleSamePersonsAsync(Reviewer, "hue")).At("edges").EnumerateArray().Select(e => e.At("node"))
            .Single(p => new[] { "first", "second" }.Any(side => p.At(side, "issuances").EnumerateArray().Any(i => i.Text("id") == issuance)));

    private async Task<int> LookAgainAsync(string issuance)
    {
        await clock.AtAsync(Now.AddHours(1));
        var person = await clock.Database.ScalarAsync<Guid>("select person_id from registry.issuances where id = $1", Guid.Parse(issuance));
        return await clock.Registry.Services.GetRequiredService<SamePersonSearch>().LookAsync([person], TestContext.Current.CancellationToken);
    }

    private Task SayAsync(string issuance, string name, string ward, string? birth = null) => clock.Database.ExecuteAsync("""
        insert into registry.person_details (person_id, recorded_at, source, name, name_folded, birth_date, ward_code)
        select person_id, registry.registry_now() + interval '1 minute', 'IMPORT', $2, $3, nullif($5, '')::date, $4 from registry.issuances where id = $1
        """, Guid.Parse(issuance), name, Campaign.Registry.Citizens.Numbers.FoldedName.Of(name), ward, birth ?? "");

    private Task<string> CompareAsync(string one, string other) => clock.Database.ScalarAsync<string>(
        "select registry.compare_names($1, registry.name_spelled($2), $3, registry.name_spelled($4))",
        Campaign.Registry.Citizens.Numbers.FoldedName.Of(one), one, Campaign.Registry.Citizens.Numbers.FoldedName.Of(other), other);
}
