import type { EvidenceMark, FindingEvidence } from "../app/api-types";
import type { Span } from "../chart/range";

// Where the marks of a chart stand.

/** Room on one side of a drawn stretch, as a share of it: so that a mark at its edge is seen to be one. */
const air = 0.02;
/** No mark draws the axis further than this, in lengths of the stretch: of a far future nothing of the past would be left to see. */
const furthest = 1;

/** The time axis of a stretch of history and of the marks that lie near it. */
export function axisOfMarks({ from, to, marks }: Pick<FindingEvidence, "from" | "to" | "marks">): Span | null {
  const [start, end] = [seconds(from), seconds(to)];
  if (start === null || end === null || end <= start) return null;
  const length = end - start;
  const times = marks.flatMap(({ at }) => seconds(at) ?? []).filter((at) => at >= start - length * furthest && at <= end + length * furthest);
  const [least, most] = [Math.min(start, ...times), Math.max(end, ...times)];
  return { from: least, to: most + (most > end ? (most - least) * air : 0) };
}

export function seconds(at: string | undefined): number | null {
  const time = at === undefined ? NaN : Date.parse(at) / 1000;
  return Number.isNaN(time) ? null : time;
}

export interface Placed {
  mark: EvidenceMark;
  /** Null where it is a level, which holds at all times, or lies beyond the axis. */
  x: number | null;
  y: number;
  /** Where its word stands: moved up or down where others stand already. */
  labelY: number;
}

/** Lines of words nearer than this would touch, pixels. */
const lineHeight = 13;

export function placed(marks: readonly EvidenceMark[], axis: Span, x: (at: number) => number, y: (value: number) => number, limits: { top: number; bottom: number }): Placed[] {
  const all = marks.map((mark): Placed => {
    const at = seconds(mark.at);
    return { mark, x: at === null || at < axis.from || at > axis.to ? null : x(at), y: y(mark.value), labelY: y(mark.value) };
  });
  const byHeight = [...all].sort((a, b) => a.y - b.y);
  let last = limits.top - lineHeight / 2;
  for (const one of byHeight) {
    one.labelY = Math.max(one.y - 3, last + lineHeight);
    last = one.labelY;
  }
  // What was pushed out below goes back up, and takes with it what stands in its way.
  let next = limits.bottom + lineHeight - 2;
  for (const one of byHeight.reverse()) {
    one.labelY = Math.min(one.labelY, next - lineHeight);
    next = one.labelY;
  }
  return all;
}
