import { ask } from "../registry/api";
import { currentAccount } from "../registry/session";
import { fill, h } from "../view/dom";
import { instant, moment, momentInput, readMoment } from "../words/format";
import { noteCallNotReached, type Need, type Refused } from "../data/operations";
import { noteNeed, readAgain } from "../tasks/today";
import { now } from "../store/clock";
import { outcomeLine } from "./act";
import { redrawn, say } from "../view/frame";
import { textField } from "../view/form";
import { words } from "../words/words";

const most = 3;

/** Calls that reached nobody: how many are noted, when the next may be, and noting one, which is asked twice. Needs the network: the citizen is told of each at once. */
export function callsSection(first: Need, find: () => Need | undefined): { readonly element: HTMLElement; readonly again: () => void } {
  const w = words();
  const outcome = outcomeLine();
  const at = textField({ id: "notReachedAt", label: w.calledAt, value: momentInput(now()), attributes: { type: "datetime-local" } });
  const panel = h("div", { class: "sure" });
  const opener = h("button", { type: "button", class: "quiet", onclick: () => { open(true); } }, w.notReached);
  let pressed = false;
  // Pressed again after a lost answer it is the same request.
  let sent: { readonly requestId: string; readonly calledAt: string } | null = null;

  const told = redrawn("div", {}, () => {
    const need = find();
    return need !== undefined && standing(need);
  });

  function open(on: boolean): void {
    at.input.value = momentInput(now());
    at.wrong(null);
    opener.hidden = on;
    panel.hidden = !on;
    if (on) {
      at.input.focus();
    } else {
      opener.focus();
    }
  }

  async function send(): Promise<void> {
    const typed = readMoment(at.input.value);
    const registered = Date.parse(first.registeredAt);
    const wrong = typed === null || typed + 60_000 < registered || typed > now() + 60_000;
    at.wrong(wrong ? w.calledWrong : null);
    if (wrong || pressed) {
      return;
    }
    pressed = true;
    outcome.busy();
    // The input has minutes: a call in the minute of the registration came after it.
    const calledAt = instant(Math.max(typed, registered + 1));
    sent = sent?.calledAt === calledAt ? sent : { requestId: crypto.randomUUID(), calledAt };
    const answer = await ask<{ noteCallNotReached: { __typename: "CallNoted"; need: Need } | Refused }>(noteCallNotReached, { input: {
      ...sent, needId: first.id, staff: currentAccount()?.me?.reference ?? null,
    } });
    pressed = false;
    if (answer.kind !== "answer") {
      outcome.fail(answer);
      return;
    }
    sent = null;
    if ("need" in answer.data.noteCallNotReached) {
      outcome.element.hidden = true;
      noteNeed(answer.data.noteCallNotReached.need);
      open(false);
      say(w.notReachedDone);
    } else {
      outcome.refuse(answer.data.noteCallNotReached.message);
      void readAgain();
    }
  }

  fill(panel, h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); void send(); } },
    h("p", {}, h("strong", {}, w.notReachedSure)), h("p", { class: "help" }, w.notReachedHelp), at.element,
    h("button", { type: "submit" }, w.notReachedAct), h("button", { type: "button", class: "quiet", onclick: () => { open(false); } }, w.notReachedNot)));
  panel.hidden = true;

  function again(): void {
    told.again();
    const need = find();
    opener.disabled = need === undefined || next(need) === null || next(need)! > now();
  }
  again();
  return { element: h("section", { class: "support calls" }, h("h2", {}, w.callsTitle), told.element, outcome.element, opener, panel), again };
}

const next = (need: Need): number | null => (need.nextCallFrom === null ? null : Date.parse(need.nextCallFrom));

function standing(need: Need): Node {
  const w = words();
  const counted = need.calls.filter((call) => call.deniedAt === null);
  const from = next(need);
  const when = counted.length >= most ? w.callsEnough : from === null ? w.callsNoMore : from > now() ? w.callsFrom(moment(from, now())) : w.callsNow;
  return h("div", {}, h("p", {}, h("strong", {}, w.callsNoted(counted.length, most)), ` · ${when}`),
    need.calls.length > 0 && h("ul", {}, ...need.calls.map((call) => h("li", {}, moment(Date.parse(call.calledAt), now()), call.deniedAt === null ? "" : ` · ${w.callDenied}`))));
}
