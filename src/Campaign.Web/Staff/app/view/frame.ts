import { fill, h, type Child } from "./dom";
import { currentAccount, onAccount } from "../registry/session";
import { language, speak, words } from "../words/words";
import { onOutbox, ownRecords } from "../tasks/outbox";

/** A screen. */
export interface Screen {
  readonly title: string;
  readonly body: Child;
  /** A full-screen view without the header; the value selects its colours. */
  readonly full?: "free" | "held" | "unknown" | "asking" | "badge";
  /** Target of the header's back link; null on the home screen. */
  readonly back?: string | null;
  /** Stops the camera, timers and so on. */
  readonly leave?: () => void;
}

const live = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
let leave: (() => void) | undefined;

/** Navigates by hash, so that the browser's back button works. It never contains personal data. */
export function go(hash: string, replace = false): void {
  if (replace) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else if (location.hash === hash) {
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

/** Announces a change to screen readers. */
export function say(text: string): void {
  if (live.textContent !== text) {
    live.textContent = text;
  }
}

/** Replaces the current screen. Focus goes to the heading, so that screen readers start there. */
export function show(screen: Screen): void {
  leave?.();
  leave = screen.leave;
  document.documentElement.lang = language();
  document.title = screen.back === null ? words().product : `${screen.title} – ${words().product}`;
  document.body.className = screen.full === undefined ? "" : `full ${screen.full}`;
  alarm.again();
  const main = h("main", { id: "main", tabindex: "-1" }, screen.body);
  fill(
    document.body,
    screen.full === undefined && h("a", { class: "skip", href: "#main", onclick: (event) => { event.preventDefault(); main.focus(); } }, words().skip),
    screen.full === undefined && header(screen),
    screen.full === undefined && screen.back !== null && alarm.element,
    main,
    live,
  );
  scrollTo(0, 0);
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  (heading ?? main).focus({ preventScroll: true });
}

/** The account may become known, or change, while a screen is shown. */
const person = redrawn("div", { class: "whose" }, () => {
  const account = currentAccount();
  const me = account?.me;
  const glyph = h("span", { class: "glyph", "aria-hidden": "true" });
  return me ? h("a", { href: "#/account", class: "person" }, glyph, h("strong", {}, me.name), h("span", {}, me.providerName))
    : account !== null && h("a", { href: "#/account", class: "person" }, glyph, h("strong", {}, account.name));
});
onAccount(person.again);

/** A refusal that arrives while the user is doing something else is shown at once, above it. */
const alarm = redrawn("div", { class: "alarm" }, () => {
  const w = words();
  const first = ownRecords().find((waiting) => waiting.state.at === "refused" && !waiting.state.seen);
  return first !== undefined && !location.hash.endsWith(first.requestId) && h("div", { class: "notice bad", role: "alert" },
    h("p", {}, h("strong", {}, h("span", { "aria-hidden": "true" }, "✖ "), `${w.refusedUnseen}: ${w.numberEnds(first.lastDigits)}`)),
    h("a", { class: "button", href: `#/record/${first.requestId}`, "data-key": "alarm" }, w.look));
});
onOutbox(alarm.again);

function header(screen: Screen): Node {
  const w = words();
  const other = language() === "vi" ? "en" : "vi";
  person.again();
  return h("header", { class: "top" },
    screen.back === null || screen.back === undefined
      ? h("p", { class: "product" }, h("span", { class: "seal", "aria-hidden": "true" }), w.product)
      : h("a", { class: "back", href: screen.back }, h("span", { "aria-hidden": "true" }, "‹"), ` ${w.back}`),
    h("div", { class: "who" },
      person.element,
      h("button", { type: "button", class: "quiet language", lang: other, title: w.otherLanguageHint, onclick: () => { void speak(other).then(() => go(location.hash || "#/")); } },
        h("span", { class: "long" }, w.otherLanguage), h("span", { "class": "short", "aria-hidden": "true" }, other.toUpperCase()))),
  );
}

/** A part of a screen that is redrawn when its data change, without losing the focus. */
export function redrawn<K extends "section" | "div" | "ul">(tag: K, attributes: Record<string, string>, draw: () => Child): { readonly element: HTMLElementTagNameMap[K]; readonly again: () => void } {
  const element = h(tag, attributes);
  const again = (): void => {
    const next = element.cloneNode(false) as HTMLElementTagNameMap[K];
    fill(next, draw());
    if (next.isEqualNode(element)) {
      // Nothing changed: a screen reader must not read it out again.
      return;
    }
    const key = element.contains(document.activeElement) ? document.activeElement?.getAttribute("data-key") : null;
    element.replaceChildren(...next.childNodes);
    if (key) {
      element.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
    }
  };
  fill(element, draw());
  return { element, again };
}
