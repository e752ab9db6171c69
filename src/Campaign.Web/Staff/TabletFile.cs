using System.Reflection;
using System.Security.Cryptography;

namespace Campaign.Web.Staff;

/// <summary>One file of the tablet's program as it lies in the assembly, plain and, where that is smaller, compressed by the build.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Tag">Changes with its content.</param>
/// <param name="Lasts">Its name changes with its content, so it may be kept for ever.</param>
internal sealed record TabletFile(byte[] Plain, byte[]? Brotli, byte[]? Gzip, string Type, string Tag, bool Lasts)
{
    private const string Prefix = "tablet/";

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, TabletFile> All { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !name.EndsWith(".br", StringComparison.Ordinal) && !name.EndsWith(".gz", StringComparison.Ordinal))
        .ToDictionary(name => name[Prefix.Length..], Of);

    /// <summary>The form that this caller takes, the smallest first, and its name in Content-Encoding (null: plain).</summary>
    public (byte[] Bytes, string? Encoding) For(string acceptEncoding) =>
        Brotli is not null && Takes(acceptEncoding, "br") ? (Brotli, "br")
        : Gzip is not null && Takes(acceptEncoding, "gzip") ? (Gzip, "gzip")
        : (Plain, null);

    private static bool Takes(string accepted, string encoding) => accepted.Split(',', StringSplitOptions.TrimEntries).Any(part =>
        part.Split(';', StringSplitOptions.TrimEntries) is [var name, .. var rest]
        && name.Equals(encoding, StringComparison.OrdinalIgnoreCase) && !rest.Any(r => r.Replace(" ", "", StringComparison.Ordinal) is "q=0" or "q=0.0" or "q=0.00" or "q=0.000"));

    private static TabletFile Of(string resource)
    {
        var plain = Read(resource)!;
        var name = resource[Prefix.Length..];
        return new(
            plain, Read(resource + ".br"), Read(resource + ".gz"), TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..16]}\"",
            Lasts: name.StartsWith("tablet-", StringComparison.Ordinal) || name.StartsWith("part-", StringComparison.Ordinal));
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".webmanifest" => "application/manifest+json",
        var other => throw new InvalidOperationException($"The tablet's build made a file of a kind that is not served: {other}."),
    };

    private static byte[]? Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
