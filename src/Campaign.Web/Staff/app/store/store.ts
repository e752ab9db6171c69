import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Waiting } from "../data/waiting";

/** The account that is signed in on this tablet. */
export interface Account {
  /** The account's name, from the ID token. */
  readonly name: string;
  readonly refreshToken: string | null;
  readonly idToken: string | null;
  /** What the badge and the screens show about the person; null until read for the first time. */
  readonly me: Me | null;
}

export interface Me {
  readonly name: string;
  readonly reference: string;
  readonly providerCode: string;
  readonly providerName: string;
  /** isTrial: lacks in what an earlier build kept. */
  readonly campaign: { readonly code: string; readonly name: string; readonly isTrial?: boolean } | null;
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
 * Everything that this tablet stores: two non-extractable keys, the account, the registry's clock as last known, the language, and the outbox. No answers of the registry
 * except receipts and refusals, and no citizen number in the clear.
 */
export function database(): Promise<IDBPDatabase<TabletDb>> {
  opened ??= openDB<TabletDb>("campaign-tablet", 1, {
    upgrade(db) {
      db.createObjectStore("kept");
      db.createObjectStore("outbox", { keyPath: "order", autoIncrement: true }).createIndex("requestId", "requestId", { unique: true });
    },
    blocking(_current, _blocked, event) {
      // A newer version of this app, in another window, wants to upgrade the database.
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

/** Stores the value unless there is one already, so that two windows that create a key at once end up with the same one. */
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
