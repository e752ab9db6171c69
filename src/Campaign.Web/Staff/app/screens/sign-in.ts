import { beginSignIn, type SignInEnd } from "../session";
import { h } from "../dom";
import { othersOpen } from "../outbox";
import type { Screen } from "../frame";
import { words } from "../words";

/** Nobody has signed in on this tablet. */
export function signInScreen(end: SignInEnd | "signed-out" | null): Screen {
  const w = words();
  const others = othersOpen();
  const said = end === "refused" ? w.signInRefused : end === "no-network" ? w.signInNoNetwork : end === "not-asked-for" ? w.signInNotAsked : null;
  const fault = h("p", { class: "lost", role: "alert", hidden: said === null }, said ?? "");
  const begin = (): void => {
    void beginSignIn().then((led) => {
      fault.hidden = led;
      fault.textContent = led ? "" : w.signInNoNetwork;
    });
  };
  return {
    title: w.signInTitle,
    back: null,
    body: h("div", { class: "sign-in" },
      h("h1", {}, w.signInTitle),
      end === "signed-out" && h("p", { class: "state recorded" }, h("span", { "aria-hidden": "true" }, "✔ "), w.signedOut),
      fault,
      h("p", {}, w.signInWhy),
      others.length > 0 && h("p", { class: "due amber" }, w.othersWait(others.length, [...new Set(others.map((waiting) => waiting.account))].join(", "))),
      h("div", { class: "actions" }, h("button", { type: "button", class: "big", onclick: begin }, w.signIn))),
  };
}
