import { keep, kept, type ClockReading } from "./store";

let reading: ClockReading | null = null;

export async function recallClock(): Promise<void> {
  reading = (await kept("clock")) ?? null;
}

/** False until the registry has answered once; until then the registry would not accept a badge made here. */
export const clockIsKnown = (): boolean => reading !== null;

/** Now by the registry's clock, or by the tablet's own before the first answer. */
export const now = (): number => Date.now() + (reading?.offsetMs ?? 0);

/**
 * Estimates the registry's clock from the Date header of an answer, which has whole seconds: the middle of that second is taken as the middle of the round trip. A slow
 * round trip is imprecise, and used only while nothing better is known.
 */
export function readClock(date: string | null, sentAt: number, receivedAt: number): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(at)) {
    return;
  }
  const wayMs = receivedAt - sentAt;
  if (reading !== null && (wayMs < 0 || wayMs > 4_000) && Date.now() - reading.readAt < 3_600_000) {
    return;
  }
  const offsetMs = at + 500 - (sentAt + receivedAt) / 2;
  const wrote = reading;
  reading = { offsetMs, readAt: receivedAt };
  if (wrote === null || Math.abs(wrote.offsetMs - offsetMs) > 1_000 || receivedAt - wrote.readAt > 600_000) {
    void keep("clock", reading);
  }
}
