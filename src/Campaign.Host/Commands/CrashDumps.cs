using System.Runtime.InteropServices;
using Campaign.Registry;

namespace Campaign.Host.Commands;

/// <summary>
/// I11: a dump of this process or of its PostgreSQL would hold keys and citizens' numbers. The system is told to write none, for this process and for all that it
/// starts; and a registry with real citizens does not start where .NET was told to write one.
/// </summary>
internal static class CrashDumps
{
    private const int CoreLimit = 4;

    private static readonly string[] Switches = ["DOTNET_DbgEnableMiniDump", "COMPlus_DbgEnableMiniDump"];

    /// <summary>Linux alone; elsewhere the operator must.</summary>
    public static void Forbid()
    {
        if (OperatingSystem.IsLinux() && SetLimit(CoreLimit, [0, 0]) != 0)
        {
            throw new StartupException("The size of core dumps could not be limited to nothing.");
        }
    }

    /// <exception cref="StartupException">A switch is set.</exception>
    public static void RefuseSwitches(HostSettings settings)
    {
        if (!settings.SeedsDemo && Switches.FirstOrDefault(s => Environment.GetEnvironmentVariable(s) is "1" or "true") is { } on)
        {
            throw new StartupException($"{on} is set: a dump of this process would hold keys and citizens' numbers. Unset it.");
        }
    }

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, nuint[] softAndHard);
}
