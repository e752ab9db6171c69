/**
 * A phone number as the registry keeps it, 10 digits from 0; null when it is none. Read as the registry reads it (ContactIsCompleteRule.cs; both are held to
 * tests/cases/numbers.json): 10 digits from 0, or +84 and 9 digits, with single blanks and dots between them.
 */
export function readPhone(text: string): string | null {
  const trimmed = text.replace(blanksAround, "");
  if (text.length > 40 || !/^(?:0|\+84)(?:[ .]?[0-9]){9}$/.test(trimmed)) {
    return null;
  }
  const digits = trimmed.replace(/[ .]/g, "");
  return digits.startsWith("+84") ? `0${digits.slice(3)}` : digits;
}

/** What .NET calls white space, which is not quite what trim() takes away. */
const blanksAround = /^[\t-\r\u0085\p{Z}]+|[\t-\r\u0085\p{Z}]+$/gu;
