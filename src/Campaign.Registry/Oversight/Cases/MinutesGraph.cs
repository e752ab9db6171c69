using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL.Types;

namespace Campaign.Registry.Oversight.Cases;

internal sealed class DrawUpMinutesInputGraph : InputObjectGraphType<DrawUpMinutesInput>
{
    public DrawUpMinutesInputGraph()
    {
        Name = "DrawUpMinutesInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("caseId");
        Field<NonNullGraphType<StringGraphType>>("place").Description($"{TypedText.PlaceName}.");
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("attendees").Description($"By name and office; 20 at most, each {TypedText.PersonName}.");
        Field<StringGraphType>("remarks").Description($"What else is to be written down, {TypedText.Remarks}.");
        Field<StringGraphType>("sign").Description("The agency's, BB- and capitals; left out: BB-SKHCN.");
    }
}

internal sealed class MinutesGraph : ObjectGraphType<MinutesView>
{
    public MinutesGraph()
    {
        Name = "CaseMinutes";
        Field<NonNullGraphType<IdGraphType>>("id").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("number").Description("Of the year, without gaps, under the agency's sign, e.g. 12/BB-SKHCN.").Resolve(c => c.Source.Number);
        Field<NonNullGraphType<IntGraphType>>("year").Resolve(c => c.Source.Year);
        Field<NonNullGraphType<IntGraphType>>("version").Resolve(c => c.Source.Version);
        Field<NonNullGraphType<InstantGraphType>>("drawnUpAt").Resolve(c => c.Source.DrawnUpAt);
        Field<NonNullGraphType<StringGraphType>>("drawnUpBy").Resolve(c => c.Source.DrawnUpBy);
        Field<NonNullGraphType<StringGraphType>>("sha256").Description("Of the content's UTF-8, in hex; the journal has the same.").Resolve(c => c.Source.Sha256);
        Field<NonNullGraphType<StringGraphType>>("content").Description("JSON, in Vietnamese, to the letter as it was hashed.").Resolve(c => c.Source.Content);
    }
}

internal sealed class MinutesDrawnUpGraph : ObjectGraphType<MinutesDrawnUp>
{
    public MinutesDrawnUpGraph()
    {
        Name = "MinutesDrawnUp";
        Field<NonNullGraphType<MinutesGraph>>("minutes").Resolve(c => c.Source.Minutes);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Description("True when this requestId had done it before.").Resolve(c => c.Source.Replayed);
    }
}
