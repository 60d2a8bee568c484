/** A part of the time axis, in seconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export const presets = ["1h", "6h", "24h", "7d", "30d", "90d", "1y", "2y"] as const;
export type Preset = (typeof presets)[number];

/** What somebody chose to look at: the last while, which moves with the clock, or a span that stands. */
export type Range = { preset: Preset } | Span;

const hour = 3_600;
const day = 24 * hour;
export const lengths: Record<Preset, number> = {
  "1h": hour, "6h": 6 * hour, "24h": day, "7d": 7 * day, "30d": 30 * day, "90d": 90 * day, "1y": 365 * day, "2y": 730 * day,
};

export const usualPreset: Preset = "24h";
/** Below this there are but a few readings. */
export const shortest = 120;
/** Nothing is kept longer. */
export const longest = lengths["2y"];

export function isLive(range: Range): range is { preset: Preset } {
  return "preset" in range;
}

export function spanOf(range: Range, now: number): Span {
  return isLive(range) ? { from: now - lengths[range.preset], to: now } : range;
}

export function lengthOf(span: Span): number {
  return span.to - span.from;
}

/** The range of an address; what cannot be understood is the usual one. */
export function parseRange(text: string | null): Range {
  const preset = presets.find((one) => one === text);
  if (preset) return { preset };
  const [from, to, ...more] = (text ?? "").split("..").map((part) => Date.parse(part) / 1000);
  if (from === undefined || to === undefined || more.length > 0 || !(lengthOf({ from, to }) >= shortest)) return { preset: usualPreset };
  return { from, to };
}

/** As an address carries it; null for what is usual. */
export function formatRange(range: Range): string | null {
  if (isLive(range)) return range.preset === usualPreset ? null : range.preset;
  return `${instant(range.from)}..${instant(range.to)}`;
}

/** `2026-11-24T10:00Z`, with seconds where there are some. */
export function instant(at: number): string {
  return new Date(Math.round(at) * 1000).toISOString().replace(/(:00)?\.000Z$/, "Z");
}

/** A wanted span as it can be shown: not shorter, not longer, not later than there is. At the right edge it lives again. */
export function settle(wanted: Span, now: number): Range {
  const length = Math.min(longest, Math.max(shortest, lengthOf(wanted)));
  const middle = (wanted.from + wanted.to) / 2;
  const to = Math.min(now, middle + length / 2);
  const preset = now - to > length / 100 ? undefined : presets.find((one) => Math.abs(lengths[one] - length) < length / 100);
  return preset ? { preset } : { from: Math.round(to - length), to: Math.round(to) };
}

/** Makes the span longer (`factor` above 1) or shorter, keeping `at` where it stands on the screen. */
export function zoom(span: Span, factor: number, at: number, now: number): Range {
  const length = Math.min(longest, Math.max(shortest, lengthOf(span) * factor));
  const from = at - (length * (at - span.from)) / lengthOf(span);
  return settle({ from, to: from + length }, now);
}

/** What `+` and `−` do while nobody points anywhere: the last while becomes the next shorter or longer one. */
export function zoomButton(range: Range, direction: "in" | "out", at: number | null, now: number): Range {
  const span = spanOf(range, now);
  if (!isLive(range) || at !== null) return zoom(span, direction === "in" ? 0.5 : 2, at ?? (span.from + span.to) / 2, now);
  const next = presets[presets.indexOf(range.preset) + (direction === "in" ? -1 : 1)];
  if (next) return { preset: next };
  return direction === "in" ? zoom(span, 0.5, span.to, now) : range;
}

/** Moves the span by a share of its length; not beyond now. */
export function pan(span: Span, share: number, now: number): Range {
  const shift = Math.min(lengthOf(span) * share, now - span.to);
  return settle({ from: span.from + shift, to: span.to + shift }, now);
}

/** What was drawn over with the pointer, in either direction. */
export function between(one: number, other: number, now: number): Range {
  return settle({ from: Math.min(one, other), to: Math.max(one, other) }, now);
}

/** The same length of time, just before. */
export function previous(span: Span): Span {
  return { from: span.from - lengthOf(span), to: span.from };
}

export type CustomMistake = "empty" | "order" | "short" | "long" | "future";

/** What is wrong with two entered times, as a code of the catalogue; null when nothing is. */
export function mistakeOf(from: number | null, to: number | null, now: number): CustomMistake | null {
  if (from === null || to === null) return "empty";
  if (to <= from) return "order";
  if (to - from < shortest) return "short";
  if (to - from > longest) return "long";
  // A minute of grace: the field has no seconds, and clocks differ.
  return from >= now || to > now + 60 ? "future" : null;
}
