import provincesCsv from "../../../../../db/reference/provinces.csv";
import { h } from "../view/dom";
import { dayInput } from "../words/format";
import { faultList, textField } from "../view/form";
import { readNumber, type ReadNumber } from "../data/citizen-number";
import { now } from "../store/clock";
import type { Screen } from "../view/frame";
import { words } from "../words/words";
import { work } from "../tasks/work";
import { check } from "./check";

const provinces = new Map(provincesCsv.split("\n").slice(1).map((line) => [line.slice(0, 3), line.split(",")[1] ?? ""]));

/** Typing a number: the birth year, sex and province that it encodes are shown as it is typed, to be compared with the card. */
export function numberScreen(): Screen {
  const w = words();
  const thisYear = Number(dayInput(now()).slice(0, 4));
  const digits = { inputmode: "numeric", autocomplete: "off", maxlength: 24, spellcheck: "false" } as const;
  const number = textField({ id: "number", label: w.numberLabel, attributes: digits });
  const older = textField({ id: "older", label: w.olderLabel, attributes: digits });
  const meaning = h("p", { class: "meaning", role: "status" });
  const faults = faultList(w.recordFaults);
  number.element.classList.add("large");

  number.input.addEventListener("input", () => {
    number.wrong(null);
    faults.show([]);
    const read = readNumber(number.input.value, thisYear);
    meaning.textContent = number.input.value.trim() === "" ? "" : "number" in read ? meaningOf(read, besideCard()) : faultOf(read, number.input.value);
    meaning.classList.toggle("good", "number" in read && !isAlone(read));
  });
  older.input.addEventListener("input", () => number.input.dispatchEvent(new Event("input")));

  /** An older card's number stands only beside a personal number. */
  function besideCard(): boolean {
    const other = readNumber(older.input.value, thisYear);
    return "number" in other && other.number.kind === "CCCD";
  }

  function isAlone(read: ReadNumber): boolean {
    return "number" in read && read.number.kind === "CMND" && !besideCard();
  }

  const form = h("form", { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const read = readNumber(number.input.value, thisYear);
    const olderText = older.input.value.trim();
    const olderRead = olderText === "" ? null : readNumber(olderText, thisYear);
    const numberFault = isAlone(read) ? w.numberCmndAlone : "number" in read ? null : faultOf(read, number.input.value);
    const olderFault = olderRead === null || "number" in olderRead ? null : w.olderWrong;
    number.wrong(numberFault);
    if (isAlone(read)) {
      // Said once, at the field.
      meaning.textContent = "";
    }
    older.wrong(olderFault);
    if (numberFault !== null || olderFault !== null) {
      faults.show([...(numberFault === null ? [] : [{ id: "number", text: isAlone(read) ? w.numberCmndShort : numberFault }]), ...(olderFault === null ? [] : [{ id: "older", text: olderFault }])]);
      return;
    }
    if ("number" in read) {
      const { needId } = work;
      void check({
        digits: read.number.digits, alsoKnownAs: olderRead !== null && "number" in olderRead ? olderRead.number.digits : null, card: null,
        channel: needId === null ? "DOOR_TO_DOOR" : "NEED", needId,
      });
    }
  } }, faults.element, number.element, meaning, older.element, h("button", { type: "submit", class: "big" }, w.check));
  return { title: w.numberTitle, back: "#/", body: [h("h1", {}, w.numberTitle), form] };
}

function meaningOf(read: ReadNumber & { number: unknown }, beside: boolean): string {
  const w = words();
  const { number } = read as Extract<ReadNumber, { number: unknown }>;
  if (number.kind === "CMND" || number.birthYear === null) {
    return beside ? w.numberFitsCmnd : w.numberCmndAlone;
  }
  const province = provinces.get(number.digits.slice(0, 3));
  return w.numberFits(number.female === true ? w.woman : w.man, number.birthYear, province === undefined ? w.provinceUnknown : w.provinceKnown(province));
}

function faultOf(read: ReadNumber, text: string): string {
  const w = words();
  if ("number" in read) {
    return "";
  }
  const count = text.replace(/\D/g, "").length;
  switch (read.fault) {
    case "letters":
      return w.numberLetters;
    case "too-long":
      return w.numberTooMany;
    case "not-born-yet":
      return w.numberNotBorn;
    case "too-short":
      return count === 0 ? w.numberEmpty : w.numberMissing(12 - count);
  }
}
