import { ask } from "../registry/api";
import { callsSection } from "./calls";
import { currentAccount } from "../registry/session";
import { faultList, longField, textField, tick } from "../view/form";
import { go, redrawn, say, type Screen } from "../view/frame";
import { h, type Child } from "../view/dom";
import { instant, moment, momentInput, readMoment, timeLeft } from "../words/format";
import { noteNeed, onToday, openNeeds } from "../tasks/today";
import { now } from "../store/clock";
import { outcomeLine } from "./act";
import { startNeedSupport, type Need, type Refused } from "../data/operations";
import { wardName } from "./record";
import { words } from "../words/words";
import { work } from "../tasks/work";

const find = (id: string): Need | undefined => openNeeds().find((need) => need.id === id);

/** One need: the time left, how to reach the citizen, and what has been done. */
export function needScreen(id: string): Screen | null {
  const w = words();
  const first = find(id);
  if (first === undefined) {
    return null;
  }
  const head = redrawn("div", {}, () => {
    const need = find(id);
    return need === undefined ? h("p", { class: "lost" }, w.needGone) : about(need);
  });
  const calls = callsSection(first, () => find(id));
  const again = (): void => {
    head.again();
    calls.again();
  };
  const stop = onToday(again);
  const timer = setInterval(again, 20_000);
  return {
    title: w.needTitle,
    back: "#/",
    body: [h("h1", {}, first.contact?.name ?? w.needTitle), head.element, h("a", { class: "button big", href: "#/scan", onclick: () => { work.needId = id; } }, w.scanForNeed),
      first.state === "WAITING" ? support(first) : null, calls.element],
    leave: () => {
      stop();
      clearInterval(timer);
    },
  };
}

function about(need: Need): Child {
  const w = words();
  const due = Date.parse(need.dueAt);
  const { contact } = need;
  const place = [contact?.address, wardName(contact?.wardCode ?? null), "Thành phố Huế"].filter(Boolean).join(", ");
  return [
    h("p", { class: "left" }, h("strong", {}, timeLeft(due - now())), ` · ${need.state === "WAITING" ? w.waiting : w.inSupport}`),
    h("p", {}, `${w.needDue(moment(due, now()))}. `, need.state === "WAITING" ? w.needWhatWaiting : w.needWhatInSupport),
    contact !== null && h("p", { class: "reach" },
      h("a", { class: "button quiet", href: `tel:${contact.phone}`, "data-key": "call" }, w.call(contact.phone)),
      // Opens the tablet's map app, so that no web map learns who is visited.
      need.mode === "AT_HOME" && h("a", { class: "button quiet", href: `geo:0,0?q=${encodeURIComponent(place)}`, "data-key": "map" }, w.map)),
    need.mode === "AT_HOME" && h("p", {}, h("strong", {}, `${w.address}: `), place),
  ];
}

function support(need: Need): Node {
  const w = words();
  const called = textField({ id: "calledAt", label: w.calledAt, value: momentInput(now()), attributes: { type: "datetime-local" } });
  const visit = textField({ id: "visitAt", label: w.visitAt, value: momentInput(now() + 3_600_000), attributes: { type: "datetime-local" } });
  const note = longField({ id: "note", label: w.note, hint: w.noteHint, attributes: { maxlength: 1_000 } });
  const faults = faultList(w.recordFaults);
  const didCall = tick("called", w.calledNow, null, (on) => {
    called.element.hidden = !on;
    faults.show([]);
  });
  const didAgree = tick("agreed", w.visitAgreed, null, (on) => {
    visit.element.hidden = !on;
    didCall.wrong(null);
    faults.show([]);
  });
  called.element.hidden = visit.element.hidden = true;
  const outcome = outcomeLine();
  const registered = Date.parse(need.registeredAt);
  let pressed = false;

  function judged(): { readonly id: string; readonly text: string }[] {
    const calledAt = readMoment(called.input.value);
    const visitAt = readMoment(visit.input.value);
    const none = !didCall.input.checked && !didAgree.input.checked ? w.evidenceMissing : null;
    const callWrong = didCall.input.checked && (calledAt === null || calledAt + 60_000 < registered || calledAt > now() + 60_000) ? w.calledWrong : null;
    const visitWrong = didAgree.input.checked && (visitAt === null || visitAt + 60_000 < registered) ? w.visitWrong : null;
    didCall.wrong(none);
    called.wrong(callWrong);
    visit.wrong(visitWrong);
    return [["called", none], ["calledAt", callWrong], ["visitAt", visitWrong]].flatMap(([id, text]) => (id && text ? [{ id, text }] : []));
  }

  async function send(): Promise<void> {
    const wrong = judged();
    faults.show(wrong);
    if (wrong.length > 0 || pressed) {
      return;
    }
    pressed = true;
    outcome.busy();
    // The input has minutes, while the registry compares microseconds and its clock is known here to the second: an action in the current minute, or in the minute of
    // the registration, is moved inside the allowed range.
    const within = (typed: number | null): number | null => (typed === null ? null : Math.max(typed, registered + 1));
    const typedCall = within(readMoment(called.input.value));
    const calledAt = typedCall === null ? null : Math.max(registered + 1, Math.min(typedCall, now() - 1_000));
    const visitAt = within(readMoment(visit.input.value));
    const answer = await ask<{ startNeedSupport: { __typename: "NeedSupportStarted"; need: Need } | Refused }>(startNeedSupport, { input: {
      needId: need.id, staff: currentAccount()?.me?.reference ?? "",
      evidence: {
        calledAt: didCall.input.checked && calledAt !== null ? instant(calledAt) : null,
        visitAt: didAgree.input.checked && visitAt !== null ? instant(visitAt) : null,
        note: note.input.value.trim() || null,
      },
    } });
    pressed = false;
    if (answer.kind !== "answer") {
      outcome.fail(answer);
    } else if ("need" in answer.data.startNeedSupport) {
      noteNeed(answer.data.startNeedSupport.need);
      go(`#/need/${need.id}`);
      say(w.startDone);
    } else {
      outcome.refuse(answer.data.startNeedSupport.message);
    }
  }

  return h("form", { class: "support", novalidate: true, onsubmit: (event) => { event.preventDefault(); void send(); } },
    h("h2", {}, w.startTitle), h("p", { class: "help" }, w.startHelp), faults.element, outcome.element,
    didCall.element, called.element, didAgree.element, visit.element, note.element, h("button", { type: "submit" }, w.startAct));
}
