import type { PatrolStatus } from "./api-types";

// What patrol's status comes to, for its own page and for the Overview.

export type Verdict = "notYet" | "failed" | "nothingToSee" | "healthy" | "found";

/** What may be said of the whole estate. Nothing good where patrol has not looked, or at nothing. */
export function verdictOf({ last_patrol_at, last_run, resources_checked, healthy }: Pick<PatrolStatus, "last_patrol_at" | "last_run" | "resources_checked" | "healthy">): Verdict {
  if (!healthy) return "found";
  if (last_run?.status === "error") return "failed";
  if (!last_patrol_at) return "notYet";
  return resources_checked === 0 ? "nothingToSee" : "healthy";
}

/** Those that a person would have to look at, had no rule put them away. */
export function hiddenByRules({ suppressed_summary: hidden }: Pick<PatrolStatus, "suppressed_summary">): number {
  return hidden ? hidden.critical + hidden.warning : 0;
}
