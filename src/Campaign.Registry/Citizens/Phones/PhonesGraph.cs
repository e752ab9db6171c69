using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.Phones;

internal sealed class PhoneIsNewGraph : RefusalGraph<PhoneIsNew>
{
    public PhoneIsNewGraph() => Field<NonNullGraphType<InstantGraphType>>("consentsFrom").Resolve(c => c.Source.ConsentsFrom);
}
