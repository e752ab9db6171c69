import { ask, type Outcome } from "../registry/api";
import { waitMs } from "../data/backoff";
import { masked } from "../data/citizen-number";
import { now } from "../store/clock";
import { confirmRevocation, recordIssuance, type IssuanceRecorded, type RecordInput, type RefusalOf, type Refused } from "../data/operations";
import { noteIssuance } from "./today";
import { seal, unseal } from "../store/seal";
import { currentAccount, onAccount } from "../registry/session";
import { database } from "../store/store";
import { isOpen, type CitizenPart, type Hindrance, type Waiting, type WaitingRecord, type WaitingRevocation, type WaitingState } from "../data/waiting";

/**
 * Records made at the door that the registry has not answered yet. A record is stored here with its requestId before the first attempt. Records are sent in order, one at a
 * time across all windows of this tablet, and retried with the same content until the registry answers. No record is removed automatically.
 */

let known: readonly Waiting[] = [];
const listeners = new Set<() => void>();
const windows = new BroadcastChannel("campaign-outbox");
let timer = 0;
let sending = false;
let askedAgain = false;
let forced = false;

export const onOutbox = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Records of the account that is signed in, oldest first. */
export const ownRecords = (): readonly Waiting[] => known.filter((waiting) => waiting.account === currentAccount()?.name);

export const ownOpen = (): readonly Waiting[] => ownRecords().filter(isOpen);

/** Unsent records of other accounts, which wait for those people to sign in again. */
export const othersOpen = (): readonly Waiting[] => known.filter((waiting) => isOpen(waiting) && waiting.account !== currentAccount()?.name);

export const recordOf = (requestId: string): Waiting | undefined => ownRecords().find((waiting) => waiting.requestId === requestId);

export async function beginOutbox(): Promise<void> {
  await reread();
  windows.onmessage = () => void reread();
  // Spread out, so that not all tablets of a ward send in the same second.
  self.addEventListener("online", () => self.setTimeout(() => sendNow(true), Math.random() * 1_500));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      sendNow();
    }
  });
  onAccount(() => sendNow());
  sendNow();
}

/** Stores the record and starts sending it. Once this returns, the record survives a reload and an empty battery. */
export async function putRecord(input: RecordInput): Promise<void> {
  const { citizenId, alsoKnownAs, holder, dossier, ...open } = input;
  const citizen = await seal({ citizenId, alsoKnownAs, holder, dossier } satisfies CitizenPart, input.requestId);
  await add({ ...fresh(input.requestId, input.certificate.serialNumber), lastDigits: masked(citizenId).slice(-3), act: "record", open, citizen });
}

/** Reports that the certificate of a refused record has been revoked. */
export async function putRevocation(record: WaitingRecord, revokedAt: string): Promise<void> {
  const requestId = crypto.randomUUID();
  const input = { requestId, campaign: record.open.campaign, serialNumber: record.serialNumber, revokedAt };
  await add({ ...fresh(requestId, record.serialNumber), lastDigits: record.lastDigits, act: "revocation", input, answers: record.requestId });
}

/** Removes an answered record from the list, when the user asks for it. */
export async function putAway(requestId: string): Promise<void> {
  const waiting = recordOf(requestId);
  if (waiting !== undefined && !isOpen(waiting)) {
    await (await database()).delete("outbox", waiting.order);
    await tellAll();
  }
}

/** Removes everything recorded or reported from the list; refused records are removed one by one. */
export async function putAwayDone(): Promise<void> {
  const db = await database();
  for (const { order, state } of ownRecords()) {
    if (state.at === "recorded" || state.at === "revoked") {
      await db.delete("outbox", order);
    }
  }
  await tellAll();
}

/** Marks a refusal as seen. */
export async function markSeen(requestId: string): Promise<void> {
  const waiting = recordOf(requestId);
  if (waiting?.state.at === "refused" && !waiting.state.seen) {
    await write({ ...waiting, state: { ...waiting.state, seen: true } });
  }
}

/** Sends now instead of waiting for the next scheduled attempt. */
export function sendNow(force = false): void {
  clearTimeout(timer);
  forced ||= force;
  void sendAll();
}

type Fresh = Omit<WaitingRecord, "order" | "act" | "open" | "citizen" | "lastDigits">;

function fresh(requestId: string, serialNumber: string): Fresh {
  const account = currentAccount();
  if (account === null) {
    throw new Error("Nobody is signed in whose record this could be.");
  }
  return { requestId, account: account.name, madeAt: now(), serialNumber, state: { at: "waiting" }, failures: 0, notBefore: 0, hindrance: null };
}

async function add(waiting: Omit<WaitingRecord, "order"> | Omit<WaitingRevocation, "order">): Promise<void> {
  await (await database()).add("outbox", waiting as Waiting);
  await tellAll();
  sendNow(true);
}

async function write(waiting: Waiting): Promise<void> {
  await (await database()).put("outbox", waiting);
  await tellAll();
}

async function tellAll(): Promise<void> {
  windows.postMessage("changed");
  await reread();
}

async function reread(): Promise<void> {
  known = await (await database()).getAll("outbox");
  listeners.forEach((listener) => listener());
}

/** Only one window sends at a time; the others leave it to that one. */
async function sendAll(): Promise<void> {
  if (sending) {
    askedAgain = true;
    return;
  }
  sending = true;
  try {
    await navigator.locks.request("campaign-outbox", { ifAvailable: true }, async (lock) => {
      if (lock === null) {
        return;
      }
      do {
        const force = forced;
        askedAgain = forced = false;
        await reread();
        for (const waiting of ownOpen()) {
          if (!(await sendOne(waiting, force))) {
            break;
          }
        }
      } while (askedAgain);
    });
  } finally {
    sending = false;
    again();
  }
}

function again(): void {
  clearTimeout(timer);
  const open = ownOpen();
  const due = open.map((waiting) => waiting.notBefore);
  if (due.length > 0) {
    timer = self.setTimeout(() => sendNow(), Math.min(Math.max(1_000, Math.min(...due) - Date.now()), 600_000));
  }
}

/** Sends one record; false when the remaining ones must wait too. */
async function sendOne(waiting: Waiting, force: boolean): Promise<boolean> {
  if (!force && waiting.notBefore > Date.now() && waiting.hindrance !== "signed-out") {
    // Its next attempt is not due yet. A fault of this record alone does not hold up the others.
    return waiting.hindrance === "fault";
  }
  const mine = (): boolean => currentAccount()?.name === waiting.account;
  // Stored as sent before it is sent: after a crash it must not look as if it had never left.
  const sent: Waiting = { ...waiting, state: { at: "sent" }, hindrance: null };
  await write(sent);
  const outcome = sent.act === "record" ? await sendRecord(sent, mine) : await sendRevocation(sent, mine);
  switch (outcome.kind) {
    case "answer":
      return settle(sent, outcome.data);
    case "signed-out":
      await hinder(waiting, sent, "signed-out", false, 0);
      return false;
    case "fault":
      await hinder(waiting, sent, "fault", false, 0);
      return true;
    case "no-answer":
      await hinder(waiting, sent, outcome.why, outcome.left, outcome.retryAfterMs);
      return false;
  }
}

type Answered = IssuanceRecorded | { readonly __typename: "RevocationConfirmed"; readonly revokeBy: string; readonly inTime: boolean } | Refused;

async function sendRecord(record: WaitingRecord, account: () => boolean): Promise<Outcome<Answered>> {
  if (record.citizen === null) {
    return { kind: "fault", message: "" };
  }
  let citizen: CitizenPart;
  try {
    citizen = await unseal<CitizenPart>(record.citizen, record.requestId);
  } catch {
    return { kind: "fault", message: "" };
  }
  const outcome = await ask<{ recordIssuance: Answered }>(recordIssuance, { input: { ...record.open, ...citizen } }, { account, patienceMs: 20_000 });
  return outcome.kind === "answer" ? { kind: "answer", data: outcome.data.recordIssuance } : outcome;
}

async function sendRevocation(revocation: WaitingRevocation, account: () => boolean): Promise<Outcome<Answered>> {
  const outcome = await ask<{ confirmRevocation: Answered }>(confirmRevocation, { input: revocation.input }, { account });
  return outcome.kind === "answer" ? { kind: "answer", data: outcome.data.confirmRevocation } : outcome;
}

/** The registry has answered. The write that stores the answer also erases the citizen's data. */
async function settle(sent: Waiting, answer: Answered): Promise<boolean> {
  if (answer.__typename === "QuotaExceeded") {
    // Not an answer about this record: the daily quota is used up, for all records of this staff member.
    await hinder({ ...sent, state: { at: "waiting" } }, sent, "quota", false, ((answer as Refused).retryAfterSeconds ?? 60) * 1_000);
    return false;
  }
  const state = stateOf(answer);
  if ("issuance" in answer) {
    noteIssuance(answer.issuance);
  }
  await write(sent.act === "record" ? { ...sent, state, citizen: null, hindrance: null } : { ...sent, state, hindrance: null });
  if (sent.act === "revocation" && state.at === "revoked") {
    const answered = recordOf(sent.answers);
    if (answered?.state.at === "refused") {
      await write({ ...answered, state: { ...answered.state, revokedAt: now() } });
    }
  }
  return true;
}

function stateOf(answer: Answered): WaitingState {
  const answeredAt = now();
  if ("issuance" in answer) {
    const { issuance, receipt } = answer;
    return { at: "recorded", answeredAt, receipt: { ...receipt, issuanceId: issuance.id, status: issuance.status } };
  }
  if ("inTime" in answer) {
    return { at: "revoked", answeredAt, revokeBy: answer.revokeBy, inTime: answer.inTime };
  }
  const refusal: RefusalOf = {
    code: answer.code, message: answer.message, revokeBy: answer.revokeBy ?? null,
    holderName: answer.holder?.provider.name ?? null, holderRecordedAt: answer.holder?.recordedAt ?? null,
  };
  return { at: "refused", answeredAt, refusal, seen: false, revokedAt: null };
}

/** No answer came. A record that was sent once may have been stored, whatever happened to this attempt: it stays "sent" until the registry answers. */
async function hinder(before: Waiting, sent: Waiting, hindrance: Hindrance, left: boolean, askedMs: number): Promise<void> {
  const failures = sent.failures + 1;
  await write({
    ...sent,
    state: left ? sent.state : before.state,
    failures,
    hindrance,
    notBefore: Date.now() + waitMs(hindrance === "fault" ? failures + 5 : failures, askedMs),
  });
}
