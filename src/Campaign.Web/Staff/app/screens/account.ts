import { currentAccount, signOut } from "../registry/session";
import { forgetCitizen } from "../tasks/work";
import { h } from "../view/dom";
import { onOutbox, ownOpen, ownRecords, sendNow } from "../tasks/outbox";
import { redrawn, say, type Screen } from "../view/frame";
import { revocationDue } from "../data/waiting";
import { words } from "../words/words";

/** The account, and signing out, which is blocked while unsent records exist: they could no longer be sent. */
export function accountScreen(): Screen {
  const w = words();
  const account = currentAccount();
  const fault = h("p", { class: "lost", hidden: true }, w.signOutNoNetwork);
  const leaveTablet = (): void => {
    forgetCitizen();
    void signOut().then((led) => {
      fault.hidden = led;
      say(led ? "" : w.signOutNoNetwork);
    });
  };
  const way = redrawn("div", {}, () => {
    const open = ownOpen().length;
    const due = ownRecords().filter((waiting) => revocationDue(waiting) !== null).length;
    return open > 0
      ? [h("p", { class: "lost" }, w.signOutHeld(open)), h("p", { class: "help" }, w.signOutWhat),
        h("div", { class: "actions" }, h("button", { type: "button", class: "big", "data-key": "now", onclick: () => sendNow(true) }, w.sendNow),
          h("a", { class: "button quiet", href: "#/outbox", "data-key": "list" }, w.outboxTitle))]
      : [due > 0 && h("p", { class: "lost" }, w.signOutRevocation(due)), h("p", { class: "help" }, w.signOutHelp), fault,
        h("div", { class: "actions" }, h("button", { type: "button", class: "big", "data-key": "out", onclick: leaveTablet }, w.signOut))];
  });
  sendNow(true);
  return {
    title: w.accountTitle,
    back: "#/",
    body: [h("h1", {}, account?.me?.name ?? w.accountTitle), h("p", {}, account?.me?.providerName ?? ""), h("p", { class: "hint" }, account?.name ?? ""), way.element,
      h("p", {}, h("a", { class: "line", href: "/signin/sessions" }, w.sessions)), h("p", { class: "hint" }, w.version(VERSION))],
    leave: onOutbox(way.again),
  };
}
