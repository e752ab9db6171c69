using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Campaign.Registry.Platform.Keys;
using Campaign.Testing;

namespace Campaign.Registry.Tests;

/// <summary>
/// I11, HUE-1.7: whoever steals a whole dump, but not the key file, finds no citizen in it. A citizen number has twelve structured digits: those of one province
/// and one year of birth are two million, which any bare hash gives away within seconds.
/// </summary>
public sealed partial class StolenDumpTests(RegistryFixture fixture) : IClassFixture<RegistryFixture>
{
    private const string Province = "046";
    private const string BirthYear = "03";
    private static readonly int PerCentury = Thorough.Or(1_000_000, 100_000);

    private delegate void Attack(ReadOnlySpan<byte> number, Span<byte> hash);

    [Fact]
    public async Task A_stolen_dump_gives_no_citizen_away_without_the_keys()
    {
        string[] citizens = [Citizen('2'), Citizen('3'), Citizen('2'), Citizen('3')];
        await DriveAsync(citizens);
        var dump = await fixture.Database.DumpAsync(TestContext.Current.CancellationToken);
        var hashes = Hex().Matches(dump).Select(m => m.Value).Distinct().ToDictionary(h => h.ToUpperInvariant(), Convert.FromHexString);
        dump.ShouldContain("COPY registry.citizen_asks");
        dump.ShouldContain("COPY signin.applications");
        hashes.Count.ShouldBeGreaterThan(20);

        // In the clear, or as the bytes of its digits.
        foreach (var citizen in citizens)
        {
            dump.ShouldNotContain(citizen);
            dump.ShouldNotContain(Convert.ToHexStringLower(Encoding.ASCII.GetBytes(citizen)), Case.Insensitive);
        }

        // All numbers of the province and the year, by the ways that need no key.
        Found(hashes, (number, hash) => SHA256.HashData(number, hash)).ShouldBe(0);
        Found(hashes, (number, hash) => HMACSHA256.HashData([], number, hash)).ShouldBe(0);

        // Whatever stands in the dump, as the key or as the salt: were it the one, a citizen whom the dump holds would be found by it.
        foreach (var key in hashes.Values.Concat(new[] { "1", "NUMBER", "ENCRYPTION", "campaign-registry key check" }.Select(Encoding.ASCII.GetBytes)))
        {
            foreach (var number in citizens.Select(Encoding.ASCII.GetBytes))
            {
                hashes.ShouldNotContainKey(Convert.ToHexString(HMACSHA256.HashData(key, number)));
                hashes.ShouldNotContainKey(Convert.ToHexString(SHA256.HashData([.. key, .. number])));
                hashes.ShouldNotContainKey(Convert.ToHexString(SHA256.HashData([.. number, .. key])));
            }
        }

        // With the key file the same search finds them: the test can fail.
        var stolenKey = Keyring.Demo().NumberKeys[^1].Bytes;
        Found(hashes, (number, hash) => HMACSHA256.HashData(stolenKey, number, hash)).ShouldBe(citizens.Length);
    }

    private static string Citizen(char century) => $"{Province}{century}{BirthYear}{Random.Shared.Next(PerCentury):000000}";

    /// <summary>How many numbers of the province and the year this attack finds.</summary>
    private static int Found(Dictionary<string, byte[]> hashes, Attack attack)
    {
        var beginnings = hashes.Values.Select(h => BitConverter.ToUInt64(h)).ToHashSet();
        var found = 0;
        Parallel.For(0, 20, part =>
        {
            Span<byte> number = stackalloc byte[12];
            Span<byte> hash = stackalloc byte[32];
            Encoding.ASCII.GetBytes($"{Province}{2 + (part / 10)}{BirthYear}000000", number);
            for (var n = part % 10 * (PerCentury / 10); n < ((part % 10) + 1) * (PerCentury / 10); n++)
            {
                for (var (digit, rest) = (11, n); digit > 5; digit--, rest /= 10)
                {
                    number[digit] = (byte)('0' + (rest % 10));
                }

                attack(number, hash);
                if (beginnings.Contains(BitConverter.ToUInt64(hash)) && hashes.ContainsKey(Convert.ToHexString(hash)))
                {
                    Interlocked.Increment(ref found);
                }
            }
        });
        return found;
    }

    /// <summary>Whatever leaves something of a citizen behind.</summary>
    private async Task DriveAsync(string[] citizens)
    {
        var registry = fixture.Registry;
        await registry.CheckAsync("vnpt-ca", citizens[0], alsoKnownAs: citizens[1]);
        (await registry.RecordAsync("vnpt-ca", Make.Record(citizens[0]))).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RecordAsync("ca2", Make.Record(citizens[0]))).TypeName().ShouldBe("AlreadyIssued");
        (await registry.RecordAsync("ca2", Make.Record(citizens[1]))).TypeName().ShouldBe("IssuanceRecorded");
        (await registry.RegisterNeedAsync(new() { CitizenId = citizens[2] })).TypeName().ShouldBe("NeedRegistered");
        (await registry.ConsentAsync(citizens[0], "ca2")).TypeName().ShouldBe("SwitchConsented");
        await registry.CheckAsync("ca2", citizens[3]);
    }

    /// <summary>32 bytes and more in hexadecimal, wherever they stand.</summary>
    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hex();
}
