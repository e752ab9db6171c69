import type { Receipt, RecordInput, RefusalOf, RevocationInput } from "./operations";

/** Encrypted with a key that cannot leave this browser (store/seal.ts): whoever copies the store cannot read it. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

/** The part of a record that is about the citizen, and about who took the papers, sealed as long as it waits and wiped once an answer has come. */
export type CitizenPart = Pick<RecordInput, "citizenId" | "alsoKnownAs" | "holder" | "dossier">;

/** A record as it waits, without the citizen's part. Never changed after it was made: each try sends the same content. */
export type OpenPart = Omit<RecordInput, keyof CitizenPart>;

/** What became of it so far. */
export type WaitingState =
  /** Never left the tablet. */
  | { readonly at: "waiting" }
  /** Left it at least once, and no answer came: the registry may have it. */
  | { readonly at: "sent" }
  | { readonly at: "recorded"; readonly receipt: Receipt; readonly answeredAt: number }
  | { readonly at: "revoked"; readonly revokeBy: string; readonly inTime: boolean; readonly answeredAt: number }
  | { readonly at: "refused"; readonly refusal: RefusalOf; readonly answeredAt: number; readonly seen: boolean; readonly revokedAt: number | null };

/** Why the last try brought no answer; null when there was none, or it is not known. */
export type Hindrance = "network" | "busy" | "signed-out" | "quota" | "fault";

interface WaitingCommon {
  /** Given by the store; the order in which they go out. */
  readonly order: number;
  readonly requestId: string;
  /** Whose record it is: sent under that sign-in alone. */
  readonly account: string;
  readonly madeAt: number;
  /** Of the citizen's number: the last three digits. */
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
  /** The record whose refusal it answers. */
  readonly answers: string;
}

export type Waiting = WaitingRecord | WaitingRevocation;

export const isOpen = (waiting: Waiting): boolean => waiting.state.at === "waiting" || waiting.state.at === "sent";

/** By when a certificate that was made in vain must be revoked; null when none is due. */
export function revocationDue(waiting: Waiting): string | null {
  return waiting.state.at === "refused" && waiting.state.revokedAt === null && waiting.act === "record" ? waiting.state.refusal.revokeBy : null;
}
