using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Campaign.Demo.Day;

/// <summary>Verifies receipts as anybody outside can: with the keys that the registry publishes, and the five lines that the contract describes.</summary>
internal sealed class ReceiptSignatures(IReadOnlyDictionary<string, PublicKey> keys)
{
    public static async Task<ReceiptSignatures> ReadKeysAsync(HttpClient http, CancellationToken cancel)
    {
        using var json = await JsonDocument.ParseAsync(await http.GetStreamAsync("journal/keys", cancel), cancellationToken: cancel);
        return new(json.RootElement.GetProperty("keys").EnumerateArray().ToDictionary(
            k => k.GetProperty("id").GetString()!,
            k => PublicKey.Import(SignatureAlgorithm.Ed25519, k.GetProperty("publicKey").GetBytesFromBase64(), KeyBlobFormat.RawPublicKey)));
    }

    public bool Verify(Acknowledged issuance)
    {
        var receipt = issuance.Receipt;
        var text = $"campaign-registry/receipt/v1\n{receipt.JournalKeyId}\n{receipt.LeafHash}\n{receipt.RecordedAt}\n{issuance.Id}\n";
        return keys.TryGetValue(receipt.JournalKeyId, out var key)
            && SignatureAlgorithm.Ed25519.Verify(key, Encoding.UTF8.GetBytes(text), Convert.FromBase64String(receipt.Signature));
    }
}
