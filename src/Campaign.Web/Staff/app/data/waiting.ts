import type { Receipt, RecordInput, RefusalOf, RevocationInput } from "./operations";

/** Encrypted with a key that cannot leave this browser (store/seal.ts): whoever copies the store cannot read it. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** The part of a record with personal data of the citizen and the recipient: encrypted while the record waits, erased once it is answered. */
export type CitizenPart = Pick<RecordInput, "citizenId" | "alsoKnownAs" | "holder" | "dossier">;

/** A record without the citizen's part. Never changed after it was made: each attempt sends the same content. */
export type OpenPart = Omit<RecordInput, keyof CitizenPart>;

/** The state of a record. */
export type WaitingState =
  /** Never sent. */
  | { readonly at: "waiting" }
  /** Sent at least once without an answer: the registry may have stored it. */
  | { readonly at: "sent" }
  | { readonly at: "recorded"; readonly receipt: Receipt; readonly answeredAt: number }
  | { readonly at: "revoked"; readonly revokeBy: string; readonly inTime: boolean; readonly answeredAt: number }
  | { readonly at: "refused"; readonly refusal: RefusalOf; readonly answeredAt: number; readonly seen: boolean; readonly revokedAt: number | null };

/** Why the last attempt got no answer; null when there was no attempt, or the reason is unknown. */
export type Hindrance = "network" | "busy" | "signed-out" | "quota" | "fault";

interface WaitingCommon {
  /** Assigned by IndexedDB; records are sent in this order. */
  readonly order: number;
  readonly requestId: string;
  /** The account that made the record; it is sent under that account only. */
  readonly account: string;
  readonly madeAt: number;
  /** The last three digits of the citizen number. */
  readonly lastDigits: string;
  readonly serialNumber: string;
  readonly state: WaitingState;
  readonly failures: number;
  readonly notBefore: number;
  readonly hindrance: Hindrance | null;
}

export interface WaitingRecord extends WaitingCommon {
  readonly act: "record";
  readonly open: OpenPart;
  readonly citizen: Sealed | null;
}

export interface WaitingRevocation extends WaitingCommon {
  readonly act: "revocation";
  readonly input: RevocationInput;
  /** The requestId of the refused record. */
  readonly answers: string;
}

export type Waiting = WaitingRecord | WaitingRevocation;

export const isOpen = (waiting: Waiting): boolean => waiting.state.at === "waiting" || waiting.state.at === "sent";

/** The deadline for revoking the certificate of a refused record; null when none is due. */
export function revocationDue(waiting: Waiting): string | null {
  return waiting.state.at === "refused" && waiting.state.revokedAt === null && waiting.act === "record" ? waiting.state.refusal.revokeBy : null;
}
