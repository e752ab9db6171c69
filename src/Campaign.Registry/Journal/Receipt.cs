using System.Text;
using Campaign.Registry.Platform.Keys;
using Campaign.Registry.Platform.Time;
using NSec.Cryptography;

namespace Campaign.Registry.Journal;

/// <summary>
/// The registry's signed promise that a record is in its journal. Signature: Ed25519 over five lines of UTF-8, each ended by LF:
/// <c>campaign-registry/receipt/v1</c>, the key's id, the leaf hash (lower-case hex), recordedAt (as <see cref="Instant.Write"/> gives it), the issuance's id.
/// </summary>
internal sealed record Receipt(string JournalKeyId, string LeafHash, DateTimeOffset RecordedAt, string Signature);

/// <summary>Signs receipts with the current journal key.</summary>
internal sealed class ReceiptSigner(KeysInUse keys)
{
    /// <returns>The id of the signing key and the 64 bytes of the signature.</returns>
    public (string KeyId, byte[] Signature) Sign(byte[] leafHash, DateTimeOffset recordedAt, Guid issuanceId)
    {
        var key = keys.Now.JournalKeys[^1];
        return (key.Id, SignatureAlgorithm.Ed25519.Sign(key.PrivateKey!, SignedText(key.Id, Convert.ToHexStringLower(leafHash), recordedAt, issuanceId)));
    }

    public static byte[] SignedText(string keyId, string leafHash, DateTimeOffset recordedAt, Guid issuanceId) =>
        Encoding.UTF8.GetBytes($"campaign-registry/receipt/v1\n{keyId}\n{leafHash}\n{Instant.Write(recordedAt)}\n{issuanceId}\n");
}
