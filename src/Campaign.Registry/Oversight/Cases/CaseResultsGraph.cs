using Campaign.Registry.Platform.Data;
using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Cases;

internal sealed class CaseOpenedGraph : ObjectGraphType<CaseOpened>
{
    public CaseOpenedGraph()
    {
        Name = "CaseOpened";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before: as it stands now.").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class CaseJoinedGraph : ObjectGraphType<CaseJoined>
{
    public CaseJoinedGraph()
    {
        Name = "CaseJoined";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
    }
}

internal sealed class CaseAssignedGraph : ObjectGraphType<CaseAssigned>
{
    public CaseAssignedGraph()
    {
        Name = "CaseAssigned";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
    }
}

internal sealed class CaseNotedGraph : ObjectGraphType<CaseNoted>
{
    public CaseNotedGraph()
    {
        Name = "CaseNoted";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before: as it stands now.").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class ProviderAskedGraph : ObjectGraphType<ProviderAsked>
{
    public ProviderAskedGraph()
    {
        Name = "ProviderAsked";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before: as it stands now.").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class CaseAnsweredGraph : ObjectGraphType<CaseAnswered>
{
    public CaseAnsweredGraph()
    {
        Name = "CaseAnswered";
        Field<NonNullGraphType<CaseQuestionGraph>>("question").Resolve(c => c.Source.Question);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before: as it stands now.").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class CaseDecidedGraph : ObjectGraphType<CaseDecided>
{
    public CaseDecidedGraph()
    {
        Name = "CaseDecided";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before: as it stands now.").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class CasePublishedGraph : ObjectGraphType<CasePublished>
{
    public CasePublishedGraph()
    {
        Name = "CasePublished";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
    }
}

internal sealed class PublicationWithdrawnGraph : ObjectGraphType<PublicationWithdrawn>
{
    public PublicationWithdrawnGraph()
    {
        Name = "PublicationWithdrawn";
        Field<NonNullGraphType<CaseGraph>>("case").Resolve(c => c.Source.Case);
    }
}

internal sealed class CaseAlreadyDecidedGraph : RefusalGraph<CaseAlreadyDecided>
{
    public CaseAlreadyDecidedGraph() => Field<NonNullGraphType<CaseDecisionGraph>>("decision").Description("The one that holds.").Resolve(c => c.Source.Decision);
}

internal sealed class AnswerAwaitedGraph : RefusalGraph<AnswerAwaited>
{
    public AnswerAwaitedGraph() => Field<NonNullGraphType<InstantGraphType>>("answerDueAt").Description("Exclusive.").Resolve(c => c.Source.AnswerDueAt);
}

internal sealed class ViolationInAnotherCaseGraph : RefusalGraph<ViolationInAnotherCase>
{
    public ViolationInAnotherCaseGraph()
    {
        Field<NonNullGraphType<IdGraphType>>("caseId").Resolve(c => c.Source.CaseId);
        Field<NonNullGraphType<StringGraphType>>("caseNumber").Resolve(c => c.Source.CaseNumber);
    }
}
