using Campaign.Registry.Citizens.Numbers;

namespace Campaign.Web.Pages;

/// <summary>The wards and communes that are chosen from, by name.</summary>
internal static class Wards
{
    private const string File = "hue-wards.csv";

    public static IReadOnlyList<(string Code, string Name)> All { get; } =
    [
        .. ReferenceData.Column(File, "code").Zip(ReferenceData.Column(File, "name"), ReferenceData.Column(File, "kind"))
            .Select(w => (w.First, $"{char.ToUpperInvariant(w.Third[0])}{w.Third[1..]} {w.Second}")),
    ];

    /// <summary>Null for a code that is on no list.</summary>
    public static string? Named(string code) => All.FirstOrDefault(w => w.Code == code).Name;

    public static string NameOf(string? code) => All.FirstOrDefault(w => w.Code == code).Name ?? code ?? "";
}
