using System.Globalization;
using Campaign.Registry.Platform.Data;

namespace Campaign.Registry.Platform.Keys;

/// <summary>
/// Keys that come one by one, each under a name: NUMBER_1, ENCRYPTION_1, TICKET_1 (base64 of 32 bytes), JOURNAL_id (base64; JOURNAL_id_FROM says from when),
/// TOKEN_1 (PEM), TOKEN_ENCRYPTION (base64). NUMBER_CURRENT and so on name the id that is current; without, the one with the greatest id is. Case does not
/// matter, and a hyphen is an underscore.
/// </summary>
public static class NamedKeys
{
    /// <param name="values">By name.</param>
    /// <param name="missing">What is said of a name that is not there; {0} stands for it.</param>
    /// <exception cref="InvalidKeyringException">A key is missing or its name means nothing; the message says which.</exception>
    public static KeyFile Read(IReadOnlyDictionary<string, string> values, string missing)
    {
        var named = values.ToDictionary(v => v.Key.ToUpperInvariant().Replace('-', '_'), v => v.Value.Trim());
        InvalidKeyringException Missing(string name) => new(string.Format(CultureInfo.InvariantCulture, missing, name) + ".");

        List<T> ListOf<T>(string purpose, Func<string, string, T> entry)
        {
            var ids = named.Keys.Where(n => n.StartsWith(purpose + "_", StringComparison.Ordinal)).Select(n => n[(purpose.Length + 1)..])
                .Where(id => id is not ("CURRENT" or "ENCRYPTION") && !id.EndsWith("_FROM", StringComparison.Ordinal))
                .OrderBy(id => short.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).ThenBy(id => id, StringComparer.Ordinal).ToList();
            if (ids.Count == 0)
            {
                throw Missing(purpose + "_1");
            }

            if (named.TryGetValue(purpose + "_CURRENT", out var current))
            {
                current = current.ToUpperInvariant();
                if (!ids.Remove(current))
                {
                    throw Missing($"{purpose}_{current}");
                }

                ids.Add(current);
            }

            return ids.ConvertAll(id => entry(id, named[$"{purpose}_{id}"]));
        }

        static short Number(string purpose, string id) => short.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? n
            : throw new InvalidKeyringException($"{purpose}_{id} is no name of a key: {purpose}_ and a number.");
        return new(
            ListOf("NUMBER", (id, key) => new SecretEntry(Number("NUMBER", id), key)),
            ListOf("ENCRYPTION", (id, key) => new SecretEntry(Number("ENCRYPTION", id), key)),
            ListOf("TICKET", (id, key) => new SecretEntry(Number("TICKET", id), key)),
            ListOf("JOURNAL", (id, key) => new JournalEntry(id.ToLowerInvariant(), key, null, FromOf(named, id))),
            ListOf("TOKEN", (id, pem) => new TokenEntry(Number("TOKEN", id), pem)),
            null,
            named.GetValueOrDefault("TOKEN_ENCRYPTION") ?? throw Missing("TOKEN_ENCRYPTION"));
    }

    private static DateTimeOffset FromOf(Dictionary<string, string> named, string id) =>
        named.TryGetValue($"JOURNAL_{id}_FROM", out var from)
            ? DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
                ? at : throw new InvalidKeyringException($"JOURNAL_{id}_FROM is no instant.")
            : DateTimeOffset.UnixEpoch;
}
