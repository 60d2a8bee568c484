import type { Level } from "../app/trouble";
import type { SetupProgress } from "../app/types";

/** Of a code that ends at a moment of the page's own clock, milliseconds. Never negative. */
export function secondsLeft(endsAt: number, now: number): number {
  return Math.max(0, Math.ceil((endsAt - now) / 1000));
}

export function hasEnded(seconds: number): boolean {
  return seconds === 0;
}

/** `14:05` */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

export function levelOfStage(stage: SetupProgress["stage"]): Level {
  if (stage === "done") return "ok";
  return stage === "failed" ? "critical" : "watch";
}
