import { memo } from "react";

export interface SparklineProps {
  values: readonly (number | null)[] | undefined;
  /** Changes when `values` does; they grow in place. */
  version: number;
  /** The top of the scale; null takes the largest value. The bottom is always zero. */
  top: number | null;
  points?: number;
  width?: number;
  height?: number;
}

/** A line of the last minutes: zero-based, gaps stay gaps. */
export const Sparkline = memo(function Sparkline({ values, top, points = 60, width = 72, height = 18 }: SparklineProps) {
  return (
    <svg className="sparkline" width={width} height={height} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path d={values ? sparkPath(values, top, points, width, height) : ""} />
    </svg>
  );
});

export function sparkPath(values: readonly (number | null)[], top: number | null, points: number, width: number, height: number): string {
  let largest = top ?? 0;
  if (top === null) for (const value of values) if (value !== null && value > largest) largest = value;
  const scale = largest > 0 ? (height - 2) / largest : 0;
  const step = width / Math.max(1, points - 1);
  // The newest value stands at the right edge, however few there are.
  const start = points - values.length;
  let path = "";
  let drawing = false;
  values.forEach((value, index) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const x = ((start + index) * step).toFixed(1);
    const y = (height - 1 - Math.min(largest, Math.max(0, value)) * scale).toFixed(1);
    const alone = !drawing && (values[index + 1] ?? null) === null;
    path += `${drawing ? "L" : "M"}${x} ${y}${alone ? "h.8" : ""}`;
    drawing = true;
  });
  return path;
}
