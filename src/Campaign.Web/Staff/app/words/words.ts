import { keep, kept } from "../store/store";
import { en } from "./words-en";
import { vi, type Words } from "./words-vi";

export type Language = "vi" | "en";

/** Vietnamese unless the tablet speaks another language than it, and until somebody chooses. */
let chosen: Language = /^vi\b/i.test(globalThis.navigator?.language ?? "vi") ? "vi" : "en";

export const language = (): Language => chosen;

export const words = (): Words => (chosen === "vi" ? vi : en);

export async function recallLanguage(): Promise<void> {
  chosen = (await kept("language")) ?? chosen;
}

export async function speak(language: Language): Promise<void> {
  chosen = language;
  await keep("language", language);
}

/** Without a store to keep it in. */
export function speakForTests(language: Language): void {
  chosen = language;
}
