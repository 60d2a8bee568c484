import { duration } from "../app/format";
import type { PatrolProgress, PatrolRun, PatrolStatus } from "../app/api-types";
import { patrolPage as words } from "./text-patrol";

// Sentences that are made of numbers.

/** `Nothing found in 412 resources, 118 checks, 3 min ago.` */
export function nothingFound(status: PatrolStatus, now: number): string {
  return words.empty.looked(status.resources_checked, status.checks, since(status.last_patrol_at, now));
}

/** Why the last run says less than it should; null when it does not. */
export function failureOf({ last_run }: Pick<PatrolStatus, "last_run">): string | null {
  if (last_run?.status !== "error") return null;
  return last_run.problem ? words.empty.failed(last_run.problem) : words.strip.failedChecks(last_run.failed_checks);
}

export interface BlindReason {
  reason: string;
  count: number;
  checks: { check: string; count: number }[];
}

/** Each reason once, with the checks that it kept from judging, the commonest first. */
export function blindReasons(told: PatrolRun["not_evaluable_reasons"]): BlindReason[] {
  const reasons = new Map<string, BlindReason>();
  for (const { reason, check, count } of told) {
    const one = reasons.get(reason) ?? { reason, count: 0, checks: [] };
    reasons.set(reason, { reason, count: one.count + count, checks: [...one.checks, { check, count }] });
  }
  return [...reasons.values()].sort((a, b) => b.count - a.count);
}

/** Why a run took place: who had it look, or what happened. */
export function becauseOf({ trigger, triggered_by }: Pick<PatrolRun, "trigger" | "triggered_by">): string {
  if (triggered_by && trigger === "person") return words.runs.by(triggered_by);
  return triggered_by && trigger === "event" ? triggered_by : words.runs.triggers[trigger] ?? trigger;
}

function since(at: string | undefined, now: number): string {
  return at === undefined ? words.never : words.ago(duration(Math.max(0, (now - Date.parse(at)) / 1000)));
}

/** How long until a time: `in 3 h`, or that it is due. */
export function until(at: string, now: number): string {
  const seconds = (Date.parse(at) - now) / 1000;
  // To the nearest unit: what is six hours away a second ago is not yet five.
  const unit = seconds < 60 ? 1 : seconds < 3600 ? 60 : seconds < 86_400 ? 3600 : 86_400;
  return seconds < 1 ? words.due : words.in(duration(seconds + unit / 2));
}

/** Milliseconds as people say them: `0.4 s`, `12 s`, `3 min`. */
export function took(milliseconds: number): string {
  return milliseconds < 9_950 ? `${(milliseconds / 1000).toFixed(1)} s` : duration(milliseconds / 1000);
}

export function shareOf({ done, total }: Pick<PatrolProgress, "done" | "total">): number | null {
  return total > 0 ? Math.min(1, done / total) : null;
}

/** Whole minutes as a choice says them. */
export function intervalWords(minutes: number): string {
  const known = words.schedule.intervals[minutes.toString()];
  if (known !== undefined) return known;
  if (minutes % 1440 === 0) return words.schedule.days(minutes / 1440);
  return minutes % 60 === 0 ? words.schedule.hours(minutes / 60) : words.schedule.minutes(minutes);
}

export const intervals = [0, 10, 15, 60, 360, 720, 1440, 10080] as const;

/** What somebody wrote as minutes; null when it is no whole number within the limits. */
export function minutesOf(written: string, least: number, most: number): number | null {
  const minutes = /^\s*\d{1,6}\s*$/.test(written) ? Number(written) : NaN;
  return minutes >= least && minutes <= most ? minutes : null;
}

/** What a run has looked at, the most first: `412 resources: guest 300, node 12`. */
export function coverageWords({ coverage, resources_checked }: Pick<PatrolRun, "coverage" | "resources_checked">, nameOf: (kind: string) => string): string {
  const kinds = Object.entries(coverage).filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a).map(([kind, count]) => `${nameOf(kind)} ${count.toLocaleString("en")}`);
  return kinds.length === 0 ? words.resources(resources_checked) : `${words.resources(resources_checked)}: ${kinds.join(", ")}`;
}

export type Advice = { kind: "text"; text: string } | { kind: "command"; text: string };

/** A recommendation as prose and commands: what stands between backticks, or alone in a line behind `$ `, is to be typed. */
export function adviceOf(recommendation: string): Advice[] {
  return recommendation.split(/(```[\s\S]*?```|`[^`\n]+`|^\$ .+$)/m).flatMap((piece): Advice[] => {
    const command = /^```(?:\w*\n)?([\s\S]*?)```$/.exec(piece)?.[1] ?? /^`([^`\n]+)`$/.exec(piece)?.[1] ?? /^\$ (.+)$/.exec(piece)?.[1];
    if (command !== undefined) return command.trim() === "" ? [] : [{ kind: "command", text: command.trim() }];
    const text = piece.replace(/^[\s.,;:]+(?=\s|$)/, "").trim();
    return text === "" ? [] : [{ kind: "text", text }];
  });
}
