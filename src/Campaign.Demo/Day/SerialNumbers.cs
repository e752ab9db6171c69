using System.Security.Cryptography;

namespace Campaign.Demo.Day;

/// <summary>Serial numbers of one run: by their beginning they are told from those of every other run, whoever made those.</summary>
internal sealed class SerialNumbers
{
    private int last;

    /// <summary>Eight hexadecimal digits by chance, the first not zero.</summary>
    public string Run { get; } = "D" + Convert.ToHexString(RandomNumberGenerator.GetBytes(4))[..7];

    public string Next() => $"{Run}{Interlocked.Increment(ref last):X8}";

    public bool IsOfThisRun(string serialNumber) => serialNumber.StartsWith(Run, StringComparison.Ordinal);
}
