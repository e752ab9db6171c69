import { sha256, utf8 } from "../data/bytes";
import { toBase64Url } from "../data/base64url";
import { forget, keepFirst, kept } from "./store";

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;
const signature = { name: "ECDSA", hash: "SHA-256" } as const;

/** The non-extractable key that binds the session to this tablet. */
export async function deviceKey(): Promise<CryptoKeyPair> {
  return (await kept("device")) ?? keepFirst("device", await crypto.subtle.generateKey(curve, false, ["sign", "verify"]));
}

/** After signing out, this tablet can no longer make a badge. */
export const forgetDeviceKey = (): Promise<void> => forget("device");

/** SubjectPublicKeyInfo. A public key can be exported even though the pair is not extractable. */
export async function publicKeyOf(key: CryptoKeyPair): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.exportKey("spki", key.publicKey));
}

/** An IEEE P1363 signature: r and s concatenated, 64 bytes. */
export async function sign(key: CryptoKeyPair, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign(signature, key.privateKey, bytes));
}

/** The proof of possession that is sent with a code or a refresh token: see docs/reference/sign-in.md. */
export async function proofFor(key: CryptoKeyPair, challenge: string, token: string): Promise<string> {
  const bound = toBase64Url(await sha256(utf8(token)));
  return toBase64Url(await sign(key, utf8(`campaign-device\n${challenge}\n${bound}`)));
}

