using Campaign.Registry.Platform.Graph;
using GraphQLParser;
using GraphQLParser.AST;

namespace Campaign.Host.Graph;

/// <summary>What one operation asks for: how deep, under how many other names, at what cost; and its top-level fields.</summary>
/// <param name="Cost">One for each field that may be answered, those of a list as often as a page may have rows.</param>
internal sealed record OperationShape(int Depth, int Aliases, int Directives, long Cost, IReadOnlyList<GraphQLField> TopLevel);

/// <summary>
/// Bounds on what a request may ask for. Introspection counts like all else but for its depth, which tools need. Starts from what others found good; the contract's
/// deepest operation has depth 5.
/// </summary>
internal static class RequestLimits
{
    public const int MaxDepth = 6;
    public const int MaxIntrospectionDepth = 16;

    /// <summary>How deep introspection's lists may stand in one another; each step multiplies the answer by all types. What graphql-js allows too.</summary>
    public const int MaxIntrospectionLists = 2;
    public const int MaxAliases = 15;
    public const int MaxDirectives = 50;
    public const int MaxTokens = 1_000;
    public const long MaxCost = 5_000;
    public const int MaxQueryLength = 16_000;

    /// <summary>Selections looked at, those of a fragment each time that it is spread: fragments that spread each other twice double with every step.</summary>
    public const int MaxSelections = 10_000;

    /// <exception cref="BadRequestError">The text has too many characters or tokens.</exception>
    public static void CountTokens(string text)
    {
        if (text.Length > MaxQueryLength)
        {
            throw new BadRequestError($"The document is longer than {MaxQueryLength} characters. Ask for less, or put values into variables.");
        }

        var tokens = 0;
        for (var position = 0; ;)
        {
            var token = Lexer.Lex(text, position);
            if (token.Kind == TokenKind.EOF)
            {
                return;
            }

            position = token.End;
            if (++tokens > MaxTokens)
            {
                throw new BadRequestError($"The document has more than {MaxTokens} tokens. Ask for less, or put values into variables.");
            }
        }
    }

    /// <summary>Walks an operation with its fragments. Stops at the first bound that is passed, so that a wide or circular one costs nothing.</summary>
    /// <exception cref="BadRequestError">The operation asks for too much; the message says what.</exception>
    public static OperationShape Measure(GraphQLDocument document, GraphQLOperationDefinition operation, IReadOnlyDictionary<string, object?>? variables)
    {
        var walk = new Walk(document, variables);
        walk.Visit(operation.SelectionSet, depth: 1, rows: 1, topLevel: true, introspection: false, lists: 0);
        return new(walk.Depth, walk.Aliases, walk.Directives, walk.Cost, walk.TopLevel);
    }

    private sealed class Walk(GraphQLDocument document, IReadOnlyDictionary<string, object?>? variables)
    {
        private const int RowsUnlessAsked = Page.DefaultSize;
        private readonly HashSet<string> openFragments = [];

        private int selected;

        public int Depth { get; private set; }

        public int Aliases { get; private set; }

        public int Directives { get; private set; }

        public long Cost { get; private set; }

        public List<GraphQLField> TopLevel { get; } = [];

        public void Visit(GraphQLSelectionSet? selections, int depth, long rows, bool topLevel, bool introspection, int lists)
        {
            foreach (var selection in selections?.Selections ?? [])
            {
                Require(++selected <= MaxSelections, $"wider than {MaxSelections} selections");
                Require((Directives += Count(selection)) <= MaxDirectives, $"more than {MaxDirectives} directives");
                switch (selection)
                {
                    case GraphQLField field:
                        VisitField(field, depth, rows, topLevel, introspection, lists);
                        break;
                    case GraphQLInlineFragment inline:
                        Visit(inline.SelectionSet, depth, rows, topLevel, introspection, lists);
                        break;
                    case GraphQLFragmentSpread spread:
                        VisitSpread(spread, depth, rows, topLevel, introspection, lists);
                        break;
                }
            }
        }

        private void VisitField(GraphQLField field, int depth, long rows, bool topLevel, bool introspection, int lists)
        {
            if (topLevel)
            {
                TopLevel.Add(field);
            }

            introspection |= field.Name.StringValue.StartsWith("__", StringComparison.Ordinal);
            Depth = Math.Max(Depth, introspection ? 0 : depth);
            Require(depth <= (introspection ? MaxIntrospectionDepth : MaxDepth), $"deeper than {(introspection ? MaxIntrospectionDepth : MaxDepth)} levels");
            lists += introspection && field.Name.StringValue is "fields" or "interfaces" or "possibleTypes" or "inputFields" ? 1 : 0;
            Require(lists <= MaxIntrospectionLists, $"asking for lists of introspection more than {MaxIntrospectionLists} deep");
            Require((Aliases += field.Alias is null ? 0 : 1) <= MaxAliases, $"more than {MaxAliases} aliases");
            Require((Cost += rows) <= MaxCost, $"dearer than {MaxCost} fields");
            Visit(field.SelectionSet, depth + 1, rows * RowsOf(field), topLevel: false, introspection, lists);
        }

        private void VisitSpread(GraphQLFragmentSpread spread, int depth, long rows, bool topLevel, bool introspection, int lists)
        {
            var name = spread.FragmentName.Name.StringValue;
            if (document.FindFragmentDefinition(name) is { } fragment && openFragments.Add(name))
            {
                Visit(fragment.SelectionSet, depth, rows, topLevel, introspection, lists);
                openFragments.Remove(name);
            }
        }

        /// <summary>How many rows a field may answer: what <c>first</c> or <c>last</c> ask for, or a default page where they could be asked.</summary>
        private long RowsOf(GraphQLField field)
        {
            if (field.Name.StringValue is not ("issuances" or "needs" or "violations"))
            {
                return 1;
            }

            var size = field.Arguments?.FirstOrDefault(a => a.Name.StringValue is "first" or "last")?.Value;
            var asked = size switch
            {
                GraphQLIntValue literal when int.TryParse(literal.Value.Span, out var n) => n,
                GraphQLVariable variable when variables?.TryGetValue(variable.Name.StringValue, out var value) == true && value is int n => n,
                _ => RowsUnlessAsked,
            };
            return Math.Clamp(asked, 1, Page.MaxSize);
        }

        private static int Count(ASTNode selection) => (selection as IHasDirectivesNode)?.Directives?.Count ?? 0;

        private static void Require(bool holds, string bound)
        {
            if (!holds)
            {
                throw new BadRequestError($"The operation is {bound}. Ask for less, or in several requests.");
            }
        }
    }
}
