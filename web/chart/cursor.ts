import { indexAt } from "./series";
import { lengthOf, type Span } from "./range";

/** All times at which any of several lists has a point, in a span. */
export function timesOf(lists: readonly (readonly number[])[], span: Span): number[] {
  const times = new Set<number>();
  for (const list of lists) for (const at of list) if (at >= span.from && at <= span.to) times.add(at);
  return [...times].sort((a, b) => a - b);
}

/** The nearest time with a point; the place itself where none is near, as in a gap. */
export function snap(at: number, times: readonly number[], step: number): number {
  const index = indexAt(times, at);
  const near = [times[index], times[index + 1]].filter((one): one is number => one !== undefined && Math.abs(one - at) <= step);
  return near.length === 0 ? at : near.reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best));
}

/** Where a key takes the cursor; null for keys that are not of the cursor. Without a cursor it starts at the end of `span`, which times of a forecast may lie behind. */
export function moveCursor(key: string, at: number | null, times: readonly number[], span: Span): number | null {
  const first = times[0];
  const last = times[times.length - 1];
  if (first === undefined || last === undefined) return null;
  const newest = times[Math.max(0, indexAt(times, span.to))] ?? last;
  const here = at ?? newest;
  const before = times[indexAt(times, here - 1e-6)] ?? first;
  const after = times[indexAt(times, here) + 1] ?? last;
  const page = lengthOf(span) / 10;
  switch (key) {
    case "ArrowLeft": return at === null ? newest : before;
    case "ArrowRight": return at === null ? newest : after;
    case "PageUp": return near(here - page);
    case "PageDown": return near(here + page);
    case "Home": return first;
    case "End": return last;
    default: return null;
  }

  function near(wanted: number): number {
    const index = indexAt(times, wanted);
    return times[Math.max(0, index)] ?? here;
  }
}
