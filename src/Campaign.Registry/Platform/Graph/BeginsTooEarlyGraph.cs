using Campaign.Registry.Platform.Time;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

internal sealed class BeginsTooEarlyGraph : RefusalGraph<BeginsTooEarly>
{
    public BeginsTooEarlyGraph() => Field<NonNullGraphType<InstantGraphType>>("after").Description("Exclusive: it may begin after this.").Resolve(c => c.Source.After);
}
