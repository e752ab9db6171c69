import { age, clockTime, moment, timeLeft } from "../words/format";
import { currentAccount, needsSignIn } from "../registry/session";
import { forgetCitizen, work } from "../tasks/work";
import { h, type Child } from "../view/dom";
import { now } from "../store/clock";
import { onOutbox, othersOpen, ownOpen, ownRecords } from "../tasks/outbox";
import { onToday, openNeeds, todaysWork } from "../tasks/today";
import { onUpdate, takeUpdate, updateIsReady } from "../tasks/update";
import { redrawn, type Screen } from "../view/frame";
import { revocationDue } from "../data/waiting";
import { signInWay } from "./sign-in";
import { wardName } from "./record";
import { words } from "../words/words";

/** Today's work: scanning a card first, then the open needs, the next deadline first. */
export function homeScreen(): Screen {
  forgetCitizen();
  work.needId = null;
  const w = words();
  const notices = redrawn("div", { class: "notices" }, drawNotices);
  const state = redrawn("div", { class: "link" }, drawLink);
  const needs = redrawn("section", { "aria-labelledby": "needs-title" }, drawNeeds);
  const pending = redrawn("section", { "aria-labelledby": "pending-title" }, drawPending);
  const outbox = redrawn("section", { "class": "waits", "aria-labelledby": "outbox-title" }, drawOutbox);
  const all = (): void => [notices, state, needs, pending, outbox].forEach((part) => part.again());
  const stops = [onToday(all), onOutbox(() => [notices, outbox].forEach((part) => part.again())), onUpdate(notices.again)];
  const timer = setInterval(() => [state, needs, outbox].forEach((part) => part.again()), 20_000);
  return {
    title: w.homeTitle,
    back: null,
    body: [
      h("h1", { class: "unseen" }, w.homeTitle), notices.element,
      h("div", { class: "home" },
        h("div", { class: "deeds" },
          h("a", { class: "deed scan", href: "#/scan" }, h("span", { class: "sign card", "aria-hidden": "true" }), h("span", {}, h("strong", {}, w.scanCard), h("small", {}, w.scanCardHint))),
          h("div", { class: "two" },
            h("a", { class: "deed", href: "#/badge" }, h("span", {}, h("strong", {}, w.myBadge), h("small", {}, w.myBadgeHint))),
            h("a", { class: "deed", href: "#/number" }, h("span", {}, h("strong", {}, w.typeNumber), h("small", {}, w.typeNumberHint))))),
        h("div", { class: "lists" }, state.element, needs.element, pending.element),
        outbox.element),
    ],
    leave: () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    },
  };
}

function drawNotices(): Child {
  const w = words();
  const refused = ownRecords().filter((waiting) => waiting.state.at === "refused" && (!waiting.state.seen || revocationDue(waiting) !== null));
  const others = othersOpen();
  return [
    ...refused.map((waiting) => {
      const due = revocationDue(waiting);
      return h("div", { class: "notice bad", role: "alert" },
        h("p", {}, h("strong", {}, h("span", { "aria-hidden": "true" }, "✖ "), `${w.refusedUnseen}: ${w.numberEnds(waiting.lastDigits)}. `),
          due === null ? "" : w.mustRevoke(moment(Date.parse(due), now()))),
        h("a", { class: "button", href: `#/record/${waiting.requestId}`, "data-key": waiting.requestId }, w.look));
    }),
    currentAccount()?.me?.campaign?.isTrial === true && h("div", { class: "notice amber" }, h("p", {}, w.trialCampaign(currentAccount()?.me?.campaign?.name ?? ""))),
    needsSignIn() && h("div", { class: "notice amber" }, h("p", {}, w.signInOver), signInWay(w.signInAgain, "")),
    others.length > 0 && h("div", { class: "notice amber" }, h("p", {}, w.othersWait(others.length, [...new Set(others.map((waiting) => waiting.account))].join(", ")))),
    updateIsReady() && h("div", { class: "notice" }, h("p", {}, w.updateReady), h("button", { type: "button", class: "quiet", "data-key": "update", onclick: takeUpdate }, w.updateNow)),
  ];
}

function drawLink(): Child {
  const w = words();
  const { state, readAt } = todaysWork();
  if (currentAccount()?.me?.campaign === null) {
    return h("p", { class: "state refused" }, w.noCampaign);
  }
  switch (state) {
    case "live":
      return h("p", { class: "state recorded" }, h("span", { "aria-hidden": "true" }, "● "), w.live);
    case "stale":
    case "signed-out":
      return h("p", { class: "state waiting" }, h("span", { "aria-hidden": "true" }, "‖ "), readAt === null ? w.staleNever : w.stale(clockTime(readAt)));
    case "loading":
      return h("p", { class: "state waiting" }, w.loadingWork);
  }
}

const notRead = (): string => (todaysWork().state === "loading" ? words().loadingWork : words().notRead);

function drawNeeds(): Child {
  const w = words();
  const needs = openNeeds();
  const { readAt } = todaysWork();
  return [
    h("h2", { id: "needs-title" }, w.needs, needs.length > 0 && h("span", { class: "count" }, ` ${needs.length}`)),
    needs.length === 0
      ? h("p", { class: "empty" }, readAt === null ? notRead() : w.noNeeds)
      : h("ul", { class: "cards tight" }, ...needs.map((need) => {
        const left = Date.parse(need.dueAt) - now();
        return h("li", {}, h("a", { class: "row", href: `#/need/${need.id}`, "data-key": need.id },
          h("span", { class: "main" }, h("strong", {}, need.contact?.name ?? w.needTitle),
            h("small", {}, [need.mode === "AT_HOME" ? w.atHome : w.byPhone, wardName(need.contact?.wardCode ?? null), need.state === "WAITING" ? w.waiting : w.inSupport].filter(Boolean).join(" · "))),
          h("span", { class: left < 6 * 3_600_000 ? "left soon" : "left" }, timeLeft(left))));
      })),
  ];
}

function drawPending(): Child {
  const w = words();
  const { pending, readAt } = todaysWork();
  return [
    h("h2", { id: "pending-title" }, w.pending, pending.length > 0 && h("span", { class: "count" }, ` ${pending.length}`)),
    pending.length === 0
      ? h("p", { class: "empty" }, readAt === null ? notRead() : w.noPending)
      : h("ul", { class: "cards tight" }, ...pending.map((issuance) => h("li", {}, h("a", { class: "row", href: `#/activate/${issuance.id}`, "data-key": issuance.id },
        h("span", { class: "main" }, h("strong", { class: "mono" }, issuance.serialNumber), h("small", {}, w.recordedAt(moment(Date.parse(issuance.recordedAt), now())))),
        h("span", { class: "left" }, age(now() - Date.parse(issuance.recordedAt))))))),
  ];
}

function drawOutbox(): Child {
  const w = words();
  const open = ownOpen();
  const oldest = open[0];
  return [
    h("h2", { id: "outbox-title" }, w.outbox),
    h("p", { class: oldest === undefined ? "state recorded" : "state waiting" },
      h("span", { "aria-hidden": "true" }, oldest === undefined ? "✔ " : "… "),
      oldest === undefined ? w.outboxEmpty : w.outboxWaiting(open.length, age(now() - oldest.madeAt))),
    h("a", { class: "line", href: "#/outbox", "data-key": "outbox" }, w.outboxAll),
  ];
}
