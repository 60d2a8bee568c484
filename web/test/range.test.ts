import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  between, formatRange, lengths, longest, mistakeOf, pan, parseRange, presets, previous, settle, shortest, spanOf, usualPreset, zoom, zoomButton, type Range,
} from "../chart/range";
import { fieldValue, readField, Zone } from "../chart/zone";

const now = Date.parse("2026-11-24T10:00:00Z") / 1000;
const hour = 3_600;

describe("time range of charts", () => {
  for (const preset of presets) test(`${preset} in an address, there and back`, () => assert.deepEqual(parseRange(formatRange({ preset })), { preset }));
  test("the usual one needs no address", () => assert.equal(formatRange({ preset: usualPreset }), null));
  test("a span in an address, there and back", () => {
    const span = { from: now - hour, to: now - 7 };
    assert.equal(formatRange(span), "2026-11-24T09:00Z..2026-11-24T09:59:53Z");
    assert.deepEqual(parseRange(formatRange(span)), span);
  });
  for (const nonsense of [null, "", "5h", "a..b", "2026-11-24T10:00Z", "2026-11-24T10:00Z..2026-11-24T09:00Z", "2026-11-24T10:00Z..2026-11-24T10:00:05Z", "a..b..c"]) {
    test(`${nonsense} is the usual range`, () => assert.deepEqual(parseRange(nonsense), { preset: usualPreset }));
  }
  test("the last while ends now", () => assert.deepEqual(spanOf({ preset: "1h" }, now), { from: now - hour, to: now }));
  test("a chosen span stands", () => assert.deepEqual(spanOf({ from: 1, to: 500 }, now), { from: 1, to: 500 }));
  test("the period before has the same length", () => assert.deepEqual(previous({ from: 100, to: 300 }), { from: -100, to: 100 }));
});

describe("moving in time", () => {
  const span = { from: now - 10 * hour, to: now - 4 * hour };
  test("zooming keeps what is pointed at in its place", () =>
    assert.deepEqual(zoom(span, 0.5, now - 8 * hour, now), { from: now - 9 * hour, to: now - 6 * hour }));
  test("zooming out stops at now", () => assert.deepEqual(zoom(span, 3, now - 7 * hour, now), { from: now - 18 * hour, to: now }));
  test("zooming out stops at what is kept", () => assert.deepEqual(zoom({ from: now - longest + hour, to: now - hour }, 4, now, now), { preset: "2y" }));
  test("zooming in stops where single readings are", () => {
    const range = zoom({ from: now - 10_000, to: now - 10_000 + shortest }, 0.1, now - 10_000, now) as { from: number; to: number };
    assert.equal(range.to - range.from, shortest);
  });
  test("drawing from right to left is as good", () => assert.deepEqual(between(now - hour, now - 3 * hour, now), { from: now - 3 * hour, to: now - hour }));
  test("panning goes to the past", () => assert.deepEqual(pan(span, -0.5, now), { from: now - 13 * hour, to: now - 7 * hour }));
  test("panning stops at now, where a usual length lives again", () => assert.deepEqual(pan({ from: now - 8 * hour, to: now - 2 * hour }, 1, now), { preset: "6h" }));
  test("another length does not", () => assert.deepEqual(pan({ from: now - 8 * hour, to: now - 3 * hour }, 5, now), { from: now - 5 * hour, to: now }));
  test("a span that ends earlier does not live, whatever its length", () =>
    assert.deepEqual(settle({ from: now - 7 * hour, to: now - hour }, now), { from: now - 7 * hour, to: now - hour }));

  const steps: [Range, "in" | "out", Range][] = [
    [{ preset: "24h" }, "in", { preset: "6h" }], [{ preset: "24h" }, "out", { preset: "7d" }], [{ preset: "2y" }, "out", { preset: "2y" }],
    [{ preset: "1h" }, "in", { from: now - hour / 2, to: now }], [span, "in", { from: now - 8.5 * hour, to: now - 5.5 * hour }],
  ];
  for (const [from, direction, to] of steps) {
    test(`${JSON.stringify(from)} ${direction}`, () => assert.deepEqual(zoomButton(from, direction, null, now), to));
  }
  test("with a cursor the buttons zoom about it", () => assert.deepEqual(zoomButton({ preset: "6h" }, "in", now - 6 * hour, now), { from: now - 6 * hour, to: now - 3 * hour }));
});

describe("two entered times", () => {
  const cases: [number | null, number | null, string | null][] = [
    [null, now, "empty"], [now, null, "empty"], [now - hour, now - 2 * hour, "order"], [now - hour, now - hour, "order"], [now - 60, now, "short"],
    [now - longest - hour, now, "long"], [now - hour, now + hour, "future"], [now - hour, now + 30, null], [now - lengths["7d"], now, null],
  ];
  for (const [from, to, mistake] of cases) test(`${from}…${to}: ${mistake}`, () => assert.equal(mistakeOf(from, to, now), mistake));

  const tokyo = new Zone("Asia/Tokyo");
  test("are those of the user's clocks", () => {
    assert.equal(fieldValue(now, tokyo), "2026-11-24T19:00");
    assert.equal(readField("2026-11-24T19:00", tokyo), now);
    assert.equal(readField("", tokyo), null);
  });
  test("a zone nobody knows is that of the browser", () => assert.equal(new Zone("No/Such").offset(now), new Zone("").offset(now)));
  test("a zone has a name", () => assert.match(tokyo.name(now), /GMT\+9|JST/));
  test("an hour that comes twice is the first, one that is left out is later", () => {
    const berlin = new Zone("Europe/Berlin");
    const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
    assert.equal(berlin.at(at("2026-10-25T02:30:00")), at("2026-10-25T00:30:00"));
    assert.equal(berlin.at(at("2026-03-29T02:30:00")), at("2026-03-29T01:30:00"));
  });
  test("one name of the clocks is right for a week, not across their change and not for a year", () => {
    const berlin = new Zone("Europe/Berlin");
    assert.ok(berlin.isSteady({ from: now - 7 * 24 * hour, to: now }));
    assert.ok(!berlin.isSteady({ from: now - 40 * 24 * hour, to: now }));
    assert.ok(!berlin.isSteady({ from: now - lengths["1y"], to: now }));
    assert.ok(tokyo.isSteady({ from: now - lengths["2y"], to: now }));
  });
  test("clocks that were put forward", () => {
    const berlin = new Zone("Europe/Berlin");
    const before = Date.parse("2026-03-29T00:30:00Z") / 1000;
    assert.equal(berlin.offset(before), hour);
    assert.equal(berlin.offset(before + hour), 2 * hour);
    assert.equal(berlin.at(berlin.wall(before)), before);
    assert.equal(berlin.at(berlin.wall(before + hour)), before + hour);
  });
});
