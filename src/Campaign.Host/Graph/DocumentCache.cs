using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;
using Microsoft.Extensions.Caching.Memory;

namespace Campaign.Host.Graph;

/// <summary>A document that was parsed; once it has been validated against the schema, that is not done again.</summary>
internal sealed class CachedDocument(GraphQLDocument document)
{
    public GraphQLDocument Document => document;

    public bool Validated { get; set; }
}

/// <summary>
/// Parsed documents by their text: providers' systems send the same few. Bounded by the text that they hold; what is used least goes first.
/// </summary>
internal sealed class DocumentCache : IDisposable
{
    private const long MaxCharacters = 8_000_000;

    /// <summary>Nesting that the parser itself takes, far above what any operation may have.</summary>
    private const int MaxParserDepth = 64;

    private readonly MemoryCache documents = new(new MemoryCacheOptions { SizeLimit = MaxCharacters });

    public void Dispose() => documents.Dispose();

    /// <exception cref="GraphQLParserException">The text is no GraphQL document.</exception>
    public CachedDocument Parse(string text)
    {
        if (documents.TryGetValue(text, out CachedDocument? known))
        {
            return known!;
        }

        RequestLimits.CountTokens(text);
        var parsed = new CachedDocument(Parser.Parse(text, new ParserOptions { MaxDepth = MaxParserDepth, Ignore = IgnoreOptions.Comments }));
        documents.Set(text, parsed, new MemoryCacheEntryOptions { Size = text.Length + 500 });
        return parsed;
    }
}
