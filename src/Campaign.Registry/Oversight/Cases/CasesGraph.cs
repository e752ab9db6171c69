using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Cases;

internal sealed class CasesGraph : IGraphSlice
{
    private static readonly string[] Reading = [Scopes.Department, Scopes.DepartmentRead];
    private static readonly string[] Judging = [Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration];

    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ConnectionGraph<CaseView, CaseGraph>>>("cases")
            .Description("""
                The department's queue of cases, in the order of what happens if one waits: answers that are overdue first, then the gravest, then the oldest; what is decided
                comes last. At most 100 a page.
                """)
            .Argument<NonNullGraphType<StringGraphType>>("campaign")
            .Argument<CaseFilterGraph>("filter")
            .AnyScopeOf(Reading)
            .Paged((c, page, total) => c.Service<CaseQueries>().ListAsync(
                c.Caller(), c.GetArgument<string>("campaign"), c.GetArgument<CaseFilter?>("filter"), page, total, c.CancellationToken));
        query.Field<CaseFileGraph>("case")
            .Description("One case as a file: timeline, flags with their evidence, and what it concerns. The department's; a look leaves a trace, as one at its flags does.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .AnyScopeOf(Reading)
            .ResolveAsync(async c => await c.Service<CaseQueries>().FileAsync(c.Caller(), c.GetArgument<string>("id"), c.CancellationToken));
        query.Field<NonNullGraphType<ConnectionGraph<ProviderQuestion, CaseQuestionGraph>>>("caseQuestions")
            .Description("What the department asks of the caller's provider in cases, newest first, with that provider's answers. Nothing else of a case is shown.")
            .AnyScopeOf(Scopes.ProviderAdministration)
            .Paged((c, page, total) => c.Service<ProviderQuestions>().ListAsync(c.Caller(), page, total, c.CancellationToken));
    }

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<OpenCase>()
            .Description("An officer takes up flags of one campaign and provider as a case; they are under review from then on.")
            .AnyScopeOf(Judging);
        mutation.Command<JoinCase>()
            .Description("Further flags of the same campaign and provider come into a case that is not decided yet.")
            .AnyScopeOf(Judging);
        mutation.Command<AssignCase>()
            .Description("A case is given to an officer, or taken by the one who asks.")
            .AnyScopeOf(Judging);
        mutation.Command<NoteOnCase>()
            .Description("An officer writes a note into a case. No provider sees it.")
            .AnyScopeOf(Judging);
        mutation.Command<AskProvider>()
            .Description("An officer asks a provider what it has to say, through its inbox, with a deadline: the end of the fifth working day unless another is named.")
            .AnyScopeOf(Judging);
        mutation.Command<AnswerCase>()
            .Description("The provider that was asked answers, once. After the deadline the answer is taken too, and marked as late, until the case is decided.")
            .AnyScopeOf(Scopes.ProviderAdministration);
        mutation.Command<DecideCase>()
            .Description("An officer decides: a violation, or none, and why. Undone only by a new decision that names the one that it turns over.")
            .AnyScopeOf(Judging);
        mutation.Command<PublishCase>()
            .Description("What was confirmed is published to all: provider, kind and clause, no citizen.")
            .AnyScopeOf(Judging);
        mutation.Command<WithdrawPublication>()
            .Description("A publication is taken back, and why. The decision holds on.")
            .AnyScopeOf(Judging);
        mutation.Command<DrawUpMinutes>()
            .Description("Minutes of a confirmed case are drawn up, numbered and hashed; drawn up anew they are a further version under the same number.")
            .AnyScopeOf(Judging);
    }
}

internal sealed class CaseFilterGraph : InputObjectGraphType<CaseFilter>
{
    public CaseFilterGraph()
    {
        Name = "CaseFilter";
        Field<StringGraphType>("providerCode");
        Field<ListGraphType<NonNullGraphType<ContractEnum<CaseState>>>>("state");
        Field<StringGraphType>("assignedTo").Description("As the timeline names actors.");
        Field<BooleanGraphType>("unassigned").Description("True: nobody's cases alone.");
        Field<StringGraphType>("number").Description("E.g. 2026/000123.");
    }
}

internal sealed class OpenCaseInputGraph : InputObjectGraphType<OpenCaseInput>
{
    public OpenCaseInputGraph()
    {
        Name = "OpenCaseInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("violationIds").Description("1 to 500.");
        Field<NonNullGraphType<BooleanGraphType>>("joinAlike").DefaultValue(false)
            .Description("Whether the provider's other flags of the same kinds that are in no case come too, up to 500 in all.");
    }
}

internal sealed class JoinCaseInputGraph : InputObjectGraphType<JoinCaseInput>
{
    public JoinCaseInputGraph()
    {
        Name = "JoinCaseInput";
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("violationIds").Description("1 to 500.");
    }
}

internal sealed class AssignCaseInputGraph : InputObjectGraphType<AssignCaseInput>
{
    public AssignCaseInputGraph()
    {
        Name = "AssignCaseInput";
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<StringGraphType>("assignee").Description("As the timeline names actors, e.g. officer:lan; left out: whoever asks.");
    }
}

internal sealed class NoteOnCaseInputGraph : InputObjectGraphType<NoteOnCaseInput>
{
    public NoteOnCaseInputGraph()
    {
        Name = "NoteOnCaseInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<NonNullGraphType<StringGraphType>>("text").Description($"{TypedText.CaseNote}.");
    }
}

internal sealed class AskProviderInputGraph : InputObjectGraphType<AskProviderInput>
{
    public AskProviderInputGraph()
    {
        Name = "AskProviderInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<StringGraphType>("providerCode").Description("Left out: the case's own provider. The other side of a duplicate may be asked too.");
        Field<NonNullGraphType<StringGraphType>>("question").Description($"{TypedText.CaseStatement}.");
        Field<InstantGraphType>("answerBy").Description("Exclusive, within 60 days; left out: the end of the fifth working day.");
    }
}

internal sealed class AnswerCaseInputGraph : InputObjectGraphType<AnswerCaseInput>
{
    public AnswerCaseInputGraph()
    {
        Name = "AnswerCaseInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("questionId");
        Field<NonNullGraphType<StringGraphType>>("answer").Description($"{TypedText.CaseStatement}.");
    }
}

internal sealed class DecideCaseInputGraph : InputObjectGraphType<DecideCaseInput>
{
    public DecideCaseInputGraph()
    {
        Name = "DecideCaseInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<NonNullGraphType<ContractEnum<CaseDecision>>>("decision");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"{TypedText.Reason}.");
        Field<IdGraphType>("overturns").Description("The decision that this one turns over; left out for the first.");
    }
}

internal sealed class WithdrawPublicationInputGraph : InputObjectGraphType<WithdrawPublicationInput>
{
    public WithdrawPublicationInputGraph()
    {
        Name = "WithdrawPublicationInput";
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"{TypedText.Reason}.");
    }
}
