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
 * What was recorded at the door and waits for the registry. A record is written here with its requestId before the first try; it goes out in its order, one at a time
 * over all windows of this tablet, again and again with the same content, until the registry has answered. It never goes away by itself.
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

/** Of who is signed in: the oldest first. */
export const ownRecords = (): readonly Waiting[] => known.filter((waiting) => waiting.account === currentAccount()?.name);

export const ownOpen = (): readonly Waiting[] => ownRecords().filter(isOpen);

/** How many of others' wait on this tablet for them to sign in again. */
export const othersOpen = (): readonly Waiting[] => known.filter((waiting) => isOpen(waiting) && waiting.account !== currentAccount()?.name);

export const recordOf = (requestId: string): Waiting | undefined => ownRecords().find((waiting) => waiting.requestId === requestId);

export async function beginOutbox(): Promise<void> {
  await reread();
  windows.onmessage = () => void reread();
  // Not all tablets of a ward in the same second.
  self.addEventListener("online", () => self.setTimeout(() => sendNow(true), Math.random() * 1_500));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      sendNow();
    }
  });
  onAccount(() => sendNow());
  sendNow();
}

/** Writes the record down, and begins to send it. When this has come back, it is safe from a reload and from a battery that dies. */
export async function putRecord(input: RecordInput): Promise<void> {
  const { citizenId, alsoKnownAs, holder, dossier, ...open } = input;
  const citizen = await seal({ citizenId, alsoKnownAs, holder, dossier } satisfies CitizenPart, input.requestId);
  await add({ ...fresh(input.requestId, input.certificate.serialNumber), lastDigits: masked(citizenId).slice(-3), act: "record", open, citizen });
}

/** Says that the certificate of a refused record has been revoked. */
export async function putRevocation(record: WaitingRecord, revokedAt: string): Promise<void> {
  const requestId = crypto.randomUUID();
  const input = { requestId, campaign: record.open.campaign, serialNumber: record.serialNumber, revokedAt };
  await add({ ...fresh(requestId, record.serialNumber), lastDigits: record.lastDigits, act: "revocation", input, answers: record.requestId });
}

/** Takes away what was answered, at its owner's wish. */
export async function putAway(requestId: string): Promise<void> {
  const waiting = recordOf(requestId);
  if (waiting !== undefined && !isOpen(waiting)) {
    await (await database()).delete("outbox", waiting.order);
    await tellAll();
  }
}

/** Takes away all that was recorded or reported; what was refused is put away one by one. */
export async function putAwayDone(): Promise<void> {
  const db = await database();
  for (const { order, state } of ownRecords()) {
    if (state.at === "recorded" || state.at === "revoked") {
      await db.delete("outbox", order);
    }
  }
  await tellAll();
}

/** The refusal has been seen. */
export async function markSeen(requestId: string): Promise<void> {
  const waiting = recordOf(requestId);
  if (waiting?.state.at === "refused" && !waiting.state.seen) {
    await write({ ...waiting, state: { ...waiting.state, seen: true } });
  }
}

/** Tries now, without waiting for the pause to end. */
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

/** One sender over all windows; whoever finds another at work leaves it to that one. */
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

/** Sends one; false when the line is to rest. */
async function sendOne(waiting: Waiting, force: boolean): Promise<boolean> {
  if (!force && waiting.notBefore > Date.now() && waiting.hindrance !== "signed-out") {
    // Its turn has not come again. What only this record meets does not hold up the others.
    return waiting.hindrance === "fault";
  }
  const mine = (): boolean => currentAccount()?.name === waiting.account;
  // Written before it leaves: whatever happens now, nobody will believe that it never went.
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

/** The registry has answered. The citizen's part goes with the same write that keeps the answer. */
async function settle(sent: Waiting, answer: Answered): Promise<boolean> {
  if (answer.__typename === "QuotaExceeded") {
    // Not an answer about this record: the day's count is full, for every record of this member of staff.
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

/** No answer came. What has left once may be there, whatever became of this try: it stays "sent" until the registry says. */
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
