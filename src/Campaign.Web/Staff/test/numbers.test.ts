import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../../tests/cases/numbers.json";
import { masked, readNumber } from "../app/data/citizen-number";
import { readCard } from "../app/data/card";
import { readPhone } from "../app/data/phone";
import { readSerial } from "../app/data/serial";

const { today, citizenNumbers, serialNumbers, serialNumbersInText, phones } = cases as Cases;

interface Cases {
  readonly today: string;
  readonly citizenNumbers: readonly {
    readonly text: string;
    readonly why: string;
    readonly reading?: { readonly digits: string; readonly kind: string; readonly birthYear: number | null; readonly sex: string | null; readonly provinceKnown: boolean; readonly masked: string };
    readonly refused?: string;
  }[];
  readonly serialNumbers: readonly { readonly text: string; readonly why: string; readonly reading: string | null }[];
  readonly serialNumbersInText: readonly { readonly text: string; readonly why: string; readonly sent: string | null; readonly reading: string | null }[];
  readonly phones: readonly { readonly text: string; readonly why: string; readonly reading: string | null }[];
}

for (const { text, why, reading, refused } of citizenNumbers) {
  test(`citizen number, ${why}: ${JSON.stringify(text)}`, () => {
    const read = readNumber(text, Number(today.slice(0, 4)));
    if (reading === undefined) {
      deepEqual(read, { fault: refused });
      return;
    }
    ok("number" in read, JSON.stringify(read));
    const { digits, kind, birthYear, female, provinceKnown } = read.number;
    deepEqual({ digits, kind, birthYear, sex: female === null ? null : female ? "FEMALE" : "MALE", provinceKnown, masked: masked(digits) }, reading);
  });
}

for (const { text, why, reading } of serialNumbers) {
  // The tablet sends leading zeros as they are written; the registry's normal form has none.
  test(`serial number, ${why}: ${JSON.stringify(text)}`, () => equal(readSerial(text)?.replace(/^0+/, "") ?? null, reading));
}

for (const { text, why, sent } of serialNumbersInText) {
  test(`serial number in a text, ${why}: ${JSON.stringify(text)}`, () => equal(readSerial(text), sent));
}

for (const { text, why, reading } of phones) {
  test(`phone, ${why}: ${JSON.stringify(text)}`, () => equal(readPhone(text), reading));
}

test("the file of cases is read", () => ok([citizenNumbers, serialNumbers, serialNumbersInText, phones].every((list) => list.length >= 20)));

test("a card of seven fields, without an older number", () => {
  const card = readCard("046200001234||Nguyễn Văn An|02092000|Nam|12 Lê Lợi, Huế|10052021", 2026);
  ok(card !== null);
  equal(card.number.digits, "046200001234");
  equal(card.alsoKnownAs, null);
  equal(card.birthDate, "2000-09-02");
  equal(card.sex, "MALE");
  deepEqual(card.doubts, []);
});

test("a card of 2024 has more fields; its older number is another name of the same person", () => {
  const card = readCard("046300001234|191234567|Trần Thị Bé|01012000|Nữ|Huế|10052024|Trần Văn Cha|Lê Thị Mẹ||", 2026);
  ok(card !== null && card.alsoKnownAs === "191234567" && card.sex === "FEMALE");
});

test("a name in the other Unicode form is the same name", () => {
  ok(readCard("046200001234||Nguyễn An|02092000|Nam|Huế|10052021".normalize("NFD"), 2026)?.name === "Nguyễn An".normalize("NFC"));
});

test("what is no card's code is none", () => {
  equal(readCard("https://example.invalid/", 2026), null);
  equal(readCard("046200001234", 2026), null);
  equal(readCard("04620000123||An|02092000|Nam|Huế|10052021", 2026), null);
  equal(readCard("046200001234|||02092000|Nam|Huế|10052021", 2026), null);
});

test("a card that does not agree with its number says so", () => {
  deepEqual(readCard("046200001234||Nguyễn An|02092001|Nữ|Huế|10052021", 2026)?.doubts, ["birth", "sex"]);
  equal(readCard("046200001234||Nguyễn An|31022000|Nam|Huế|10052021", 2026)?.birthDate, null);
});
