using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Programme.Campaigns;

internal sealed class CampaignsGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<CreateCampaign>()
            .Description("The department sets up a campaign. Needs scope department.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
    }

    public void AddQueries(ObjectGraphType query)
    {
        query.Field<NonNullGraphType<ListGraphType<NonNullGraphType<CampaignGraph>>>>("campaigns")
            .Public()
            .ResolveAsync(async c => await c.Service<CampaignQueries>().AllAsync(c.CancellationToken));
        query.Field<CampaignGraph>("campaign")
            .Argument<NonNullGraphType<StringGraphType>>("code")
            .Public()
            .ResolveAsync(async c => await c.Service<CampaignQueries>().ByCodeAsync(c.GetArgument<string>("code"), c.CancellationToken));
    }
}

internal sealed class CreateCampaignInputGraph : InputObjectGraphType<CreateCampaignInput>
{
    public CreateCampaignInputGraph()
    {
        Name = "CreateCampaignInput";
        Description = "Licences and staff belong to the provider and hold in every campaign. opensAt may be past. Durations are from PT1S to P366D.";
        Field<NonNullGraphType<StringGraphType>>("code");
        Field<NonNullGraphType<StringGraphType>>("name");
        Field<NonNullGraphType<InstantGraphType>>("opensAt");
        Field<NonNullGraphType<InstantGraphType>>("closesAt");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("providerCodes");
        Field<CampaignPolicyInputGraph>("policy");
        Field<StringGraphType>("programme").Description(
            "The scope of one certificate and one free year: the registry's province. Another makes a trial campaign, as terms outside the law do: a programme of its own, on a demo or simulation registry alone; elsewhere InvalidCampaign.");
    }
}

internal sealed class CampaignPolicyInputGraph : InputObjectGraphType<CampaignPolicy>
{
    public CampaignPolicyInputGraph()
    {
        var regulation = CampaignPolicy.OfTheRegulation;
        Name = "CampaignPolicyInput";
        Description = "Each has the regulation's value as its default.";
        Field<NonNullGraphType<DurationGraphType>>("needWindow").DefaultValue(regulation.NeedWindow).Description("HUE-4.4");
        Field<NonNullGraphType<DurationGraphType>>("supportWindow").DefaultValue(regulation.SupportWindow).Description("How long support may take once begun.");
        Field<NonNullGraphType<IntGraphType>>("freeMonths").DefaultValue(regulation.FreeMonths).Description("HUE-1.5");
        Field<NonNullGraphType<DurationGraphType>>("checkWindow").DefaultValue(regulation.CheckWindow).Description("HUE-3.2: how long a check stays fresh.");
        Field<NonNullGraphType<DurationGraphType>>("reportingGrace").DefaultValue(regulation.ReportingGrace).Description(
            "HUE-1.4: a record later than this after the certificate's own time is flagged late.");
        Field<NonNullGraphType<DurationGraphType>>("revokeWindow").DefaultValue(regulation.RevokeWindow).Description(
            "By when a certificate that was made in vain must be revoked.");
        Field<NonNullGraphType<DurationGraphType>>("activationWindow").DefaultValue(regulation.ActivationWindow).Description(
            "HUE-3.3: by when a technical fault should be resolved; later it is flagged.");
        Field<NonNullGraphType<IntGraphType>>("checksPerStaffPerHour").DefaultValue(regulation.ChecksPerStaffPerHour).Description(
            "Quotas count citizens asked about, not requests; refused records count too.");
        Field<NonNullGraphType<IntGraphType>>("checksPerProviderPerMinute").DefaultValue(regulation.ChecksPerProviderPerMinute);
        Field<InstantGraphType>("importsUntil").Description("HUE-2.3: from then on no file of earlier certificates is taken; left out: until closesAt.");
        Field<NonNullGraphType<IntGraphType>>("importRowsPerProviderPerDay").DefaultValue(regulation.ImportRowsPerProviderPerDay).Description(
            "HUE-1.7: numbers that the files of one provider may look at in a day; 5,000 at least.");
    }
}

internal sealed class CampaignCreatedGraph : ObjectGraphType<CampaignCreated>
{
    public CampaignCreatedGraph()
    {
        Name = "CampaignCreated";
        Field<NonNullGraphType<CampaignGraph>>("campaign").Resolve(c => c.Source.Campaign);
    }
}

internal sealed class InvalidCampaignGraph : RefusalGraph<InvalidCampaign>
{
    public InvalidCampaignGraph() => Field<NonNullGraphType<StringGraphType>>("field").Resolve(c => c.Source.Field);
}

internal sealed class CampaignGraph : ObjectGraphType<CampaignView>
{
    public CampaignGraph()
    {
        Name = "Campaign";
        Field<NonNullGraphType<StringGraphType>>("code").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
        Field<NonNullGraphType<InstantGraphType>>("opensAt").Resolve(c => c.Source.OpensAt);
        Field<NonNullGraphType<InstantGraphType>>("closesAt").Resolve(c => c.Source.ClosesAt);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ProviderGraph>>>>("providers")
            .Description("In a freshly shuffled order (HUE-1.1).")
            .Resolve(c => c.Source.Providers);
        Field<NonNullGraphType<StringGraphType>>("programme")
            .Description("The scope of one certificate and one free year (HUE-1.3, HUE-1.5): the registry's province, or of a trial its own.")
            .Resolve(c => c.Source.Programme);
        Field<NonNullGraphType<BooleanGraphType>>("isTrial")
            .Description("A trial, on a demo or simulation registry: nothing in it is a citizen's right, and its windows may differ from the law's.")
            .Resolve(c => c.Source.IsTrial);
    }
}

internal sealed class CampaignNotOpenGraph : RefusalGraph<CampaignNotOpen>
{
    public CampaignNotOpenGraph()
    {
        Field<InstantGraphType>("opensAt").Resolve(c => c.Source.OpensAt);
        Field<InstantGraphType>("closesAt").Resolve(c => c.Source.ClosesAt);
    }
}

internal sealed class ProviderNotParticipatingGraph : RefusalGraph<ProviderNotParticipating>
{
    public ProviderNotParticipatingGraph() => Field<InstantGraphType>("excludedAt").Resolve(c => c.Source.ExcludedAt);
}
