const firstMs = 2_000;
const longestMs = 120_000;

/**
 * Exponential backoff with jitter: the delay doubles up to two minutes, and a random value between half and all of it is taken, so that the tablets of a ward whose
 * network comes back do not all retry in the same second. Never shorter than the registry's Retry-After.
 */
export function waitMs(failures: number, askedMs = 0, random: () => number = Math.random): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 10));
  return Math.max(askedMs, most / 2 + (random() * most) / 2);
}
