import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Waiting } from "../data/waiting";

/** Who has signed in on this tablet. */
export interface Account {
  /** The name of the account, as the registry's sign-in says it. */
  readonly name: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  /** What the badge and the screens say of the person; null until it was read once. */
  readonly me: Me | null;
}

export interface Me {
  readonly name: string;
  readonly reference: string;
  readonly providerCode: string;
  readonly providerName: string;
  readonly campaign: { readonly code: string; readonly name: string } | null;
}

export interface ClockReading {
  /** The registry's clock minus the tablet's. */
  readonly offsetMs: number;
  readonly readAt: number;
}

interface Kept {
  readonly device: CryptoKeyPair;
  readonly seal: CryptoKey;
  readonly account: Account;
  readonly clock: ClockReading;
  readonly language: "vi" | "en";
}

interface TabletDb extends DBSchema {
  kept: { key: keyof Kept; value: Kept[keyof Kept] };
  outbox: { key: number; value: Waiting; indexes: { requestId: string } };
}

let opened: Promise<IDBPDatabase<TabletDb>> | null = null;

/**
 * All that this tablet keeps: two keys that cannot leave it, who has signed in, the registry's clock as last known, and the outbox. No answer of the registry
 * beside the receipts, and no citizen's number in the clear.
 */
export function database(): Promise<IDBPDatabase<TabletDb>> {
  opened ??= openDB<TabletDb>("campaign-tablet", 1, {
    upgrade(db) {
      db.createObjectStore("kept");
      db.createObjectStore("outbox", { keyPath: "order", autoIncrement: true }).createIndex("requestId", "requestId", { unique: true });
    },
    blocking(_current, _blocked, event) {
      // A newer version of this program, in another window, wants to change the store.
      (event.target as IDBDatabase).close();
      opened = null;
    },
    terminated() {
      opened = null;
    },
  });
  return opened;
}

export async function kept<K extends keyof Kept>(key: K): Promise<Kept[K] | undefined> {
  return (await (await database()).get("kept", key)) as Kept[K] | undefined;
}

export async function keep<K extends keyof Kept>(key: K, value: Kept[K]): Promise<void> {
  await (await database()).put("kept", value, key);
}

/** Keeps the value unless there is one already, which of two windows that make a key at once leaves one key. */
export async function keepFirst<K extends keyof Kept>(key: K, value: Kept[K]): Promise<Kept[K]> {
  const transaction = (await database()).transaction("kept", "readwrite");
  const existing = (await transaction.store.get(key)) as Kept[K] | undefined;
  if (existing === undefined) {
    await transaction.store.put(value, key);
  }
  await transaction.done;
  return existing ?? value;
}

export async function forget(...keys: (keyof Kept)[]): Promise<void> {
  const transaction = (await database()).transaction("kept", "readwrite");
  await Promise.all(keys.map((key) => transaction.store.delete(key)));
  await transaction.done;
}
