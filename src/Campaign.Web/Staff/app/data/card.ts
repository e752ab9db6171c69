import { readNumber, type CitizenNumber } from "./citizen-number";

/** The contents of a chip card's QR code. */
export interface Card {
  readonly number: CitizenNumber;
  /** The number of the holder's older card, when the code has one. */
  readonly alsoKnownAs: string | null;
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string | null;
  readonly sex: "FEMALE" | "MALE" | null;
  readonly address: string;
  /** Fields of the card that contradict its number: the card should be checked again. */
  readonly doubts: readonly ("birth" | "sex")[];
}

/**
 * Parses the QR code of a card, fields separated by "|": number | older number or empty | name | birth date ddMMyyyy | sex | address | date of issue. The card of 2024
 * has more fields after these. Null for a code that is not a card's.
 */
export function readCard(text: string, thisYear: number): Card | null {
  const fields = text.trim().split("|").map((field) => field.trim().normalize("NFC"));
  if (fields.length < 6) {
    return null;
  }
  const [numberText = "", older = "", name = "", birth = "", sexText = "", address = ""] = fields;
  const read = readNumber(numberText, thisYear);
  if (!("number" in read) || name === "") {
    return null;
  }
  const { number } = read;
  const birthDate = dateOf(birth);
  const sex = sexOf(sexText);
  const doubts: ("birth" | "sex")[] = [];
  if (birthDate !== null && number.birthYear !== null && Number(birthDate.slice(0, 4)) !== number.birthYear) {
    doubts.push("birth");
  }
  if (sex !== null && number.female !== null && (sex === "FEMALE") !== number.female) {
    doubts.push("sex");
  }
  const olderRead = older === "" ? null : readNumber(older, thisYear);
  return {
    number,
    alsoKnownAs: olderRead !== null && "number" in olderRead && olderRead.number.digits !== number.digits ? olderRead.number.digits : null,
    name,
    birthDate,
    sex,
    address,
    doubts,
  };
}

function dateOf(text: string): string | null {
  const parts = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  if (parts === null) {
    return null;
  }
  const [, day = "", month = "", year = ""] = parts;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? `${year}-${month}-${day}` : null;
}

function sexOf(text: string): "FEMALE" | "MALE" | null {
  switch (text.toLowerCase()) {
    case "nữ":
      return "FEMALE";
    case "nam":
      return "MALE";
    default:
      return null;
  }
}
