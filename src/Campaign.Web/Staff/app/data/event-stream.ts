/** The data of an event "next"; null for comments and the end. */
export function eventData(event: string): string | null {
  const lines = event.split("\n");
  return lines.includes("event: next") ? lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6)).join("\n") : null;
}
