using System.Reflection;
using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>What the lists of a type are called when it is not the type's own name: StaffMember is listed in a StaffConnection.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ListedAsAttribute(string name) : Attribute
{
    public string Name => name;

    public static string NameOf<TNodeGraph>()
        where TNodeGraph : IGraphType, new() => typeof(TNodeGraph).GetCustomAttribute<ListedAsAttribute>()?.Name ?? new TNodeGraph().Name;
}

/// <summary>A Relay connection of one type of node.</summary>
internal sealed class ConnectionGraph<TNode, TNodeGraph> : ObjectGraphType<Connection<TNode>>
    where TNodeGraph : IGraphType, new()
{
    public ConnectionGraph()
    {
        Name = ListedAsAttribute.NameOf<TNodeGraph>() + "Connection";
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EdgeGraph<TNode, TNodeGraph>>>>>("edges").Resolve(c => c.Source.Edges);
        Field<NonNullGraphType<PageInfoGraph>>("pageInfo").Resolve(c => c.Source.PageInfo);
        Field<NonNullGraphType<IntGraphType>>("totalCount").Resolve(c => c.Source.TotalCount);
    }
}

internal sealed class EdgeGraph<TNode, TNodeGraph> : ObjectGraphType<Edge<TNode>>
    where TNodeGraph : IGraphType, new()
{
    public EdgeGraph()
    {
        Name = ListedAsAttribute.NameOf<TNodeGraph>() + "Edge";
        Field<NonNullGraphType<StringGraphType>>("cursor").Resolve(c => c.Source.Cursor);
        Field<NonNullGraphType<TNodeGraph>>("node").Resolve(c => c.Source.Node);
    }
}

internal static class ConnectionFields
{
    /// <summary>A list that is asked for page by page: its four arguments, and who reads the page.</summary>
    /// <param name="read">Reads the page asked for; the last argument says whether all rows are to be counted.</param>
    public static FieldBuilder<object?, object> Paged<TNode>(
        this FieldBuilder<object?, object> field, Func<IResolveFieldContext<object?>, Page, bool, Task<Connection<TNode>>> read) => field
            .Argument<IntGraphType>("first")
            .Argument<StringGraphType>("after")
            .Argument<IntGraphType>("last")
            .Argument<StringGraphType>("before")
            .ResolveAsync(async c => await read(c, Page.Of(c), c.AsksForTotal()));
}
