import type { ForecastPoint, Points, Series } from "../app/types";
import { lengthOf, type Span } from "./range";

/** What is known of a thing and a time. */
export interface Past {
  /** What was asked for: the axis, also where nothing was recorded. */
  span: Span;
  step: number;
  series: Series[];
  /** Of the period before, moved to this one; null when nobody wants to compare. */
  before: Series[] | null;
}

export const noPoints: Points = { t: [], avg: [], min: [], max: [], count: [] };

export function hasValues(points: Points): boolean {
  return points.avg.some((value) => value !== null);
}

/** How long the last value of a series stands for what comes after, seconds: the next one is not due before. A value alone tells no distance. */
export function holds(series: Series, step: number): number {
  return 1.5 * Math.max(step, series.cadenceSeconds ?? 0);
}

/** The index of the last point at or before a time; -1 when there is none. */
export function indexAt(t: readonly number[], at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((t[middle] ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface Reading {
  avg: number;
  min: number;
  max: number;
}

/** What a series says of a moment; null when nothing is known of it. */
export function readAt(series: Series, at: number, step: number): Reading | null {
  const { t } = series.points;
  const index = indexAt(t, at);
  const reading = readingOf(series.points, index);
  const last = index === t.length - 1;
  return reading && last && at - (t[index] ?? 0) > holds(series, step) ? null : reading;
}

export function readingOf(points: Points, index: number): Reading | null {
  const avg = points.avg[index] ?? null;
  return avg === null ? null : { avg, min: points.min[index] ?? avg, max: points.max[index] ?? avg };
}

/** The parts of a span of which a series says nothing: before it began, its gaps, and after it fell silent. */
export function gapsOf(series: Series, span: Span, step: number): Span[] {
  const { t, avg } = series.points;
  const gaps: Span[] = [];
  const add = (from: number, to: number): void => {
    const gap = { from: Math.max(from, span.from), to: Math.min(to, span.to) };
    if (lengthOf(gap) > 0) gaps.push(gap);
  };
  const first = t[0];
  if (first === undefined) return [span];
  // A bucket that began before the span, or the first after it did, is no gap.
  if (first - span.from > holds(series, step)) add(span.from, first);
  t.forEach((at, index) => {
    if (avg[index] !== null) return;
    add(at, t[index + 1] ?? span.to);
  });
  const end = (t[t.length - 1] ?? 0) + holds(series, step);
  if (avg[avg.length - 1] !== null && end < span.to) add(end, span.to);
  return gaps;
}

/** Where all of several lists of gaps have one. */
export function commonGaps(lists: readonly Span[][]): Span[] {
  const [first, ...others] = lists;
  return others.reduce((common, list) => common.flatMap((one) => list.flatMap((other) => overlap(one, other))), first ?? []);
}

function overlap(one: Span, other: Span): Span[] {
  const from = Math.max(one.from, other.from);
  const to = Math.min(one.to, other.to);
  return to > from ? [{ from, to }] : [];
}

/** A series of the period before, moved to where it can be compared. */
export function moved(series: Series, by: number): Series {
  return { ...series, points: { ...series.points, t: series.points.t.map((at) => at + by) } };
}

export interface Statistics {
  min: number;
  avg: number;
  max: number;
}

/** Of the points in a span, each counted as often as it was measured. */
export function statisticsOf(points: Points, span: Span): Statistics | null {
  let [min, max, sum, count] = [Infinity, -Infinity, 0, 0];
  points.t.forEach((at, index) => {
    const reading = at < span.from || at > span.to ? null : readingOf(points, index);
    if (!reading) return;
    const weight = Math.max(1, points.count[index] ?? 1);
    min = Math.min(min, reading.min);
    max = Math.max(max, reading.max);
    sum += reading.avg * weight;
    count += weight;
  });
  return count === 0 ? null : { min, avg: sum / count, max };
}

/** The lowest and highest value that lines and bands reach in a span; null when there are none. */
export function extentOf(all: readonly Points[], span: Span): { low: number; high: number } | null {
  const found = all.map((points) => statisticsOf(points, span)).filter((one): one is Statistics => one !== null);
  return found.length === 0 ? null : { low: Math.min(...found.map((one) => one.min)), high: Math.max(...found.map((one) => one.max)) };
}

/** A forecast that begins where the measured line ends, so that both read as one. */
export function continued(line: readonly ForecastPoint[], points: Points): ForecastPoint[] {
  const last = lastValue(points);
  if (!last) return [...line];
  return [{ t: last.at, value: last.value, low: last.value, high: last.value }, ...line.filter((point) => point.t > last.at)];
}

/** What a forecast says of a moment: between two of its points what lies between them; null where it says nothing. */
export function foreseenAt(line: readonly ForecastPoint[], at: number): Reading | null {
  const after = line.findIndex((point) => point.t >= at);
  const [one, other] = [line[Math.max(0, after - 1)], line[after]];
  if (!one || !other || at < one.t) return null;
  const share = other.t === one.t ? 0 : (at - one.t) / (other.t - one.t);
  const mix = (from: number, to: number): number => from + share * (to - from);
  return { avg: mix(one.value, other.value), min: mix(one.low, other.low), max: mix(one.high, other.high) };
}

export function lastValue(points: Points): { at: number; value: number } | null {
  for (let index = points.t.length - 1; index >= 0; index--) {
    const [at, value] = [points.t[index], points.avg[index] ?? null];
    if (at !== undefined && value !== null) return { at, value };
  }
  return null;
}
