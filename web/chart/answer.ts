// What the server says about the past. Times in lists are seconds since 1970, ascending.

export type Unit = "ratio" | "bytes" | "bytesPerSecond" | "celsius" | "count" | "seconds";

/** Buckets that exist, by their beginning. One without values marks where a gap begins: nothing is known from there to the next. */
export interface Points {
  t: number[];
  avg: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  count: number[];
}

export interface Series {
  resource: string;
  metric: string;
  /** A file system, a sensor: where a thing has several of the kind. */
  part: string | null;
  unit: Unit;
  cadenceSeconds: number;
  tiers: string[];
  points: Points;
}

export interface HistoryAnswer {
  from: string;
  to: string;
  stepSeconds: number;
  series: Series[];
}

export interface ForecastPoint {
  t: number;
  value: number;
  low: number;
  high: number;
}

export interface Forecast {
  kind: "filling" | "not_filling" | "not_enough_history" | "full";
  /** For a person, in the server's words. */
  sentence: string;
  capacity: number | null;
  fullAt: { earliest: string | null; expected: string; latest: string | null } | null;
  slopePerDay: number | null;
  line: ForecastPoint[];
  backTest: { held: number; of: number } | null;
}
