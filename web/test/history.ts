import type { Series } from "../app/types";

/** A series from its averages, a point every `step` seconds; null begins a gap, undefined is no point at all. */
export function series(values: (number | null | undefined)[], change: Partial<Series> & { from?: number; step?: number; spread?: number } = {}): Series {
  const { from = 0, step = 10, spread = 0, ...rest } = change;
  const points: Series["points"] = { t: [], avg: [], min: [], max: [], count: [] };
  values.forEach((value, index) => {
    if (value === undefined) return;
    points.t.push(from + index * step);
    points.avg.push(value);
    points.min.push(value === null ? null : value - spread);
    points.max.push(value === null ? null : value + spread);
    points.count.push(value === null ? 0 : 1);
  });
  return { resource: "guest:lab/101", metric: "cpu", part: null, unit: "ratio", cadenceSeconds: 10, tiers: ["raw"], points, ...rest };
}
