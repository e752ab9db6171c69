import { equal, ok } from "node:assert/strict";
import { test } from "node:test";
import { age, dayInput, momentInput, readMoment, timeLeft } from "../app/words/format";
import { badgeToken } from "../app/registry/badge";
import { eventData } from "../app/data/event-stream";
import { fromBase64Url } from "../app/data/base64url";
import { speakForTests } from "../app/words/words";
import { waitMs } from "../app/data/backoff";

speakForTests("vi");

test("the time that is left, in words", () => {
  equal(timeLeft((3 * 60 + 12) * 60_000), "còn 3 giờ 12 phút");
  equal(timeLeft(26 * 3_600_000), "còn 1 ngày 2 giờ");
  equal(timeLeft(59_999), "còn chưa đến 1 phút");
  equal(timeLeft(60_000), "còn 1 phút");
  equal(timeLeft(1), "còn chưa đến 1 phút");
  equal(timeLeft(0), "đã hết hạn", "the due instant itself has lapsed");
  equal(age(0), "chưa đến 1 phút");
});

test("days and moments are Vietnam's, whatever the tablet's zone", () => {
  const at = Date.parse("2026-11-22T17:30:00Z");
  equal(dayInput(at), "2026-11-23");
  equal(momentInput(at), "2026-11-23T00:30");
  equal(readMoment("2026-11-23T00:30"), at);
  equal(readMoment(""), null);
  equal(readMoment("2026-11-23"), null);
});

test("the pause doubles, has its bound, and is never shorter than what was asked for", () => {
  equal(waitMs(1, 0, () => 1), 2_000);
  equal(waitMs(1, 0, () => 0), 1_000);
  equal(waitMs(3, 0, () => 1), 8_000);
  equal(waitMs(50, 0, () => 1), 120_000);
  equal(waitMs(1, 30_000, () => 1), 30_000);
});

test("an event is its data, a comment and the end are none", () => {
  equal(eventData("event: next\ndata: {\"data\":1}"), "{\"data\":1}");
  equal(eventData(":"), null);
  equal(eventData("event: complete\ndata:"), null);
});

test("a badge is version, key, instant, signature and campaign, and the key has signed all but itself", async () => {
  const key = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const bytes = fromBase64Url(await badgeToken(key, "hue", 1_795_000_000_123.9));
  equal(bytes.length, 1 + 16 + 8 + 64 + 3);
  equal(bytes[0], 2);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await crypto.subtle.exportKey("spki", key.publicKey)));
  equal(bytes.slice(1, 17).join(), hash.slice(0, 16).join());
  equal(new DataView(bytes.buffer).getBigInt64(17, false), 1_795_000_000_123n);
  const signed = new Uint8Array([...new TextEncoder().encode("campaign-badge\n"), ...bytes.slice(0, 25), ...bytes.slice(89)]);
  ok(await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key.publicKey, bytes.slice(25, 89), signed));
});
