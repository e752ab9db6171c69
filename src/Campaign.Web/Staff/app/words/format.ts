import { language, words } from "./words";

const zone = "Asia/Ho_Chi_Minh";
const vietnamMs = 7 * 3_600_000;

function parts(at: number, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language() === "vi" ? "vi-VN" : "en-GB", { timeZone: zone, ...options }).format(at);
}

export const clockTime = (at: number): string => parts(at, { hour: "2-digit", minute: "2-digit", hour12: false });

export const clockTimeToSeconds = (at: number): string => parts(at, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });

export const day = (at: number): string => parts(at, { day: "2-digit", month: "2-digit", year: "numeric" });

/** 14:05 for today, 14:05 ngày 23/11/2026 for another day. */
export function moment(at: number, today: number): string {
  return dayInput(at) === dayInput(today) ? clockTime(at) : language() === "vi" ? `${clockTime(at)} ngày ${day(at)}` : `${clockTime(at)} on ${day(at)}`;
}

function spans(ms: number): [number, number, number] {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
}

/** The time left; what is due now has lapsed. */
export const timeLeft = (ms: number): string => (ms <= 0 ? words().lapsed : words().left(...spans(ms)));

export const age = (ms: number): string => words().age(...spans(ms));

/** A day in Vietnam as YYYY-MM-DD, the format of date inputs and of the registry. */
export const dayInput = (at: number): string => new Date(at + vietnamMs).toISOString().slice(0, 10);

/** The value of a datetime-local input, in Vietnam's time whatever the tablet's time zone. */
export const momentInput = (at: number): string => new Date(at + vietnamMs).toISOString().slice(0, 16);

/** The instant typed into a datetime-local input; null when it is invalid. */
export function readMoment(text: string): number | null {
  const at = Date.parse(`${text}:00+07:00`);
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) && !Number.isNaN(at) ? at : null;
}

export const instant = (at: number): string => new Date(at).toISOString();
