// Calls of the page Patrol; those that every page makes are in the store.
import { call } from "../app/api";
import type { DismissalReason, Finding, NewSuppressionRule, PatrolCheck, PatrolRun, PatrolSchedule, SuppressionRule } from "../app/api-types";

const of = encodeURIComponent;
const base = "ai/patrol";
/** So many runs are listed. */
const mostRuns = 50;

/** Something a person does with a finding. */
export type Act =
  | { act: "acknowledge" | "resolve" | "suppress"; note?: string }
  | { act: "snooze"; hours: number; note?: string }
  | { act: "dismiss"; reason: DismissalReason; note?: string }
  | { act: "reopen" };

function bodyOf(id: string, act: Act): object {
  const note = "note" in act && act.note !== undefined && act.note.trim() !== "" ? { note: act.note.trim() } : {};
  switch (act.act) {
    // Its call knows no note.
    case "snooze": return { finding_id: id, duration_hours: act.hours };
    case "dismiss": return { finding_id: id, reason: act.reason, ...note };
    case "reopen": return { finding_id: id };
    default: return { finding_id: id, ...note };
  }
}

export const patrolAPI = {
  finding: (id: string, signal: AbortSignal) => call<Finding>("GET", `${base}/findings/${of(id)}`, { signal }),
  findingsOf: (resource: string, signal: AbortSignal) => call<Finding[]>("GET", `${base}/findings?resource_id=${of(resource)}&hidden=true`, { signal }),
  /** Also what is over, the newest first; at most 1,000. */
  history: (signal: AbortSignal) => call<Finding[]>("GET", `${base}/history`, { signal }),
  runs: (signal: AbortSignal) => call<PatrolRun[]>("GET", `${base}/runs?limit=${mostRuns}`, { signal }),
  suppressions: (signal: AbortSignal) => call<SuppressionRule[]>("GET", `${base}/suppressions`, { signal }),
  checks: (signal: AbortSignal) => call<PatrolCheck[]>("GET", `${base}/checks`, { signal }),
  check: (code: string, signal: AbortSignal) => call<PatrolCheck>("GET", `${base}/checks/${of(code)}`, { signal }),
  schedule: (signal: AbortSignal) => call<PatrolSchedule>("GET", `${base}/schedule`, { signal }),
  changeSchedule: (minutes: number) => call<PatrolSchedule>("PUT", `${base}/schedule`, { body: { interval_minutes: minutes } }),
  run: () => call<void>("POST", `${base}/run`, { body: {} }),
  cancel: () => call<void>("POST", `${base}/cancel`, { body: {} }),
  act: (id: string, act: Act) => call<void>("POST", `${base}/${act.act}`, { body: bodyOf(id, act) }),
  suppress: (draft: NewSuppressionRule) => call<void>("POST", `${base}/suppressions`, { body: draft }),
  unsuppress: (id: string) => call<void>("DELETE", `${base}/suppressions/${of(id)}`),
};
