/** The data of a "next" event; null for comments and for the end of the stream. */
export function eventData(event: string): string | null {
  const lines = event.split("\n");
  return lines.includes("event: next") ? lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n") : null;
}
