import { instant, type Span } from "./range";

export interface Wanted {
  resource: string;
  metrics: readonly string[];
  span: Span;
  /** About as many as the chart is wide: more would not be seen. */
  points: number;
}

/** The question behind `?` for the server. */
export function historyQuery({ resource, metrics, span, points }: Wanted): string {
  return new URLSearchParams({
    resource, metric: metrics.join(","), from: rfc3339(span.from), to: rfc3339(span.to), points: Math.min(4_000, Math.max(10, Math.round(points))).toString(),
  }).toString();
}

/** With seconds always: RFC 3339 does not let them be left out, as the address of the page does. */
function rfc3339(at: number): string {
  return new Date(Math.round(at) * 1000).toISOString();
}

/** Where the same is to be had as a file. */
export function csvAddress(wanted: Wanted): string {
  return `./api/history?${historyQuery(wanted)}&format=csv`;
}

/** `guest-homelab-101, 2026-11-24.csv`: harmless in any file system. */
export function csvName(resource: string, span: Span): string {
  const plain = resource.replace(/[^A-Za-z0-9.@_-]+/g, "-");
  return `${plain}, ${instant(span.from).slice(0, 10)} to ${instant(span.to).slice(0, 10)}.csv`;
}

/** When a chart that ends now is asked for again, milliseconds: with the next bucket, not more than six times a minute. */
export function renewalDelay(stepSeconds: number): number {
  return 1000 * Math.min(600, Math.max(10, stepSeconds));
}
