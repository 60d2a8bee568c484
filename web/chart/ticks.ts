import type { Span } from "./range";
import type { Zone } from "./zone";

export interface TimeTick {
  at: number;
  label: string;
  /** The beginning of something larger than its neighbours: a day among hours, a year among months. */
  strong: boolean;
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  10, 30, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day,
];
const monthSteps = [1, 3, 6, 12];
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Where the time axis has words: round times by the user's clocks, `wanted` of them or fewer. */
export function timeTicks(span: Span, wanted: number, zone: Zone): TimeTick[] {
  const least = (span.to - span.from) / Math.max(1, wanted);
  const step = steps.find((one) => one >= least);
  const walls = step === undefined ? monthWalls(span, least, zone) : evenWalls(span, step, zone);
  const ticks: TimeTick[] = [];
  for (const wall of walls) {
    const at = zone.at(wall);
    // An hour that clocks leave out or show twice makes neighbours that are the same or out of order.
    if (at < span.from || at > span.to || at <= (ticks[ticks.length - 1]?.at ?? -Infinity)) continue;
    ticks.push({ at, ...labelOf(zone.wall(at), step) });
  }
  return ticks;
}

function evenWalls({ from, to }: Span, step: number, zone: Zone): number[] {
  // Weeks begin on Mondays; 1970 began on a Thursday.
  const origin = step % (7 * day) === 0 ? 4 * day : 0;
  const walls: number[] = [];
  for (let wall = Math.ceil((zone.wall(from) - hour - origin) / step) * step + origin; wall <= zone.wall(to) + hour; wall += step) walls.push(wall);
  return walls;
}

function monthWalls({ from, to }: Span, least: number, zone: Zone): number[] {
  const every = monthSteps.find((count) => count * 31 * day >= least) ?? 12;
  const begin = new Date(zone.wall(from) * 1000);
  const walls: number[] = [];
  for (let month = Math.floor(begin.getUTCMonth() / every) * every; ; month += every) {
    const wall = Date.UTC(begin.getUTCFullYear(), month, 1) / 1000;
    if (wall > zone.wall(to)) return walls;
    walls.push(wall);
  }
}

function labelOf(wall: number, step: number | undefined): { label: string; strong: boolean } {
  const date = new Date(wall * 1000);
  const month = months[date.getUTCMonth()] ?? "";
  if (step === undefined) {
    const january = date.getUTCMonth() === 0;
    return { label: january ? date.getUTCFullYear().toString() : month, strong: january };
  }
  const midnight = wall % day === 0;
  if (step >= day) return { label: `${date.getUTCDate()} ${month}`, strong: date.getUTCDate() === 1 };
  if (midnight) return { label: `${date.getUTCDate()} ${month}`, strong: true };
  return { label: date.toISOString().slice(11, step < minute ? 19 : 16), strong: false };
}

/** `24 Nov 2026, 10:00`, with seconds where they matter. */
export function dateTime(at: number, zone: Zone, seconds = false): string {
  const date = new Date(zone.wall(Math.floor(at)) * 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""} ${date.getUTCFullYear()}, ${date.toISOString().slice(11, seconds ? 19 : 16)}`;
}

/** `24 Nov 2026`. */
export function dateOnly(at: number, zone: Zone): string {
  return dateTime(at, zone).split(",")[0] ?? "";
}
