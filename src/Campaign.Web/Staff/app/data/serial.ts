/**
 * The serial number in what was typed, scanned or pasted, in upper case without separators; null when there is none, or more than one that could be it. Taken is all
 * that the registry takes (CertificateFacts.cs; both are held to tests/cases/numbers.json), and what CAs and the software of USB tokens show around it: blanks, dots or
 * hyphens between the groups, a leading 0x, words in front ("Serial Number: …").
 */
export function readSerial(text: string): string | null {
  if (text.length <= 200 && /^ *[0-9A-F]+(?::[0-9A-F]+)* *$/i.test(text)) {
    return inRange(text.replace(/[: ]/g, ""));
  }
  const found = new Set(text.split(/[\r\n;,]+/).map(ofLine).filter((serial) => serial !== null));
  return found.size === 1 ? [...found][0]! : null;
}

function ofLine(line: string): string | null {
  const digits = line.replace(wordsInFront, "").trim().replace(/^0x/i, "");
  // A single digit is more likely a version than a serial number.
  return digits.length > 1 && /^[0-9A-F]+(?:(?:[:.-]|\s+)[0-9A-F]+)*$/i.test(digits) ? inRange(digits.replace(/[:.\s-]/g, "")) : null;
}

/**
 * Words up to a colon or an equals sign, without digits and with at least three letters, of which one is no hexadecimal digit; or SN. Less could be a group of the
 * number itself that was misread or mistyped ("OA:01"), and skipping it would make another serial number.
 */
const wordsInFront = /^\s*(?:[Ss]\/?[Nn]|(?=[^:=]*(?![A-Fa-f])\p{L})(?=(?:[^:=]*?\p{L}){3})[^:=\d]*)\s*[:=]/u;

/** RFC 5280: at most 20 octets, and not zero; leading zeros do not count. */
function inRange(digits: string): string | null {
  const significant = digits.replace(/^0+/, "").length;
  return significant > 0 && significant <= 40 ? digits.toUpperCase() : null;
}
