const firstMs = 2_000;
const longestMs = 120_000;

/**
 * How long to wait before the next try: twice as long each time, up to two minutes, and anything between half and the whole of it, so that the tablets of a ward
 * whose network comes back do not all knock in the same second. What the registry asks for is waited for at least.
 */
export function waitMs(failures: number, askedMs = 0, random: () => number = Math.random): number {
  const most = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 10));
  return Math.max(askedMs, most / 2 + (random() * most) / 2);
}
