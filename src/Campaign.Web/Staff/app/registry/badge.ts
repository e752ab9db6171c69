import { toBase64Url } from "../data/base64url";
import { publicKeyOf, sign } from "../store/device";
import { sha256, utf8 } from "../data/bytes";

const version = 2;

/** How long a code is valid after it was signed (exclusive). */
export const badgeLifetimeMs = 5 * 60_000;

/** How often a new code is shown, so that a photo of the screen is soon useless. */
export const badgeEveryMs = 60_000;

/**
 * The code that a citizen scans, made on this tablet and therefore also offline: version, the first 16 bytes of SHA-256 of the device's public key, the time by the
 * registry's clock, a signature by the device's key over these and the campaign, and the campaign.
 */
export async function badgeToken(key: CryptoKeyPair, campaign: string, signedAtMs: number): Promise<string> {
  const code = utf8(campaign);
  const head = new Uint8Array(1 + 16 + 8);
  head[0] = version;
  head.set((await sha256(await publicKeyOf(key))).subarray(0, 16), 1);
  new DataView(head.buffer).setBigInt64(17, BigInt(Math.floor(signedAtMs)), false);
  const signature = await sign(key, joined(utf8("campaign-badge\n"), head, code));
  return toBase64Url(joined(head, signature, code));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
