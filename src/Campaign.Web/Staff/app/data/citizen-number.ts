import provincesCsv from "../../../../../db/reference/provinces.csv";

/** Why a text is not a number; the screen has the words for it. */
export type NumberFault = "letters" | "too-short" | "too-long" | "not-born-yet";

export interface CitizenNumber {
  readonly digits: string;
  readonly kind: "CCCD" | "CMND";
  /** Always true for a CMND, which has no province. */
  readonly provinceKnown: boolean;
  readonly birthYear: number | null;
  readonly female: boolean | null;
}

export type ReadNumber = { readonly number: CitizenNumber } | { readonly fault: NumberFault };

const provinces = new Set(provincesCsv.split("\n").slice(1).map((line) => line.slice(0, 3)));

/** As in the registry: longer texts are refused. */
const longestText = 40;

/** A blank or dot anywhere else may be another number's: a tool that takes a number for a quantity writes "46204991234.0". */
const grouped = /^(?:[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}(?:[ .]?[0-9]{3})?|[0-9]{4}[ .]?[0-9]{4}[ .]?[0-9]{4})$/;

/**
 * Reads a number by the same rules as the registry (CitizenNumber.cs; both are held to tests/cases/numbers.json), so that a typing mistake is seen before anything is
 * sent: ASCII digits, a blank or dot between groups of them (three and three, or four and four); 12 digits of a citizen card, 9 of an older card. What the registry
 * answers decides.
 */
export function readNumber(text: string, thisYear: number): ReadNumber {
  if (text.length > longestText) {
    return { fault: "too-long" };
  }
  // Blanks alone: trim() would take tabs and no-break spaces too.
  const trimmed = text.replace(/^ +| +$/g, "");
  if (/[^0-9 .]/.test(trimmed) || (trimmed !== "" && !(/^[0-9].*[0-9]$/.test(trimmed) || /^[0-9]$/.test(trimmed)))) {
    return { fault: "letters" };
  }
  const digits = trimmed.replace(/[ .]/g, "");
  if (digits.length > 12) {
    return { fault: "too-long" };
  }
  if ((digits.length === 9 || digits.length === 12) && !grouped.test(trimmed)) {
    return { fault: "letters" };
  }
  if (digits.length === 9) {
    return { number: { digits, kind: "CMND", provinceKnown: true, birthYear: null, female: null } };
  }
  if (digits.length !== 12) {
    return { fault: "too-short" };
  }
  const century = Number(digits[3]);
  const birthYear = 1900 + 100 * Math.floor(century / 2) + Number(digits.slice(4, 6));
  return birthYear > thisYear
    ? { fault: "not-born-yet" }
    : { number: { digits, kind: "CCCD", provinceKnown: provinces.has(digits.slice(0, 3)), birthYear, female: century % 2 === 1 } };
}

/** All but the last three digits replaced by dots: how every screen shows a number. */
export const masked = (digits: string): string => `${"•".repeat(Math.max(0, digits.length - 3))}${digits.slice(-3)}`;
