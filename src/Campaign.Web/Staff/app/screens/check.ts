import { ask } from "../registry/api";
import { clockTime, moment, timeLeft } from "../words/format";
import { h, svg, type Child } from "../view/dom";
import { forgetCitizen, work, type CheckEnd, type Citizen } from "../tasks/work";
import { go, say, show, type Screen } from "../view/frame";
import { masked } from "../data/citizen-number";
import { now } from "../store/clock";
import { checkCitizen, type CitizenCheck, type Refused } from "../data/operations";
import { currentAccount } from "../registry/session";
import { words } from "../words/words";

let asked = 0;

/** Checks a citizen at the registry and shows the answer; without an answer the screen says that nothing is known. */
export async function check(citizen: Citizen): Promise<void> {
  const mine = ++asked;
  forgetCitizen();
  work.citizen = citizen;
  show(asking(citizen));
  if (location.hash !== "#/answer") {
    history.pushState(null, "", "#/answer");
  }
  const end = await askRegistry(citizen);
  // Not shown if the user has left the screen or checked somebody else meanwhile.
  if (mine === asked && work.citizen === citizen) {
    work.end = end;
    if (location.hash === "#/answer") {
      go("#/answer");
    }
  }
}

async function askRegistry(citizen: Citizen): Promise<CheckEnd> {
  const campaign = currentAccount()?.me?.campaign?.code;
  if (campaign === undefined) {
    return { kind: "unknown", why: "network" };
  }
  const outcome = await ask<{ checkCitizen: CitizenCheck | Refused }>(
    checkCitizen, { input: { campaign, citizenId: citizen.digits, alsoKnownAs: citizen.alsoKnownAs, channel: citizen.channel } }, { patienceMs: 12_000 });
  switch (outcome.kind) {
    case "answer": {
      const answer = outcome.data.checkCitizen;
      return answer.__typename === "CitizenCheck"
        ? { kind: "checked", check: answer as CitizenCheck }
        : { kind: "refused", refusal: answer as Refused };
    }
    case "no-answer":
      return { kind: "unknown", why: outcome.why };
    case "signed-out":
      return { kind: "unknown", why: "signed-out" };
    case "fault":
      return { kind: "unknown", why: "busy" };
  }
}

function asking(citizen: Citizen): Screen {
  const w = words();
  return {
    title: w.asking,
    full: "asking",
    body: h("div", { class: "answer" },
      drawn("…"), h("h1", {}, w.asking), h("p", { class: "number" }, masked(citizen.digits)), h("p", { class: "hint" }, w.askingHint),
      actions(cancel())),
  };
}

export function answerScreen(): Screen | null {
  const { citizen, end } = work;
  if (citizen === null) {
    return null;
  }
  if (end === null) {
    return asking(citizen);
  }
  switch (end.kind) {
    case "checked":
      return end.check.standing === "FREE" ? free(citizen, end.check) : held(citizen, end.check);
    case "refused":
      return answer(citizen, "unknown", "‖", words().notNow, words().notNowHint, [h("p", { class: "hint" }, end.refusal.message)],
        // The same number would be refused the same way.
        end.refusal.code === "INVALID_CITIZEN_ID" ? h("a", { class: "button big", href: "#/number" }, words().otherNumber) : again(citizen), cancel());
    case "unknown":
      return unknown(citizen, end.why);
  }
}

function free(citizen: Citizen, found: CitizenCheck): Screen {
  const w = words();
  const until = Date.parse(found.ticketExpiresAt);
  if (now() >= until) {
    // Another provider may have recorded since. A certificate made before the ticket expired can still be recorded.
    return answer(citizen, "unknown", "‖", w.old, w.oldHint, [], again(citizen), h("a", { class: "button", href: "#/record" }, w.madeBefore(moment(until, now()))), cancel());
  }
  const timer = setInterval(() => {
    if (now() >= until) {
      go("#/answer");
    }
  }, 2_000);
  return { ...freeNow(citizen, found), leave: () => clearInterval(timer) };
}

function freeNow(citizen: Citizen, found: CitizenCheck): Screen {
  const w = words();
  const need = found.openNeed;
  const offersNeed = need !== null && citizen.channel !== "NEED";
  return answer(citizen, "free", "✔", w.free, null, [
    h("p", { class: "hint" }, w.freeHint(moment(Date.parse(found.ticketExpiresAt), now()))),
    offersNeed && h("p", { class: "own-need" }, w.ownNeed(timeLeft(Date.parse(need.dueAt) - now()))),
    warnings(citizen, found),
  ],
  offersNeed
    ? h("button", { type: "button", class: "big", onclick: () => void check({ ...citizen, channel: "NEED", needId: need.id }) }, w.serveNeed)
    : h("a", { class: "button big", href: "#/record" }, w.goRecord),
  cancel());
}

function held(citizen: Citizen, found: CitizenCheck): Screen {
  const w = words();
  const holder = found.holder;
  const own = holder !== null && holder.provider.code === currentAccount()?.me?.providerCode;
  // The registry says so when somebody holds under the number that was given beside the citizen's own.
  const byOther = citizen.alsoKnownAs !== null && found.warnings.some((warning) => warning.code === "POSSIBLE_SAME_PERSON");
  return answer(byOther ? { ...citizen, digits: citizen.alsoKnownAs ?? citizen.digits } : citizen, "held", "✖", w.held, w.heldHint, [
    byOther && h("p", { class: "hint" }, w.heldOther(masked(citizen.digits))),
    holder !== null && h("p", { class: "by" }, w.heldBy(holder.provider.name)),
    holder?.recordedAt && h("p", { class: "hint" }, w.heldSince(moment(Date.parse(holder.recordedAt), now()))),
    found.standing === "HOLDS_PENDING_ACTIVATION" && h("p", { class: "hint" }, w.heldPending),
    warnings(citizen, found),
  ], own && found.standing === "HOLDS_PENDING_ACTIVATION" && h("a", { class: "button big", href: "#/" }, w.activateHeld), cancel());
}

function unknown(citizen: Citizen, why: "network" | "busy" | "signed-out"): Screen {
  const w = words();
  const hint = why === "network" ? w.unknownHint : why === "busy" ? w.unknownBusy : w.unknownSignedOut;
  return answer(citizen, "unknown", "‖", w.unknown, hint, [], again(citizen), cancel());
}

function answer(citizen: Citizen, full: "free" | "held" | "unknown", mark: Mark, word: string, hint: string | null, more: Child[], ...ways: Child[]): Screen {
  const w = words();
  say(hint === null ? word : `${word} — ${hint}`);
  return {
    title: word,
    full,
    body: h("div", { class: "answer" },
      drawn(mark),
      h("h1", {}, h("span", { class: "word" }, word), hint !== null && h("span", { class: "rest" }, ` — ${hint}`)),
      h("p", { class: "number" }, h("span", { class: "unseen" }, `${w.citizen} `), masked(citizen.digits), citizen.card !== null && h("span", { class: "name" }, ` ${citizen.card.name}`)),
      more,
      full !== "unknown" && h("p", { class: "when" }, w.checkedAt(clockTime(now()))),
      actions(...ways)),
  };
}

type Mark = "✔" | "✖" | "‖" | "…";

const strokes: Readonly<Record<Mark, string>> = { "✔": "M10 34 26 50 54 16", "✖": "M14 14 50 50M50 14 14 50", "‖": "M22 12V52M42 12V52", "…": "M12 32h.1M32 32h.1M52 32h.1" };

/** Drawn as SVG rather than written as text: some fonts render such a character as a small emoji, and at different heights. */
function drawn(mark: Mark): SVGElement {
  return svg("svg", { "class": "mark", "viewBox": "0 0 64 64", "aria-hidden": "true", "data-mark": mark }, svg("path", { "d": strokes[mark], "fill": "none", "stroke": "currentColor", "stroke-width": "11", "stroke-linecap": mark === "…" ? "round" : "butt" }));
}

function warnings(citizen: Citizen, found: CitizenCheck): Child {
  const w = words();
  const doubts = (citizen.card?.doubts ?? []).map((doubt) => (doubt === "birth" ? w.doubtBirth : w.doubtSex));
  const all = [...doubts, ...found.warnings.map((warning) => warning.message)];
  return all.length > 0 && h("div", { class: "warnings" },
    h("h2", {}, h("span", { "aria-hidden": "true" }, "⚠ "), w.lookAtWarnings), h("ul", {}, ...all.map((text) => h("li", {}, text))));
}

const actions = (...ways: Child[]): Node => h("div", { class: "actions" }, ...ways);

const again = (citizen: Citizen): Node => h("button", { type: "button", class: "big", onclick: () => void check(citizen) }, words().askAgain);

const cancel = (): Node => h("a", { class: "button quiet", href: "#/" }, words().home);
