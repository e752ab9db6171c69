import { readClock } from "../store/clock";
import { accessToken, distrust } from "./session";
import { eventData } from "../data/event-stream";
import { language } from "../words/words";

/** The outcome of a request. Only "answer" says anything about a citizen. */
export type Outcome<T> =
  | { readonly kind: "answer"; readonly data: T }
  /** No reliable answer; the same request may be sent again. left: it may have been carried out. retryAfterMs: the registry's Retry-After. */
  | { readonly kind: "no-answer"; readonly why: "network" | "busy"; readonly left: boolean; readonly retryAfterMs: number }
  | { readonly kind: "signed-out" }
  /** The registry does not understand the request, or no longer permits it: sending it again alone will not help. */
  | { readonly kind: "fault"; readonly message: string };

export interface AskOptions {
  readonly patienceMs?: number;
  /** The account that the request belongs to; it is not sent under another. */
  readonly account?: () => boolean;
}

interface GraphAnswer<T> {
  readonly data?: T | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

const nothingDone = new Set(["OVERLOADED", "TOO_MANY_REQUESTS"]);
const inDoubt = new Set(["IN_DOUBT", "INTERNAL"]);

const unsent: Outcome<never> = { kind: "no-answer", why: "network", left: false, retryAfterMs: 0 };
const cutOff: Outcome<never> = { kind: "no-answer", why: "network", left: true, retryAfterMs: 0 };

/** Sends one request; a token that the registry rejects is renewed once. */
export async function ask<T>(query: string, variables: unknown, options: AskOptions = {}): Promise<Outcome<T>> {
  const first = await askOnce<T>(query, variables, options);
  return first === "token" ? askAgain(query, variables, options) : first;
}

async function askAgain<T>(query: string, variables: unknown, options: AskOptions): Promise<Outcome<T>> {
  const second = await askOnce<T>(query, variables, options);
  return second === "token" ? { kind: "signed-out" } : second;
}

async function askOnce<T>(query: string, variables: unknown, options: AskOptions): Promise<Outcome<T> | "token"> {
  const access = await accessToken();
  if (access === "no-network") {
    return unsent;
  }
  if (access === "signed-out" || options.account?.() === false) {
    return { kind: "signed-out" };
  }
  const sentAt = Date.now();
  const online = navigator.onLine;
  try {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: {
        "Authorization": `Bearer ${access.token}`, "Content-Type": "application/json", "Accept": "application/graphql-response+json", "Accept-Language": language(),
      },
      body: JSON.stringify({ query, variables }),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(options.patienceMs ?? 15_000),
    });
    readClock(response.headers.get("Date"), sentAt, Date.now());
    if (response.status === 401) {
      distrust(access.token);
      return "token";
    }
    return judge((await response.json()) as GraphAnswer<T>, response);
  } catch {
    // Connection lost, timed out, or not the registry's answer (a captive portal): the request may have been carried out. Only a tablet that was
    // offline before and after has certainly sent nothing.
    return online || navigator.onLine ? cutOff : unsent;
  }
}

function judge<T>(answer: GraphAnswer<T>, response: Response): Outcome<T> {
  const error = answer.errors?.[0];
  if (error === undefined && answer.data !== undefined && answer.data !== null && response.ok) {
    return { kind: "answer", data: answer.data };
  }
  const code = error?.extensions?.code ?? "";
  const retryAfterMs = Number(response.headers.get("Retry-After") ?? 0) * 1_000 || 0;
  if (nothingDone.has(code)) {
    return { kind: "no-answer", why: "busy", left: false, retryAfterMs };
  }
  return code === "" || inDoubt.has(code) || response.status >= 500
    ? { kind: "no-answer", why: "busy", left: true, retryAfterMs }
    : { kind: "fault", message: error?.message ?? code };
}

/** Follows a subscription (graphql-sse, distinct connections mode) until the registry or the network ends it. */
export async function follow<T>(query: string, variables: unknown, began: () => void, each: (data: T) => void, end: AbortSignal): Promise<Outcome<null>> {
  const access = await accessToken();
  if (access === "no-network" || access === "signed-out") {
    return access === "signed-out" ? { kind: "signed-out" } : unsent;
  }
  // The registry sends a comment every 12 seconds or so; a connection that is silent for longer is dead, even if it looks open.
  const silence = new AbortController();
  const stop = (): void => silence.abort();
  end.addEventListener("abort", stop);
  let timer = 0;
  const heard = (): void => {
    clearTimeout(timer);
    timer = self.setTimeout(stop, 40_000);
  };
  try {
    heard();
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "Authorization": `Bearer ${access.token}`, "Content-Type": "application/json", "Accept": "text/event-stream", "Accept-Language": language() },
      body: JSON.stringify({ query, variables }),
      cache: "no-store",
      credentials: "omit",
      signal: silence.signal,
    });
    if (response.status === 401) {
      distrust(access.token);
    }
    if (!response.ok || response.body === null) {
      return { kind: "no-answer", why: "busy", left: false, retryAfterMs: Number(response.headers.get("Retry-After") ?? 0) * 1_000 || 0 };
    }
    began();
    let text = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      heard();
      text += part.value;
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const data = eventData(event);
        if (data !== null) {
          const answer = JSON.parse(data) as GraphAnswer<T>;
          if (answer.errors === undefined && answer.data) {
            each(answer.data);
          }
        }
      }
    }
    return { kind: "answer", data: null };
  } catch {
    return cutOff;
  } finally {
    clearTimeout(timer);
    end.removeEventListener("abort", stop);
  }
}
