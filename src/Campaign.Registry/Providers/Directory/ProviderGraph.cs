using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Licences;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Directory;

internal sealed class ProviderGraph : ObjectGraphType<Provider>
{
    public ProviderGraph()
    {
        Name = "Provider";
        Field<NonNullGraphType<StringGraphType>>("code").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
    }
}

internal sealed class LicenceNotInForceGraph : RefusalGraph<LicenceNotInForce>
{
    public LicenceNotInForceGraph()
    {
        Field<NonNullGraphType<ContractEnum<KeyStorage>>>("keyStorage").Resolve(c => c.Source.KeyStorage);
        Field<DayGraphType>("expiredOn").Description("The first day on which the last licence no longer held.").Resolve(c => c.Source.ExpiredOn);
    }
}
