using System.Diagnostics;
using Campaign.Registry;

namespace Campaign.Host.Database;

/// <summary>
/// Whom the private PostgreSQL runs as: the host's own user; but PostgreSQL refuses to run as root, so then <c>postgres</c> or, failing that, <c>nobody</c>.
/// </summary>
internal sealed record ServerUser(string Name, string HostUser, bool Differs, int Uid, int Gid)
{
    public static ServerUser Choose()
    {
        var me = Environment.UserName;
        if (!Environment.IsPrivilegedProcess)
        {
            return new(me, me, false, 0, 0);
        }

        foreach (var name in new[] { "postgres", "nobody" })
        {
            var entry = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).FirstOrDefault(f => f.Length > 3 && f[0] == name);
            if (entry is not null)
            {
                return new(name, me, true, int.Parse(entry[2]), int.Parse(entry[3]));
            }
        }

        throw new StartupException("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Start the registry as another user.");
    }

    public IReadOnlyList<string> SetprivArguments => Differs ? [$"--reuid={Uid}", $"--regid={Gid}", "--init-groups"] : [];

    /// <summary>True when this user may pass through every directory above this path.</summary>
    public bool MayReach(string path)
    {
        for (var parent = Path.GetDirectoryName(path); Differs && parent is not null; parent = Path.GetDirectoryName(parent))
        {
            if (Directory.Exists(parent) && !File.GetUnixFileMode(parent).HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes this user the owner of a directory and all in it.</summary>
    public void Own(string path)
    {
        if (Differs)
        {
            Run("chown", "-R", $"{Uid}:{Gid}", path);
        }
    }

    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new StartupException($"{Path.GetFileName(program)} failed: {error.Trim()}");
        }
    }

    public void RunAsServer(string program, params string[] arguments) =>
        Run("setpriv", [.. SetprivArguments, "--reset-env", "--", program, .. arguments]);
}
