import { keep, kept } from "../store/store";
import { en } from "./words-en";
import { vi, type Words } from "./words-vi";

export type Language = "vi" | "en";

/** Vietnamese if the browser's language is, else English, until the user chooses. */
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

/** Sets the language without storing it. */
export function speakForTests(language: Language): void {
  chosen = language;
}
