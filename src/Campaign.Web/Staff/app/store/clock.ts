import { keep, kept, type ClockReading } from "./store";

let reading: ClockReading | null = null;

export async function recallClock(): Promise<void> {
  reading = (await kept("clock")) ?? null;
}

/** False until the registry has answered once: then no badge can be made that it would take. */
export const clockIsKnown = (): boolean => reading !== null;

/** Now, by the registry's clock as last known; by the tablet's own until then. */
export const now = (): number => Date.now() + (reading?.offsetMs ?? 0);

/**
 * Reads the registry's clock from the header Date of an answer, which counts whole seconds: the middle of that second stands for the middle of the way there and
 * back. An answer that was long on its way says little, and is taken only while nothing better is known.
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
