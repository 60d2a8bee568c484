import type { Span } from "./range";
import type { Zone } from "./zone";

export interface TimeTick {
  at: number;
  /** Empty for a mark without a word. */
  label: string;
  /** The beginning of something larger than its neighbours: a day among hours, a year among months; each day of a week. */
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

/** Up to this length every day has a mark, also where a word has no room: a week and what may be forecast of it. */
const markedDays = 11 * day;

/** Where the time axis has words: round times by the user's clocks, `wanted` of them or fewer; and where days begin. */
export function timeTicks(span: Span, wanted: number, zone: Zone): TimeTick[] {
  const least = (span.to - span.from) / Math.max(1, wanted);
  const step = steps.find((one) => one >= least);
  if (step === undefined) return monthStarts(span, least, zone).map((at) => ({ at, ...monthLabel(zone.wall(at)) }));
  const days = span.to - span.from <= markedDays ? dayStarts(span, day, zone) : [];
  const named = step < day ? clockTimes(span, step, days, zone) : dayStarts(span, step, zone);
  return [...new Set([...days, ...named])].sort((one, other) => one - other).map((at) => {
    const [wall, isDay] = [zone.wall(at), days.includes(at)];
    if (step >= day) return { at, label: named.includes(at) ? dayLabel(wall) : "", strong: isDay || new Date(wall * 1000).getUTCDate() === 1 };
    return { at, label: isDay ? dayLabel(wall) : clockLabel(wall, step), strong: isDay };
  });
}

/** Every so many days, from when their clocks begin. */
function dayStarts(span: Span, step: number, zone: Zone): number[] {
  // Weeks begin on Mondays; 1970 began on a Thursday.
  const origin = step % (7 * day) === 0 ? 4 * day : 0;
  const starts: number[] = [];
  for (let wall = Math.ceil((zone.wall(span.from) - day - origin) / step) * step + origin; wall <= zone.wall(span.to) + day; wall += step) {
    starts.push(zone.at(wall));
  }
  return within(span, starts);
}

/** Round times of the clocks: none in an hour that they leave out, both in one that they show twice, where there is room. */
function clockTimes({ from, to }: Span, step: number, days: readonly number[], zone: Zone): number[] {
  const times: number[] = [];
  const hasRoom = (at: number): boolean => [...days, ...times.slice(-1)].every((one) => one === at || Math.abs(one - at) >= 0.75 * step);
  for (let at = Math.ceil(from); at <= to;) {
    const offset = zone.offset(at);
    const next = Math.ceil((at + offset) / step) * step - offset;
    if (zone.offset(next) !== offset) {
      at = zone.change(at, next);
      continue;
    }
    if (next <= to && hasRoom(next)) times.push(next);
    at = next + 1;
  }
  return times;
}

function monthStarts(span: Span, least: number, zone: Zone): number[] {
  const every = monthSteps.find((count) => count * 31 * day >= least) ?? 12;
  const begin = new Date(zone.wall(span.from) * 1000);
  const starts: number[] = [];
  for (let month = Math.floor(begin.getUTCMonth() / every) * every; ; month += every) {
    const at = zone.at(Date.UTC(begin.getUTCFullYear(), month, 1) / 1000);
    if (at > span.to) return within(span, starts);
    starts.push(at);
  }
}

function within({ from, to }: Span, times: readonly number[]): number[] {
  return times.filter((at) => at >= from && at <= to);
}

function clockLabel(wall: number, step: number): string {
  return new Date(wall * 1000).toISOString().slice(11, step < minute ? 19 : 16);
}

function dayLabel(wall: number): string {
  const date = new Date(wall * 1000);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ""}`;
}

function monthLabel(wall: number): { label: string; strong: boolean } {
  const date = new Date(wall * 1000);
  const january = date.getUTCMonth() === 0;
  return { label: january ? date.getUTCFullYear().toString() : months[date.getUTCMonth()] ?? "", strong: january };
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
