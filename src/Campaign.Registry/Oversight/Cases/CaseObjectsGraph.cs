using Campaign.Registry.Oversight.Violations;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Cases;

internal sealed class CaseGraph : ObjectGraphType<CaseView>
{
    public CaseGraph()
    {
        Name = "Case";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("number").Description("Of the year, without gaps, e.g. 2026/000123.").Resolve(c => c.Source.Number);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<ProviderGraph>("provider").Description("Null: no one provider answers for it.").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<ContractEnum<CaseSeverity>>>("severity").Description("That of the gravest of its flags.").Resolve(c => c.Source.Severity);
        Field<NonNullGraphType<ContractEnum<CaseState>>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<InstantGraphType>>("openedAt").Resolve(c => c.Source.OpenedAt);
        Field<NonNullGraphType<StringGraphType>>("openedBy").Resolve(c => c.Source.OpenedBy);
        Field<StringGraphType>("assignedTo").Description("Null: nobody.").Resolve(c => c.Source.AssignedTo);
        Field<InstantGraphType>("answerDueAt").Description("Exclusive; null: nobody is asked.").Resolve(c => c.Source.AnswerDueAt);
        Field<NonNullGraphType<BooleanGraphType>>("answerIsOverdue").Resolve(c => c.Source.AnswerIsOverdue);
        Field<CaseDecisionGraph>("decision").Description("The one that holds.").Resolve(c => c.Source.LastDecision);
        Field<InstantGraphType>("publishedAt").Description("Null: it is not published.").Resolve(c => c.Source.PublishedAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ContractEnum<ViolationKind>>>>>("kinds").Description("Of its flags, each once.").Resolve(c => c.Source.Kinds);
        Field<NonNullGraphType<IntGraphType>>("violations").Description("How many flags it is about.").Resolve(c => c.Source.Violations);
    }
}

internal sealed class CaseDecisionGraph : ObjectGraphType<CaseDecisionView>
{
    public CaseDecisionGraph()
    {
        Name = "CaseDecisionMade";
        Field<NonNullGraphType<IdGraphType>>("id").Description("What a later decision names when it turns this one over.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<CaseDecision>>>("decision").Resolve(c => c.Source.Decision);
        Field<NonNullGraphType<StringGraphType>>("reason").Resolve(c => c.Source.Reason);
        Field<NonNullGraphType<StringGraphType>>("by").Resolve(c => c.Source.By);
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
    }
}

internal sealed class CaseFileGraph : ObjectGraphType<CaseFile>
{
    public CaseFileGraph()
    {
        Name = "CaseFile";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CaseEntryGraph>>>>("timeline").Description("What happened in it and what shows it, oldest first.").Resolve(c => c.Source.Timeline);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ViolationGraph>>>>("violations").Description("What it is about, with the evidence.").Resolve(c => c.Source.Violations);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("issuanceIds").Description("What it concerns; of a duplicate both sides.").Resolve(c => c.Source.IssuanceIds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("needIds").Resolve(c => c.Source.NeedIds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CaseReportGraph>>>>("reports").Description("Citizens' reports that it is about.").Resolve(c => c.Source.Reports);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("alike")
            .Description("Flags of the same provider and kinds that are in no case yet, oldest first, 500 at most: they may join.")
            .Resolve(c => c.Source.Alike);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MinutesGraph>>>>("minutes").Description("All versions, oldest first.").Resolve(c => c.Source.Minutes);
    }
}

internal sealed class CaseReportGraph : ObjectGraphType<CaseReport>
{
    public CaseReportGraph()
    {
        Name = "CaseReport";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("reference").Description("By which `reports` finds it.").Resolve(c => c.Source.Reference);
    }
}

internal sealed class CaseEntryGraph : ObjectGraphType<CaseEntry>
{
    public CaseEntryGraph()
    {
        Name = "CaseEntry";
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<ContractEnum<CaseEventKind>>("kind").Description("Null: a piece of evidence.").Resolve(c => c.Source.Kind);
        Field<StringGraphType>("actor").Resolve(c => c.Source.Actor);
        Field<StringGraphType>("text").Description("What was said; of evidence its summary.").Resolve(c => c.Source.Text is { } text ? c.Say(text) : null);
        Field<ContractEnum<CaseDecision>>("decision").Resolve(c => c.Source.Decision);
        Field<IdGraphType>("decisionId").Resolve(c => c.Source.DecisionId);
        Field<StringGraphType>("assignedTo").Resolve(c => c.Source.AssignedTo);
        Field<StringGraphType>("providerCode").Description("Who was asked, answered or was reminded.").Resolve(c => c.Source.ProviderCode);
        Field<InstantGraphType>("dueAt").Description("Of a question, exclusive.").Resolve(c => c.Source.DueAt);
        Field<BooleanGraphType>("isLate").Description("Of an answer: whether it came at or after its deadline.").Resolve(c => c.Source.IsLate);
        Field<IntGraphType>("joined").Description("How many flags came into the case.").Resolve(c => c.Source.Joined);
        Field<IdGraphType>("violationId").Description("Of evidence: which flag it shows.").Resolve(c => c.Source.ViolationId);
        Field<IdGraphType>("issuanceId").Resolve(c => c.Source.IssuanceId);
        Field<IdGraphType>("needId").Resolve(c => c.Source.NeedId);
        Field<IdGraphType>("checkId").Resolve(c => c.Source.CheckId);
    }
}

internal sealed class CaseQuestionGraph : ObjectGraphType<ProviderQuestion>
{
    public CaseQuestionGraph()
    {
        Name = "CaseQuestion";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("caseNumber").Resolve(c => c.Source.CaseNumber);
        Field<NonNullGraphType<StringGraphType>>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<StringGraphType>>("question").Resolve(c => c.Source.Question);
        Field<NonNullGraphType<InstantGraphType>>("askedAt").Resolve(c => c.Source.AskedAt);
        Field<NonNullGraphType<InstantGraphType>>("answerDueAt").Description("Exclusive.").Resolve(c => c.Source.AnswerDueAt);
        Field<InstantGraphType>("remindedAt").Resolve(c => c.Source.RemindedAt);
        Field<StringGraphType>("answer").Resolve(c => c.Source.Answer);
        Field<InstantGraphType>("answeredAt").Resolve(c => c.Source.AnsweredAt);
        Field<BooleanGraphType>("answerIsLate").Description("Whether the answer came at or after its deadline.").Resolve(c => c.Source.AnswerIsLate);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<QuestionEvidenceGraph>>>>("evidence")
            .Description("Of the provider's own records and acts, as it was when the question was asked.")
            .Resolve(c => c.Source.Evidence);
    }
}

internal sealed class QuestionEvidenceGraph : ObjectGraphType<QuestionEvidence>
{
    public QuestionEvidenceGraph()
    {
        Name = "CaseQuestionEvidence";
        Field<NonNullGraphType<InstantGraphType>>("at").Resolve(c => c.Source.At);
        Field<NonNullGraphType<StringGraphType>>("summary").Resolve(c => c.Say(c.Source.Summary));
        Field<IdGraphType>("issuanceId").Resolve(c => c.Source.IssuanceId);
        Field<IdGraphType>("needId").Resolve(c => c.Source.NeedId);
        Field<IdGraphType>("checkId").Resolve(c => c.Source.CheckId);
    }
}
