using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Campaign.Registry;

namespace Campaign.Host.Graph;

/// <summary>
/// The documents that providers' systems and the public may send, when the registry was given a list of them (CAMPAIGN_DOCUMENTS, a folder of .graphql files): asked
/// for by their id, "sha256:" and the hexadecimal hash of the file's bytes, or sent whole. The department's systems and officers may send any. Without a list
/// everybody may.
/// </summary>
internal sealed class TrustedDocuments
{
    public const string IdPrefix = "sha256:";

    private const int MostDocuments = 2_000;

    private readonly FrozenDictionary<string, string>? byId;

    private TrustedDocuments(FrozenDictionary<string, string>? byId) => this.byId = byId;

    /// <summary>No list: any document is taken, and none is known by an id.</summary>
    public static TrustedDocuments Any { get; } = new(null);

    public bool IsListed => byId is not null;

    public IReadOnlyDictionary<string, string> ById => byId ?? FrozenDictionary<string, string>.Empty;

    /// <exception cref="StartupException">The folder cannot be read, or holds too much.</exception>
    public static TrustedDocuments Read(string? folder)
    {
        if (folder is null)
        {
            return Any;
        }

        if (!Directory.Exists(folder))
        {
            throw new StartupException($"{HostSettings.DocumentsVariable} names {folder}, which is no folder.");
        }

        var documents = new Dictionary<string, string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            if (documents.Count == MostDocuments || bytes.Length > RequestLimits.MaxQueryLength)
            {
                throw new StartupException(
                    $"{HostSettings.DocumentsVariable}: at most {MostDocuments} documents of at most {RequestLimits.MaxQueryLength} bytes; {file} is beyond that.");
            }

            documents[IdOf(bytes)] = Encoding.UTF8.GetString(bytes);
        }

        return new(documents.ToFrozenDictionary());
    }

    /// <summary>With the documents of what this host itself serves, which go with its version; where there is no list they make none.</summary>
    public TrustedDocuments With(IEnumerable<string> own) => byId is null
        ? this
        : new(byId.Concat(own.Select(d => KeyValuePair.Create(IdOf(Encoding.UTF8.GetBytes(d)), d)).Where(d => !byId.ContainsKey(d.Key))).ToFrozenDictionary());

    /// <summary>The id under which a document is asked for.</summary>
    public static string IdOf(byte[] document) => IdPrefix + Convert.ToHexStringLower(SHA256.HashData(document));

    /// <summary>The text that a request stands for.</summary>
    /// <exception cref="HttpRequestRefused">It names a document that is not on the list.</exception>
    public string TextOf(GraphQLRequest request)
    {
        if (request.DocumentId is not { } id)
        {
            return request.Query!;
        }

        return ById.TryGetValue(id, out var text)
            ? text
            : throw new HttpRequestRefused(
                StatusCodes.Status400BadRequest, IsListed ? "No document of this documentId is on the list." : "This registry has no list of documents; send the query.");
    }

    public bool Holds(string text) => byId is null || byId.ContainsKey(IdOf(Encoding.UTF8.GetBytes(text)));
}
