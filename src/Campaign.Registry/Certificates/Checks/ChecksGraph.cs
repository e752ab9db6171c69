using Campaign.Registry.Certificates.Places;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Needs;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Certificates.Checks;

internal sealed class ChecksGraph : IGraphSlice
{
    public void AddMutations(ObjectGraphType mutation) =>
        mutation.Command<CheckCitizen>()
            .Description("Ask whether a citizen may be issued a certificate. Leaves a trace. Reserves nothing. Needs scope registry.check.")
            .AnyScopeOf(Scopes.Check);
}

internal sealed class CheckCitizenInputGraph : InputObjectGraphType<CheckCitizenInput>
{
    public CheckCitizenInputGraph()
    {
        Name = "CheckCitizenInput";
        Field<NonNullGraphType<StringGraphType>>("campaign");
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<StringGraphType>("alsoKnownAs").Description(
            "Another number of the same person, as the card's QR shows it. A claim: to whoever states it, the standing is the stricter of the two, and a record stating it meets the stricter of the two; it is looked into, and links nothing.");
        Field<NonNullGraphType<ContractEnum<Channel>>>("channel");
        Field<StringGraphType>("staff").Description("The provider's own reference of the staff member. A staff login implies its own.");
    }
}

internal sealed class CitizenCheckGraph : ObjectGraphType<CitizenCheck>
{
    public CitizenCheckGraph()
    {
        Name = "CitizenCheck";
        Field<NonNullGraphType<StringGraphType>>("ticket")
            .Description("Opaque (authenticated encryption): no number or citizen key can be read from it. recordIssuance cites it. It reserves nothing.")
            .Resolve(c => c.Source.Ticket);
        Field<NonNullGraphType<InstantGraphType>>("checkedAt").Resolve(c => c.Source.CheckedAt);
        Field<NonNullGraphType<InstantGraphType>>("ticketExpiresAt")
            .Description("By when the certificate must be made. A record may cite the ticket for 24 hours longer, so that a tablet without network loses nothing.")
            .Resolve(c => c.Source.TicketExpiresAt);
        Field<NonNullGraphType<ContractEnum<Standing>>>("standing").Resolve(c => c.Source.Standing);
        Field<HeldCertificateGraph>("holder").Description("Who holds the citizen's place, when someone does.").Resolve(c => c.Source.Holder);
        Field<OpenNeedGraph>("openNeed")
            .Description("The citizen's open need, when it is with the caller's provider. Another provider's needs are not shown.")
            .Resolve(c => c.Source.OpenNeed);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CheckWarningGraph>>>>("warnings")
            .Description("Doubts that do not refuse: an unknown province code, a possible same person under another number.")
            .Resolve(c => c.Source.Warnings);
    }
}

internal sealed class CheckWarningGraph : ObjectGraphType<CheckWarning>
{
    public CheckWarningGraph()
    {
        Name = "CheckWarning";
        Description = "Codes: UNKNOWN_PROVINCE_CODE, MINOR, POSSIBLE_SAME_PERSON; EARLIER_CERTIFICATE_CLAIMED, where a file that waits for approval claims an earlier certificate (naming nobody).";
        Field<NonNullGraphType<StringGraphType>>("code").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("message").Resolve(c => c.Say(c.Source.Message));
    }
}

internal sealed class QuotaExceededGraph : RefusalGraph<QuotaExceeded>
{
    public QuotaExceededGraph() => Field<NonNullGraphType<IntGraphType>>("retryAfterSeconds").Resolve(c => c.Source.RetryAfterSeconds);
}

internal sealed class CheckRequiredGraph : RefusalGraph<CheckRequired>
{
    public CheckRequiredGraph()
    {
        Description = "No ticket, or one that is stale, made after the certificate, or of another provider, campaign, citizen or channel.";
        Field<NonNullGraphType<StringGraphType>>("reason")
            .Description("One of " + string.Join(", ", Enum.GetValues<TicketFault>().Select(f => f.InDatabase())) + ".")
            .Resolve(c => c.Source.Reason);
        Field<InstantGraphType>("revokeBy")
            .Description("The certificate cannot be recorded so; by when it must be revoked if it was made.")
            .Resolve(c => c.Source.RevokeBy);
    }
}
