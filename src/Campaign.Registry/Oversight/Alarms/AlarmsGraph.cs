using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Alarms;

internal sealed class AlarmsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<NonNullGraphType<ConnectionGraph<AlarmView, AlarmGraph>>>("alarms")
            .Description("What must never be, and was found, newest first; with open, those that nobody has looked at, or the others. The department's.")
            .Argument<BooleanGraphType>("open")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentRead)
            .Paged((c, page, total) => c.Service<AlarmQueries>().ListAsync(c.Caller(), c.GetArgument<bool?>("open"), page, total, c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<NoteAlarm>(c => new NoteAlarmInput(c.GetArgument<string>("id"), c.GetArgument<string>("note")))
            .Description($"An officer has looked at an alarm and says what was found or done, {TypedText.Reason}. The alarm and each note stay.")
            .Argument<NonNullGraphType<IdGraphType>>("id")
            .Argument<NonNullGraphType<StringGraphType>>("note")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
}

internal sealed class AlarmGraph : ObjectGraphType<AlarmView>
{
    public AlarmGraph()
    {
        Name = "Alarm";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<InstantGraphType>>("raisedAt").Resolve(c => c.Source.RaisedAt);
        Field<NonNullGraphType<StringGraphType>>("invariant").Description("The invariant that is broken, or the clause whose deadline has passed.").Resolve(c => c.Source.Invariant);
        Field<NonNullGraphType<StringGraphType>>("what").Description("A fact; SCREAMING_SNAKE_CASE.").Resolve(c => c.Source.What);
        Field<StringGraphType>("campaign").Resolve(c => c.Source.Campaign);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("subjectIds").Description("The records, flags or cases concerned, at most 20.").Resolve(c => c.Source.SubjectIds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<AlarmNoteGraph>>>>("notes").Description("Oldest first; empty while nobody has looked.").Resolve(c => c.Source.Notes);
    }
}

internal sealed class AlarmNoteGraph : ObjectGraphType<AlarmNote>
{
    public AlarmNoteGraph()
    {
        Name = "AlarmNote";
        Field<NonNullGraphType<InstantGraphType>>("notedAt").Resolve(c => c.Source.NotedAt);
        Field<NonNullGraphType<StringGraphType>>("notedBy").Resolve(c => c.Source.NotedBy);
        Field<NonNullGraphType<StringGraphType>>("note").Resolve(c => c.Source.Note);
    }
}

internal sealed class AlarmNotedGraph : ObjectGraphType<AlarmNoted>
{
    public AlarmNotedGraph()
    {
        Name = "AlarmNoted";
        Field<NonNullGraphType<AlarmGraph>>("alarm").Resolve(c => c.Source.Alarm);
    }
}
