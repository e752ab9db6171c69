using System.Text.RegularExpressions;
using Campaign.Testing;

namespace Campaign.House;

/// <summary>The layers of the tablet's program, read from the imports of its TypeScript; an import of a type alone counts too.</summary>
public sealed partial class TabletLayersTests
{
    private const string Program = "src/Campaign.Web/Staff/app/";

    /// <summary>
    /// The folders, lowest first: a module imports from its own folder and from those before it. data: shapes and readings without state; store: what the browser keeps;
    /// words: texts and how instants are written; registry: sign-in and requests; tasks: what goes on behind the screens; view: elements and the frame; screens. The
    /// modules outside the folders (the start, the worker) come last.
    /// </summary>
    private static readonly string[] Layers = ["data", "store", "words", "registry", "tasks", "view", "screens", ""];

    /// <summary>Each module with the modules of the tablet that it imports.</summary>
    private static readonly Dictionary<string, string[]> Imports = Repository.Files(Program.TrimEnd('/'), ".ts")
        .Where(f => !f.Path.EndsWith(".d.ts", StringComparison.Ordinal))
        .ToDictionary(f => f.Path[Program.Length..^".ts".Length], f => ImportsOf(f.Path[Program.Length..], f.Text));

    [Fact]
    public void A_module_of_the_tablet_imports_from_its_own_layer_and_those_below()
    {
        Imports.Keys.Select(LayerOf).Distinct().ShouldBe(Layers, ignoreOrder: true);
        Imports.Values.Sum(i => i.Length).ShouldBeGreaterThan(100);

        Imports.SelectMany(m => m.Value.Select(imported => (Module: m.Key, Imported: imported)))
            .Where(e => Array.IndexOf(Layers, LayerOf(e.Imported)) > Array.IndexOf(Layers, LayerOf(e.Module)))
            .Select(e => $"{e.Module} imports {e.Imported}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_modules_of_the_tablet_import_each_other_in_a_circle()
    {
        Imports.Values.SelectMany(i => i).Distinct().Where(i => !Imports.ContainsKey(i)).ShouldBeEmpty();

        // A module that imports nothing that is left, or that nothing left imports, is not in a circle; what is left over at the end is.
        var left = Imports.ToDictionary(m => m.Key, m => m.Value);
        while (left.Where(m => !m.Value.Any(left.ContainsKey) || !left.Values.Any(i => i.Contains(m.Key))).Select(m => m.Key).ToList() is { Count: > 0 } free)
        {
            free.ForEach(module => left.Remove(module));
        }

        left.Select(m => $"{m.Key} -> {string.Join(", ", m.Value.Where(left.ContainsKey))}").ShouldBeEmpty();
    }

    private static string LayerOf(string module) => module.Contains('/', StringComparison.Ordinal) ? module[..module.IndexOf('/', StringComparison.Ordinal)] : "";

    private static string[] ImportsOf(string module, string text) =>
        [.. Import().Matches(text).Select(m => Resolved(module, m.Groups[1].Value)).Where(i => !i.EndsWith(".csv", StringComparison.Ordinal)).Distinct()];

    private static string Resolved(string module, string imported) =>
        Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(module)!, imported)));

    [GeneratedRegex(@"\b(?:from|import)\s*\(?\s*""(\.{1,2}/[^""]+)""")]
    private static partial Regex Import();
}
