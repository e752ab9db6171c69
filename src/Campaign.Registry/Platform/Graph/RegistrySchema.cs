using Campaign.Registry.Platform.Answers;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A slice's own top-level fields.</summary>
internal interface IGraphSlice
{
    void AddQueries(ObjectGraphType query)
    {
    }

    void AddMutations(ObjectGraphType mutation)
    {
    }

    void AddSubscriptions(ObjectGraphType subscription)
    {
    }
}

/// <summary>The one schema, gathered from the slices. Types and fields are listed explicitly: a property of an entity cannot change the contract.</summary>
public sealed class RegistrySchema : Schema
{
    public RegistrySchema(IServiceProvider services)
        : base(services)
    {
        var slices = (IEnumerable<IGraphSlice>)services.GetService(typeof(IEnumerable<IGraphSlice>))!;
        var query = new ObjectGraphType { Name = "Query" };
        var mutation = new ObjectGraphType { Name = "Mutation" };
        var subscription = new ObjectGraphType { Name = "Subscription" };
        foreach (var slice in slices)
        {
            slice.AddQueries(query);
            slice.AddMutations(mutation);
            slice.AddSubscriptions(subscription);
        }

        var text = new TextGraphType();
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        RegisterType(typeof(RefusalInterface));
        this.ReplaceScalar(text);
        this.ReplaceScalar(new OpaqueIdGraphType());

        // The argument of __type is the library's own String, which a variable of this schema's String would not fit.
        Initialize();
        TypeMetaFieldType.Arguments!.Find("name")!.ResolvedType = new NonNullGraphType(text);
    }
}

/// <summary>An expected refusal, a member of the operation's result union.</summary>
internal sealed class RefusalInterface : InterfaceGraphType<Refusal>
{
    public RefusalInterface()
    {
        Name = "Refusal";
        Description = "An expected refusal: what, why and what to do next.";
        Field<NonNullGraphType<StringGraphType>>("code").Description("Stable, SCREAMING_SNAKE_CASE; equal to the type's name in that form.");
        Field<NonNullGraphType<StringGraphType>>("message").Description("For a person, in the language of Accept-Language (vi, en).");
        Field<StringGraphType>("clause").Description("The clause that demands it, as listed in the regulation table, when one does.");
    }
}

/// <summary>A refusal without fields of its own; one that has some derives from it.</summary>
internal class RefusalGraph<TRefusal> : ObjectGraphType<TRefusal>
    where TRefusal : Refusal
{
    public RefusalGraph()
    {
        Name = typeof(TRefusal).Name;
        Interface<RefusalInterface>();
        Field<NonNullGraphType<StringGraphType>>("code").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("message").Resolve(c => c.Say(c.Source.Message));
        Field<StringGraphType>("clause").Resolve(c => c.Source.Clause?.Id);
    }
}

/// <summary>An enumeration under the contract's name; its members are SCREAMING_SNAKE_CASE.</summary>
internal class ContractEnum<TEnum> : EnumerationGraphType<TEnum>
    where TEnum : struct, Enum
{
    public ContractEnum() => Name = typeof(TEnum).Name;
}
