import { text } from "../app/text";
import type { Level } from "../app/trouble";
import type { Forecast } from "../app/types";
import { dateOnly } from "./ticks";
import type { Zone } from "./zone";

/** Full within this, seconds, is worth a warning. */
const soon = 30 * 86_400;

/** A forecast in a line, and how much it asks for attention. */
export interface Outlook {
  level: Level;
  words: string;
}

/** `Full on 8 Jan 2027 (80 %: 2 Jan 2027 – 15 Jan 2027)`; else the server's sentence, which says the reason. `now` in milliseconds. */
export function outlookOf({ kind, sentence, fullAt }: Forecast, zone: Zone, now: number): Outlook {
  if (kind === "full") return { level: "critical", words: sentence };
  if (kind !== "filling" || !fullAt) return { level: "ok", words: sentence };
  const day = (at: string): string => dateOnly(Date.parse(at) / 1000, zone);
  const { earliest, expected, latest } = fullAt;
  const margin = text.chart.fullMargin(earliest === null ? null : day(earliest), latest === null ? null : day(latest));
  return { level: Date.parse(expected) - now < soon * 1000 ? "warning" : "ok", words: `${text.chart.fullOn(day(expected))} (${margin})` };
}
