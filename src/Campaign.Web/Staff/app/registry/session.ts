import { readClock } from "../store/clock";
import { deviceKey, forgetDeviceKey, proofFor, publicKeyOf } from "../store/device";
import { sha256, utf8 } from "../data/bytes";
import { toBase64Url } from "../data/base64url";
import { forget, keep, kept, type Account, type Me } from "../store/store";

const client = "campaign-tablet";
const redirectUri = `${location.origin}/tablet/signed-in`;
const pendingKey = "campaign-sign-in";

/** A token that expires within this time is renewed before it is used. */
const marginMs = 30_000;
const patienceMs = 15_000;

interface Access {
  readonly token: string;
  readonly until: number;
}

let account: Account | null = null;
let access: Access | null = null;

/** In memory only; after a reload a new token is requested. */
let renewal: Promise<AccessResult> | null = null;

/** A valid token. "signed-out": nobody is signed in, or the registry requires a new sign-in. */
export type AccessResult = { readonly token: string } | "signed-out" | "no-network";

const listeners = new Set<() => void>();
export const onAccount = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const changed = (): void => listeners.forEach((listener) => listener());

export const currentAccount = (): Account | null => account;

/** True when the session has expired: unsent records stay, and are sent once the same account has signed in again. */
export const needsSignIn = (): boolean => account !== null && account.refreshToken === null && (access === null || access.until < Date.now());

export async function recallAccount(): Promise<void> {
  account = (await kept("account")) ?? null;
}

export async function rememberMe(name: string, me: Me): Promise<void> {
  if (account?.name === name) {
    await keepAccount({ ...account, me });
  }
}

/** Whether the registry can be reached: otherwise the browser would replace this app with its own error page. */
async function reached(): Promise<boolean> {
  try {
    return (await post("/connect/device-challenge")).ok;
  } catch {
    return false;
  }
}

/** Redirects to the registry's sign-in, which redirects back to /tablet/signed-in. False: there is no network, and nothing was done. */
export async function beginSignIn(): Promise<boolean> {
  if (!(await reached())) {
    return false;
  }
  const verifier = toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
  const state = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const challenge = toBase64Url(await sha256(utf8(verifier)));
  sessionStorage.setItem(pendingKey, JSON.stringify({ verifier, state }));
  location.assign(`/connect/authorize?${new URLSearchParams({
    client_id: client, response_type: "code", redirect_uri: redirectUri, scope: "openid offline_access", state,
    code_challenge: challenge, code_challenge_method: "S256",
  })}`);
  return true;
}

export type SignInEnd = "done" | "refused" | "no-network" | "not-asked-for";

/** Redeems the authorization code. The device proves possession of its key, so that the session can be renewed on this tablet only. */
export async function endSignIn(query: URLSearchParams): Promise<SignInEnd> {
  const pending = JSON.parse(sessionStorage.getItem(pendingKey) ?? "null") as { verifier: string; state: string } | null;
  const code = query.get("code");
  if (code === null) {
    return query.has("error") ? "refused" : "not-asked-for";
  }
  // A code that this window did not request may be an attacker's, who wants this tablet to work under their account (login CSRF).
  if (pending === null || pending.state !== query.get("state")) {
    return "not-asked-for";
  }
  const key = await deviceKey();
  const answer = await ask({
    grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: pending.verifier,
    device_key: toBase64Url(await publicKeyOf(key)), device_label: label(),
  }, key, code);
  if (answer === "no-network") {
    return answer;
  }
  sessionStorage.removeItem(pendingKey);
  if (answer === "refused" || answer.id_token === undefined) {
    return "refused";
  }
  const name = subjectOf(answer.id_token);
  access = { token: answer.access_token, until: Date.now() + answer.expires_in * 1_000 };
  await keepAccount({
    name, refreshToken: answer.refresh_token ?? null, idToken: answer.id_token, me: account?.name === name ? account.me : null,
  });
  return "done";
}

/** A valid token. One renewal at a time across all windows of this tablet: of two answers to one refresh token only the first one used stays valid. */
export async function accessToken(): Promise<AccessResult> {
  if (account === null) {
    return "signed-out";
  }
  if (access !== null && access.until - marginMs > Date.now()) {
    return { token: access.token };
  }
  renewal ??= navigator.locks.request("campaign-renewal", renew).finally(() => {
    renewal = null;
  });
  return renewal;
}

/** The registry rejected this token before it expired. */
export function distrust(token: string): void {
  if (access?.token === token) {
    access = null;
  }
}

async function renew(): Promise<AccessResult> {
  // Another window may have renewed the token, or somebody else may have signed in there.
  const known = await kept("account");
  if (known === undefined || known.name !== account?.name) {
    account = known ?? null;
    access = null;
    changed();
  }
  if (known === undefined || known.refreshToken === null) {
    return "signed-out";
  }
  const answer = await ask({ grant_type: "refresh_token", refresh_token: known.refreshToken }, await deviceKey(), known.refreshToken);
  if (answer === "no-network") {
    return answer;
  }
  if (answer === "refused") {
    access = null;
    await keepAccount({ ...known, refreshToken: null });
    return "signed-out";
  }
  access = { token: answer.access_token, until: Date.now() + answer.expires_in * 1_000 };
  await keepAccount({ ...known, refreshToken: answer.refresh_token ?? known.refreshToken });
  return { token: access.token };
}

/**
 * Erases the account and the device's key, and redirects to where the registry ends its own session. All records must have been sent before. False: there is no network; as
 * long as the registry's session is open, the next person to press "sign in" would be signed in without a password.
 */
export async function signOut(): Promise<boolean> {
  if (!(await reached())) {
    return false;
  }
  const hint = account?.idToken ?? null;
  account = null;
  access = null;
  await forget("account");
  await forgetDeviceKey();
  const query = new URLSearchParams({ client_id: client, post_logout_redirect_uri: `${location.origin}/tablet/signed-out` });
  if (hint !== null) {
    query.set("id_token_hint", hint);
  }
  location.assign(`/connect/logout?${query}`);
  return true;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly refresh_token?: string;
  readonly id_token?: string;
}

async function ask(form: Record<string, string>, key: CryptoKeyPair, boundTo: string): Promise<TokenAnswer | "refused" | "no-network"> {
  try {
    const challenged = await post("/connect/device-challenge");
    if (!challenged.ok) {
      return "no-network";
    }
    const { challenge } = (await challenged.json()) as { challenge: string };
    const response = await post("/connect/token", new URLSearchParams({
      ...form, client_id: client, device_challenge: challenge, device_proof: await proofFor(key, challenge, boundTo),
    }));
    if (response.ok) {
      return (await response.json()) as TokenAnswer;
    }
    // Only a 400 says that the grant is invalid; anything else may be temporary.
    return response.status === 400 || response.status === 401 ? "refused" : "no-network";
  } catch {
    return "no-network";
  }
}

async function post(path: string, body: URLSearchParams | null = null): Promise<Response> {
  const sentAt = Date.now();
  const response = await fetch(path, { method: "POST", body, signal: AbortSignal.timeout(patienceMs) });
  readClock(response.headers.get("Date"), sentAt, Date.now());
  return response;
}

async function keepAccount(value: Account): Promise<void> {
  account = value;
  await keep("account", value);
  changed();
}

/** The token came from the registry over the same TLS origin as this page, so checking its signature would add nothing. */
function subjectOf(idToken: string): string {
  const payload = idToken.split(".")[1] ?? "";
  const bytes = Uint8Array.from(atob(payload.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return (JSON.parse(new TextDecoder().decode(bytes)) as { sub: string }).sub;
}

function label(): string {
  const system = /Android|iPad|iPhone|Windows|Linux|Mac/.exec(navigator.userAgent)?.[0] ?? "";
  return `Máy tính bảng ${system}`.trim();
}
