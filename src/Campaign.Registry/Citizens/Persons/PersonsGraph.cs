using Campaign.Registry.Certificates.Issuance;
using Campaign.Registry.Citizens.Numbers;
using Campaign.Registry.Platform.Callers;
using Campaign.Registry.Platform.Graph;
using Campaign.Registry.Platform.Values;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Citizens.Persons;

internal sealed class PersonsGraph : IGraphSlice
{
    public void AddQueries(ObjectGraphType query) =>
        query.Field<PersonNumbersGraph>("personNumbers")
            .Description($"""
                All numbers of one person, masked, and what holds them together. Null when the registry knows nobody under this number. A reason of {TypedText.ReasonOfALookup} is kept
                with the trace that this leaves. Reviewing and administering officers'.
                """)
            .Argument<NonNullGraphType<StringGraphType>>("citizenId")
            .Argument<NonNullGraphType<StringGraphType>>("reason")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration)
            .ResolveAsync(async c => await c.Service<PersonQueries>().NumbersOfAsync(
                c.Caller(), c.GetArgument<string>("citizenId"), c.GetArgument<string>("reason"), c.CancellationToken));

    public void AddMutations(ObjectGraphType mutation)
    {
        mutation.Command<LinkNumbers>()
            .Description("An officer decides that two numbers are one person's. Two who each hold a live certificate are not merged; that opens a case.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<PartNumbers>()
            .Description("An officer decides that two numbers which somebody states as a pair are two persons'. From then on the pair counts for nothing.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
        mutation.Command<UnlinkNumbers>()
            .Description("An officer undoes a link by a new decision, while nothing was recorded since.")
            .AnyScopeOf(Scopes.Department, Scopes.DepartmentReview, Scopes.DepartmentAdministration);
    }
}

internal sealed class LinkNumbersInputGraph : InputObjectGraphType<LinkNumbersInput>
{
    public LinkNumbersInputGraph()
    {
        Name = "LinkNumbersInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<NonNullGraphType<StringGraphType>>("otherCitizenId").Description("Another number of the same person.");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"What the officer has seen, {TypedText.ReasonOfALookup}. What looks like a citizen number in it is blanked.");
    }
}

internal sealed class PartNumbersInputGraph : InputObjectGraphType<PartNumbersInput>
{
    public PartNumbersInputGraph()
    {
        Name = "PartNumbersInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<StringGraphType>>("citizenId");
        Field<NonNullGraphType<StringGraphType>>("otherCitizenId").Description("The number that somebody states beside it, and that is another person's.");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"What the officer has seen, {TypedText.ReasonOfALookup}. What looks like a citizen number in it is blanked.");
    }
}

internal sealed class NumbersPartedGraph : ObjectGraphType<NumbersParted>
{
    public NumbersPartedGraph()
    {
        Name = "NumbersParted";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("numbers").Description("The last three digits of each.").Resolve(c => c.Source.Numbers);
        Field<NonNullGraphType<InstantGraphType>>("partedAt").Resolve(c => c.Source.PartedAt);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class UnlinkNumbersInputGraph : InputObjectGraphType<UnlinkNumbersInput>
{
    public UnlinkNumbersInputGraph()
    {
        Name = "UnlinkNumbersInput";
        Field<NonNullGraphType<IdGraphType>>("requestId");
        Field<NonNullGraphType<IdGraphType>>("linkId");
        Field<NonNullGraphType<StringGraphType>>("reason").Description($"{TypedText.ReasonOfALookup}. What looks like a citizen number in it is blanked.");
    }
}

internal sealed class NumbersLinkedGraph : ObjectGraphType<NumbersLinked>
{
    public NumbersLinkedGraph()
    {
        Name = "NumbersLinked";
        Field<NonNullGraphType<NumberLinkGraph>>("link").Resolve(c => c.Source.Link);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class NumbersUnlinkedGraph : ObjectGraphType<NumbersUnlinked>
{
    public NumbersUnlinkedGraph()
    {
        Name = "NumbersUnlinked";
        Field<NonNullGraphType<NumberLinkGraph>>("link").Resolve(c => c.Source.Link);
        Field<NonNullGraphType<BooleanGraphType>>("replayed").Resolve(c => c.Source.Replayed);
    }
}

internal sealed class BothHoldCertificatesGraph : RefusalGraph<BothHoldCertificates>
{
    public BothHoldCertificatesGraph() =>
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IssuanceObjectGraph>>>>("issuances")
            .Description("The two that hold a place each, the earlier record first. A case is open until an officer has ended one of them.")
            .Resolve(c => c.Source.Issuances);
}

internal sealed class NumberLinkGraph : ObjectGraphType<NumberLink>
{
    public NumberLinkGraph()
    {
        Name = "NumberLink";
        Description = """
            OFFICER and IDENTITY_SERVICE make two numbers one person. IMPORT: a link made before files became claims; it can be undone, and no new one is made. CARD_CLAIM: a provider says so,
            in a record or a file; it warns and links nothing.
            """;
        Field<IdGraphType>("id").Description("Null for a claim.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ContractEnum<NumberLinkSource>>>("source").Resolve(c => c.Source.Source);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("numbers")
            .Description("The last three digits of each; of a claim those alone that the registry knows.")
            .Resolve(c => c.Source.Numbers);
        Field<NonNullGraphType<InstantGraphType>>("linkedAt").Resolve(c => c.Source.LinkedAt);
        Field<NonNullGraphType<StringGraphType>>("by").Description("The account, client, import or provider.").Resolve(c => c.Source.By);
        Field<StringGraphType>("reason").Description("What it rests on; null for a claim.").Resolve(c => c.Source.Reason);
        Field<InstantGraphType>("undoneAt").Resolve(c => c.Source.UndoneAt);
        Field<StringGraphType>("undoneBy").Resolve(c => c.Source.UndoneBy);
        Field<StringGraphType>("undoReason").Resolve(c => c.Source.UndoReason);
    }
}

internal sealed class KnownNumberGraph : ObjectGraphType<KnownNumber>
{
    public KnownNumberGraph()
    {
        Name = "KnownNumber";
        Field<NonNullGraphType<StringGraphType>>("number").Description("The last three digits.").Resolve(c => c.Source.Number);
        Field<NonNullGraphType<ContractEnum<NumberKind>>>("kind").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<InstantGraphType>>("knownSince").Resolve(c => c.Source.KnownSince);
    }
}

internal sealed class PersonNumbersGraph : ObjectGraphType<PersonNumbers>
{
    public PersonNumbersGraph()
    {
        Name = "PersonNumbers";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<KnownNumberGraph>>>>("numbers").Description("The one first known first.").Resolve(c => c.Source.Numbers);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<NumberLinkGraph>>>>("links").Description("The earliest first, undone ones too.").Resolve(c => c.Source.Links);
    }
}
