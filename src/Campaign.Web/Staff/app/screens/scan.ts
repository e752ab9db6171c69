import { fill, h } from "../view/dom";
import { readCard } from "../data/card";
import { dayInput } from "../words/format";
import { go, say, type Screen } from "../view/frame";
import { now } from "../store/clock";
import { scan, type CameraFault, type Scan } from "../view/scanner";
import { readSerial } from "../data/serial";
import { words } from "../words/words";
import { work } from "../tasks/work";
import { check } from "./check";

const thisYear = (): number => Number(dayInput(now()).slice(0, 4));

/** Scans the citizen's card. */
export function scanCardScreen(): Screen {
  const w = words();
  return scanning(w.scanTitle, w.scanHelp, w.notACard, "#/", (text) => {
    const card = readCard(text, thisYear());
    if (card === null) {
      return false;
    }
    const { needId } = work;
    void check({ digits: card.number.digits, alsoKnownAs: card.alsoKnownAs, card, channel: needId === null ? "DOOR_TO_DOOR" : "NEED", needId });
    return true;
  });
}

/** Scans the certificate's serial number into the open form. */
export function scanSerialScreen(): Screen {
  const w = words();
  return scanning(w.scanSerialTitle, w.scanSerialHelp, w.notASerial, "#/record", (text) => {
    const serial = readSerial(text);
    if (serial !== null) {
      work.serial = serial;
      go("#/record", true);
    }
    return serial !== null;
  });
}

function scanning(title: string, help: string, wrong: string, back: string, taken: (text: string) => boolean): Screen {
  const w = words();
  const video = h("video", { muted: true, playsinline: true, "aria-hidden": "true", tabindex: "-1" });
  const state = h("p", { class: "camera-state", role: "status" }, w.cameraStarting);
  const ways = h("div", { class: "actions" }, back === "#/" && h("a", { class: "button quiet", href: "#/number" }, w.typeNumber));
  let running: Scan | null = null;
  let left = false;
  void scan(video, (text) => {
    if (left) {
      return;
    }
    if (taken(text)) {
      navigator.vibrate?.(60);
    } else {
      state.textContent = wrong;
      state.classList.add("wrong");
    }
  }).then((opened) => {
    if (typeof opened === "string") {
      fail(opened);
    } else if (left) {
      opened.stop();
    } else {
      running = opened;
      state.textContent = w.cameraLooking;
      offerLight(opened);
    }
  });

  function fail(fault: CameraFault): void {
    const text = fault === "denied" ? w.cameraDenied : fault === "not-loaded" ? w.scannerMissing : w.cameraMissing;
    state.textContent = text;
    state.classList.add("wrong");
    say(text);
    if (back === "#/") {
      fill(ways, h("a", { class: "button big", href: "#/number" }, w.typeNumber));
    }
  }

  function offerLight(opened: Scan): void {
    const { light } = opened;
    if (light !== null) {
      const button = h("button", { type: "button", class: "quiet", onclick: () => void light().then((on) => { button.textContent = on ? w.lightOff : w.light; }) }, w.light);
      ways.append(button);
    }
  }

  return {
    title,
    back,
    body: [h("h1", {}, title), h("p", { class: "help" }, help), h("div", { class: "camera" }, video, h("div", { class: "aim", "aria-hidden": "true" })), state, ways],
    leave: () => {
      left = true;
      running?.stop();
    },
  };
}
