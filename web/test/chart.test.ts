import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Forecast, MetricName, Series } from "../app/types";
import { moveCursor, snap, timesOf } from "../chart/cursor";
import { axisOf, draw, formerLines, margin, timeAt } from "../chart/drawing";
import { bandPath, forecastBand, forecastPath, linePath } from "../chart/paths";
import { chartedOf, figuresOf, firstOf, metricsOf, mostParts, mostLines, plansOf } from "../chart/plan";
import { PointingStore } from "../chart/pointing";
import type { Span } from "../chart/range";
import { csvAddress, csvName, historyQuery, renewalDelay } from "../chart/query";
import { rowsOf } from "../chart/rows";
import { commonGaps, continued, extentOf, foreseenAt, gapsOf, hasValues, indexAt, lastValue, moved, readAt, statisticsOf } from "../chart/series";
import { series } from "./history";

const plain = { x: (at: number) => at, y: (value: number) => 100 - value };

describe("a series", () => {
  const gap = series([1, 2, null, undefined, 5, 6]);
  test("the point before a time", () => assert.deepEqual([-1, 0, 5, 10, 55, 99].map((at) => indexAt(gap.points.t, at)), [-1, 0, 0, 1, 4, 4]));
  test("reads its bucket", () => assert.deepEqual(readAt(series([1, 2], { spread: 0.5 }), 14, 10), { avg: 2, min: 1.5, max: 2.5 }));
  for (const at of [-1, 20, 35]) test(`knows nothing at ${at}`, () => assert.equal(readAt(gap, at, 10), null));
  test("its last value stands until the next is due", () => {
    assert.equal(readAt(gap, 64, 10)?.avg, 6);
    assert.equal(readAt(gap, 66, 10), null);
    assert.equal(readAt(gap, 66, 60)?.avg, 6);
  });
  test("has its gaps", () => assert.deepEqual(gapsOf(gap, { from: 0, to: 60 }, 10), [{ from: 20, to: 40 }]));
  test("began late and fell silent", () => assert.deepEqual(gapsOf(gap, { from: -100, to: 200 }, 10), [{ from: -100, to: 0 }, { from: 20, to: 40 }, { from: 65, to: 200 }]));
  test("ends with a gap", () => assert.deepEqual(gapsOf(series([1, null]), { from: 0, to: 60 }, 10), [{ from: 10, to: 60 }]));
  test("with one reading, whose distance to the next nobody knows, stands for its step", () =>
    assert.deepEqual(gapsOf(series([1], { cadenceSeconds: null }), { from: 0, to: 60 }, 20), [{ from: 30, to: 60 }]));
  test("without a point is unknown throughout", () => assert.deepEqual(gapsOf(series([]), { from: 0, to: 60 }, 10), [{ from: 0, to: 60 }]));
  test("a slow one has no gap between its readings", () => assert.deepEqual(gapsOf(series([1], { from: 200, cadenceSeconds: 300 }), { from: 0, to: 600 }, 10), []));
  test("a gap of all is where all have one", () => {
    assert.deepEqual(commonGaps([[{ from: 0, to: 10 }, { from: 20, to: 30 }], [{ from: 5, to: 25 }]]), [{ from: 5, to: 10 }, { from: 20, to: 25 }]);
    assert.deepEqual(commonGaps([[{ from: 0, to: 10 }], []]), []);
    assert.deepEqual(commonGaps([]), []);
  });
  test("of the period before comes to lie on this one", () => assert.deepEqual(moved(gap, 100).points.t, [100, 110, 120, 140, 150]));
  test("is summed up by how often it was measured", () => {
    const uneven = series([1, 4]);
    uneven.points.count = [9, 1];
    assert.deepEqual(statisticsOf(uneven.points, { from: 0, to: 100 }), { min: 1, avg: 1.3, max: 4 });
    assert.equal(statisticsOf(uneven.points, { from: 50, to: 100 }), null);
  });
  test("reaches as far as its band", () => assert.deepEqual(extentOf([series([4], { spread: 1 }).points, series([]).points], { from: 0, to: 9 }), { low: 3, high: 5 }));
  test("its last value", () => {
    assert.deepEqual(lastValue(series([3, 4, null]).points), { at: 10, value: 4 });
    assert.equal(lastValue(series([null]).points), null);
    assert.ok(!hasValues(series([null]).points));
  });
});

describe("lines", () => {
  test("gaps stay gaps", () => assert.equal(linePath(series([1, 2, null, undefined, 5, 6]).points, plain), "M0.0 99.0L10.0 98.0M40.0 95.0L50.0 94.0"));
  test("a value between two gaps is a dot", () => assert.equal(linePath(series([null, 7, null]).points, plain), "M10.0 93.0h.01"));
  test("nothing is no line", () => assert.equal(linePath(series([]).points, plain), ""));
  test("the band is closed, piece by piece", () =>
    assert.equal(bandPath(series([1, 2, null, 4, 5], { spread: 1 }).points, plain), "M0.0 98.0L10.0 97.0L10.0 99.0L0.0 100.0ZM30.0 95.0L40.0 94.0L40.0 96.0L30.0 97.0Z"));
  test("single readings have no band", () => assert.equal(bandPath(series([1, 2, 3]).points, plain), ""));
  test("a forecast goes on where the line ends", () => {
    const line = continued([{ t: 5, value: 9, low: 9, high: 9 }, { t: 20, value: 4, low: 3, high: 6 }], series([1, 2]).points);
    assert.deepEqual(line, [{ t: 10, value: 2, low: 2, high: 2 }, { t: 20, value: 4, low: 3, high: 6 }]);
    assert.equal(forecastPath(line, plain), "M10.0 98.0L20.0 96.0");
    assert.equal(forecastBand(line, plain), "M10.0 98.0L20.0 94.0L20.0 97.0L10.0 98.0Z");
  });
  test("a forecast says something between its points, and nothing beside them", () => {
    const line = [{ t: 10, value: 2, low: 2, high: 2 }, { t: 20, value: 4, low: 3, high: 6 }];
    assert.deepEqual([5, 10, 15, 20, 25].map((at) => foreseenAt(line, at)), [null, { avg: 2, min: 2, max: 2 }, { avg: 3, min: 2.5, max: 4 }, { avg: 4, min: 3, max: 6 }, null]);
    assert.equal(foreseenAt([], 5), null);
  });
  test("a forecast without a line to go on from stands alone", () => assert.equal(continued([{ t: 5, value: 9, low: 9, high: 9 }], series([]).points).length, 1));
});

describe("a drawing", () => {
  const forecast: Forecast = {
    kind: "filling", sentence: "", capacity: 100, fullAt: { earliest: null, expected: new Date(140_000).toISOString(), latest: null }, slopePerDay: 1,
    line: [{ t: 100, value: 60, low: 60, high: 60 }, { t: 400, value: 90, low: 80, high: 99 }], backTest: null,
  };
  const used = series([50, 55, 60], { metric: "diskUsed", unit: "bytes", step: 50 });
  const total = series([100, 100, 100], { metric: "diskTotal", unit: "bytes", step: 50 });
  const [figure] = figuresOf("storage", () => true, [used, total]);
  const past = { span: { from: 0, to: 100 }, step: 50, series: [used, total], before: null };
  assert.ok(figure);
  test("the axis reaches into the future, but not too far", () => {
    assert.deepEqual(axisOf(past.span, [forecast, { ...forecast, line: [] }]), { from: 0, to: 150 });
    assert.deepEqual(axisOf({ from: 0, to: 390 }, [forecast]), { from: 0, to: 400 });
    assert.deepEqual(axisOf(past.span, []), past.span);
  });
  test("with a forecast shows now, and when it is full", () => {
    const drawing = draw(figure, past, { from: 0, to: 150 }, { width: 300, height: 100 }, forecast);
    assert.equal(drawing.now, 100);
    assert.deepEqual(drawing.full, { at: 140, between: { from: 140, to: 150 } });
    assert.deepEqual([drawing.future[0]?.t, drawing.future.length], [100, 2]);
    assert.ok(drawing.forecast !== null && drawing.forecast.line.startsWith("M"));
    assert.ok(drawing.capacity !== "");
  });
  test("shows the time in which it will be full as far as the axis reaches", () => {
    const between = (earliest: number | null, expected: number, latest: number | null): Span | null => {
      const text = (at: number | null): string | null => (at === null ? null : new Date(at * 1000).toISOString());
      return draw(figure, past, { from: 0, to: 150 }, { width: 300, height: 100 }, { ...forecast, fullAt: { earliest: text(earliest), expected: text(expected) ?? "", latest: text(latest) } }).full.between;
    };
    assert.deepEqual(between(120, 130, 140), { from: 120, to: 140 });
    assert.deepEqual(between(120, 300, 400), { from: 120, to: 150 });
    assert.deepEqual(between(120, 130, null), { from: 120, to: 150 });
    assert.equal(between(160, 300, 400), null);
  });
  test("without one ends with what was measured", () => {
    const drawing = draw(figure, past, past.span, { width: 300, height: 100 }, null);
    assert.deepEqual([drawing.now, drawing.full, drawing.future, drawing.forecast, drawing.gaps], [null, { at: null, between: null }, [], null, []]);
  });
  test("of a time of which nothing is known is unknown throughout, and has no scale", () => {
    const [empty] = figuresOf("node", () => true, [series([])]);
    assert.ok(empty);
    const drawing = draw(empty, { ...past, series: [] }, past.span, { width: 300, height: 100 }, null);
    assert.deepEqual([drawing.gaps, drawing.scale.ticks], [[past.span], []]);
  });
  test("a place on the screen is a time, and does not leave the axis", () => {
    const axis = { from: 0, to: 100 };
    assert.equal(timeAt(margin.left, axis, 300), 0);
    assert.equal(timeAt(300 - margin.right, axis, 300), 100);
    assert.equal(timeAt(-50, axis, 300), 0);
    assert.equal(timeAt(900, axis, 300), 100);
  });
  test("compares line with line", () => {
    const before = [series([1], { metric: "diskTotal" }), series([2], { metric: "diskUsed" }), series([], { metric: "cpu" })];
    assert.deepEqual(formerLines(figure, before).map((one) => one.metric), ["diskUsed"]);
    assert.deepEqual(formerLines(figure, null), []);
  });
});

describe("the cursor", () => {
  const times = [0, 10, 20, 50, 60, 100];
  const span = { from: 0, to: 100 };
  const keys: [string, number | null, number | null][] = [
    ["ArrowLeft", null, 100], ["ArrowRight", null, 100], ["ArrowLeft", 50, 20], ["ArrowRight", 20, 50], ["ArrowLeft", 0, 0], ["ArrowRight", 100, 100],
    ["ArrowLeft", 33, 20], ["ArrowRight", 33, 50], ["PageUp", 60, 50], ["PageDown", 50, 60], ["PageUp", 0, 0], ["Home", 50, 0], ["End", null, 100], ["x", 50, null],
  ];
  for (const [key, at, wanted] of keys) test(`${key} at ${at}`, () => assert.equal(moveCursor(key, at, times, span), wanted));
  test("begins where the measured ends, and goes on into a forecast", () => {
    const ahead = [...times, 200, 300];
    assert.deepEqual([moveCursor("ArrowLeft", null, ahead, span), moveCursor("ArrowRight", 100, ahead, span), moveCursor("End", 100, ahead, span)], [100, 200, 300]);
  });
  test("has nowhere to go without points", () => assert.equal(moveCursor("End", null, [], span), null));
  test("goes to the nearest point, and stays where none is near", () => assert.deepEqual([4, 6, 34, 47, 100].map((at) => snap(at, times, 10)), [0, 10, 34, 50, 100]));
  test("knows the times of all lines", () => assert.deepEqual(timesOf([[0, 20, 200], [10, 20]], span), [0, 10, 20]));
  test("is one for all charts, and tells only of changes", () => {
    const pointing = new PointingStore();
    let heard = 0;
    const end = pointing.subscribe(() => (heard += 1));
    pointing.set({ at: 5, chart: "cpu" });
    pointing.set({ at: 5, chart: "cpu" });
    assert.equal(heard, 1);
    pointing.clear();
    assert.deepEqual([heard, pointing.read().at], [2, null]);
    end();
    pointing.set({ at: 7 });
    assert.equal(heard, 2);
  });
});

describe("the table of a chart", () => {
  test("has every time of every line, the newest first", () => {
    const rows = rowsOf([series([1, null, undefined, 4]), series([undefined, 2])], [], { from: 0, to: 100 }, 10);
    assert.deepEqual(rows.map((row) => [row.at, ...row.readings.map((reading) => reading?.avg ?? null)]), [[30, 4, null], [10, null, 2], [0, 1, null]]);
  });
  test("has the period before beside it, whose times may lie between", () => {
    const before = series([7, 8, 9], { from: -4 });
    const told = (rows: { at: number; readings: ({ avg: number } | null)[] }[]): (number | null)[][] => rows.map((row) => [row.at, ...row.readings.map((reading) => reading?.avg ?? null)]);
    assert.deepEqual(told(rowsOf([series([1, 2])], [before], { from: 0, to: 100 }, 10)), [[10, 2, 8], [0, 1, 7]]);
    assert.deepEqual(told(rowsOf([series([])], [before], { from: 0, to: 100 }, 10)), [[16, null, 9], [6, null, 8]]);
  });
});

describe("a thing that is known by its id alone", () => {
  test("its kind says which charts it had", () => {
    assert.equal(chartedOf("guest:lab/101")?.kind, "guest");
    assert.equal(chartedOf("host:nas")?.kind, "host");
  });
  test("what has no charts has none afterwards", () => {
    for (const id of ["source:lab", "cluster:lab", "guest", ""]) assert.equal(chartedOf(id), null);
  });
});

describe("what the server is asked", () => {
  const wanted = { resource: "storage:lab/nfs media@pve-1", metrics: ["diskUsed", "diskTotal"], span: { from: 0, to: 86_400 }, points: 398.4 };
  test("one question for all metrics", () => {
    const query = new URLSearchParams(historyQuery(wanted));
    assert.deepEqual(["resource", "metric", "from", "to", "points"].map((name) => query.get(name)), ["storage:lab/nfs media@pve-1", "diskUsed,diskTotal", "1970-01-01T00:00:00.000Z", "1970-01-02T00:00:00.000Z", "398"]);
  });
  test("within the limits of the server", () => {
    assert.match(historyQuery({ ...wanted, points: 2 }), /points=10$/);
    assert.match(historyQuery({ ...wanted, points: 9_999 }), /points=4000$/);
  });
  test("the same as a file", () => {
    assert.match(csvAddress(wanted), /^\.\/api\/history\?resource=.*&format=csv$/);
    assert.equal(csvName(wanted.resource, wanted.span), "storage-lab-nfs-media@pve-1, 1970-01-01 to 1970-01-02.csv");
  });
  test("again with the next bucket, neither all the time nor never", () => assert.deepEqual([1, 10, 300, 86_400].map(renewalDelay), [10_000, 10_000, 300_000, 600_000]));
});

describe("charts of a kind", () => {
  const none = (): boolean => false;
  test("a storage has one", () => assert.deepEqual(plansOf("storage").map((plan) => plan.key), ["disk"]));
  test("a cluster has none", () => assert.deepEqual(plansOf("cluster"), []));
  test("a guest is asked about with its capacities", () => assert.ok(metricsOf("guest").includes("memoryTotal") && !metricsOf("guest").includes("temperature")));
  test("what a thing neither has nor had makes no chart", () => {
    assert.deepEqual(figuresOf("node", none, [series([]), series([1], { metric: "load1" })]).map((figure) => figure.key), ["load"]);
    assert.deepEqual(figuresOf("node", (metric) => metric === "cpu", [series([])]).map((figure) => figure.key), ["cpu"]);
  });
  test("every file system has a chart with its own capacity", () => {
    const of = (metric: MetricName, part: string): Series => series([1], { metric, part, unit: "bytes" });
    const figures = figuresOf("host", none, [of("diskUsed", "/var"), of("diskUsed", "/"), of("diskTotal", "/"), of("diskTotal", "/var")]);
    assert.deepEqual(figures.map((figure) => [figure.key, figure.capacity?.part]), [["disk:/", "/"], ["disk:/var", "/var"]]);
  });
  test("of many file systems the first few are shown at first", () => {
    const systems = Array.from({ length: 20 }, (_, index) => series([1], { metric: "diskUsed", part: `/srv/${index}`, unit: "bytes" }));
    const figures = figuresOf("host", none, [...systems, series([1], { metric: "diskUsed" }), series([1], { metric: "load1" })]);
    assert.equal(figures.length, 22);
    const first = firstOf(figures);
    assert.deepEqual([first.length, first[0]?.key, first[mostParts]?.part, first[mostParts + 1]?.key], [mostParts + 2, "disk", "/srv/11", "load"]);
    assert.equal(firstOf(figures.slice(-1)).length, 1);
  });
  test("sensors share a chart, as many as can be told apart", () => {
    const sensors = Array.from({ length: 9 }, (_, index) => series([40], { metric: "temperature", part: `Core ${index}`, unit: "celsius" }));
    const [figure] = figuresOf("host", none, sensors);
    assert.deepEqual([figure?.lines.length, figure?.further.length], [mostLines, 9 - mostLines]);
  });
  test("a machine without swap has no chart of it", () =>
    assert.deepEqual(figuresOf("host", () => true, [series([0], { metric: "swapUsed" }), series([0], { metric: "swapTotal" })]), []));
  test("lines keep the order of the plan", () =>
    assert.deepEqual(figuresOf("node", none, [series([1], { metric: "networkOut" }), series([1], { metric: "networkIn" })])[0]?.lines.map((line) => line.metric), ["networkIn", "networkOut"]));
});
