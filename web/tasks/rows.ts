import { ageSeconds } from "../app/format";
import type { Level } from "../app/trouble";
import type { Sort } from "../app/url";
import type { Availability, DatastoreJob, Job, Replication, Task, WorkList, Works } from "../app/work-api";
import { compareKeys } from "../backups/rows";
import { workWords } from "./text-work";

/** An item of any of the lists, as a line of the page. */
export interface WorkRow {
  id: string;
  source: string;
  node: string | null;
  guest: string | null;
  name: string;
  /** What sort of work it is, where a list has several. */
  type: string;
  level: Level;
  state: string;
  /** The last time something happened. */
  at: string | null;
  next: string | null;
  seconds: number | null;
  schedule: string | null;
  /** Where it goes to, or who asked for it. */
  target: string | null;
  error: string | null;
  lastLines: readonly string[];
}

const words = workWords.states;

function blank({ source, node, guest }: Pick<WorkRow, "source" | "node" | "guest">, id: string, list: WorkList): WorkRow {
  return {
    id: `${list} ${source} ${node ?? ""} ${id}`, source, node, guest, name: id, type: "", level: "unknown", state: words.unknown, at: null, next: null, seconds: null, schedule: null, target: null,
    error: null, lastLines: [],
  };
}

/** Proxmox's word for how something ended, as a level. One that is not known is not taken for good. */
export function outcomeOf(outcome: string | null): { level: Level; state: string } {
  if (outcome === null) return { level: "unknown", state: words.never };
  if (outcome === "OK") return { level: "ok", state: words.done };
  if (outcome === "running") return { level: "off", state: words.running };
  if (outcome === "error") return { level: "critical", state: words.failed };
  const warnings = /^WARNINGS: (\d+)$/.exec(outcome);
  return warnings ? { level: "watch", state: words.warnings(Number(warnings[1])) } : { level: "unknown", state: words.unknown };
}

function ofTask(task: Task): WorkRow {
  const seconds = task.endedAt === null ? null : (Date.parse(task.endedAt) - Date.parse(task.startedAt)) / 1000;
  return {
    ...blank(task, task.id, "tasks"), ...outcomeOf(task.outcome), name: [task.type, task.subject].filter((part) => part !== null && part !== "").join(" "), type: task.type, at: task.startedAt, seconds,
    target: task.user, error: task.error, lastLines: task.lastLines,
  };
}

function ofJob(job: Job): WorkRow {
  const state: Pick<WorkRow, "level" | "state"> = job.enabled ? { level: "ok", state: words.enabled } : { level: "off", state: words.disabled };
  return {
    ...blank(job, job.id, "jobs"), ...state, name: job.comment !== null && job.comment !== "" ? job.comment : job.id, type: job.mode ?? "", next: job.enabled ? job.nextAt : null, schedule: job.schedule,
    target: job.storage, node: job.onNode,
  };
}

function ofDatastoreJob(job: DatastoreJob): WorkRow {
  const place = [job.datastore, job.namespace].filter((part) => part !== null && part !== "").join("/");
  return {
    ...blank(job, `${job.datastore} ${job.kind} ${job.id}`, "datastore-jobs"), ...outcomeOf(job.outcome), name: place, type: job.kind.replace(/_/g, " "), at: job.lastEndedAt, next: job.nextAt, seconds: job.lastSeconds,
    schedule: job.schedule, target: job.remote ?? job.pool, error: job.error,
  };
}

function ofReplication(job: Replication): WorkRow {
  return {
    ...blank(job, job.id, "replication"), ...replicationState(job), at: job.lastSyncAt, next: job.enabled ? job.nextAt : null, seconds: job.seconds, schedule: job.schedule, target: job.target,
    error: job.error,
  };
}

/** One that failed fails, also where it is not told how often; one that never synced is not known to work. */
export function replicationState(job: Pick<Replication, "enabled" | "failures" | "error" | "lastSyncAt">): { level: Level; state: string } {
  if (!job.enabled) return { level: "off", state: words.disabled };
  if ((job.failures ?? 0) > 0 || (job.error !== null && job.error !== "")) return { level: "critical", state: words.failing(job.failures ?? 0) };
  return job.lastSyncAt === null ? { level: "unknown", state: words.never } : { level: "ok", state: words.synced };
}

const availability: Record<string, Level> = {
  started: "ok", stopped: "off", disabled: "off", ignored: "off", error: "critical", fence: "critical", recovery: "warning", migrate: "watch", relocate: "watch", freeze: "warning", request_start: "watch",
  request_stop: "watch", queued: "watch", starting: "watch",
};

function ofAvailability(one: Availability): WorkRow {
  const level = one.state !== null && Object.hasOwn(availability, one.state) ? availability[one.state] : undefined;
  const differs = one.requestedState !== null && one.requestedState !== one.state;
  return {
    ...blank(one, one.id, "ha"), level: level ?? "unknown", state: one.state === null ? words.unknown : one.state.replace(/_/g, " "), node: one.onNode, type: one.group ?? "",
    target: differs ? one.requestedState : null,
  };
}

const makers: { [List in WorkList]: (item: Works[List]) => WorkRow } = { tasks: ofTask, jobs: ofJob, "datastore-jobs": ofDatastoreJob, replication: ofReplication, ha: ofAvailability };

export function rowsOf<List extends WorkList>(list: List, items: readonly Works[List][]): WorkRow[] {
  return items.map((item) => makers[list](item));
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };

type Key = string | number | null;
const keys: Record<string, (row: WorkRow, now: number) => Key> = {
  name: (row) => row.name, type: (row) => row.type, state: (row) => -ranks[row.level], source: (row) => row.source, node: (row) => row.node, at: (row, now) => ageSeconds(row.at, now),
  next: (row) => (row.next === null ? null : Date.parse(row.next)), seconds: (row) => row.seconds, schedule: (row) => row.schedule, target: (row) => row.target, error: (row) => row.error,
};

/** As the user chose; otherwise tasks newest first, as they came, and all else trouble first. */
export function sortedWork(rows: readonly WorkRow[], list: WorkList, sort: Sort | null, now: number): WorkRow[] {
  const key = sort && Object.hasOwn(keys, sort.key) ? keys[sort.key] : undefined;
  if (key && sort) return [...rows].sort((a, b) => compareKeys(key(a, now), key(b, now), sort.descending));
  return list === "tasks" ? [...rows] : [...rows].sort((a, b) => ranks[b.level] - ranks[a.level] || compareKeys(a.name, b.name, false));
}
