import { keepFirst, kept } from "./store";
import type { Sealed } from "../data/waiting";
import { utf8 } from "../data/bytes";

async function sealingKey(): Promise<CryptoKey> {
  return (await kept("seal")) ?? keepFirst("seal", await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]));
}

/** @param boundTo Additional authenticated data: what was encrypted for one record cannot be decrypted as another's. */
export async function seal(value: unknown, boundTo: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8(boundTo) }, await sealingKey(), utf8(JSON.stringify(value)));
  return { iv, bytes };
}

export async function unseal<T>(sealed: Sealed, boundTo: string): Promise<T> {
  const bytes = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv, additionalData: utf8(boundTo) }, await sealingKey(), sealed.bytes);
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
