import { ask, follow } from "../registry/api";
import { waitMs } from "../data/backoff";
import { aboutMe, needChanged, today, type Issuance, type Need, type Provider } from "../data/operations";
import { now } from "../store/clock";
import { currentAccount, needsSignIn, onAccount, rememberMe } from "../registry/session";

/** Today's work as last read from the registry. In memory only: stale data must not be shown as current. */
export interface Today {
  readonly state: "loading" | "live" | "stale" | "signed-out";
  /** By the registry's clock; null before the first answer. */
  readonly readAt: number | null;
  readonly needs: readonly Need[];
  readonly pending: readonly Issuance[];
}

let current: Today = { state: "loading", readAt: null, needs: [], pending: [] };
const listeners = new Set<() => void>();
let running: AbortController | null = null;

export const todaysWork = (): Today => current;

export const onToday = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Counts single updates; a list requested before one may be older than it. */
let told = 0;

function become(changed: Partial<Today>): void {
  current = { ...current, ...changed };
  listeners.forEach((listener) => listener());
}

export const isOpenNeed = (need: Need): boolean => need.state === "WAITING" || need.state === "IN_SUPPORT";

/** The needs open right now, the next to lapse first. A need that is due now has lapsed, whatever state was last reported. */
export const openNeeds = (): readonly Need[] => current.needs
  .filter((need) => isOpenNeed(need) && Date.parse(need.dueAt) > now())
  .toSorted((one, other) => Date.parse(one.dueAt) - Date.parse(other.dueAt));

export function beginToday(): void {
  onAccount(() => {
    // A renewed token changes nothing; another account, or a session that ended or came back, does.
    if (whoIsThere() !== startedFor) {
      restart();
    }
  });
  self.addEventListener("online", () => {
    if (current.state !== "live") {
      restart();
    }
  });
  self.addEventListener("offline", () => {
    running?.abort();
    if (current.state === "live" || current.state === "loading") {
      become({ state: "stale" });
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && current.state !== "live") {
      restart();
    }
  });
  restart();
}

export function readAgain(): Promise<boolean> {
  return read();
}

/** Applies a need from a mutation's answer. */
export function noteNeed(need: Need): void {
  told += 1;
  const others = current.needs.filter((other) => other.id !== need.id);
  become({ needs: isOpenNeed(need) ? [...others, need] : others });
}

/** Applies an issuance from the answer to a record or an activation. */
export function noteIssuance(issuance: Issuance): void {
  told += 1;
  const others = current.pending.filter((other) => other.id !== issuance.id);
  become({ pending: issuance.status === "PENDING_ACTIVATION" ? [issuance, ...others] : others });
}

let startedFor = "";

const whoIsThere = (): string => `${currentAccount()?.name ?? ""} ${needsSignIn()}`;

function restart(): void {
  const account = currentAccount();
  running?.abort();
  startedFor = whoIsThere();
  if (account === null) {
    current = { state: "signed-out", readAt: null, needs: [], pending: [] };
    listeners.forEach((listener) => listener());
    return;
  }
  current = { state: "loading", readAt: null, needs: [], pending: [] };
  running = new AbortController();
  void run(running.signal);
}

/** Follows the provider's needs. After each interruption it subscribes first and then reads the whole list, so that no change is missed in between. */
async function run(end: AbortSignal): Promise<void> {
  let introduced = false;
  for (let failures = 0; !end.aborted;) {
    introduced ||= await introduce();
    if (currentAccount()?.me?.campaign == null) {
      failures += 1;
    } else {
      const campaign = currentAccount()?.me?.campaign?.code;
      const outcome = await follow<{ needChanged: Need }>(needChanged, { campaign }, () => {
        failures = 0;
        void read();
      }, (data) => noteNeed(data.needChanged), end);
      if (end.aborted) {
        return;
      }
      if (outcome.kind === "signed-out") {
        become({ state: "signed-out" });
        return;
      }
      failures += 1;
      if (outcome.kind !== "answer") {
        become({ state: current.readAt === null && failures < 2 ? "loading" : "stale" });
        // The stream is refused, perhaps because there are too many; the list may still be readable.
        await read();
      }
    }
    await rest(waitMs(failures), end);
  }
}

/** Reads who is signed in and which campaign is open for the provider. */
async function introduce(): Promise<boolean> {
  const account = currentAccount();
  const outcome = await ask<{
    me: { reference: string; name: string; provider: Provider } | null;
    campaigns: readonly { code: string; name: string; opensAt: string; closesAt: string; isTrial: boolean; providers: readonly { code: string }[] }[];
  }>(aboutMe, {});
  if (outcome.kind === "signed-out") {
    become({ state: "signed-out" });
  }
  if (outcome.kind !== "answer" || outcome.data.me === null || account === null) {
    become({ state: current.state === "signed-out" ? "signed-out" : "stale" });
    return false;
  }
  const { me, campaigns } = outcome.data;
  const open = campaigns.filter((c) => Date.parse(c.opensAt) <= now() && now() < Date.parse(c.closesAt) && c.providers.some((p) => p.code === me.provider.code));
  // A trial of a demo is open beside the programme's own campaign, and is worked in only where there is nothing else.
  const campaign = open.find((c) => !c.isTrial) ?? open[0] ?? null;
  await rememberMe(account.name, {
    name: me.name, reference: me.reference, providerCode: me.provider.code, providerName: me.provider.name,
    campaign: campaign === null ? null : { code: campaign.code, name: campaign.name, isTrial: campaign.isTrial },
  });
  listeners.forEach((listener) => listener());
  return campaign !== null;
}

async function read(again = 3): Promise<boolean> {
  const toldBefore = told;
  const campaign = currentAccount()?.me?.campaign?.code;
  if (campaign === undefined) {
    return false;
  }
  const outcome = await ask<{
    needs: { edges: readonly { node: Need }[] };
    issuances: { edges: readonly { node: Issuance }[] };
  }>(today, { campaign });
  if (outcome.kind !== "answer") {
    become({ state: outcome.kind === "signed-out" ? "signed-out" : "stale" });
    return false;
  }
  if (told !== toldBefore && again > 0) {
    return read(again - 1);
  }
  become({
    state: "live", readAt: now(),
    needs: outcome.data.needs.edges.map((edge) => edge.node), pending: outcome.data.issuances.edges.map((edge) => edge.node),
  });
  return true;
}

function rest(ms: number, end: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      end.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    end.addEventListener("abort", done);
  });
}
