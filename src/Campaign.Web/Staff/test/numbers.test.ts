import { deepEqual, equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { masked, readNumber } from "../app/data/citizen-number";
import { readCard } from "../app/data/card";
import { readSerial } from "../app/data/serial";

const fault = (text: string): string => {
  const read = readNumber(text, 2026);
  return "fault" in read ? read.fault : "none";
};

test("a number of 12 digits says province, century, sex and year", () => {
  const read = readNumber(" 046 300.001234 ", 2026);
  ok("number" in read);
  deepEqual(read.number, { digits: "046300001234", kind: "CCCD", provinceKnown: true, birthYear: 2000, female: true });
  const older = readNumber("001099000001", 2026);
  ok("number" in older && older.number.birthYear === 1999 && older.number.female === false);
});

test("each length but 9 and 12 is one too few or too many", () => {
  equal(fault(""), "too-short");
  equal(fault("12345678"), "too-short");
  equal(fault("123456789"), "none");
  equal(fault("1234567890"), "too-short");
  equal(fault("04620000123"), "too-short");
  equal(fault("046200001234"), "none");
  equal(fault("0462000012345"), "too-long");
});

test("only ASCII digits are digits", () => {
  equal(fault("04620000123a"), "letters");
  equal(fault("०४६२००००१२३४"), "letters");
  equal(fault("-46200001234"), "letters");
  equal(fault(".046200001234"), "letters");
});

test("who is not born yet has no card: this year is, the next is not", () => {
  equal(fault("046226000001"), "none");
  equal(fault("046227000001"), "not-born-yet");
});

test("an unknown province is no fault, for old cards may name one", () => {
  const read = readNumber("999200001234", 2026);
  ok("number" in read && !read.number.provinceKnown);
});

test("a number is shown by its last three digits", () => equal(masked("046200001234"), "•••••••••234"));

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

test("a serial number as CAs and tokens show it", () => {
  equal(readSerial("54:01:0a:Ff"), "54010AFF");
  equal(readSerial("0x54010AFF"), "54010AFF");
  equal(readSerial("Serial Number: 54 01 0A FF\nIssuer: CN=VNPT-CA SHA256, C=VN"), "54010AFF");
  equal(readSerial("Số sê-ri: 5401"), "5401");
  equal(readSerial("  5401\r\n"), "5401");
});

test("what holds no serial number, or two, gives none", () => {
  equal(readSerial(""), null);
  equal(readSerial("https://ca.example/cert/1"), null);
  equal(readSerial("5401\n5402"), null);
  equal(readSerial("A".repeat(41)), null);
  equal(readSerial("A".repeat(40)), "A".repeat(40));
});
