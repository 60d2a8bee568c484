import type { Series } from "../app/types";
import { timesOf } from "./cursor";
import type { Span } from "./range";
import { indexAt, readingOf, type Reading } from "./series";

export interface Row {
  at: number;
  /** One per series; null where nothing is known. */
  readings: (Reading | null)[];
}

/** A chart as a table: a row per time, the newest first. */
export function rowsOf(all: readonly Series[], span: Span): Row[] {
  const times = timesOf(all.map((one) => one.points.t), span);
  return times.reverse().map((at) => ({ at, readings: all.map((one) => exactly(one, at)) }));
}

function exactly(series: Series, at: number): Reading | null {
  const index = indexAt(series.points.t, at);
  return series.points.t[index] === at ? readingOf(series.points, index) : null;
}
