using System.Reflection;
using System.Text;

namespace Campaign.Web.Staff;

/// <summary>The GraphQL documents that the tablet's program sends, as the build has taken them from it: a registry that takes listed documents alone takes these too.</summary>
public static class TabletDocuments
{
    private const string Prefix = "tablet-documents/";

    public static IReadOnlyList<string> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(Read)];

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
