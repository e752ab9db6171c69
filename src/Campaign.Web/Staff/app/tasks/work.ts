import type { Card } from "../data/card";
import type { CitizenCheck, Channel, Refused } from "../data/operations";

/** The citizen who is being served: kept in memory only, and replaced by the next one. */
export interface Citizen {
  readonly digits: string;
  readonly alsoKnownAs: string | null;
  readonly card: Card | null;
  readonly channel: Channel;
  readonly needId: string | null;
}

export type CheckEnd =
  | { readonly kind: "checked"; readonly check: CitizenCheck }
  | { readonly kind: "refused"; readonly refusal: Refused }
  /** No answer from the registry; nothing else counts as one. */
  | { readonly kind: "unknown"; readonly why: "network" | "busy" | "signed-out" };

interface Work {
  citizen: Citizen | null;
  end: CheckEnd | null;
  /** The need that the next card is scanned for. */
  needId: string | null;
  /** The serial number scanned for the form. */
  serial: string | null;
  /** Form input so far, by field name. */
  draft: Map<string, string>;
  /** The code that was last shown for a citizen to scan, and when. */
  badge: { readonly token: string; readonly at: number } | null;
}

export const work: Work = { citizen: null, end: null, needId: null, serial: null, draft: new Map(), badge: null };

/** Clears all data of the last citizen. */
export function forgetCitizen(): void {
  Object.assign(work, { citizen: null, end: null, serial: null, draft: new Map() });
}
