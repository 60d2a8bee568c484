import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Unit } from "../app/types";
import { scaleOf, tickLabel } from "../chart/scale";
import { dateOnly, dateTime, timeTicks } from "../chart/ticks";
import { Zone } from "../chart/zone";

const utc = new Zone("UTC");
const at = (text: string): number => Date.parse(text) / 1000;
const labels = (from: string, to: string, wanted: number, zone = utc): string[] => timeTicks({ from: at(from), to: at(to) }, wanted, zone).map((tick) => tick.label);

describe("time axis", () => {
  test("minutes", () => assert.deepEqual(labels("2026-11-24T09:47:00Z", "2026-11-24T10:47:00Z", 5), ["10:00", "10:15", "10:30", "10:45"]));
  test("seconds", () => assert.deepEqual(labels("2026-11-24T10:00:05Z", "2026-11-24T10:02:00Z", 4), ["10:00:30", "10:01:00", "10:01:30", "10:02:00"]));
  test("hours, with the day at midnight", () =>
    assert.deepEqual(labels("2026-11-23T20:00:00Z", "2026-11-24T20:00:00Z", 5), ["24 Nov", "06:00", "12:00", "18:00"]));
  test("weeks begin on Mondays", () => assert.deepEqual(labels("2026-11-01T00:00:00Z", "2026-11-30T12:00:00Z", 5), ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]));
  test("months, with the year in January", () => assert.deepEqual(labels("2025-11-15T00:00:00Z", "2026-11-15T00:00:00Z", 5), ["2026", "Apr", "Jul", "Oct"]));
  test("years", () => assert.deepEqual(labels("2024-11-15T00:00:00Z", "2026-11-15T00:00:00Z", 2), ["2025", "2026"]));
  test("midnight is that of the user's clocks", () => {
    const tokyo = new Zone("Asia/Tokyo");
    const ticks = timeTicks({ from: at("2026-11-24T00:00:00Z"), to: at("2026-11-25T00:00:00Z") }, 4, tokyo);
    assert.equal(ticks.find((tick) => tick.strong)?.at, at("2026-11-24T15:00:00Z"));
  });
  test("days stay at midnight across a change of the clocks", () => {
    const berlin = new Zone("Europe/Berlin");
    const ticks = timeTicks({ from: at("2026-10-23T12:00:00Z"), to: at("2026-10-27T12:00:00Z") }, 5, berlin);
    assert.deepEqual(ticks.map((tick) => tick.at), ["2026-10-23T22:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-26T23:00:00Z"].map(at));
  });
  test("hours that come twice are in order, once each", () => {
    const ticks = timeTicks({ from: at("2026-10-24T23:30:00Z"), to: at("2026-10-25T03:30:00Z") }, 6, new Zone("Europe/Berlin"));
    ticks.forEach((tick, index) => assert.ok(index === 0 || tick.at > (ticks[index - 1]?.at ?? 0)));
  });
  test("an hour that comes twice has its words twice, one that is left out none", () => {
    const berlin = new Zone("Europe/Berlin");
    const marks = (from: string, to: string, wanted: number): string[] =>
      timeTicks({ from: at(from), to: at(to) }, wanted, berlin).map((tick) => `${tick.label} ${new Date(tick.at * 1000).toISOString().slice(11, 16)}`);
    assert.deepEqual(marks("2026-10-24T22:30:00Z", "2026-10-25T03:00:00Z", 5), ["01:00 23:00", "02:00 00:00", "02:00 01:00", "03:00 02:00", "04:00 03:00"]);
    assert.deepEqual(marks("2026-03-28T22:30:00Z", "2026-03-29T03:00:00Z", 5), ["29 Mar 23:00", "01:00 00:00", "03:00 01:00", "04:00 02:00", "05:00 03:00"]);
    // Where both have no room, one.
    assert.deepEqual(marks("2026-10-24T21:30:00Z", "2026-10-25T08:30:00Z", 6), ["25 Oct 22:00", "02:00 00:00", "04:00 03:00", "06:00 05:00", "08:00 07:00"]);
  });
  for (const [name, zone, wanted, from, to, beginning, label] of [
    ["left out", "Africa/Cairo", 5, "2026-04-23T12:00:00Z", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", "24 Apr"],
    ["left out west of Greenwich", "America/Santiago", 5, "2026-09-05T16:00:00Z", "2026-09-06T16:00:00Z", "2026-09-06T04:00:00Z", "6 Sep"],
    ["there twice", "America/Havana", 24, "2026-10-31T16:00:00Z", "2026-11-01T16:00:00Z", "2026-11-01T04:00:00Z", "1 Nov"],
    ["after an hour that came twice", "America/Santiago", 24, "2026-04-04T12:00:00Z", "2026-04-05T12:00:00Z", "2026-04-05T04:00:00Z", "5 Apr"],
  ] as const) {
    test(`a day whose midnight is ${name} begins once, when its clocks do`, () =>
      assert.deepEqual(timeTicks({ from: at(from), to: at(to) }, wanted, new Zone(zone)).filter((tick) => tick.strong), [{ at: at(beginning), label, strong: true }]));
  }
  test("each day of a week is marked, also without a word", () => {
    const ticks = timeTicks({ from: at("2026-10-23T12:00:00Z"), to: at("2026-10-30T12:00:00Z") }, 4, new Zone("Europe/Berlin"));
    assert.deepEqual(ticks.map((tick) => tick.label), ["24 Oct", "", "26 Oct", "", "28 Oct", "", "30 Oct"]);
    assert.ok(ticks.every((tick) => tick.strong && new Zone("Europe/Berlin").wall(tick.at) % 86_400 === 0));
  });
  test("words say what the clocks show at their marks, in every zone, around every change of 2026", () => {
    for (const name of ["Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Auckland"]) {
      const zone = new Zone(name);
      for (let from = at("2026-01-01T00:07:00Z"); from < at("2026-12-31T00:00:00Z"); from += 17 * 3_600) {
        const ticks = timeTicks({ from, to: from + 86_400 }, 8, zone);
        ticks.forEach((tick, index) => {
          assert.ok(index === 0 || tick.at - (ticks[index - 1]?.at ?? 0) >= 2 * 3_600, `${name} ${tick.at}`);
          const shown = dateTime(tick.at, zone).slice(-5);
          assert.ok(tick.label === shown || (tick.strong && shown === "00:00"), `${name} ${tick.label} ${shown}`);
        });
      }
    }
  });
  for (const length of [120, 3_600, 86_400, 7 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400, 730 * 86_400]) {
    test(`${length} s have some words and not too many`, () => {
      const count = timeTicks({ from: at("2026-11-24T10:00:00Z") - length, to: at("2026-11-24T10:00:00Z") }, 6, new Zone("America/New_York")).filter((tick) => tick.label !== "").length;
      assert.ok(count >= 2 && count <= 7, `${count}`);
    });
  }
  test("a moment in words", () => {
    assert.equal(dateTime(at("2026-11-24T10:05:09Z"), utc), "24 Nov 2026, 10:05");
    assert.equal(dateTime(at("2026-11-24T10:05:09Z"), utc, true), "24 Nov 2026, 10:05:09");
    assert.equal(dateOnly(at("2026-11-24T23:05:09Z"), new Zone("Asia/Tokyo")), "25 Nov 2026");
  });
});

describe("value axis", () => {
  const G = 2 ** 30;
  const cases: [string, Unit, number, number, number | null, string[]][] = [
    ["a calm share", "ratio", 0, 0.03, null, ["0", "5 %", "10 %"]],
    ["a busy share", "ratio", 0.2, 0.61, null, ["0", "25 %", "50 %", "75 %", "100 %"]],
    ["more than all, as of several cores", "ratio", 0, 1.4, null, ["0", "50 %", "100 %", "150 %", "200 %"]],
    ["bytes by 1024", "bytes", 0, 13 * G, null, ["0", "4 GiB", "8 GiB", "12 GiB", "16 GiB"]],
    ["bytes within a capacity", "bytes", 0, 3 * G, 16 * G, ["0", "4 GiB", "8 GiB", "12 GiB", "16 GiB"]],
    ["rates", "bytesPerSecond", 0, 700 * 1024, null, ["0", "256 KiB/s", "512 KiB/s", "768 KiB/s"]],
    ["silence", "bytesPerSecond", 0, 0, null, ["0", "256 B/s", "512 B/s", "768 B/s", "1 KiB/s"]],
    ["temperatures do not begin at zero", "celsius", 41, 53, null, ["40 °C", "45 °C", "50 °C", "55 °C"]],
    ["a steady temperature", "celsius", 41, 41, null, ["40 °C", "45 °C", "50 °C"]],
    ["frost", "celsius", -3, 4, null, ["-5 °C", "0 °C", "5 °C"]],
    ["an idle load", "count", 0, 0.02, null, ["0", "0.50", "1"]],
    ["a load", "count", 0, 7.2, null, ["0", "2", "4", "6", "8"]],
  ];
  for (const [name, unit, low, high, capacity, wanted] of cases) {
    test(name, () => {
      const scale = scaleOf(unit, low, high, capacity);
      assert.deepEqual(scale.ticks.map((tick) => tickLabel(unit, tick)), wanted);
      assert.ok(scale.top >= high && scale.top >= (capacity ?? 0) && scale.bottom <= low);
    });
  }
});
