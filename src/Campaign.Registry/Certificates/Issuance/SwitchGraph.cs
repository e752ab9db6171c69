using Campaign.Registry.Certificates.Checks;
using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Issuance;

internal sealed class SwitchProviderInputGraph : InputObjectGraphType<SwitchProviderInput>
{
    public SwitchProviderInputGraph()
    {
        Name = "SwitchProviderInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<NonNullGraphType<StringGraphType>>("consentCode").Description("""
            The code of consentToSwitch: for one citizen, one campaign, one new provider, and the holder of that moment; once, 15 minutes, 5 tries; at least 40 bits.
            """);
        Field<NonNullGraphType<ContractEnum<Channel>>>("channel").Description("As for recordIssuance; where staff are present, DOOR_TO_DOOR with a ticket.");
        Field<StringGraphType>("staff");
        Field<StringGraphType>("ticket");
        Field<IdGraphType>("needId");
        Field<NonNullGraphType<CertificateInputGraph>>("certificate");
        Field<DossierInputGraph>("dossier");
        Field<HolderInputGraph>("holder");
        Field<StringGraphType>("badge").Description(VisitGraph.Badge);
        Field<ContractEnum<NoBadgeReason>>("noBadgeReason").Description(VisitGraph.NoBadge);
    }
}

internal sealed class ConsentToSwitchInputGraph : InputObjectGraphType<ConsentToSwitchInput>
{
    public ConsentToSwitchInputGraph()
    {
        Name = "ConsentToSwitchInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<StringGraphType>("citizenId").Description("An officer names the citizen; a citizen's login implies it.");
        Field<NonNullGraphType<StringGraphType>>("providerCode");
    }
}

internal sealed class ConsentToSwitchResultGraph : ResultGraph<ConsentToSwitch>
{
    public ConsentToSwitchResultGraph() =>
        Description = "Possible after the campaign's close too: the free period runs on. A PENDING_ACTIVATION place can be left the same way.";
}

internal sealed class SwitchConsentedGraph : ObjectGraphType<SwitchConsented>
{
    public SwitchConsentedGraph()
    {
        Name = "SwitchConsented";
        Field<NonNullGraphType<StringGraphType>>("consentCode").Resolve(c => c.Source.ConsentCode);
        Field<NonNullGraphType<InstantGraphType>>("expiresAt").Resolve(c => c.Source.ExpiresAt);
        Field<FreePeriodGraph>("freePeriod").Resolve(c => c.Source.FreePeriod);
    }
}
