import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { absolute, ago, bytes, byteRate, duration, longDuration, naturally, percent, printable, setTimeZone } from "../app/format";

describe("format", () => {
  const sizes: [number, string][] = [
    [0, "0 B"], [1, "1 B"], [1023, "1023 B"], [1024, "1.0 KiB"], [1536, "1.5 KiB"], [102_400, "100 KiB"], [1024 ** 2 - 1, "1.0 MiB"], [3.25 * 1024 ** 3, "3.3 GiB"],
    [1024 ** 4, "1.0 TiB"], [5 * 1024 ** 5, "5.0 PiB"], [1024 ** 7, "1024 EiB"],
  ];
  for (const [value, text] of sizes) test(`${value} bytes are ${text}`, () => assert.equal(bytes(value), text));
  test("rates", () => assert.equal(byteRate(2048), "2.0 KiB/s"));

  const shares: [number, string][] = [[0, "0.0 %"], [0.0123, "1.2 %"], [0.0996, "10 %"], [0.5, "50 %"], [1, "100 %"]];
  for (const [value, text] of shares) test(`${value} is ${text}`, () => assert.equal(percent(value), text));

  const spans: [number, string, string][] = [
    [0, "0 s", "0 s"], [59.9, "59 s", "59 s"], [61, "1 min", "1 min 1 s"], [3600, "1 h", "1 h 0 min"], [90_000, "1 d", "1 d 1 h"], [-5, "0 s", "0 s"],
  ];
  for (const [seconds, short, long] of spans) {
    test(`${seconds} s`, () => {
      assert.equal(duration(seconds), short);
      assert.equal(longDuration(seconds), long);
    });
  }

  test("relative times", () => {
    const now = Date.parse("2026-11-24T10:00:00Z");
    assert.equal(ago("2026-11-24T09:57:00Z", now), "3 min ago");
    assert.equal(ago("2026-11-24T10:00:05Z", now), "just now");
    assert.equal(ago(null, now), "never");
    assert.equal(ago("nonsense", now), "never");
  });

  test("absolute times are in the user's time zone", () => {
    setTimeZone("UTC");
    assert.match(absolute("2026-11-24T10:00:00Z"), /24 Nov 2026.*10:00:00 UTC/);
    setTimeZone("Asia/Tokyo");
    assert.match(absolute("2026-11-24T10:00:00Z"), /19:00:00/);
    setTimeZone("No/Such");
    assert.match(absolute("2026-11-24T10:00:00Z"), /2026/);
    setTimeZone("");
  });

  test("no name hides or reorders what stands beside it", () => {
    assert.equal(printable("a\u0000b\tc\u007f"), "a\u2400b\u2409c\u2421");
    assert.equal(printable("\u202Eevil\u2066"), "\ufffdevil\ufffd");
    assert.equal(printable("日本語 مرحبا 👩\u200d💻"), "日本語 مرحبا 👩\u200d💻");
    assert.equal(printable("<script>"), "<script>");
  });

  test("names are ordered as people count", () => assert.deepEqual(["pve-10", "pve-2", "Pve-1"].sort(naturally), ["Pve-1", "pve-2", "pve-10"]));
});
