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
    resource, metric: metrics.join(","), from: instant(span.from), to: instant(span.to), points: Math.min(4_000, Math.max(10, Math.round(points))).toString(),
  }).toString();
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
