import type { Outcome } from "../registry/api";
import { h } from "../view/dom";
import { say } from "../view/frame";
import { words } from "../words/words";

/** The registry's answer to an action that needs the network and is not queued. */
export function outcomeLine(): { readonly element: HTMLElement; busy(): void; fail(outcome: Exclude<Outcome<unknown>, { kind: "answer" }>): void; refuse(message: string): void } {
  const element = h("p", { class: "lost", hidden: true });
  function tell(text: string, bad: boolean): void {
    element.hidden = false;
    element.className = bad ? "lost" : "help";
    element.textContent = text;
    say(text);
  }
  return {
    element,
    busy: () => tell(words().sendingNow, false),
    refuse: (message) => tell(message, true),
    fail(outcome) {
      const w = words();
      tell(outcome.kind === "fault" ? outcome.message : outcome.kind === "signed-out" ? w.notSentSignedOut : outcome.why === "network" ? w.notSent : w.notSentBusy, true);
    },
  };
}
