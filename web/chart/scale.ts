import { bytes, byteRate, celsius, decimal, longDuration, percent } from "../app/format";
import { agentWords } from "../app/text-agents";
import type { Unit } from "../app/types";

/** The y axis: from where to where, and the lines across. */
export interface Scale {
  bottom: number;
  top: number;
  ticks: number[];
}

/** Shares have few scales, so that a glance compares two charts: at most 10 %, 20 %, 50 %, all. */
const shareSteps: [top: number, step: number][] = [[0.1, 0.05], [0.2, 0.1], [0.5, 0.25], [1, 0.25]];

/**
 * The scale that shows all of low…high. It begins at zero, but for temperatures, which have none that means anything. Where there
 * is a capacity it is part of the scale.
 */
export function scaleOf(unit: Unit, low: number, high: number, capacity: number | null = null): Scale {
  switch (unit) {
    case "ratio": {
      const [top, step] = shareSteps.find(([one]) => high <= one) ?? [Math.ceil(high), 0.25 * Math.ceil(high)];
      return ticked(0, top, step);
    }
    case "bytes":
    case "bytesPerSecond": {
      const whole = Math.max(high, capacity ?? 0, 1024);
      const step = 2 ** Math.ceil(Math.log2(whole / 4));
      // Not rounded up to the next step: the line of the capacity is the top, with air for its own width.
      return capacity !== null && capacity > 0 ? ticked(0, whole * 1.03, step) : ticked(0, Math.ceil(whole / step) * step, step);
    }
    case "celsius": {
      const step = Math.max(5, round((high - low) / 3));
      const bottom = Math.floor(low / step) * step;
      return ticked(bottom, Math.max(bottom + 2 * step, Math.ceil(high / step) * step), step);
    }
    case "count":
    case "seconds": {
      // Only times are worth looking at in fractions: those of disks.
      const most = unit === "seconds" && high > 0 ? high : Math.max(high, 1);
      const step = round(most / 4);
      return ticked(0, Math.ceil(most / step - 1e-9) * step, step);
    }
  }
}

function ticked(bottom: number, top: number, step: number): Scale {
  const count = Math.floor((top - bottom) / step + 1e-9);
  return { bottom, top, ticks: Array.from({ length: count + 1 }, (_, index) => bottom + index * step) };
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((one) => one * power >= value * 0.999) ?? 10);
}

/** A value in words, as everywhere on the page. */
export function formatOf(unit: Unit): (value: number) => string {
  return { ratio: percent, bytes, bytesPerSecond: byteRate, celsius, count: decimal, seconds: (value: number) => (value > 0 && value < 1 ? agentWords.milliseconds(decimal(Math.round(value * 100_000) / 100)) : longDuration(value)) }[unit];
}

/** The same beside the axis, where a round number needs no decimals. */
export function tickLabel(unit: Unit, value: number): string {
  return value === 0 && unit !== "celsius" ? "0" : formatOf(unit)(value).replace(/\.0+(?= )/, "");
}
