using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using GraphQL.Types;

namespace Campaign.Registry.Programme.Campaigns;

internal sealed class CampaignTermsGraphSlice : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<ChangeCampaignTerms>()
            .Description("What holds in a campaign from an instant to come, for all its providers alike (HUE-1.1).")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentAdministration);
}

internal sealed class ChangeCampaignTermsInputGraph : InputObjectGraphType<ChangeCampaignTermsInput>
{
    public ChangeCampaignTermsInputGraph()
    {
        Name = "ChangeCampaignTermsInput";
        Description = "What is left out stays as it was decided last.";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<InstantGraphType>>("effectiveFrom").Description("Later than now and than all terms that were decided before.");
        Field<StringGraphType>("name");
        Field<InstantGraphType>("closesAt").Description("Later than effectiveFrom.");
        Field<DurationGraphType>("needWindow").Description("HUE-4.4");
        Field<DurationGraphType>("supportWindow");
        Field<IntGraphType>("freeMonths").Description("HUE-1.5");
        Field<DurationGraphType>("checkWindow").Description("HUE-3.2");
        Field<DurationGraphType>("reportingGrace").Description("HUE-1.4");
        Field<DurationGraphType>("revokeWindow");
        Field<DurationGraphType>("activationWindow").Description("HUE-3.3");
        Field<IntGraphType>("checksPerStaffPerHour");
        Field<IntGraphType>("checksPerProviderPerMinute");
        Field<InstantGraphType>("importsUntil").Description("HUE-2.3: from then on no file of earlier certificates is taken; at most closesAt, which it is as long as nothing was said.");
        Field<IntGraphType>("importRowsPerProviderPerDay").Description("HUE-1.7: numbers that the files of one provider may look at in a day; 5,000 at least.");
    }
}

internal sealed class CampaignTermsChangedGraph : ObjectGraphType<CampaignTermsChanged>
{
    public CampaignTermsChangedGraph()
    {
        Name = "CampaignTermsChanged";
        Field<NonNullGraphType<DatedTermsGraph>>("terms").Resolve(c => c.Source.Terms);
    }
}

internal sealed class DatedTermsGraph : ObjectGraphType<DatedTerms>
{
    public DatedTermsGraph()
    {
        Name = "CampaignTerms";
        Description = "What holds in a campaign from effectiveFrom (inclusive) until later terms begin.";
        Field<NonNullGraphType<InstantGraphType>>("effectiveFrom").Resolve(c => c.Source.EffectiveFrom);
        Field<NonNullGraphType<StringGraphType>>("name").Resolve(c => c.Source.Name);
        Field<NonNullGraphType<InstantGraphType>>("opensAt").Resolve(c => c.Source.OpensAt);
        Field<NonNullGraphType<InstantGraphType>>("closesAt").Resolve(c => c.Source.ClosesAt);
        Field<NonNullGraphType<DurationGraphType>>("needWindow").Resolve(c => c.Source.Policy.NeedWindow);
        Field<NonNullGraphType<DurationGraphType>>("supportWindow").Resolve(c => c.Source.Policy.SupportWindow);
        Field<NonNullGraphType<IntGraphType>>("freeMonths").Resolve(c => c.Source.Policy.FreeMonths);
        Field<NonNullGraphType<DurationGraphType>>("checkWindow").Resolve(c => c.Source.Policy.CheckWindow);
        Field<NonNullGraphType<DurationGraphType>>("reportingGrace").Resolve(c => c.Source.Policy.ReportingGrace);
        Field<NonNullGraphType<DurationGraphType>>("revokeWindow").Resolve(c => c.Source.Policy.RevokeWindow);
        Field<NonNullGraphType<DurationGraphType>>("activationWindow").Resolve(c => c.Source.Policy.ActivationWindow);
        Field<NonNullGraphType<IntGraphType>>("checksPerStaffPerHour").Resolve(c => c.Source.Policy.ChecksPerStaffPerHour);
        Field<NonNullGraphType<IntGraphType>>("checksPerProviderPerMinute").Resolve(c => c.Source.Policy.ChecksPerProviderPerMinute);
        Field<NonNullGraphType<InstantGraphType>>("importsUntil").Description("From then on no file of earlier certificates is taken.").Resolve(c => c.Source.Policy.ImportsUntil ?? c.Source.ClosesAt);
        Field<NonNullGraphType<IntGraphType>>("importRowsPerProviderPerDay").Resolve(c => c.Source.Policy.ImportRowsPerProviderPerDay);
    }
}
