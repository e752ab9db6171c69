using System.Diagnostics;
using Campaign.Registry;

namespace Campaign.Host.Database;

/// <summary>
/// Holds a data directory for one host: an flock on <c>owner.lock</c>, which the kernel drops when the host dies, however it dies. The file names the holder for
/// whoever comes second.
/// </summary>
internal sealed class OwnerLock : IDisposable
{
    private readonly FileStream file;

    private OwnerLock(FileStream file) => this.file = file;

    /// <exception cref="HomeInUseException">Another host holds it; the message says which.</exception>
    public static OwnerLock Take(string home, string holder)
    {
        var path = Path.Combine(home, "owner.lock");
        try
        {
            // FileShare.None is an flock; the bytes stay readable for others.
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.WriteLine($"process {Environment.ProcessId}, {holder}");
            return new(file);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new HomeInUseException($"{home} is in use by another registry ({HolderOf(path)}). Stop it, or start this one with another --data and --port.");
        }
    }

    public void Dispose() => file.Dispose();

    private static string HolderOf(string path)
    {
        // .NET locks on open unless sharing is fully allowed, and cat does not lock.
        using var cat = Process.Start(new ProcessStartInfo("cat", [path]) { RedirectStandardOutput = true })!;
        var text = cat.StandardOutput.ReadToEnd().Trim();
        cat.WaitForExit();
        return text.Length > 0 ? text : "unknown";
    }
}

/// <summary>Another process holds the home; the message says which.</summary>
internal sealed class HomeInUseException(string message) : StartupException(message);
