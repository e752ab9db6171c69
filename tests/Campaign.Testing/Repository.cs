using System.Runtime.CompilerServices;
using Shouldly;

namespace Campaign.Testing;

/// <summary>The files of the repository, as they stand.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>All files below a folder with one of these endings, but for what a build makes.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Root, f))
            .Where(f => !f.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(f => (f, Read(f)));

    /// <summary>Compares a printed text with its file; with CAMPAIGN_UPDATE_GOLDEN=1 writes it instead.</summary>
    /// <param name="project">The test project that prints it.</param>
    public static void ShouldEqualFile(string printed, string path, string project = "House")
    {
        if (Environment.GetEnvironmentVariable("CAMPAIGN_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(Path.Combine(Root, path), printed);
        }

        File.Exists(Path.Combine(Root, path)).ShouldBeTrue($"{path} is missing; make it with CAMPAIGN_UPDATE_GOLDEN=1 ./campaign test {project}");
        Read(path).ShouldBe(printed, $"{path} is not what the code gives; look at the difference, then run CAMPAIGN_UPDATE_GOLDEN=1 ./campaign test {project}");
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        // A deterministic build maps source paths; the binary lies below the root then too.
        var directory = new DirectoryInfo(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Campaign.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
