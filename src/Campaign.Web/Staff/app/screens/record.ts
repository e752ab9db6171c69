import wardsCsv from "../../../../../db/reference/hue-wards.csv";
import { h } from "../view/dom";
import { choice, faultList, selectField, textField, tick } from "../view/form";
import { dayInput, instant, moment, momentInput, readMoment } from "../words/format";
import { forgetCitizen, work, type Citizen } from "../tasks/work";
import { go, type Screen } from "../view/frame";
import { masked } from "../data/citizen-number";
import { now } from "../store/clock";
import type { CitizenCheck, FaultKind, KeyStorage, NoBadgeReason, RecordInput } from "../data/operations";
import { putRecord } from "../tasks/outbox";
import { currentAccount } from "../registry/session";
import { readPhone } from "../data/phone";
import { readSerial } from "../data/serial";
import { words } from "../words/words";

const wards = wardsCsv.trim().split("\n").slice(1).map((line) => line.trim().split(",")).map(([code = "", name = "", kind = ""]) => [code, `${kind} ${name}`] as const);

export const wardName = (code: string | null): string | null => wards.find(([known]) => known === code)?.[1] ?? code;

/** A code shown longer ago was for another citizen. */
const badgeCountsMs = 60 * 60_000;

/** The form for a new certificate, the last step before the outbox. Null without a valid check. */
export function recordScreen(): Screen | null {
  const { citizen, end } = work;
  const campaign = currentAccount()?.me?.campaign?.code;
  if (citizen === null || end?.kind !== "checked" || end.check.standing !== "FREE" || campaign === undefined) {
    return null;
  }
  return form(citizen, end.check, campaign);
}

function form(citizen: Citizen, found: CitizenCheck, campaign: string): Screen {
  const w = words();
  // The registry's clock is known here to the second: never earlier than the check itself.
  const opened = Math.max(now(), Date.parse(found.checkedAt));
  const { draft } = work;
  const ticketEnd = moment(Date.parse(found.ticketExpiresAt), opened);
  const serial = textField({
    id: "serial", label: w.serial, hint: w.serialHint, value: work.serial ?? draft.get("serial") ?? "",
    attributes: { autocapitalize: "characters", spellcheck: "false", maxlength: 200, class: "mono" },
    beside: h("a", { class: "button quiet", href: "#/scan-serial" }, w.scanSerial),
  });
  const issuedAt = textField({ id: "issuedAt", label: w.issuedAt, hint: w.ticketUntil(ticketEnd), value: draft.get("issuedAt") ?? momentInput(opened), attributes: { type: "datetime-local" } });
  const storage = choice("storage", w.storage, draft.get("storage") ?? "REMOTE", [["REMOTE", w.storageRemote], ["USB_TOKEN", w.storageUsb], ["SIM_PKI", w.storageSim]], keep);
  const contract = textField({ id: "contract", label: w.contract, value: draft.get("contract") ?? "", attributes: { maxlength: 100 } });
  const contractDate = textField({ id: "contractDate", label: w.contractDate, value: draft.get("contractDate") ?? dayInput(opened), attributes: { type: "date", max: dayInput(opened) } });
  const recipient = textField({ id: "recipient", label: w.recipient, value: draft.get("recipient") ?? "", attributes: { maxlength: 200 } });
  const received = choice("received", w.received, draft.get("received") ?? "citizen", [["citizen", w.receivedCitizen], ["other", w.receivedOther]], (value) => {
    recipient.element.hidden = value === "citizen";
    keep();
  });
  recipient.element.hidden = received.value() === "citizen";
  const consent = tick("consent", w.consent, null, keep, draft.get("consent") === "on");
  const faultKind = selectField({ id: "faultKind", label: w.faultKind, value: draft.get("faultKind") ?? "", choices: [["", w.notSaid], ...w.faultKinds] });
  const fault = tick("technical", w.fault, w.faultHint, () => {
    faultKind.element.hidden = !fault.input.checked;
    keep();
  }, draft.get("technical") === "on");
  faultKind.element.hidden = !fault.input.checked;
  // Asked, and never in the way: whoever says nothing is counted as not saying.
  const shown = work.badge !== null && now() - work.badge.at < badgeCountsMs ? work.badge.token : null;
  const badge = selectField({
    id: "badge", label: w.badgeAsked, hint: shown === null ? w.badgeNotShown : w.badgeAskedHint, value: draft.get("badge") ?? "",
    choices: [["", w.notSaid], ...(shown === null ? [] : [["SHOWN", w.badgeScanned] as const]), ...w.noBadgeReasons],
  });
  const { card } = citizen;
  const name = textField({ id: "name", label: w.name, value: draft.get("name") ?? card?.name ?? "", attributes: { maxlength: 200, autocapitalize: "words" } });
  const birth = textField({ id: "birth", label: w.birth, value: draft.get("birth") ?? card?.birthDate ?? "", attributes: { type: "date", max: dayInput(opened) } });
  const sex = choice("sex", w.sex, draft.get("sex") ?? card?.sex ?? "", [["FEMALE", w.woman], ["MALE", w.man]], keep);
  const phone = textField({ id: "phone", label: w.phone, value: draft.get("phone") ?? "", attributes: { inputmode: "tel", maxlength: 20 } });
  const ward = selectField({ id: "ward", label: w.ward, value: draft.get("ward") ?? "", choices: [["", w.wardNone], ...wards] });
  const faults = faultList(w.recordFaults);
  const texts = [serial, issuedAt, contract, contractDate, recipient, name, birth, phone, ward, faultKind, badge];
  texts.forEach((field) => field.input.addEventListener("input", keep));

  /** Input survives a visit to another screen but not a reload, because it may contain personal data. */
  function keep(): void {
    texts.forEach((field) => draft.set(field.input.id, field.input.value));
    draft.set("storage", storage.value()).set("received", received.value()).set("sex", sex.value());
    draft.set("consent", consent.input.checked ? "on" : "").set("technical", fault.input.checked ? "on" : "");
  }

  function issued(): number | null {
    // The input has minutes. A certificate made in the minute of the check was made after the check.
    const typed = readMoment(issuedAt.input.value);
    const checked = Date.parse(found.checkedAt);
    return typed !== null && typed < checked && checked < typed + 60_000 ? Math.min(checked + 1_000, now()) : typed;
  }

  function judged(): { readonly id: string; readonly text: string }[] {
    const at = issued();
    const wrongs: [typeof serial | typeof consent, string, string | null][] = [
      [serial, "serial", readSerial(serial.input.value) === null ? w.serialWrong : null],
      [issuedAt, "issuedAt", at === null ? w.issuedWrong
        : at < Date.parse(found.checkedAt) - 60_000 ? w.issuedBefore(moment(Date.parse(found.checkedAt), now()))
          : at > Date.parse(found.ticketExpiresAt) ? w.issuedAfter(ticketEnd)
            : at > now() + 60_000 ? w.issuedAhead : null],
      [contract, "contract", contract.input.value.trim() === "" ? w.contractMissing : null],
      [contractDate, "contractDate", contractDate.input.value === "" || contractDate.input.value > dayInput(now()) ? w.contractDateWrong : null],
      [recipient, "recipient", received.value() === "other" && recipient.input.value.trim() === "" ? w.recipientMissing : null],
      [consent, "consent", consent.input.checked ? null : w.consentMissing],
      [name, "name", name.input.value.trim() === "" ? w.nameMissing : null],
      [birth, "birth", birth.input.value > dayInput(now()) ? w.birthWrong : null],
      [phone, "phone", phone.input.value.trim() !== "" && readPhone(phone.input.value) === null ? w.phoneWrong : null],
    ];
    wrongs.forEach(([field, , text]) => field.wrong(text));
    return wrongs.flatMap(([, id, text]) => (text === null ? [] : [{ id, text }]));
  }

  let pressed = false;
  async function send(): Promise<void> {
    const wrong = judged();
    faults.show(wrong);
    const at = issued();
    const serialNumber = readSerial(serial.input.value);
    // Pressing twice must not make a second record.
    if (wrong.length > 0 || at === null || serialNumber === null || pressed) {
      return;
    }
    pressed = true;
    const byCitizen = received.value() === "citizen";
    const input: RecordInput = {
      requestId: crypto.randomUUID(),
      campaign,
      citizenId: citizen.digits,
      alsoKnownAs: citizen.alsoKnownAs,
      channel: citizen.channel,
      ticket: found.ticket,
      needId: citizen.channel === "NEED" ? citizen.needId : null,
      certificate: { serialNumber, issuedAt: instant(at), keyStorage: storage.value() as KeyStorage },
      activated: !fault.input.checked,
      faultKind: fault.input.checked ? (faultKind.input.value || null) as FaultKind | null : null,
      badge: badge.input.value === "SHOWN" ? shown : null,
      noBadgeReason: badge.input.value === "SHOWN" ? null : (badge.input.value || null) as NoBadgeReason | null,
      dossier: {
        contractNumber: contract.input.value.trim(), contractSignedOn: contractDate.input.value, handedOverAt: fault.input.checked ? null : instant(now()),
        receivedByCitizen: byCitizen, recipientName: byCitizen ? null : recipient.input.value.trim(), consentGivenAt: instant(now()),
      },
      holder: {
        name: name.input.value.trim(), birthDate: birth.input.value || null, sex: (sex.value() || null) as RecordInput["holder"]["sex"],
        phone: readPhone(phone.input.value), wardCode: ward.input.value || null,
      },
    };
    try {
      await putRecord(input);
    } catch {
      // Not stored, so not sent either.
      pressed = false;
      faults.show([{ id: "serial", text: w.notKept }]);
      return;
    }
    forgetCitizen();
    go(`#/record/${input.requestId}`, true);
  }

  const body = h("form", { class: "record", novalidate: true, onsubmit: (event) => { event.preventDefault(); void send(); } },
    faults.element,
    h("section", {}, h("h2", {}, w.certificate), serial.element, issuedAt.element, storage.element),
    h("section", {}, h("h2", {}, w.dossier), contract.element, contractDate.element, received.element, recipient.element, consent.element,
      citizen.channel === "DOOR_TO_DOOR" && fault.element, citizen.channel === "DOOR_TO_DOOR" && faultKind.element, badge.element),
    h("section", {}, h("h2", {}, w.holder), card !== null && h("p", { class: "hint" }, w.holderHint), name.element, birth.element, sex.element, phone.element, ward.element),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "big" }, w.recordAct)));
  return {
    title: w.recordTitle,
    back: "#/answer",
    body: [h("h1", {}, w.recordTitle), h("p", { class: "number" }, w.recordFor(masked(citizen.digits))), body],
  };
}
