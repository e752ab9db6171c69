using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Issuance;

internal sealed class EndConsentedGraph : ObjectGraphType<EndConsented>
{
    public EndConsentedGraph()
    {
        Name = "EndConsented";
        Field<NonNullGraphType<StringGraphType>>("consentCode").Resolve(c => c.Source.ConsentCode);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Resolve(c => c.Source.ExpiresAt);
    }
}

internal sealed class EndDeniedGraph : ObjectGraphType<EndDenied>
{
    public EndDeniedGraph()
    {
        Name = "EndDenied";
        Field<NonNullGraphType<InstantGraphType>>("deniedAt").Resolve(c => c.Source.DeniedAt);
    }
}

internal sealed class EndNotDeniableGraph : RefusalGraph<EndNotDeniable>
{
    public EndNotDeniableGraph() => Field<InstantGraphType>("until").Description("When the 30 days ended, where there were any.").Resolve(c => c.Source.Until);
}
