using System.Buffers.Binary;
using System.Buffers.Text;
using GraphQL;
using GraphQL.Types;

namespace Campaign.Registry.Platform.Graph;

/// <summary>A Relay connection: one page of a list, newest first.</summary>
public sealed record Connection<TNode>(IReadOnlyList<Edge<TNode>> Edges, PageInfo PageInfo, int TotalCount);

public sealed record Edge<TNode>(string Cursor, TNode Node);

public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

/// <summary>A place in a list: the row's instant and its id, which no two rows share. Opaque on the wire.</summary>
public readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    private const int Length = 24;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
        Id.TryWriteBytes(bytes[8..]);
        return Base64Url.EncodeToString(bytes);
    }

    public static Cursor? Parse(string? text)
    {
        if (text is null || text.Length > 64 || !Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: Length } bytes)
        {
            return null;
        }

        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks
            ? null
            : new(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes.AsSpan(8)));
    }
}

/// <summary>Which page is asked for: 20 rows unless asked, 100 at most; forwards from <c>after</c>, or backwards from <c>before</c>.</summary>
public sealed record Page(int Size, bool Backwards, Cursor? After, Cursor? Before)
{
    public const int DefaultSize = 20;
    public const int MaxSize = 100;

    public static Page Of(IResolveFieldContext context)
    {
        var first = context.GetArgument<int?>("first");
        var last = context.GetArgument<int?>("last");
        if (first < 0 || last < 0)
        {
            throw new BadRequestError("first and last are counts of rows, 0 to 100.");
        }

        if (first is not null && last is not null)
        {
            throw new BadRequestError("Ask for the first rows or for the last ones, not for both.");
        }

        return new(Math.Min(first ?? last ?? DefaultSize, MaxSize), last is not null, CursorOf(context, "after"), CursorOf(context, "before"));
    }

    /// <summary>Of a list that can have no rows.</summary>
    public static Connection<TNode> Nothing<TNode>() => new([], new(false, false, null, null), 0);

    /// <summary>
    /// The rows of the page, newest first, from rows that were read in the page's direction and one more than it holds; and whether there are more that way.
    /// </summary>
    public (List<TRow> Rows, bool More) Cut<TRow>(IReadOnlyList<TRow> read)
    {
        var rows = read.Take(Size);
        return ([.. Backwards ? rows.Reverse() : rows], read.Count > Size);
    }

    /// <param name="nodes">Of the page, newest first.</param>
    /// <param name="more">Whether there are more in the direction of the page.</param>
    public Connection<TNode> ConnectionOf<TNode>(IEnumerable<TNode> nodes, Func<TNode, Cursor> placeOf, bool more, int total)
    {
        var edges = nodes.Select(n => new Edge<TNode>(placeOf(n).ToString(), n)).ToList();
        return new(
            edges,
            new(
                Backwards ? Before is not null : more,
                Backwards ? more : After is not null,
                edges.Count > 0 ? edges[0].Cursor : null,
                edges.Count > 0 ? edges[^1].Cursor : null),
            total);
    }

    private static Cursor? CursorOf(IResolveFieldContext context, string name) =>
        context.GetArgument<string?>(name) is { } text
            ? Cursor.Parse(text) ?? throw new BadRequestError($"{name} is not a cursor of this list. Send one that a page has given, unchanged.")
            : null;
}

internal static class PageExtensions
{
    /// <summary>Whether a connection's totalCount is asked for, under whatever alias: it is not counted for nothing.</summary>
    public static bool AsksForTotal(this IResolveFieldContext context) => context.SubFields?.Values.Any(f => f.FieldType.Name == "totalCount") == true;
}

/// <summary>The request cannot be what was meant; its own fault, not a rule's refusal. Reaches the caller as BAD_REQUEST.</summary>
public sealed class BadRequestError(string message) : ExecutionError(message);

internal sealed class PageInfoGraph : ObjectGraphType<PageInfo>
{
    public PageInfoGraph()
    {
        Name = "PageInfo";
        Field<NonNullGraphType<BooleanGraphType>>("hasNextPage").Resolve(c => c.Source.HasNextPage);
        Field<NonNullGraphType<BooleanGraphType>>("hasPreviousPage").Resolve(c => c.Source.HasPreviousPage);
        Field<StringGraphType>("startCursor").Resolve(c => c.Source.StartCursor);
        Field<StringGraphType>("endCursor").Resolve(c => c.Source.EndCursor);
    }
}
