using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.DataRequests;

internal sealed class DataRequestGraph : ObjectGraphType<DataRequestView>
{
    public DataRequestGraph()
    {
        Name = "DataRequest";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<DataRequestKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<DataRequestStateGraph>>("state").Resolve(c => c.Source.State);
        Field<NonNullGraphType<StringGraphType>>("citizen").Description("The last three digits of the number.").Resolve(c => c.Source.Citizen);
        Field<NonNullGraphType<BooleanGraphType>>("atCounter").Resolve(c => c.Source.AtCounter);
        Field<StringGraphType>("wish").Resolve(c => c.Source.Wish);
        Field<NonNullGraphType<InstantGraphType>>("receivedAt").Resolve(c => c.Source.ReceivedAt);
        Field<NonNullGraphType<InstantGraphType>>("dueAt").Description("The end of the second working day in Vietnam; from then on it is overdue.").Resolve(c => c.Source.DueAt);
        Field<InstantGraphType>("decidedAt").Resolve(c => c.Source.DecidedAt);
        Field<StringGraphType>("reason").Description("Why it was declined.").Resolve(c => c.Source.Reason);
        Field<StringGraphType>("clause").Description("The clause that the refusal rests on.").Resolve(c => c.Source.Clause);
        Field<InstantGraphType>("liftedAt").Resolve(c => c.Source.LiftedAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DataCorrectionGraph>>>>("corrections").Resolve(c => c.Source.Corrections);
        Field<StringGraphType>("receivedBy").Description("For the department alone.").Resolve(c => c.Source.ReceivedBy);
        Field<StringGraphType>("decidedBy").Description("For the department alone.").Resolve(c => c.Source.DecidedBy);
    }
}

/// <summary>A whole document as text. String is bounded, for what comes in; this only goes out.</summary>
internal sealed class JsonTextGraphType : ScalarGraphType
{
    public JsonTextGraphType()
    {
        Name = "JsonText";
        Description = "A JSON document, as text. It is only ever answered.";
    }

    public override object? ParseValue(object? value) => ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is null or string ? value : ThrowSerializationError(value);
}

internal sealed class DataRequestStateGraph : ContractEnum<DataRequestState>
{
    public DataRequestStateGraph() => Description = "OVERDUE: open past its deadline. Of a RESTRICTION, FULFILLED means in force, and LIFTED no longer.";
}

internal sealed class DataCorrectionGraph : ObjectGraphType<DataCorrection>
{
    public DataCorrectionGraph()
    {
        Name = "DataCorrection";
        Description = "What is true, beside the row that says otherwise; the contact of a need changed in its place, and its value is shown nowhere else.";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<CorrectedSubject>>>("subject").Resolve(c => c.Source.Subject);
        Field<NonNullGraphType<IdGraphType>>("subjectId").Description("The need, or the issuance of the dossier.").Resolve(c => c.Source.SubjectId);
        Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
        Field<StringGraphType>("value").Resolve(c => c.Source.Value);
        Field<NonNullGraphType<InstantGraphType>>("correctedAt").Resolve(c => c.Source.CorrectedAt);
    }
}

internal sealed class DataRequestOpenedGraph : ObjectGraphType<DataRequestOpened>
{
    public DataRequestOpenedGraph()
    {
        Name = "DataRequestOpened";
        Field<NonNullGraphType<DataRequestGraph>>("request").Resolve(c => c.Source.Request);
        Field<JsonTextGraphType>("document")
            .Description("Of an EXPORT by the citizen's own login: everything that the registry holds, JSON; at most the newest 500 rows of a list, and how many there are.")
            .Resolve(c => c.Source.Document);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class DataRequestFulfilledGraph : ObjectGraphType<DataRequestFulfilled>
{
    public DataRequestFulfilledGraph()
    {
        Name = "DataRequestFulfilled";
        Field<NonNullGraphType<DataRequestGraph>>("request").Resolve(c => c.Source.Request);
        Field<JsonTextGraphType>("document").Description("Of an EXPORT, to be handed to the citizen.").Resolve(c => c.Source.Document);
    }
}

internal sealed class DataRequestDeclinedGraph : ObjectGraphType<DataRequestDeclined>
{
    public DataRequestDeclinedGraph()
    {
        Name = "DataRequestDeclined";
        Field<NonNullGraphType<DataRequestGraph>>("request").Resolve(c => c.Source.Request);
    }
}

internal sealed class RestrictionLiftedGraph : ObjectGraphType<RestrictionLifted>
{
    public RestrictionLiftedGraph()
    {
        Name = "RestrictionLifted";
        Field<NonNullGraphType<DataRequestGraph>>("request").Resolve(c => c.Source.Request);
    }
}

internal sealed class InvalidDataRequestGraph : RefusalGraph<InvalidDataRequest>
{
    public InvalidDataRequestGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class DataRequestAlreadyOpenGraph : RefusalGraph<DataRequestAlreadyOpen>
{
    public DataRequestAlreadyOpenGraph() => Field<NonNullGraphType<DataRequestGraph>>("request").Resolve(c => c.Source.Request);
}

internal sealed class DataRequestNotOpenGraph : RefusalGraph<DataRequestNotOpen>
{
    public DataRequestNotOpenGraph() => Field<NonNullGraphType<DataRequestStateGraph>>("state").Resolve(c => c.Source.State);
}

internal sealed class InvalidCorrectionGraph : RefusalGraph<InvalidCorrection>
{
    public InvalidCorrectionGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}
