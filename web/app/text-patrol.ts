import { plural } from "./plural";

// The words of patrol outside its own page; those of the page come with it.

export const patrolWords = {
  name: "Patrol",
  severities: { critical: "critical", warning: "warning", watch: "watch", info: "info" } as Record<string, string>,
  counted: (count: number, severity: string) => `${count.toLocaleString("en")} ${severity}`,
  healthy: "nothing found",
  hidden: (count: number) => `nothing else found, ${count.toLocaleString("en")} hidden by rules`,
  nothingToSee: "nothing to look at yet",
  failed: "the last run failed",
  notYet: "no run yet",
  underWay: "looking now",
  mark: (count: number, worst: string) => `Patrol: ${plural(count, "finding", "findings")}, the worst is ${worst}`,
};
