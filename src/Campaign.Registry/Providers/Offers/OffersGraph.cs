using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Providers.Offers;

internal sealed class OffersGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<PublishOffer>()
            .Description("Publish a provider's own policy and its price after the free year (HUE-1.2, DT-5).")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
}

internal sealed class PublishOfferInputGraph : InputObjectGraphType<PublishOfferInput>
{
    public PublishOfferInputGraph()
    {
        Name = "PublishOfferInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
        Field<NonNullGraphType<StringGraphType>>("policyVietnamese").Description($"In the provider's own words; {TypedText.OfferPolicy}.");
        Field<NonNullGraphType<StringGraphType>>("policyEnglish");
        Field<NonNullGraphType<IntGraphType>>("yearlyPrice").Description("Whole đồng for a year after the free one, VAT included.");
        Field<StringGraphType>("phone").Description("The provider's own line.");
        Field<InstantGraphType>("effectiveFrom").Description("Later than now and than all offers published before; left out: from this transaction on.");
    }
}

internal sealed class OfferPublishedGraph : ObjectGraphType<OfferPublished>
{
    public OfferPublishedGraph()
    {
        Name = "OfferPublished";
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<NonNullGraphType<StringGraphType>>("policyVietnamese").Resolve(c => c.Source.Offer.Policy.Vietnamese);
        Field<NonNullGraphType<StringGraphType>>("policyEnglish").Resolve(c => c.Source.Offer.Policy.English);
        Field<NonNullGraphType<IntGraphType>>("yearlyPrice").Resolve(c => c.Source.Offer.YearlyPrice);
        Field<StringGraphType>("phone").Resolve(c => c.Source.Offer.Phone);
        Field<NonNullGraphType<InstantGraphType>>("effectiveFrom").Resolve(c => c.Source.Offer.EffectiveFrom);
    }
}

internal sealed class InvalidOfferGraph : RefusalGraph<InvalidOffer>
{
    public InvalidOfferGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}
