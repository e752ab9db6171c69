import { clockTimeToSeconds, day, moment } from "../words/format";
import { h, type Child } from "../view/dom";
import { go, redrawn, say, type Screen } from "../view/frame";
import { isOpen, revocationDue, type Waiting, type WaitingRecord } from "../data/waiting";
import { markSeen, onOutbox, ownRecords, putAway, putAwayDone, recordOf, sendNow } from "../tasks/outbox";
import { now } from "../store/clock";
import { qr } from "../view/qr";
import { signInWay } from "./sign-in";
import { words } from "../words/words";

/** All records on this tablet, with their states. */
export function outboxScreen(): Screen {
  const w = words();
  const list = redrawn("div", {}, () => {
    const records = ownRecords().toReversed();
    return records.length === 0
      ? h("p", { class: "empty" }, w.outboxNone)
      : [h("ul", { class: "cards" }, ...records.map(card)),
        records.filter(({ state }) => state.at === "recorded" || state.at === "revoked").length > 1
          && h("div", { class: "actions" }, h("button", { type: "button", class: "quiet", "data-key": "away-all", onclick: () => void putAwayDone() }, w.putAwayDone))];
  });
  return { title: w.outboxTitle, back: "#/", body: [h("h1", {}, w.outboxTitle), list.element], leave: onOutbox(list.again) };
}

function card(waiting: Waiting): Node {
  const w = words();
  return h("li", { class: waiting.state.at },
    h("h2", {}, waiting.act === "record" ? w.actRecord : w.actRevocation),
    h("p", {}, `${w.numberEnds(waiting.lastDigits)} · `, h("span", { class: "mono" }, w.serialIs(waiting.serialNumber))),
    h("p", { class: "hint" }, w.madeAt(moment(waiting.madeAt, now()))),
    stateOf(waiting),
    h("div", { class: "actions" },
      h("a", { class: "button quiet", href: `#/record/${waiting.requestId}`, "data-key": `look-${waiting.requestId}` }, w.look),
      mayGo(waiting) && twice(`away-${waiting.requestId}`, () => void putAway(waiting.requestId))));
}

/** A receipt that was put away is gone: the first press asks, the second does it. */
function twice(key: string, act: () => void): Node {
  let asked = false;
  const button = h("button", { type: "button", class: "quiet", "data-key": key, onclick: () => {
    if (asked) {
      act();
      return;
    }
    asked = true;
    button.textContent = words().putAwaySure;
    say(words().putAwaySure);
  } }, words().putAway);
  return button;
}

/** An answered record can be removed from the list; a refusal that demands a revocation only once that is reported. */
const mayGo = (waiting: Waiting): boolean => !isOpen(waiting) && revocationDue(waiting) === null;

export function stateText(waiting: Waiting): string {
  const w = words();
  switch (waiting.state.at) {
    case "waiting":
      return w.stateWaiting;
    case "sent":
      return w.stateSent;
    case "recorded":
      return w.stateRecorded;
    case "revoked":
      return w.stateRevoked;
    case "refused":
      return w.stateRefused(waiting.state.refusal.message);
  }
}

function stateOf(waiting: Waiting): Child {
  const w = words();
  const due = revocationDue(waiting);
  return [
    h("p", { class: `state ${waiting.state.at}` }, h("span", { "aria-hidden": "true" }, signs[waiting.state.at]), " ", stateText(waiting)),
    isOpen(waiting) && why(waiting),
    due !== null && h("p", { class: "due" }, h("span", { "aria-hidden": "true" }, "✖ "), w.mustRevoke(moment(Date.parse(due), now()))),
  ];
}

const signs = { waiting: "…", sent: "→", recorded: "✔", revoked: "✔", refused: "✖" } as const;

function why(waiting: Waiting): Child {
  const w = words();
  const { hindrance } = waiting;
  if (hindrance === null) {
    return null;
  }
  const text = { "network": w.whyNetwork, "busy": w.whyBusy, "signed-out": w.whySignedOut, "quota": w.whyQuota, "fault": w.whyFault }[hindrance];
  // The next attempt is scheduled by the tablet's own clock.
  const next = hindrance === "signed-out" ? "" : ` ${w.nextTry(clockTimeToSeconds(waiting.notBefore + now() - Date.now()))}`;
  return h("p", { class: "hint" }, text + next);
}

/** One record: being sent, its receipt, or why it was refused and what to do. Null when it does not exist. */
export function recordedScreen(requestId: string): Screen | null {
  const first = recordOf(requestId);
  if (first === undefined) {
    return null;
  }
  const shown = first.state.at;
  const part = redrawn("div", { class: "one-record" }, () => {
    const waiting = recordOf(requestId);
    return waiting === undefined ? null : body(waiting);
  });
  void markSeen(requestId);
  const stop = onOutbox(() => {
    const at = recordOf(requestId)?.state.at;
    if (at !== undefined && at !== shown && at !== "sent" && at !== "waiting") {
      // The answer has arrived: shown, and announced, as a new screen.
      go(`#/record/${requestId}`);
    } else {
      part.again();
    }
  });
  const title = titleOf(first);
  say(title);
  return { title, back: "#/outbox", body: part.element, leave: stop };
}

/** A heading that keeps the focus when the content below it changes. */
const heading = (of: string | null = null) => ({ "class": of, "tabindex": "-1", "data-key": "heading" });

function titleOf(waiting: Waiting): string {
  const w = words();
  return waiting.state.at === "recorded" ? w.receiptTitle : waiting.state.at === "revoked" ? w.stateRevoked : waiting.state.at === "refused" ? w.refusedTitle : w.sendingTitle;
}

function body(waiting: Waiting): Child {
  const w = words();
  const about = h("p", { class: "about" }, `${w.numberEnds(waiting.lastDigits)} · `, h("span", { class: "mono" }, w.serialIs(waiting.serialNumber)));
  switch (waiting.state.at) {
    case "waiting":
    case "sent":
      return [
        h("h1", heading(), w.sendingTitle), about, stateOf(waiting), h("p", { class: "help" }, w.sendingHint),
        h("div", { class: "actions" },
          waiting.hindrance === "signed-out"
            ? signInWay(w.signInAgain, "big")
            : h("button", { type: "button", class: "big", "data-key": "now", onclick: () => sendNow(true) }, w.sendNow),
          h("a", { class: "button quiet", href: "#/", "data-key": "home" }, w.nextCitizen)),
      ];
    case "recorded":
      return receipt(waiting, about);
    case "revoked":
      return [
        h("h1", heading("good"), h("span", { "aria-hidden": "true" }, "✔ "), w.stateRevoked), about,
        h("p", {}, w.revokedReported(moment(waiting.state.answeredAt, now())), " ", waiting.state.inTime ? w.revokeInTime : w.revokeLate), ending(waiting),
      ];
    case "refused":
      return refusal(waiting, about);
  }
}

function receipt(waiting: Waiting, about: Node): Child {
  const w = words();
  if (waiting.state.at !== "recorded") {
    return null;
  }
  const { receipt: given } = waiting.state;
  const at = Date.parse(given.recordedAt);
  // The receipt in the format that Campaign.Verify checks, so that whoever scans it has the signed receipt.
  const carried = JSON.stringify({
    issuance: { id: given.issuanceId },
    receipt: { journalKeyId: given.journalKeyId, leafHash: given.leafHash, recordedAt: given.recordedAt, signature: given.signature },
  });
  return [
    h("h1", heading("good"), h("span", { "aria-hidden": "true" }, "✔ "), w.receiptTitle),
    h("div", { class: "receipt" },
      h("dl", {},
        h("dt", {}, w.receiptNumber), h("dd", { class: "mono", id: "receipt-number" }, given.issuanceId),
        h("dt", {}, w.receiptTime), h("dd", {}, `${clockTimeToSeconds(at)} ${day(at)}`),
        h("dt", {}, w.certificate), h("dd", {}, about)),
      qr(carried, w.receiptQr)),
    given.status === "PENDING_ACTIVATION" && h("p", { class: "due amber" }, h("span", { "aria-hidden": "true" }, "‖ "), w.receiptPending),
    ending(waiting),
  ];
}

function refusal(waiting: Waiting, about: Node): Child {
  const w = words();
  if (waiting.state.at !== "refused") {
    return null;
  }
  const { refusal: said, revokedAt } = waiting.state;
  const due = revocationDue(waiting);
  const reported = ownRecords().find((other) => other.act === "revocation" && other.answers === waiting.requestId && isOpen(other));
  const lost = said.code === "ALREADY_ISSUED" && said.holderRecordedAt !== null;
  return [
    h("h1", heading("bad"), h("span", { "aria-hidden": "true" }, "✖ "), w.refusedTitle),
    (lost || due !== null) && h("div", { class: due === null ? "lost" : "lost loud" },
      lost && h("p", {}, w.lost(moment(Date.parse(said.holderRecordedAt ?? ""), now()))),
      due !== null && h("p", {}, w.mustRevoke(moment(Date.parse(due), now())))),
    lost && said.holderName !== null ? h("p", {}, w.lostBy(said.holderName)) : h("p", { class: "reason" }, said.message), about,
    revokedAt !== null && h("p", { class: "state recorded" }, h("span", { "aria-hidden": "true" }, "✔ "), w.revokedReported(moment(revokedAt, now()))),
    reported !== undefined && h("p", { class: "state sent" }, h("span", { "aria-hidden": "true" }, "→ "), w.revokeWaits),
    due !== null && reported === undefined && h("div", { class: "actions" }, h("a", { class: "button big", href: `#/revoke/${waiting.requestId}`, "data-key": "revoke" }, w.goRevoke)),
    ending(waiting),
  ];
}

function ending(waiting: Waiting): Node {
  const w = words();
  return h("div", { class: "actions" },
    h("a", { class: revocationDue(waiting) === null ? "button big" : "button quiet", href: "#/", "data-key": "home" }, w.nextCitizen),
    mayGo(waiting) && twice("away", () => { void putAway(waiting.requestId).then(() => go("#/outbox")); }));
}

export type { WaitingRecord };
