using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Campaign.Verify;

/// <summary>Whether a receipt holds, and in one line why or why not.</summary>
internal sealed record Verdict(bool Holds, string Explanation);

/// <summary>
/// Checks a receipt as the contract describes it: Ed25519 over five lines of UTF-8, each ended by LF: <c>campaign-registry/receipt/v1</c>, the key's id, the leaf
/// hash, recordedAt as given, the issuance's id. Written apart from the registry's own code on purpose: it would not notice its own mistakes.
/// </summary>
internal static class ReceiptCheck
{
    private const int PublicKeyLength = 32;
    private const int SignatureLength = 64;

    /// <param name="answer">JSON that holds, at any depth, an object with <c>issuance</c> and <c>receipt</c>.</param>
    /// <param name="keys">JSON as GET /journal/keys gives it.</param>
    public static Verdict Judge(string answer, string keys)
    {
        try
        {
            using var answerJson = JsonDocument.Parse(answer);
            using var keysJson = JsonDocument.Parse(keys);
            if (FindRecord(answerJson.RootElement) is not { } record)
            {
                return new(false, "There is no receipt in this answer.");
            }

            var (issuance, receipt) = (record.GetProperty("issuance"), record.GetProperty("receipt"));
            var keyId = receipt.GetProperty("journalKeyId").GetString()!;
            var key = keysJson.RootElement.GetProperty("keys").EnumerateArray().FirstOrDefault(k => k.GetProperty("id").GetString() == keyId);
            if (key.ValueKind != JsonValueKind.Object)
            {
                return new(false, $"The receipt names the key {keyId}, which is not among those given.");
            }

            return Judge(key, keyId, issuance.GetProperty("id").GetString()!, receipt);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new(false, "The answer or the keys are not of the form that the registry gives.");
        }
    }

    private static Verdict Judge(JsonElement key, string keyId, string issuanceId, JsonElement receipt)
    {
        var publicKey = Convert.FromBase64String(key.GetProperty("publicKey").GetString()!);
        var signature = Convert.FromBase64String(receipt.GetProperty("signature").GetString()!);
        if (publicKey.Length != PublicKeyLength || signature.Length != SignatureLength)
        {
            return new(false, "The key or the signature has the wrong length.");
        }

        var recordedAt = receipt.GetProperty("recordedAt").GetString()!;
        var signed = Encoding.UTF8.GetBytes(
            $"campaign-registry/receipt/v1\n{keyId}\n{receipt.GetProperty("leafHash").GetString()}\n{recordedAt}\n{issuanceId}\n");
        var holds = SignatureAlgorithm.Ed25519.Verify(PublicKey.Import(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey), signed, signature);
        return holds
            ? new(true, $"The receipt holds: issuance {issuanceId} was recorded at {recordedAt}, signed with key {keyId}.")
            : new(false, $"The signature does not fit issuance {issuanceId}: the receipt was changed, or the registry never gave it.");
    }

    private static JsonElement? FindRecord(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("receipt", out _) && element.TryGetProperty("issuance", out _) => element,
        JsonValueKind.Object => element.EnumerateObject().Select(p => FindRecord(p.Value)).FirstOrDefault(found => found is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(FindRecord).FirstOrDefault(found => found is not null),
        _ => null,
    };
}
