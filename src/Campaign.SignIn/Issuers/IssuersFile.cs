using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Campaign.Registry;
using Campaign.SignIn.People;

namespace Campaign.SignIn.Issuers;

/// <summary>
/// Reads the file that CAMPAIGN_ISSUERS names. Whatever is wrong with it ends the start with the entry and the field, for a guess about who may be let in is a hole: what is unknown, missing, of
/// another kind, or twice there is refused.
/// </summary>
public static partial class IssuersFile
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "CAMPAIGN_ISSUERS";

    private const int MaxLength = 256 * 1024;
    private const int MaxIssuers = 50;

    private static readonly string[] Fields = ["name", "kind", "issuer", "audience", "metadata", "providers", "claims", "roles", "acr", "amr"];

    private static readonly string[] OfOneKind = ["providers", "roles", "acr", "amr"];

    private static readonly Dictionary<IssuerKind, (string[] Fields, string[] Claims, string[] Needed)> Of = new()
    {
        [IssuerKind.System] = (["providers"], ["subject", "provider", "scope"], ["subject"]),
        [IssuerKind.Staff] = (["providers"], ["subject", "provider", "staff"], ["staff"]),
        [IssuerKind.Officer] = (["roles", "acr", "amr"], ["subject", "role"], ["role"]),
        [IssuerKind.Citizen] = ([], ["number"], ["number"]),
    };

    /// <param name="path">Null: there are none.</param>
    /// <exception cref="StartupException">It cannot be read, or an entry is not as it must be.</exception>
    public static IReadOnlyList<OutsideIssuer> Read(string? path)
    {
        if (path is null)
        {
            return [];
        }

        try
        {
            return new FileInfo(path).Length > MaxLength ? throw Wrong($"{path} is longer than {MaxLength} bytes.") : Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{Variable}: {path} cannot be read.", e);
        }
    }

    /// <exception cref="StartupException">An entry is not as it must be.</exception>
    internal static IReadOnlyList<OutsideIssuer> Parse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Disallow });
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } root || root.EnumerateObject().Select(p => p.Name).SequenceEqual(["issuers"]) is false
                || root.GetProperty("issuers") is not { ValueKind: JsonValueKind.Array } entries || entries.GetArrayLength() is 0 or > MaxIssuers)
            {
                throw Wrong($"it is an object with one member, issuers: 1 to {MaxIssuers} of them.");
            }

            var issuers = entries.EnumerateArray().Select((entry, at) => new Entry(entry, at + 1).Issuer()).ToList();
            RequireOnce(issuers, i => i.Name, "name");
            RequireOnce(issuers, i => i.Issuer, "issuer");
            return issuers;
        }
        catch (JsonException e)
        {
            throw Wrong($"it is not valid JSON (line {e.LineNumber + 1}).");
        }
    }

    private static void RequireOnce(List<OutsideIssuer> issuers, Func<OutsideIssuer, string> value, string field)
    {
        var seen = new HashSet<string>();
        for (var at = 0; at < issuers.Count; at++)
        {
            if (!seen.Add(value(issuers[at])))
            {
                throw Wrong($"entry {at + 1}, {field}: another entry has the same.");
            }
        }
    }

    private static StartupException Wrong(string what) => new($"{Variable}: {what}");

    /// <summary>One entry, read field by field.</summary>
    private sealed class Entry
    {
        private readonly JsonElement json;
        private readonly int number;

        public Entry(JsonElement json, int number)
        {
            (this.json, this.number) = (json, number);
            if (json.ValueKind != JsonValueKind.Object)
            {
                throw Fault("issuer", "an entry is an object.");
            }

            var names = json.EnumerateObject().Select(p => p.Name).ToList();
            if (names.FirstOrDefault(n => !Fields.Contains(n)) is { } unknown)
            {
                throw Fault(unknown, "there is no such field.");
            }

            if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw Fault(twice.Key, "it stands twice.");
            }
        }

        public OutsideIssuer Issuer()
        {
            var kind = Text("kind") switch
            {
                "system" => IssuerKind.System,
                "staff" => IssuerKind.Staff,
                "officer" => IssuerKind.Officer,
                "citizen" => IssuerKind.Citizen,
                _ => throw Fault("kind", "it is system, staff, officer or citizen."),
            };
            var (fields, claims, needed) = Of[kind];
            if (OfOneKind.FirstOrDefault(f => !fields.Contains(f) && json.TryGetProperty(f, out _)) is { } foreign)
            {
                throw Fault(foreign, "an issuer of this kind has none.");
            }

            var name = Text("name");
            if (!PlainName().IsMatch(name))
            {
                throw Fault("name", "it has 2 to 20 of a–z, 0–9 and -, and begins with a letter.");
            }

            var issuer = Address("issuer", Text("issuer")).OriginalString;
            if (issuer.TrimEnd('/') == SignInServices.Issuer.AbsoluteUri.TrimEnd('/') || issuer.Contains('?', StringComparison.Ordinal) || issuer.Contains('#', StringComparison.Ordinal))
            {
                throw Fault("issuer", "it is another than this registry's own, without query and fragment.");
            }

            var metadata = json.TryGetProperty("metadata", out _) ? Address("metadata", Text("metadata")) : new Uri(issuer.TrimEnd('/') + "/.well-known/openid-configuration");
            var mapped = Claims(claims, needed);
            var providers = fields.Contains("providers") ? List("providers", required: true) : [];
            if (fields.Contains("providers") && mapped.Provider is null && providers.Count != 1)
            {
                throw Fault("claims.provider", "an issuer that speaks for several providers says by a claim for which.");
            }

            var (acr, amr) = (List("acr"), List("amr"));
            return kind == IssuerKind.Officer && acr.Count + amr.Count == 0
                ? throw Fault("acr", "an officer shows a second factor: name the acr or amr that says so.")
                : new(name, kind, issuer, Text("audience"), metadata, providers, mapped, kind == IssuerKind.Officer ? Roles() : Nothing, acr, amr);
        }

        private static Dictionary<string, string> Nothing { get; } = [];

        private IssuerClaims Claims(string[] known, string[] needed)
        {
            if (!json.TryGetProperty("claims", out var claims) || claims.ValueKind != JsonValueKind.Object)
            {
                throw Fault("claims", $"it is an object that names the claims: {string.Join(", ", known)}.");
            }

            foreach (var claim in claims.EnumerateObject())
            {
                if (!known.Contains(claim.Name))
                {
                    throw Fault($"claims.{claim.Name}", "an issuer of this kind has no such claim.");
                }

                if (claim.Value.ValueKind != JsonValueKind.String || claim.Value.GetString() is not { Length: > 0 and <= 100 })
                {
                    throw Fault($"claims.{claim.Name}", "it is the name of a claim.");
                }
            }

            string? Mapped(string name) => claims.TryGetProperty(name, out var claim) ? claim.GetString() : null;
            return needed.FirstOrDefault(n => Mapped(n) is null) is { } missing
                ? throw Fault($"claims.{missing}", "it is missing.")
                : new(Mapped("subject") ?? "sub", Mapped("provider"), Mapped("staff"), Mapped("role"), Mapped("number"), Mapped("scope"));
        }

        private Dictionary<string, string> Roles()
        {
            if (!json.TryGetProperty("roles", out var roles))
            {
                return Account.Roles.ToDictionary(r => r, r => r);
            }

            if (roles.ValueKind != JsonValueKind.Object || !roles.EnumerateObject().Any()
                || roles.EnumerateObject().Any(r => r.Value.ValueKind != JsonValueKind.String || !Account.Roles.Contains(r.Value.GetString()))
                || roles.EnumerateObject().GroupBy(r => r.Name).Any(g => g.Count() > 1))
            {
                throw Fault("roles", $"it is an object from a value of the role claim to {string.Join(", ", Account.Roles)}.");
            }

            return roles.EnumerateObject().ToDictionary(r => r.Name, r => r.Value.GetString()!);
        }

        private string Text(string field) => json.TryGetProperty(field, out var value) && value is { ValueKind: JsonValueKind.String } && value.GetString() is { Length: > 0 and <= 500 } text
            ? text
            : throw Fault(field, json.TryGetProperty(field, out _) ? "it is a text of 1 to 500 characters." : "it is missing.");

        private List<string> List(string field, bool required = false)
        {
            if (!json.TryGetProperty(field, out var list))
            {
                return required ? throw Fault(field, "it is missing.") : [];
            }

            return list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
                && list.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String && v.GetString() is { Length: > 0 and <= 200 })
                ? [.. list.EnumerateArray().Select(v => v.GetString()!)]
                : throw Fault(field, "it is a list of one text or more.");
        }

        private Uri Address(string field, string text) => IssuerAddress.IsSafe(text) is { } address
            ? address
            : throw Fault(field, "it is an https address, or http on a loopback address.");

        private StartupException Fault(string field, string what)
        {
            var name = json.ValueKind == JsonValueKind.Object && json.TryGetProperty("name", out var named) && named.ValueKind == JsonValueKind.String && PlainName().IsMatch(named.GetString()!)
                ? $" ({named.GetString()})"
                : "";
            return Wrong($"entry {number}{name}, {field}: {what}");
        }
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{1,19}\z")]
    private static partial Regex PlainName();
}

/// <summary>Where an issuer may be asked: over TLS, or on this very machine.</summary>
internal static class IssuerAddress
{
    /// <returns>Null when it is not.</returns>
    public static Uri? IsSafe(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && IsLoopback(address)))
            ? address
            : null;

    /// <summary>By what it says and not by what a name server answers.</summary>
    private static bool IsLoopback(Uri address) => address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
