using Campaign.Registry.Oversight.Figures;
using Campaign.Registry.Platform.Answers;
using Campaign.Registry.Programme.Departments;
using Campaign.Web.Pages;

namespace Campaign.Web.Department;

/// <summary>What was recorded for those who live in one ward, against how many live there.</summary>
/// <param name="Population">Null where the department has entered none.</param>
internal sealed record WardLine(string Name, long Recorded, int? Population)
{
    /// <summary>Certificates per thousand people, exact: a ward with few is not one with none.</summary>
    public decimal? PerMille => Population is { } people ? Recorded * 1_000m / people : null;

    /// <summary>
    /// Every ward that there is, those without certificates too; then what was said otherwise, and where nothing was said. Where people were counted, the least covered stands first; else the ward with
    /// the most certificates.
    /// </summary>
    public static IReadOnlyList<WardLine> Of(DeskView figures, IReadOnlyList<WardPopulation> populations, Language language)
    {
        var counted = figures.Wards.ToDictionary(w => w.Code, w => w.Recorded);
        var people = populations.ToDictionary(p => p.WardCode, p => p.Population);
        var known = Wards.All.Select(w => new WardLine(w.Name, counted.GetValueOrDefault(w.Code), people.TryGetValue(w.Code, out var live) ? live : null))
            .OrderBy(w => w.PerMille ?? decimal.MaxValue).ThenByDescending(w => w.Population ?? 0).ThenByDescending(w => w.Recorded).ThenBy(w => w.Name, StringComparer.Ordinal);
        var elsewhere = figures.Wards.Where(w => w.Code.Length > 0 && !Wards.All.Any(k => k.Code == w.Code)).Sum(w => w.Recorded);
        return
        [
            .. known,
            .. elsewhere > 0 ? [new WardLine(new Text("Nơi khác", "Elsewhere").In(language), elsewhere, null)] : Array.Empty<WardLine>(),
            .. counted.TryGetValue("", out var unsaid) ? [new WardLine(new Text("Chưa khai nơi ở", "No ward given").In(language), unsaid, null)] : Array.Empty<WardLine>(),
        ];
    }
}
