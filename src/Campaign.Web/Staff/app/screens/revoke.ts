import { faultList, textField } from "../view/form";
import { go, type Screen } from "../view/frame";
import { h } from "../view/dom";
import { instant, moment, momentInput, readMoment } from "../words/format";
import { now } from "../store/clock";
import { putRevocation, recordOf } from "../tasks/outbox";
import { revocationDue } from "../data/waiting";
import { words } from "../words/words";

/** Reports to the registry that the CA has revoked the certificate of a refused record. */
export function revokeScreen(requestId: string): Screen | null {
  const w = words();
  const waiting = recordOf(requestId);
  const due = waiting === undefined ? null : revocationDue(waiting);
  if (waiting === undefined || waiting.act !== "record" || due === null) {
    return null;
  }
  const at = textField({ id: "revokedAt", label: w.revokedAt, value: momentInput(now()), attributes: { type: "datetime-local" } });
  const faults = faultList(w.recordFaults);
  let pressed = false;
  const form = h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const typed = readMoment(at.input.value);
    const text = typed === null || typed > now() + 60_000 ? w.revokedWrong : null;
    at.wrong(text);
    faults.show(text === null ? [] : [{ id: "revokedAt", text }]);
    if (text === null && typed !== null && !pressed) {
      pressed = true;
      void putRevocation(waiting, instant(Math.min(typed, now()))).then(() => go(`#/record/${requestId}`, true));
    }
  } }, faults.element, at.element, h("button", { type: "submit", class: "big" }, w.revokeAct));
  return {
    title: w.revokeTitle,
    back: `#/record/${requestId}`,
    body: [h("h1", {}, w.revokeTitle), h("p", { class: "lost" }, w.mustRevoke(moment(Date.parse(due), now()))), h("p", { class: "about mono" }, w.serialIs(waiting.serialNumber)),
      h("p", { class: "help" }, w.revokeHelp), form],
  };
}
