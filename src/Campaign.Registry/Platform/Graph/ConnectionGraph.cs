using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A Relay connection of one type of node; a slice names it by deriving from it.</summary>
internal abstract class ConnectionGraph<TNode, TNodeGraph, TEdgeGraph> : ObjectGraphType<Connection<TNode>>
    where TNodeGraph : IGraphType
    where TEdgeGraph : EdgeGraph<TNode, TNodeGraph>
{
    protected ConnectionGraph(string name)
    {
        Name = name;
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TEdgeGraph>>>>("edges").Resolve(c => c.Source.Edges);
        Field<NonNullGraphType<PageInfoGraph>>("pageInfo").Resolve(c => c.Source.PageInfo);
        Field<NonNullGraphType<IntGraphType>>("totalCount").Resolve(c => c.Source.TotalCount);
    }
}

internal abstract class EdgeGraph<TNode, TNodeGraph> : ObjectGraphType<Edge<TNode>>
    where TNodeGraph : IGraphType
{
    protected EdgeGraph(string name)
    {
        Name = name;
        Field<NonNullGraphType<StringGraphType>>("cursor").Resolve(c => c.Source.Cursor);
        Field<NonNullGraphType<TNodeGraph>>("node").Resolve(c => c.Source.Node);
    }
}
