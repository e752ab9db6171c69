import { accountScreen } from "./screens/account";
import { activateScreen } from "./screens/activate";
import { answerScreen } from "./screens/check";
import { badgeScreen } from "./screens/badge";
import { beginOutbox } from "./tasks/outbox";
import { beginToday } from "./tasks/today";
import { beginUpdates } from "./tasks/update";
import { currentAccount, endSignIn, onAccount, recallAccount, type SignInEnd } from "./registry/session";
import { show, type Screen } from "./view/frame";
import { h } from "./view/dom";
import { homeScreen } from "./screens/home";
import { needScreen } from "./screens/need";
import { numberScreen } from "./screens/number";
import { outboxScreen, recordedScreen } from "./screens/outbox";
import { recallClock } from "./store/clock";
import { recallLanguage, words } from "./words/words";
import { recordScreen } from "./screens/record";
import { revokeScreen } from "./screens/revoke";
import { scanCardScreen, scanSerialScreen } from "./screens/scan";
import { signInScreen } from "./screens/sign-in";

let arrived: SignInEnd | "signed-out" | null = null;

/** The screen of this name; null when its subject does not exist (any more), which leads to the home screen. */
function screenOf(name: string, about: string): Screen | null {
  switch (name) {
    case "scan": return scanCardScreen();
    case "scan-serial": return scanSerialScreen();
    case "number": return numberScreen();
    case "answer": return answerScreen();
    case "record": return about === "" ? recordScreen() : recordedScreen(about);
    case "outbox": return outboxScreen();
    case "revoke": return revokeScreen(about);
    case "activate": return activateScreen(about);
    case "need": return needScreen(about);
    case "badge": return badgeScreen();
    case "account": return accountScreen();
    default: return null;
  }
}

function render(): void {
  if (currentAccount() === null) {
    show(signInScreen(arrived));
    return;
  }
  const [, name = "", about = ""] = location.hash.split("/");
  const screen = screenOf(name, about);
  if (screen === null && name !== "") {
    history.replaceState(null, "", "#/");
  }
  show(screen ?? homeScreen());
}

async function begin(): Promise<void> {
  await Promise.all([recallLanguage(), recallAccount(), recallClock()]);
  void navigator.storage?.persist?.();
  if (location.pathname.endsWith("/signed-in")) {
    arrived = await endSignIn(new URLSearchParams(location.search));
    history.replaceState(null, "", "/tablet/#/");
  } else if (location.pathname.endsWith("/signed-out")) {
    arrived = "signed-out";
    history.replaceState(null, "", "/tablet/#/");
  }
  await beginOutbox();
  addEventListener("hashchange", render);
  onAccount(() => {
    // Signed out in another window of this tablet.
    if (currentAccount() === null) {
      render();
    }
  });
  render();
  beginToday();
  await beginUpdates();
}

begin().catch((error: unknown) => {
  console.error(error);
  const w = words();
  show({
    title: w.product, back: null,
    body: [h("h1", {}, w.product), h("p", { class: "lost", role: "alert" }, w.somethingBroke), h("button", { type: "button", class: "big", onclick: () => location.reload() }, w.reload)],
  });
});

