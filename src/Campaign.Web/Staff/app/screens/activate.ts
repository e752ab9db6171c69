import { activateIssuance, type Issuance, type Refused } from "../data/operations";
import { ask } from "../registry/api";
import { faultList, textField, tick } from "../view/form";
import { go, say, type Screen } from "../view/frame";
import { h } from "../view/dom";
import { instant, moment, momentInput, readMoment } from "../words/format";
import { now } from "../store/clock";
import { outcomeLine } from "./act";
import { noteIssuance, readAgain, todaysWork } from "../tasks/today";
import { words } from "../words/words";

/** Records the activation of a certificate that could not be activated at once because of a technical fault. */
export function activateScreen(id: string): Screen | null {
  const w = words();
  const issuance = todaysWork().pending.find((pending) => pending.id === id);
  if (issuance === undefined) {
    return null;
  }
  const at = textField({ id: "activatedAt", label: w.activatedAt, value: momentInput(now()), attributes: { type: "datetime-local" } });
  const handed = tick("handed", w.handedOver, w.handedOverHint, () => {});
  const faults = faultList(w.recordFaults);
  const outcome = outcomeLine();
  let pressed = false;

  async function send(): Promise<void> {
    const typed = readMoment(at.input.value);
    const made = Date.parse(issuance!.issuedAt);
    // The input has minutes: an activation in the minute of issuance came after it.
    const activatedAt = typed === null ? null : Math.min(typed < made && made < typed + 60_000 ? made + 1_000 : typed, now());
    const text = activatedAt === null || activatedAt < made || (typed ?? 0) > now() + 60_000 ? w.activatedWrong : null;
    at.wrong(text);
    faults.show(text === null ? [] : [{ id: "activatedAt", text }]);
    if (text !== null || activatedAt === null || pressed) {
      return;
    }
    pressed = true;
    outcome.busy();
    const answer = await ask<{ activateIssuance: ({ __typename: "IssuanceActivated"; issuance: Issuance }) | Refused }>(
      activateIssuance, { input: { issuanceId: id, activatedAt: instant(activatedAt), handedOverAt: handed.input.checked ? instant(activatedAt) : null } });
    pressed = false;
    if (answer.kind !== "answer") {
      outcome.fail(answer);
      return;
    }
    if ("issuance" in answer.data.activateIssuance) {
      noteIssuance(answer.data.activateIssuance.issuance);
      go("#/");
      say(w.activateDone(issuance!.serialNumber));
    } else {
      outcome.refuse(answer.data.activateIssuance.message);
      void readAgain();
    }
  }

  return {
    title: w.activateTitle,
    back: "#/",
    body: [h("h1", {}, w.activateTitle), h("p", { class: "about mono" }, w.serialIs(issuance.serialNumber)),
      h("p", { class: "hint" }, w.recordedAt(moment(Date.parse(issuance.recordedAt), now()))), h("p", { class: "help" }, w.activateHelp),
      h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); void send(); } },
        faults.element, outcome.element, at.element, handed.element, h("button", { type: "submit", class: "big" }, w.activateAct))],
  };
}
