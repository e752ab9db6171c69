using Campaign.Registry;
namespace Campaign.Host.Database;

/// <summary>
/// The server's data: <c>postgres/</c> in the registry's home; or, when the server's user cannot reach that (a home below a directory that only root may enter), a
/// directory under /var/lib/campaign-registry, which the home names in postgres.location.
/// </summary>
internal sealed class DataDirectory
{
    private const string ElsewhereRoot = "/var/lib/campaign-registry";

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(5);

    private DataDirectory(string path) => Path = path;

    public string Path { get; }

    /// <summary>The major version that made the data; null while there is none.</summary>
    public string? PinnedVersion =>
        File.Exists(System.IO.Path.Combine(Path, "PG_VERSION")) ? File.ReadAllText(System.IO.Path.Combine(Path, "PG_VERSION")).Trim() : null;

    /// <summary>
    /// Where the running server's socket is, as the server itself wrote it down; null while none runs. A server that was killed leaves the line behind.
    /// </summary>
    public string? SocketDirectory
    {
        get
        {
            const int SocketLine = 5;
            try
            {
                return File.ReadLines(ServerFile).ElementAtOrDefault(SocketLine - 1) is { Length: > 0 } directory ? directory : null;
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }
    }

    private string ServerFile => System.IO.Path.Combine(Path, "postmaster.pid");

    /// <summary>Null when this home holds no data; nothing is written.</summary>
    public static DataDirectory? Existing(string home, ServerUser user)
    {
        var pointer = PointerIn(home);
        var inHome = InHome(home);
        var data = new DataDirectory(!user.MayReach(inHome) && File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : inHome);
        return data.PinnedVersion is null ? null : data;
    }

    public static DataDirectory Of(string home, ServerUser user)
    {
        var inHome = InHome(home);
        if (user.MayReach(inHome))
        {
            return new(inHome);
        }

        // The home says where its data is, so that whoever removes the home starts afresh, as with data inside it.
        var pointer = PointerIn(home);
        if (!File.Exists(pointer))
        {
            File.WriteAllText(pointer, $"{ElsewhereRoot}/{Guid.NewGuid():N}/postgres\n");
        }

        return new(File.ReadAllText(pointer).Trim());
    }

    public void Initialise(string bin, ServerUser user, string admin)
    {
        // A directory without PG_VERSION is what a start that was cut short left behind.
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        Directory.CreateDirectory(Path);
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        user.Own(Path);
        user.RunAsServer(
            System.IO.Path.Combine(bin, "initdb"), "-D", Path, "-U", admin, "--auth=peer", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions");
    }

    /// <summary>Peer authentication by the socket: only the user who runs the host, and the server's own, may act as one of the registry's roles.</summary>
    public void WriteAuthentication(ServerUser user, IReadOnlyList<string> roles)
    {
        File.WriteAllText(
            System.IO.Path.Combine(Path, "pg_hba.conf"),
            "local all all peer map=campaign\nlocal replication all peer map=campaign\n");
        var people = new[] { user.HostUser, user.Name }.Distinct();
        File.WriteAllText(
            System.IO.Path.Combine(Path, "pg_ident.conf"),
            string.Concat(people.SelectMany(_ => roles, (person, role) => $"campaign {person} {role}\n")));
        user.Own(Path);
    }

    /// <summary>
    /// The caller holds the owner lock, so whatever server still runs here has lost its host: it is stopping, and is waited for; one that does not stop by itself
    /// is told to. Only when no process lives in the directory is a postmaster.pid that was left behind removed.
    /// </summary>
    public async Task WaitUntilNobodyLivesInItAsync(ILogger log, CancellationToken cancel)
    {
        var pidFile = ServerFile;
        var waited = TimeSpan.Zero;
        var step = TimeSpan.FromMilliseconds(100);
        while (Inhabitants() is { Count: > 0 } inhabitants)
        {
            if (waited == TimeSpan.Zero)
            {
                log.LogInformation("Waiting for a PostgreSQL that is still stopping in {Directory}", Path);
            }

            if (waited == OrphanPatience && ServerProcess(pidFile) is { } server && inhabitants.Contains(server))
            {
                using var kill = System.Diagnostics.Process.Start("kill", ["-INT", server.ToString()]);
                await kill.WaitForExitAsync(cancel);
            }

            if (waited > StopPatience)
            {
                throw new StartupException($"A PostgreSQL (process {inhabitants[0]}) still runs in {Path} and does not stop.");
            }

            await Task.Delay(step, cancel);
            waited += step;
        }

        if (Directory.Exists(Path))
        {
            File.Delete(pidFile);
        }
    }

    private static string InHome(string home) => System.IO.Path.Combine(home, "postgres");

    private static string PointerIn(string home) => System.IO.Path.Combine(home, "postgres.location");

    private static int? ServerProcess(string pidFile) =>
        File.Exists(pidFile) && int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), out var pid) ? pid : null;

    /// <summary>All processes whose working directory is this one: PostgreSQL's, and nobody else's.</summary>
    private List<int> Inhabitants()
    {
        var found = new List<int>();
        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(System.IO.Path.GetFileName(process), out var pid) && WorkingDirectoryOf(pid) == Path)
            {
                found.Add(pid);
            }
        }

        return found;
    }

    private static string? WorkingDirectoryOf(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
