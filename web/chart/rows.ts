import type { Series } from "../app/types";
import { timesOf } from "./cursor";
import type { Span } from "./range";
import { indexAt, readAt, readingOf, type Reading } from "./series";

export interface Row {
  at: number;
  /** One per series, then one per series of the period before; null where nothing is known. */
  readings: (Reading | null)[];
}

/** A chart as a table: a row per time, the newest first. The period before, whose buckets need not begin at the same times, says what it knows of each. */
export function rowsOf(all: readonly Series[], before: readonly Series[], span: Span, step: number): Row[] {
  const own = timesOf(all.map((one) => one.points.t), span);
  const times = own.length > 0 ? own : timesOf(before.map((one) => one.points.t), span);
  return times.reverse().map((at) => ({ at, readings: [...all.map((one) => exactly(one, at)), ...before.map((one) => readAt(one, at, step))] }));
}

function exactly(series: Series, at: number): Reading | null {
  const index = indexAt(series.points.t, at);
  return series.points.t[index] === at ? readingOf(series.points, index) : null;
}
