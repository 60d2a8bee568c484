import type { Forecast, ForecastPoint, Series } from "../app/types";
import { bandPath, forecastBand, forecastPath, linePath, type Projection } from "./paths";
import type { Figure } from "./plan";
import { lengthOf, type Span } from "./range";
import { scaleOf, type Scale } from "./scale";
import { commonGaps, continued, extentOf, gapsOf, hasValues, lastValue, noPoints, type Past } from "./series";

/** Room beside the lines, pixels: the words of both axes, and half a stroke. */
export const margin = { left: 60, right: 2, top: 6, bottom: 18 };

export interface DrawnLine {
  path: string;
  band: string;
}

/** All of a chart that stands still while somebody points at it, as the screen needs it. */
export interface Drawing {
  width: number;
  height: number;
  axis: Span;
  scale: Scale;
  projection: Projection;
  lines: DrawnLine[];
  before: string[];
  capacity: string;
  gaps: Span[];
  forecast: { line: string; band: string } | null;
  /** What the forecast says, from the last measured value on. */
  future: ForecastPoint[];
  /** The right end of the measured, where the future is shown as well. */
  now: number | null;
  /** The moment at which the thing is expected to be full, when the axis reaches it, and the time in which it will be with 80 % probability. */
  full: { at: number | null; between: Span | null };
}

export interface Size {
  width: number;
  height: number;
}

/** The lines of the previous period that belong to a chart, in the order of its own. */
export function formerLines(figure: Figure, before: readonly Series[] | null): Series[] {
  return figure.lines.flatMap((line) => before?.find((one) => one.metric === line.metric && one.part === line.part && hasValues(one.points)) ?? []);
}

export function draw(figure: Figure, past: Past, axis: Span, { width, height }: Size, forecast: Forecast | null): Drawing {
  const before = formerLines(figure, past.before);
  const future = forecast ? futureOf(figure, forecast, axis) : [];
  const capacity = figure.capacity ? lastValue(figure.capacity.points)?.value ?? null : null;
  const extent = extentOf([...figure.lines, ...before].map((one) => one.points), past.span);
  // Of nothing there is no scale that would mean anything.
  const scale = extent ? scaleOf(figure.plan.unit, extent.low, extent.high, capacity) : { bottom: 0, top: 1, ticks: [] };
  const projection = project(axis, scale, { width, height });
  return {
    width, height, axis, scale, projection,
    lines: figure.lines.map((line) => ({ path: linePath(line.points, projection), band: bandPath(line.points, projection) })),
    before: before.map((line) => linePath(line.points, projection)),
    capacity: figure.capacity ? linePath(figure.capacity.points, projection) + limitPath(capacity, past.span.to, axis.to, projection) : "",
    gaps: commonGaps(figure.lines.map((line) => gapsOf(line, past.span, past.step))),
    future,
    forecast: future.length > 0 ? { line: forecastPath(future, projection), band: forecastBand(future, projection) } : null,
    now: axis.to > past.span.to ? past.span.to : null,
    full: fullWithin(forecast, axis),
  };
}

/** The capacity goes on into the future as it is now. */
function limitPath(capacity: number | null, from: number, to: number, { x, y }: Projection): string {
  return capacity === null || to <= from ? "" : `M${x(from).toFixed(1)} ${y(capacity).toFixed(1)}H${x(to).toFixed(1)}`;
}

function futureOf(figure: Figure, forecast: Forecast, axis: Span): ForecastPoint[] {
  const line = continued(forecast.line, figure.lines[0]?.points ?? noPoints);
  return axis.to > (line[0]?.t ?? Infinity) && line.length > 1 ? line : [];
}

function fullWithin(forecast: Forecast | null, axis: Span): Drawing["full"] {
  if (!forecast?.fullAt) return { at: null, between: null };
  const { earliest, expected, latest } = forecast.fullAt;
  const seconds = (at: string | null, otherwise: number): number => (at === null ? otherwise : Date.parse(at) / 1000);
  const at = seconds(expected, NaN);
  const between = { from: Math.max(axis.from, seconds(earliest, at)), to: Math.min(axis.to, seconds(latest, axis.to)) };
  return { at: at > axis.from && at < axis.to ? at : null, between: between.from < between.to ? between : null };
}

export function project(axis: Span, scale: Scale, { width, height }: Size): Projection {
  const [inner, tall] = [width - margin.left - margin.right, height - margin.top - margin.bottom];
  return {
    x: (at) => margin.left + (inner * (at - axis.from)) / (axis.to - axis.from),
    y: (value) => margin.top + tall * (1 - (value - scale.bottom) / (scale.top - scale.bottom)),
  };
}

/** The time under a place on the screen, within the axis. */
export function timeAt(x: number, axis: Span, width: number): number {
  const share = (x - margin.left) / (width - margin.left - margin.right);
  return axis.from + Math.min(1, Math.max(0, share)) * (axis.to - axis.from);
}

/** How far the axis reaches into the future: to the end of the longest forecast, but not over more than a third of the chart. */
export function axisOf(span: Span, forecasts: readonly Forecast[]): Span {
  const end = Math.max(span.to, ...forecasts.map(({ line }) => line[line.length - 1]?.t ?? span.to));
  return { from: span.from, to: Math.min(end, span.to + lengthOf(span) / 2) };
}
