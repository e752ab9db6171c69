import { beginSignIn, type SignInEnd } from "../registry/session";
import { h, type Child } from "../view/dom";
import { othersOpen } from "../tasks/outbox";
import type { Screen } from "../view/frame";
import { words } from "../words/words";

/** The button to the registry's sign-in, with a message when there is no network. */
export function signInWay(label: string, size: string): Child {
  const fault = h("p", { class: "wrong", role: "alert", hidden: true }, words().signInNoNetwork);
  return [h("button", { type: "button", class: size, "data-key": "in", onclick: () => { void beginSignIn().then((led) => { fault.hidden = led; }); } }, label), fault];
}

/** The start screen while nobody is signed in. */
export function signInScreen(end: SignInEnd | "signed-out" | null): Screen {
  const w = words();
  const others = othersOpen();
  const said = end === "refused" ? w.signInRefused : end === "no-network" ? w.signInNoNetwork : end === "not-asked-for" ? w.signInNotAsked : null;
  return {
    title: w.signInTitle,
    back: null,
    body: h("div", { class: "sign-in" },
      h("h1", {}, w.signInTitle),
      end === "signed-out" && h("p", { class: "state recorded" }, h("span", { "aria-hidden": "true" }, "✔ "), w.signedOut),
      said !== null && h("p", { class: "lost", role: "alert" }, said),
      h("p", {}, w.signInWhy),
      others.length > 0 && h("p", { class: "due amber" }, w.othersWait(others.length, [...new Set(others.map((waiting) => waiting.account))].join(", "))),
      h("div", { class: "actions" }, signInWay(w.signIn, "big"))),
  };
}
