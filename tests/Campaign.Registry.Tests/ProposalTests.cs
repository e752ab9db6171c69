using System.Text.Json;
using Campaign.Registry.Oversight.Proposals;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Data;
using Campaign.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Campaign.Registry.Tests;

/// <summary>Four eyes: what one officer proposes another carries out, once, before it expires.</summary>
public sealed class ProposalTests(ClockFixture clock) : IClassFixture<ClockFixture>
{
    private const string Exclude = """
        mutation($input: ExcludeProviderInput!) { excludeProvider(input: $input) { __typename ... on Refusal { code message clause }
          ... on SecondOfficerNeeded { proposalId expiresAt } } }
        """;

    private const string Approve = """
        mutation($id: ID!) { approveProposal(id: $id) { __typename ... on Refusal { code message } ... on ProposalApproved { proposal { id state decidedBy } }
          ... on ProposalNotOpen { state } ... on ProposedActRefused { because } } }
        """;

    private const string Reject = """
        mutation($id: ID!, $reason: String!) { rejectProposal(id: $id, reason: $reason) { __typename ... on Refusal { code } ... on ProposalRejected { proposal { state reason } } } }
        """;

    private static readonly Caller Reviewer = Callers.Officer("reviewer", Callers.Reviewing);
    private static readonly Caller Administrator = Callers.Officer("administrator", Callers.Administering);
    private static readonly Caller Another = Callers.Officer("another", Callers.Administering);
    private static readonly DateTimeOffset Now = ClockFixture.Morning;

    private readonly TestRegistry registry = clock.Registry;

    [Fact]
    public async Task An_officer_alone_excludes_nobody_and_a_second_one_does_it_once()
    {
        await clock.AtAsync(Now);
        var proposed = await ExcludeAsync(Reviewer, "vnpt-ca");
        var again = await ExcludeAsync(Administrator, "vnpt-ca");

        proposed.TypeName().ShouldBe("SecondOfficerNeeded");
        proposed.Time("expiresAt").ShouldBe(Now.AddDays(7));
        again.Text("proposalId").ShouldBe(proposed.Text("proposalId"));
        (await registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");
        var approvals = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => ApproveAsync(n % 2 == 0 ? Administrator : Another, proposed.Text("proposalId"))));

        approvals.Select(a => a.TypeName()).Distinct().ShouldBe(["ProposalApproved"]);
        approvals.Select(a => a.Text("proposal", "decidedBy")).Distinct().Count().ShouldBe(1);
        (await registry.RecordAsync("vnpt-ca", Make.Record() with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("ProviderNotParticipating");
        (await clock.Database.CountAsync("registry.journal where kind = 'PROVIDER_EXCLUDED' and payload like '%vnpt-ca%'")).ShouldBe(1);
        (await clock.Database.CountAsync("registry.journal where kind = 'PROPOSAL_CARRIED_OUT' and subject_id = $1", Guid.Parse(proposed.Text("proposalId")))).ShouldBe(1);
        (await registry.AskAsync(Reviewer, "proposals", "{ proposals(state: CARRIED_OUT) { totalCount edges { node { act input proposedBy } } } }"))
            .At("edges").EnumerateArray().Select(e => e.Text("node", "input")).ShouldContain(input => input.Contains("vnpt-ca"));
    }

    [Fact]
    public async Task Who_proposes_does_not_approve_and_the_database_alone_holds_it()
    {
        await clock.AtAsync(Now);
        var id = (await ExcludeAsync(Administrator, "viettel-ca")).Text("proposalId");

        (await ApproveAsync(Administrator, id)).TypeName().ShouldBe("SecondOfficerNeeded");
        var blind = new ApproveProposal(registry.Services.GetRequiredService<UnitOfWork>(), registry.Services.GetServices<IProposedAct>()) { LooksWhoProposed = false };
        var refused = await Should.ThrowAsync<PostgresException>(() => blind.HandleAsync(Administrator, id, TestContext.Current.CancellationToken));

        refused.ConstraintName.ShouldBe("second_officer_carries_out");
        (await clock.Database.CountAsync("registry.participations where ended_by = 'EXCLUDED' and provider_id = (select id from registry.providers where code = 'viettel-ca')")).ShouldBe(0);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ApproveAsync(Reviewer, id));
    }

    [Theory]
    [InlineData(-1, "ProposalApproved")]
    [InlineData(0, "ProposalNotOpen")]
    public async Task A_proposal_can_be_approved_until_just_before_7_days_have_passed(long microseconds, string expected)
    {
        var provider = microseconds < 0 ? "bkav-ca" : "fpt-ca";
        await clock.AtAsync(Now);
        var id = (await ExcludeAsync(Reviewer, provider)).Text("proposalId");

        await clock.AtAsync(Now.AddDays(7).AddMicroseconds(microseconds));
        var answer = await ApproveAsync(Another, id);

        answer.TypeName().ShouldBe(expected);
        if (microseconds == 0)
        {
            answer.Text("state").ShouldBe("EXPIRED");
            (await ExcludeAsync(Reviewer, provider)).Text("proposalId").ShouldNotBe(id);
            (await registry.AskAsync(Reviewer, "proposals", "{ proposals(state: EXPIRED) { edges { node { id } } } }")).ToString().ShouldContain(id);
        }
    }

    [Fact]
    public async Task A_rejected_proposal_is_not_carried_out_and_what_is_no_longer_so_is_refused_at_the_approval()
    {
        await clock.AtAsync(Now);
        var rejected = (await ExcludeAsync(Reviewer, "misa-ca")).Text("proposalId");
        (await registry.AskAsync(Reviewer, "rejectProposal", Reject, new { id = rejected, reason = "mistaken for 046 200 001 234" })).Text("proposal", "reason").ShouldBe("mistaken for •••");
        (await ApproveAsync(Another, rejected)).Text("state").ShouldBe("REJECTED");
        (await ApproveAsync(Another, Make.Id())).TypeName().ShouldBe("ProposalNotFound");

        var late = (await ExcludeAsync(Reviewer, "misa-ca")).Text("proposalId");
        await clock.Database.ExecuteAsync("update registry.participations set ended_at = $1, ended_by = 'LEFT' where provider_id = (select id from registry.providers where code = 'misa-ca')", Now);
        (await ApproveAsync(Another, late)).Text("because").ShouldBe("PROVIDER_NOT_PARTICIPATING");
        (await clock.Database.ScalarAsync<string>("select state from registry.proposals where id = $1", Guid.Parse(late))).ShouldBe("PROPOSED");
        await Should.ThrowAsync<InvalidInputException>(() => registry.AskAsync(Reviewer, "rejectProposal", Reject, new { id = late, reason = " " }));
    }

    [Fact]
    public async Task An_exclusion_rests_on_violations_published_with_minutes_whoever_asks_and_again_when_it_is_approved()
    {
        await clock.AtAsync(Now);
        var ground = await clock.Database.GroundAsync("ca2");
        string[] others =
        [
            await FlagAsync("ca2", "FLAGGED"), await FlagAsync("ca2", "CONFIRMED"), await FlagAsync("ca2", "DISMISSED"), await FlagAsync("ca2", "PUBLISHED"),
            await clock.Database.GroundAsync("misa-ca"), Make.Id(), "no-id",
        ];
        foreach (var named in others.Select(other => new[] { ground, other }).Append([]))
        {
            foreach (var refused in new[] { await AskForExclusionAsync(named, officer: Reviewer), await AskForExclusionAsync(named, officer: null) })
            {
                (refused.Text("code"), refused.Text("clause")).ShouldBe(("EXCLUSION_GROUNDS_NOT_CONFIRMED", "HUE-5.3"), string.Join(',', named));
            }
        }

        var id = (await ExcludeAsync(Reviewer, "ca2", ground, ground)).Text("proposalId");
        var same = await ExcludeAsync(Another, "ca2", ground, ground);
        (same.Text("proposalId"), same.Text("message").Contains("NOT stored", StringComparison.Ordinal)).ShouldBe((id, false));
        var otherGrounds = await ExcludeAsync(Another, "ca2", await clock.Database.GroundAsync("ca2"));
        (otherGrounds.Text("proposalId"), otherGrounds.Text("message").Contains("NOT stored", StringComparison.Ordinal)).ShouldBe((id, true), "what is not kept is not said to be");
        await clock.Database.ExecuteAsync("update registry.violations set state = 'CONFIRMED' where id = $1", Guid.Parse(ground));
        (await ApproveAsync(Another, id)).Text("because").ShouldBe("EXCLUSION_GROUNDS_NOT_CONFIRMED");
        (await registry.AskAsync("department", "approveProposal", Approve, new { id })).Text("because").ShouldBe("EXCLUSION_GROUNDS_NOT_CONFIRMED", "whoever approves it");
        (await registry.RecordAsync("ca2", Make.Record() with { Certificate = Make.Certificate(Now) })).TypeName().ShouldBe("IssuanceRecorded");

        await clock.Database.ExecuteAsync("update registry.violations set state = 'PUBLISHED' where id = $1", Guid.Parse(ground));
        (await ApproveAsync(Another, id)).TypeName().ShouldBe("ProposalApproved");
    }

    [Fact]
    public async Task Minutes_publication_exclusion_is_the_order_through_the_api_and_what_is_withdrawn_excludes_nobody()
    {
        await clock.AtAsync(Now);
        (await registry.AskAsync("department", "createCampaign", "mutation($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename } }", new
        {
            input = new { code = "order", name = "The order", opensAt = Now.AddDays(-1), closesAt = Now.AddDays(30), providerCodes = new[] { "fpt-ca" } },
        })).TypeName().ShouldBe("CampaignCreated");
        var flag = await FlagAsync("fpt-ca", "FLAGGED", "order");
        var opened = (await registry.OpenCaseAsync(Reviewer, [flag])).Text("case", "id");
        async Task RefusedAsync(string after) =>
            (await AskForExclusionAsync([flag], officer: null, "fpt-ca", "order")).TypeName().ShouldBe("ExclusionGroundsNotConfirmed", after);

        await RefusedAsync("a case alone");
        var decision = (await registry.DecideCaseAsync(Reviewer, opened, "CONFIRMED")).Text("case", "decision", "id");
        await RefusedAsync("the confirmation");
        await registry.PublishCaseByTwoAsync(Reviewer, Administrator, opened);
        await RefusedAsync("the publication without minutes");
        (await registry.DrawUpMinutesAsync(Reviewer, opened)).TypeName().ShouldBe("MinutesDrawnUp");
        var blind = await clock.Database.ScalarAsync<long>("select count(*) from registry.grounds_of_exclusion((select id from registry.campaigns where code = 'order'), (select id from registry.providers where code = 'fpt-ca')) g where g = $1", Guid.Parse(flag));
        blind.ShouldBe(1);

        // A decision that is turned over takes its minutes and its publication with it, and a new one needs its own.
        (await registry.AskAsync(Reviewer, "withdrawPublication", CaseOperations.Withdraw, new { input = new { caseId = opened, reason = "made up" } }))
            .TypeName().ShouldBe("PublicationWithdrawn");
        await RefusedAsync("the withdrawal");
        var turned = (await registry.DecideCaseAsync(Reviewer, opened, "DISMISSED", "not so", overturns: decision)).Text("case", "decision", "id");
        await registry.DecideCaseAsync(Reviewer, opened, "CONFIRMED", "seen again", overturns: turned);
        await registry.PublishCaseByTwoAsync(Reviewer, Administrator, opened);
        await RefusedAsync("minutes of another decision");
        (await registry.DrawUpMinutesAsync(Reviewer, opened)).TypeName().ShouldBe("MinutesDrawnUp");
        (await AskForExclusionAsync([flag], officer: null, "fpt-ca", "order")).TypeName().ShouldBe("ProviderExcluded");
    }

    [Fact]
    public async Task The_database_alone_excludes_nobody_without_grounds()
    {
        await clock.AtAsync(Now);
        (await registry.CreateCampaignAsync("no-grounds", opensAt: Now.AddDays(-1))).TypeName().ShouldBe("CampaignCreated");
        const string Excluding = """
            update registry.participations set ended_at = $1, ended_by = 'EXCLUDED'
            where ended_at is null and provider_id = (select id from registry.providers where code = 'viettel-ca')
              and campaign_id = (select id from registry.campaigns where code = 'no-grounds')
            """;
        var refused = await Should.ThrowAsync<PostgresException>(() => clock.Database.ExecuteAsync(Excluding, Now.AddDays(30)));
        refused.ConstraintName.ShouldBe("exclusion_rests_on_grounds");
    }

    private async Task<string> FlagAsync(string providerCode, string state, string campaign = "hue")
    {
        var id = Guid.NewGuid();
        await clock.Database.ExecuteAsync("""
            insert into registry.violations (id, kind, clause, campaign_id, provider_id, fingerprint, flagged_at, state, thresholds)
            select $1, 'KEY_REUSED', 'HUE-1.3', c.id, p.id, $1::text, registry.registry_now(), $3, '{}' from registry.campaigns c, registry.providers p where c.code = $4 and p.code = $2
            """, id, providerCode, state, campaign);
        return id.ToString();
    }

    /// <summary>On a ground made for it, unless others are named.</summary>
    private async Task<JsonElement> ExcludeAsync(Caller officer, string providerCode, params string[] violationIds) =>
        await AskForExclusionAsync(violationIds.Length == 0 ? [await clock.Database.GroundAsync(providerCode)] : violationIds, officer, providerCode);

    /// <param name="officer">Null: the department's system.</param>
    private Task<JsonElement> AskForExclusionAsync(string[] violationIds, Caller? officer, string providerCode = "ca2", string campaign = "hue")
    {
        var variables = new { input = new { campaign, providerCode, reason = "seen", decisionNumber = "12/QĐ", violationIds } };
        return officer is null ? registry.AskAsync("department", "excludeProvider", Exclude, variables) : registry.AskAsync(officer, "excludeProvider", Exclude, variables);
    }

    private Task<JsonElement> ApproveAsync(Caller officer, string id) => registry.AskAsync(officer, "approveProposal", Approve, new { id });
}
