import { work } from "../tasks/work";
import { badgeEveryMs, badgeLifetimeMs, badgeToken } from "../registry/badge";
import { clockIsKnown, now } from "../store/clock";
import { clockTimeToSeconds } from "../words/format";
import { currentAccount, onAccount } from "../registry/session";
import { deviceKey } from "../store/device";
import { fill, h } from "../view/dom";
import { qr } from "../view/qr";
import { go, type Screen } from "../view/frame";
import { words } from "../words/words";

/** Badges are dated back a little: the registry's clock is known to the second, and a badge must not be dated in the future. */
const behindMs = 1_000;

/** The staff member's QR code, as large as possible, renewed every minute, online or offline. */
export function badgeScreen(): Screen {
  const w = words();
  const me = currentAccount()?.me ?? null;
  const campaign = me?.campaign ?? null;
  const place = h("div", { class: "code-place" });
  const until = h("p", { class: "until", role: "status" });
  const next = h("p", { class: "hint next" });
  const close = h("a", { class: "button big", href: "#/" }, w.done);
  const head = h("h1", {}, me?.name ?? w.badgeTitle);
  if (me === null || campaign === null || !clockIsKnown()) {
    return {
      title: w.badgeTitle, full: "badge",
      body: h("div", { class: "badge" }, head, h("p", { class: "lost" }, clockIsKnown() ? w.badgeNoMe : w.badgeNoClock), h("div", { class: "actions" }, close)),
      // Opened before the registry's first answer, which brings the account and the clock.
      leave: onAccount(() => {
        if (currentAccount()?.me && clockIsKnown()) {
          go("#/badge");
        }
      }),
    };
  }
  let drawnAt = 0;
  let drawing = false;
  let left = false;
  let awake: WakeLockSentinel | null = null;

  async function draw(): Promise<void> {
    drawing = true;
    const signedAt = now() - behindMs;
    const token = await badgeToken(await deviceKey(), campaign?.code ?? "", signedAt);
    if (!left) {
      work.badge = { token, at: signedAt };
      fill(place, qr(`${location.origin}/v/${token}`, w.badgeAlt));
      until.textContent = w.badgeUntil(clockTimeToSeconds(signedAt + badgeLifetimeMs));
      drawnAt = Date.now();
    }
    drawing = false;
  }

  function tick(): void {
    const wait = drawnAt + badgeEveryMs - Date.now();
    // The second condition: the tablet's clock was set back.
    if (!drawing && (wait <= 0 || wait > badgeEveryMs)) {
      void draw();
    }
    next.textContent = w.badgeNext(Math.max(0, Math.ceil(wait / 1_000)));
  }

  const timer = setInterval(tick, 500);
  tick();
  // Keeps the display on while a citizen scans it.
  navigator.wakeLock?.request("screen").then((lock) => {
    awake = lock;
    if (left) {
      void lock.release();
    }
  }, () => {});
  return {
    title: w.badgeTitle,
    full: "badge",
    body: h("div", { class: "badge" }, place,
      h("div", { class: "bearer" }, head, h("p", { class: "provider" }, me.providerName), h("p", { class: "hint" }, campaign.isTrial === true ? w.trialCampaign(campaign.name) : campaign.name), until, next, h("p", { class: "help" }, w.badgeHelp),
        h("div", { class: "actions" }, close))),
    leave: () => {
      left = true;
      clearInterval(timer);
      void awake?.release();
    },
  };
}
