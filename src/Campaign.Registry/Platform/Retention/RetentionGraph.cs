using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Retention;

internal sealed class RetentionGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<RetentionRun, RetentionRunGraph>>>("retentionRuns")
            .Description("What was deleted or erased because it had been kept for its term, newest run first. The department's.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<RetentionQueries>()
                .ListAsync(c.Caller(), page, total, c.CancellationToken));
}

internal sealed class RetentionRunGraph : ObjectGraphType<RetentionRun>
{
    public RetentionRunGraph()
    {
        Name = "RetentionRun";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<DayGraphType>>("day").Resolve(c => c.Source.Day);
        Field<NonNullGraphType<InstantGraphType>>("startedAt").Resolve(c => c.Source.StartedAt);
        Field<InstantGraphType>("finishedAt").Description("Null while it runs, or was cut short; the next run goes on with it.").Resolve(c => c.Source.FinishedAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RetentionReportGraph>>>>("subjects").Resolve(c => c.Source.Subjects);
    }
}

internal sealed class RetentionReportGraph : ObjectGraphType<RetentionReport>
{
    public RetentionReportGraph()
    {
        Name = "RetentionReport";
        Field<NonNullGraphType<StringGraphType>>("subject").Description("What kind of row; SCREAMING_SNAKE_CASE.").Resolve(c => c.Source.Subject);
        Field<NonNullGraphType<InstantGraphType>>("before").Description("What was older than this went.").Resolve(c => c.Source.Bound);
        Field<InstantGraphType>("oldest").Description("The oldest of what went.").Resolve(c => c.Source.Oldest);
        Field<NonNullGraphType<IntGraphType>>("rows").Description("How many; 2,147,483,647 stands for that many and more.")
            .Resolve(c => (int)Math.Min(c.Source.Rows, int.MaxValue));
        Field<NonNullGraphType<InstantGraphType>>("startedAt").Resolve(c => c.Source.StartedAt);
        Field<InstantGraphType>("doneAt").Resolve(c => c.Source.DoneAt);
    }
}
