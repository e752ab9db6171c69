/**
 * The serial number in what was scanned or pasted: hexadecimal with colons, blanks, a leading 0x or words in front ("Serial Number: …"), as CAs and the software of
 * USB tokens show it. Null when there is none, or more than one that could be it.
 */
export function readSerial(text: string): string | null {
  const lines = text.normalize("NFKC").split(/[\r\n;,]+/).map(ofLine).filter((serial) => serial !== null);
  const found = [...new Set(lines)];
  return found.length === 1 ? found[0]! : null;
}

function ofLine(line: string): string | null {
  const behindWords = /^\s*(?:[^:=]*[^:=0-9A-Fa-f\s][^:=]*[:=])?\s*(.*?)\s*$/s.exec(line)?.[1] ?? "";
  const digits = behindWords.replace(/^0x/i, "").replace(/[:\s.-]/g, "").toUpperCase();
  return /^[0-9A-F]{2,40}$/.test(digits) ? digits : null;
}
