using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Lookups;
using Campaign.Registry.Citizens.Persons;
using Campaign.Registry.Citizens.SamePerson;
using Campaign.Registry.Needs;
using Campaign.Registry.Oversight.Alarms;
using Campaign.Registry.Oversight.Cases;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Programme.Exclusions;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Campaign.Registry.Tests;

/// <summary>What people type is held to its bounds by the commands themselves, whoever calls them: no transport is asked here.</summary>
public sealed class TypedTextTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private static readonly string Unknown = Guid.NewGuid().ToString();
    private static readonly string[] CountedAlone = ["openCase", "joinCase"];
    private static readonly Caller Officer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Page Anything = new(1, false, null, null);

    private static readonly Dictionary<string, Field> Fields = new()
    {
        ["decideCase"] = new("reason", TypedText.Reason, (t, text) => t.AskAsync<DecideCase>(Officer, new DecideCaseInput(Unknown, Unknown, CaseDecision.Confirmed, text, null))),
        ["withdrawPublication"] = new("reason", TypedText.Reason, (t, text) => t.AskAsync<WithdrawPublication>(Officer, new WithdrawPublicationInput(Unknown, text))),
        ["noteOnCase"] = new("text", TypedText.CaseNote, (t, text) => t.AskAsync<NoteOnCase>(Officer, new NoteOnCaseInput(Unknown, Unknown, text))),
        ["askProvider"] = new("question", TypedText.CaseStatement, (t, text) => t.AskAsync<AskProvider>(Officer, new AskProviderInput(Unknown, Unknown, null, text, null))),
        ["answerCase"] = new("answer", TypedText.CaseStatement, (t, text) => t.AskAsync<AnswerCase>(null, new AnswerCaseInput(Unknown, Unknown, text))),
        ["drawUpMinutes"] = new("place", TypedText.PlaceName, (t, text) => t.AskAsync<DrawUpMinutes>(Officer, new DrawUpMinutesInput(Unknown, Unknown, text, null, null, null))),
        ["drawUpMinutes, who is present"] =
            new("attendees", TypedText.PersonName, (t, text) => t.AskAsync<DrawUpMinutes>(Officer, new DrawUpMinutesInput(Unknown, Unknown, "Huế", [text], null, null))),
        ["drawUpMinutes, remarks"] =
            new("remarks", TypedText.Remarks, (t, text) => t.AskAsync<DrawUpMinutes>(Officer, new DrawUpMinutesInput(Unknown, Unknown, "Huế", null, text, null))),
        ["decideSamePerson"] =
            new("reason", TypedText.Reason, (t, text) => t.AskAsync<DecideSamePerson>(Officer, new DecideSamePersonInput(Unknown, SamePersonDecision.Keep, text))),
        ["reinstateProvider"] =
            new("reason", TypedText.Reason, (t, text) => t.AskAsync<ReinstateProvider>(Officer, new ReinstateProviderInput("hue", "vnpt-ca", text, null))),
        ["reinstateProvider, its number"] =
            new("decisionNumber", TypedText.DecisionNumber, (t, text) => t.AskAsync<ReinstateProvider>(Officer, new ReinstateProviderInput("hue", "vnpt-ca", "mended", text))),
        ["excludeProvider"] =
            new("reason", TypedText.ReasonOfAnExclusion, (t, text) => t.AskAsync<ExcludeProvider>(Officer, new ExcludeProviderInput("hue", "nobody", text, null, null))),
        ["excludeProvider, its number"] =
            new("decisionNumber", TypedText.DecisionNumber, (t, text) => t.AskAsync<ExcludeProvider>(Officer, new ExcludeProviderInput("hue", "nobody", "why", text, null))),
        ["noteAlarm"] = new("note", TypedText.Reason, (t, text) => t.AskAsync<NoteAlarm>(Officer, new NoteAlarmInput(Unknown, text))),
        ["rejectProposal"] = new("reason", TypedText.ReasonOfARejection, (t, text) => t.AskAsync<RejectProposal>(Officer, new RejectProposalInput(Unknown, text))),
        ["linkNumbers"] =
            new("reason", TypedText.ReasonOfALookup, (t, text) => t.AskAsync<LinkNumbers>(Officer, new LinkNumbersInput(Unknown, "nobody", "nobody", text))),
        ["partNumbers"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.AskAsync<PartNumbers>(Officer, new PartNumbersInput(Unknown, "nobody", "nobody", text))),
        ["unlinkNumbers"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.AskAsync<UnlinkNumbers>(Officer, new UnlinkNumbersInput(Unknown, Unknown, text))),
        ["citizenLookups"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.The<LookupQueries>().OfCitizenAsync(Officer, Make.Citizen(), text, Anything, false, Cancel)),
        ["lookupsBy"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.The<LookupQueries>().ByProviderAsync(
            Officer, "vnpt-ca", null, ClockFixture.Morning, ClockFixture.Morning.AddDays(1), text, Anything, false, Cancel)),
        ["personNumbers"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.The<PersonQueries>().NumbersOfAsync(Officer, Make.Citizen(), text, Cancel)),
        ["issuances of a number"] = new("reason", TypedText.ReasonOfALookup, (t, text) => t.The<IssuanceQueries>().OfNumberAsync(Officer, Make.Citizen(), text, Cancel)),
        ["recordIssuance, the badge"] = new("badge", TypedText.Badge, (t, text) => t.AskAsync<RecordIssuance>(null, new RecordIssuanceInput(
            Guid.NewGuid().ToString(), "hue", "nobody", null, Channel.DoorToDoor, null, null, null, null, Certificate, true, null, Badge: text))),
        ["switchProvider, the badge"] = new("badge", TypedText.Badge, (t, text) => t.AskAsync<SwitchProvider>(null, new SwitchProviderInput(
            Guid.NewGuid().ToString(), "hue", "nobody", "ABCD", Channel.DoorToDoor, null, null, null, Certificate, null, Badge: text))),
        ["cancelNeed"] = new("reason", TypedText.Note, (t, text) => t.AskAsync<CancelNeed>(Officer, new CancelNeedInput(Unknown, text))),
        ["denyNeedSupport"] = new("reason", TypedText.Note, (t, text) => t.AskAsync<DenyNeedSupport>(Officer, new CancelNeedInput(Unknown, text))),
        ["startNeedSupport"] =
            new("evidence.note", TypedText.Note, (t, text) => t.AskAsync<StartNeedSupport>(null, new StartNeedSupportInput(Unknown, "somebody", new(null, null, text)))),
        ["endIssuance"] =
            new("note", TypedText.Note, (t, text) => t.AskAsync<EndIssuance>(null, new EndIssuanceInput(Unknown, Unknown, EndReason.Revoked, ClockFixture.Morning, text))),
        ["replaceCertificate"] = new("dossier.contractNumber", TypedText.ContractNumber, (t, text) => t.AskAsync<ReplaceCertificate>(
            null, new ReplaceCertificateInput(Unknown, Unknown, ReplaceReason.KeyLost, Certificate, new(text, null, null, null, null, null)))),
        ["recordIssuance"] = new("dossier.recipientName", TypedText.NameIfKnown, (t, text) => t.RecordAsync(new(null, null, null, null, text, null), null)),
        ["recordIssuance, the contract"] = new("dossier.contractNumber", TypedText.ContractNumber, (t, text) => t.RecordAsync(new(text, null, null, null, null, null), null)),
        ["recordIssuance, the holder"] = new("holder.name", TypedText.NameIfKnown, (t, text) => t.RecordAsync(null, new(text, null, null, null, null))),
        ["recordIssuance, the ward"] = new("holder.wardCode", TypedText.WardCode, (t, text) => t.RecordAsync(null, new(null, null, null, null, text))),
        ["switchProvider"] = new("consentCode", TypedText.ConsentCode, (t, text) => t.SwitchAsync(text, null)),
        ["switchProvider, the holder"] = new("holder.name", TypedText.NameIfKnown, (t, text) => t.SwitchAsync("code", new(text, null, null, null, null))),
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static CertificateInput Certificate => new(Make.Serial(), ClockFixture.Morning, null);

    public static TheoryData<string> Names() => [.. Fields.Keys];

    public static TheoryData<string> Kinds() => [.. typeof(TypedText).GetProperties().Where(p => p.PropertyType == typeof(TypedText)).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_text_of_one_character_too_many_is_a_fault_of_the_input_and_the_longest_is_taken(string name)
    {
        await clock.AtAsync(ClockFixture.Morning);
        var field = Fields[name];

        (await Should.ThrowAsync<InvalidInputException>(() => field.Ask(this, Of(field.Kind.Most + 1)))).Field.ShouldBe(field.Name);
        await field.Ask(this, Of(field.Kind.Most));
        if (field.Kind.Least > 0)
        {
            (await Should.ThrowAsync<InvalidInputException>(() => field.Ask(this, Of(field.Kind.Least - 1) + "  "))).Field.ShouldBe(field.Name);
            await field.Ask(this, Of(field.Kind.Least));
        }
    }

    [Fact]
    public void Every_command_whose_input_is_checked_is_tried_above()
    {
        var named = Fields.Keys.Select(k => k.Split(',')[0]).Concat(CountedAlone).ToHashSet();
        var checking = typeof(ICommand).Assembly.GetTypes().Where(t => t.IsClass && t.IsAssignableTo(typeof(ICommand)))
            .Where(t => t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericArguments()[0].IsAssignableTo(typeof(ICheckedInput))))
            .Select(t => char.ToLowerInvariant(t.Name[0]) + t.Name[1..]).ToList();

        checking.Count.ShouldBeGreaterThan(15);
        checking.Where(c => !named.Contains(c)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task One_to_500_flags_come_into_a_case_at_once(int flags, bool taken)
    {
        string[] ids = [.. Enumerable.Range(0, flags).Select(_ => Guid.NewGuid().ToString())];
        foreach (var ask in new Func<Task>[] { () => AskAsync<OpenCase>(Officer, new OpenCaseInput(Unknown, ids, false)), () => AskAsync<JoinCase>(Officer, new JoinCaseInput(Unknown, ids)) })
        {
            await (taken ? ask() : Should.ThrowAsync<InvalidInputException>(ask));
        }
    }

    [Theory]
    [InlineData("BB-SKHCN", true)]
    [InlineData("BB-Đ", false)]
    [InlineData("BB-skhcn", false)]
    [InlineData("SKHCN", false)]
    public async Task An_agencys_sign_is_BB_and_capitals(string sign, bool taken)
    {
        var ask = () => AskAsync<DrawUpMinutes>(Officer, new DrawUpMinutesInput(Unknown, Unknown, "Huế", null, null, sign));

        await (taken ? ask() : Should.ThrowAsync<InvalidInputException>(ask));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_kind_of_text_says_its_bounds_and_what_to_do(string name)
    {
        var kind = (TypedText)typeof(TypedText).GetProperty(name)!.GetValue(null)!;

        kind.Fits(Of(kind.Most)).ShouldBeTrue();
        kind.Fits(Of(kind.Most + 1)).ShouldBeFalse();
        kind.Fits(null).ShouldBe(kind.Least == 0);
        kind.Fits(Of(kind.Least)).ShouldBeTrue();
        kind.AdviceOn(Of(kind.Most)).ShouldBeNull();
        kind.AdviceOn(Of(kind.Most + 1))!.English.ShouldContain($"{kind.Most}");
        kind.AdviceOn(Of(kind.Most + 1))!.Vietnamese.ShouldContain($"{kind.Most}");
    }

    [Theory]
    [InlineData("\u200b\u200b\u200b\u200b")]
    [InlineData("ab\u2060\u2060")]
    [InlineData("published \u202egnihton")]
    [InlineData("\u2800\u3164\u2800\u3164")]
    public void What_nobody_sees_is_no_reason(string text) => TypedText.Reason.Fits(text).ShouldBeFalse();

    [Fact]
    public void What_is_copied_from_a_page_is_taken() => TypedText.Reason.Fits("đã\u200b xem\u00ad giấy tờ").ShouldBeTrue();

    private static string Of(int length) => new('ă', length);

    private T The<T>()
        where T : notnull => clock.Registry.Services.GetRequiredService<T>();

    /// <summary>Asks the command itself. Of what does not exist it answers with a refusal, which shows that it took the input.</summary>
    /// <param name="caller">Null for a provider's system.</param>
    private async Task AskAsync<TCommand>(Caller? caller, object input)
        where TCommand : class, ICommand
    {
        caller ??= await clock.Registry.StaffAsync("vnpt-ca", "vnpt-ca-staff-1");
        var answer = await ((dynamic)The<TCommand>()).HandleAsync(caller, (dynamic)input, Cancel);
        ((Refusal?)answer.Refusal).ShouldNotBeNull();
    }

    private Task RecordAsync(DossierInput? dossier, HolderInput? holder) => AskAsync<RecordIssuance>(null, new RecordIssuanceInput(
        Guid.NewGuid().ToString(), "hue", "nobody", null, Channel.DoorToDoor, null, null, null, null, Certificate, true, dossier, holder));

    private Task SwitchAsync(string code, HolderInput? holder) => AskAsync<SwitchProvider>(null, new SwitchProviderInput(
        Guid.NewGuid().ToString(), "hue", "nobody", code, Channel.DoorToDoor, null, null, null, Certificate, null, holder));

    /// <param name="Name">As GraphQL names it.</param>
    private sealed record Field(string Name, TypedText Kind, Func<TypedTextTests, string, Task> Ask);
}
