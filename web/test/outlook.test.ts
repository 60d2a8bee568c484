import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Gate } from "../app/gate";
import type { Forecast } from "../app/types";
import { outlookOf } from "../chart/outlook";
import { Zone } from "../chart/zone";

const now = Date.parse("2026-11-26T00:00:00Z");
const utc = new Zone("UTC");
const forecast = (change: Partial<Forecast>): Forecast => ({ kind: "filling", sentence: "Said by the server.", capacity: 1, fullAt: null, slopePerDay: 1, line: [], backTest: null, ...change });
const full = (earliest: string | null, expected: string, latest: string | null): Forecast => forecast({ fullAt: { earliest, expected, latest } });

describe("a forecast in a line", () => {
  const cases: [string, Forecast, string, string][] = [
    ["far away", full("2027-01-02T10:00:00Z", "2027-01-08T10:00:00Z", "2027-01-15T10:00:00Z"), "ok", "Full on 8 Jan 2027 (80 %: 2 Jan 2027 – 15 Jan 2027)"],
    ["perhaps never", full("2027-01-02T10:00:00Z", "2027-02-08T10:00:00Z", null), "ok", "Full on 8 Feb 2027 (80 %: not before 2 Jan 2027, perhaps never)"],
    ["soon", full(null, "2026-12-08T10:00:00Z", "2026-12-10T10:00:00Z"), "warning", "Full on 8 Dec 2026 (80 %: by 10 Dec 2026)"],
    ["full", forecast({ kind: "full" }), "critical", "Said by the server."],
    ["not filling", forecast({ kind: "not_filling" }), "ok", "Said by the server."],
    ["unknown", forecast({ kind: "not_enough_history" }), "ok", "Said by the server."],
  ];
  for (const [name, given, level, words] of cases) test(name, () => assert.deepEqual(outlookOf(given, utc, now), { level, words }));
  test("days are those of the user's clocks", () =>
    assert.match(outlookOf(full(null, "2027-01-08T20:00:00Z", null), new Zone("Asia/Tokyo"), now).words, /^Full on 9 Jan 2027/));
});

describe("a gate", () => {
  test("lets so many through at a time, the others in their order, also after failures", async () => {
    const gate = new Gate(3);
    const begun: number[] = [];
    let [inside, most] = [0, 0];
    const work = (index: number): Promise<number> => gate.through(async () => {
      begun.push(index);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((done) => setTimeout(done, 1));
      inside -= 1;
      if (index % 4 === 0) throw new Error("no");
      return index;
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => work(index)));
    assert.deepEqual([most, inside], [3, 0]);
    assert.deepEqual(begun, Array.from({ length: 20 }, (_, index) => index));
    assert.equal(outcomes.filter((one) => one.status === "rejected").length, 5);
    assert.equal(await work(21), 21);
  });
});
