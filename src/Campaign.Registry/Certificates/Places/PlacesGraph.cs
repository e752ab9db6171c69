using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Providers.Directory;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Places;

internal sealed class FreePeriodGraph : ObjectGraphType<FreePeriodView>
{
    public FreePeriodGraph()
    {
        Name = "FreePeriod";
        Description = """
            One year by the Civil Code 2015, articles 147 and 148: the first day is not counted, the last ends with the corresponding day, or the month's last where
            there is none. In Vietnam's calendar: active on 2023-07-28 → endsOn 2024-07-29; on 2024-02-29 → 2025-03-01.
            """;
        Field<NonNullGraphType<DayGraphType>>("startsOn")
            .Description("The Vietnamese date of the transaction that first made a certificate of this citizen ACTIVE in this campaign.")
            .Resolve(c => c.Source.StartsOn);
        Field<NonNullGraphType<DayGraphType>>("endsOn").Description("The first day that is no longer free.").Resolve(c => c.Source.EndsOn);
        Field<NonNullGraphType<IntGraphType>>("daysLeft").Description("Never below 0; counted from today in Vietnam.").Resolve(c => c.Source.DaysLeft);
    }
}

internal sealed class HeldCertificateGraph : ObjectGraphType<HeldCertificate>
{
    public HeldCertificateGraph()
    {
        Name = "HeldCertificate";
        Field<NonNullGraphType<ProviderGraph>>("provider").Resolve(c => c.Source.Provider);
        Field<InstantGraphType>("recordedAt")
            .Description("In a check: only when the caller's provider is the holder. In AlreadyIssued: always, for the loser of a race must know, except where only the stated alsoKnownAs is held elsewhere.")
            .Resolve(c => c.Source.RecordedAt);
        Field<NonNullGraphType<ContractEnum<IssuanceStatus>>>("status").Resolve(c => c.Source.Status);
        Field<FreePeriodGraph>("freePeriod").Description("Only when the caller's provider is the holder.").Resolve(c => c.Source.FreePeriod);
    }
}

internal sealed class AlreadyIssuedGraph : RefusalGraph<AlreadyIssued>
{
    public AlreadyIssuedGraph()
    {
        Field<NonNullGraphType<HeldCertificateGraph>>("holder").Resolve(c => c.Source.Holder);
        Field<NonNullGraphType<BooleanGraphType>>("yours").Description("True when the holder is the caller's own provider.").Resolve(c => c.Source.Yours);
        Field<InstantGraphType>("revokeBy")
            .Description("By when the caller must have revoked the certificate that it made in vain. The same on every retry.")
            .Resolve(c => c.Source.RevokeBy);
    }
}
