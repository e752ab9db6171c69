using Campaign.Registry;
namespace Campaign.Host.Database;

/// <summary>
/// Where PostgreSQL's programs are: <c>PG_BIN</c>; else /usr/lib/postgresql/*/bin, the version of the data when there is some, the newest otherwise; else PATH.
/// </summary>
internal static class PostgresBinaries
{
    private const string DebianRoot = "/usr/lib/postgresql";

    /// <param name="pinnedVersion">The major version in PG_VERSION of existing data; null for new data.</param>
    /// <exception cref="StartupException">None is there; the message names the package to install.</exception>
    public static string Find(string? pinnedVersion)
    {
        if (Environment.GetEnvironmentVariable("PG_BIN") is { Length: > 0 } given)
        {
            return HasPostgres(given) ? given : throw new StartupException($"PG_BIN is set to {given}, but there is no postgres in it.");
        }

        var installed = Directory.Exists(DebianRoot)
            ? Directory.GetDirectories(DebianRoot)
                .Select(d => (Version: Path.GetFileName(d), Bin: Path.Combine(d, "bin")))
                .Where(c => HasPostgres(c.Bin) && int.TryParse(c.Version, out _))
                .OrderByDescending(c => int.Parse(c.Version))
                .ToList()
            : [];
        if (pinnedVersion is not null && installed.FirstOrDefault(c => c.Version == pinnedVersion).Bin is { } pinned)
        {
            return pinned;
        }

        if (installed.Count > 0 && pinnedVersion is null)
        {
            return installed[0].Bin;
        }

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').FirstOrDefault(HasPostgres);
        return onPath ?? throw new StartupException(pinnedVersion is null
            ? "PostgreSQL is not installed. On Debian or Ubuntu: apt-get install postgresql"
            : $"The data was made by PostgreSQL {pinnedVersion}, which is not installed. On Debian or Ubuntu: apt-get install postgresql-{pinnedVersion}");
    }

    private static bool HasPostgres(string directory) => directory.Length > 0 && File.Exists(Path.Combine(directory, "postgres"));
}
