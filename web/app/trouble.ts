import { levelOfHealth } from "./condition";
import type { Condition, ContainerFacts, HostFacts, Measurement, MetricName, Quality, Resource, SourceReport, Status } from "./types";

/** How much a thing asks for attention, from none to most. `off` is a state somebody chose. */
export type Level = "ok" | "off" | "unknown" | "watch" | "warning" | "critical";

const levels: Record<Status, Level> = {
  online: "ok", running: "ok", available: "ok",
  stopped: "off", paused: "off", disabled: "off",
  unknown: "unknown",
  inactive: "warning", degraded: "warning",
  offline: "critical", failing: "critical",
};

const conditions: Record<Condition, Level> = {
  connecting: "unknown", reachable: "ok", degraded: "warning", unreachable: "critical", refused: "critical",
};

export function levelOf(status: Status): Level {
  return levels[status] ?? "unknown";
}

export function levelOfSource(source: SourceReport): Level {
  const level = conditions[source.condition] ?? "unknown";
  return level === "ok" && source.problems.length + source.missingPrivileges.length > 0 ? "watch" : level;
}

/** Shares from which a bar is coloured. Alerts with thresholds of the operator's own come later and will replace these. */
const full: Record<"cpu" | "memory" | "disk" | "metadata" | "wear", { warning: number; critical: number }> = {
  cpu: { warning: 0.9, critical: 0.98 },
  memory: { warning: 0.9, critical: 0.97 },
  disk: { warning: 0.85, critical: 0.95 },
  // A thin pool stops all writes when it is full, long before its data are.
  metadata: { warning: 0.8, critical: 0.92 },
  wear: { warning: 0.8, critical: 0.95 },
};

export type Share = keyof typeof full;

export function levelOfShare(share: Share, value: number): Level {
  const limits = full[share];
  return value >= limits.critical ? "critical" : value >= limits.warning ? "warning" : "ok";
}

/** The value when somebody can vouch for it now: measured or estimated. */
export function current(measurement: Measurement | undefined): number | null {
  if (!measurement || measurement.value === null) return null;
  return measurement.quality === "stale" || measurement.quality === "unknown" ? null : measurement.value;
}

const pairs: Record<Share, { used: MetricName; total: MetricName | null }> = {
  cpu: { used: "cpu", total: null },
  memory: { used: "memoryUsed", total: "memoryTotal" },
  disk: { used: "diskUsed", total: "diskTotal" },
  metadata: { used: "metadataUsed", total: "metadataTotal" },
  wear: { used: "wear", total: null },
};

/** A used share with the poorer quality of its two numbers; null when the thing has no such metric. */
export function shareOf(resource: Resource, share: Share): Measurement | null {
  const pair = pairs[share];
  const used = resource.metrics[pair.used];
  if (!used) return null;
  if (pair.total === null) return used;
  const total = resource.metrics[pair.total];
  if (used.value === null) return used;
  if (!total || total.value === null || total.value <= 0) return total && total.value === null ? total : { value: null, quality: "unknown", reason: "not_reported" };
  return { ...poorer(used, total), value: used.value / total.value };
}

function poorer(a: Measurement, b: Measurement): Measurement {
  return weight(b) > weight(a) ? b : a;
}

const weights: Record<Quality, number> = { measured: 0, estimated: 1, stale: 2, unknown: 3 };

function weight(measurement: Measurement): number {
  return weights[measurement.quality ?? "measured"];
}

/** Two rates as one, for a column that shows both: sum, with the poorer quality. */
export function sumOf(resource: Resource, first: MetricName, second: MetricName): Measurement | null {
  const a = resource.metrics[first];
  const b = resource.metrics[second];
  if (!a || !b) return a ?? b ?? null;
  if (a.value === null) return a;
  if (b.value === null) return b;
  return { ...poorer(a, b), value: a.value + b.value };
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, watch: 3, unknown: 2, ok: 1, off: 0 };

/** The worse of state and health: a disk that answers may nevertheless be dying. */
export function levelOfThing(resource: Resource): Level {
  const level = levelOf(resource.status);
  const inside = resource.kind === "host" ? levelInside(resource.facts) : resource.kind === "container" && hasFailed(resource.facts) ? "warning" : null;
  if (inside) return ranks[inside] > ranks[level] ? inside : level;
  if (resource.kind !== "pool" && resource.kind !== "disk" && resource.kind !== "ceph") return level;
  // A thin pool has no health that anybody could tell.
  if (resource.kind === "pool" && resource.facts.type === "lvm_thin" && resource.facts.health === null) return level;
  const health = levelOfHealth(resource.facts.health);
  return ranks[health] > ranks[level] ? health : level;
}

/** Its own check fails, or it ended by itself and not well. Who does not know whether somebody stopped it raises no alarm. */
function hasFailed({ health, state, exitCode, wasOutOfMemory, wasStoppedByHand }: ContainerFacts): boolean {
  if (state === "running") return health === "unhealthy";
  return (state === "exited" || state === "dead") && (wasOutOfMemory === true || (wasStoppedByHand === false && exitCode !== null && exitCode !== 0));
}

/** A machine that answers may have lost a disk. Null where nothing is wrong, or nobody told. */
function levelInside({ disks, arrays, pools }: HostFacts): Level | null {
  if (disks?.some((disk) => disk.passed === false)) return "critical";
  let worst: Level | null = null;
  for (const array of arrays ?? []) if (array.isDegraded === true) worst = "warning";
  for (const pool of pools ?? []) {
    const level = levelOfHealth(pool.health);
    if (level === "critical") return level;
    if (level === "warning") worst = level;
  }
  return worst;
}

/** Larger is worse. State counts before fullness. */
export function rankOf(resource: Resource): number {
  const state = ranks[levelOfThing(resource)] * 10;
  return state + Math.max(fullness(resource, "cpu"), fullness(resource, "memory"), fullness(resource, "disk"), fullness(resource, "metadata"), fullness(resource, "wear"));
}

function fullness(resource: Resource, share: Share): number {
  const now = measuredShare(resource, share);
  const level = now === null ? "ok" : levelOfShare(share, now);
  return level === "critical" ? 25 : level === "warning" ? 15 : 0;
}

/**
 * A share of plainly measured numbers. Of an estimated one nobody should be woken: a VM whose figure includes its page cache is
 * nearly always "full". Makes no objects, for it is asked of every resource at every tick.
 */
function measuredShare(resource: Resource, share: Share): number | null {
  const pair = pairs[share];
  const used = measuredValue(resource.metrics[pair.used]);
  if (used === null || pair.total === null) return used;
  const total = measuredValue(resource.metrics[pair.total]);
  return total === null || total <= 0 ? null : used / total;
}

function measuredValue(measurement: Measurement | undefined): number | null {
  return !measurement || (measurement.quality !== undefined && measurement.quality !== "measured") ? null : measurement.value;
}
