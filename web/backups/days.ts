import type { BackupCalendar } from "../app/api-types";

export type Day = BackupCalendar["days"][number];

/** How a day is drawn: how much was backed up, and whether something went wrong. Of a day without anything nothing is known. */
export interface DayLook {
  amount: "none" | "few" | "some" | "many";
  trouble: boolean;
}

/** `most` is the largest number of good backups of any of the days. */
export function lookOf(day: Day, most: number): DayLook {
  const share = most === 0 ? 0 : day.good / most;
  return { amount: day.good === 0 ? "none" : share < 0.34 ? "few" : share < 0.75 ? "some" : "many", trouble: day.bad > 0 || day.failures > 0 };
}

export const isBlank = (day: Day): boolean => day.good === 0 && day.bad === 0 && day.failures === 0;

export const spans = ["30", "90", "365"] as const;
export type Span = (typeof spans)[number];

export function spanOf(range: string | null): Span {
  return spans.find((one) => `${one}d` === range) ?? "30";
}

/** Where a key leads in a strip of days, the oldest first; null for keys that lead nowhere. */
export function steppedTo(key: string, at: number, count: number): number | null {
  const targets: Record<string, number> = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 7, ArrowUp: at - 7, Home: 0, End: count - 1 };
  const to = targets[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
