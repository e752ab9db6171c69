import type { Card } from "../data/card";
import type { CitizenCheck, Channel, Refused } from "../data/operations";

/** The citizen in front of the member of staff: in memory alone, and gone with the next one. */
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
  /** Only the registry's own answer is one. */
  | { readonly kind: "unknown"; readonly why: "network" | "busy" | "signed-out" };

interface Work {
  citizen: Citizen | null;
  end: CheckEnd | null;
  /** For which need the next card is scanned. */
  needId: string | null;
  /** The serial number that was scanned for the form. */
  serial: string | null;
  /** What was typed into the form so far, by the names of its fields. */
  draft: Map<string, string>;
}

export const work: Work = { citizen: null, end: null, needId: null, serial: null, draft: new Map() };

/** Nothing of the last citizen stays. */
export function forgetCitizen(): void {
  Object.assign(work, { citizen: null, end: null, serial: null, draft: new Map() });
}
