import { useEffect, useSyncExternalStore } from "react";
import { refusalOf } from "./answers";
import { call, type APIError } from "./api";
import type { Finding, PatrolEvent, PatrolProgress, PatrolStatus, Severity } from "./patrol-types";

// What patrol found, once for the whole page: for its own list, for the marks in the tables and for the Overview.

/** Findings of a resource that somebody should look at: the worst of them, and how many. */
export interface ResourceMark {
  severity: "warning" | "critical";
  count: number;
}

/** How often the status is asked for when no event tells of a run, milliseconds: at rest, and during one. */
const calm = 60_000;
const busy = 2_000;

/** Somebody could act on it: not over, and nobody has put it away. */
export function isActive({ state, suppressed }: Pick<Finding, "state" | "suppressed">): boolean {
  return !suppressed && (state === "open" || state === "acknowledged" || state === "regressed");
}

export function marksOf(findings: readonly Finding[]): Map<string, ResourceMark> {
  const marks = new Map<string, ResourceMark>();
  for (const finding of findings) {
    const { severity, resource_id: id } = finding;
    if ((severity !== "critical" && severity !== "warning") || !isActive(finding)) continue;
    const known = marks.get(id);
    marks.set(id, { severity: known?.severity === "critical" ? "critical" : severity, count: (known?.count ?? 0) + 1 });
  }
  return marks;
}

export interface PatrolAnswers {
  status: () => Promise<PatrolStatus>;
  findings: (all: boolean) => Promise<Finding[]>;
}

const answers: PatrolAnswers = {
  status: () => call<PatrolStatus>("GET", "ai/patrol/status"),
  findings: (all) => call<Finding[]>("GET", all ? "ai/patrol/findings?severity=info&hidden=true" : "ai/patrol/findings"),
};

type Listener = () => void;

export class PatrolStore {
  status: PatrolStatus | null = null;
  findings: readonly Finding[] | null = null;
  /** Of the run that is under way. */
  progress: PatrolProgress | null = null;
  /** Why the last question was not answered. */
  error: APIError | null = null;
  version = 0;
  /** Grows whenever the findings were told anew. */
  round = 0;
  private marks = new Map<string, ResourceMark>();
  private readonly listeners = new Set<Listener>();
  private readonly markListeners = new Set<Listener>();
  /** Users of the whole list, with what is minor or was put away. */
  private readers = 0;
  private hasAll = false;
  private asked = 0;
  private askedAt = -Infinity;
  private heardAt = -Infinity;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly ask: PatrolAnswers = answers) {}

  get running(): boolean {
    return this.progress !== null || this.status?.running === true;
  }

  readonly subscribe = (listener: Listener): Listener => this.join(this.listeners, listener);
  /** For rows, which care for their marks and not for the progress of a run. */
  readonly subscribeMarks = (listener: Listener): Listener => this.join(this.markListeners, listener);
  readonly read = (): number => this.version;

  markOf(id: string): ResourceMark | null {
    return this.marks.get(id) ?? null;
  }

  /** Until the result is called, everything is asked for; marks are made of the same answer. */
  readAll(): Listener {
    this.readers += 1;
    if (!this.hasAll) void this.refresh();
    return () => {
      this.readers -= 1;
    };
  }

  hear(event: PatrolEvent): void {
    this.heardAt = Date.now();
    if (event.phase === "ended") {
      this.progress = null;
      if (this.status) this.status = { ...this.status, running: false, progress: null };
      this.fire();
      if (this.timer !== undefined) void this.refresh();
      return;
    }
    this.progress = { ...event, phase: event.phase };
    this.fire();
  }

  /** Status and findings, once each. */
  async refresh(): Promise<void> {
    const [mine, all] = [++this.asked, this.readers > 0];
    this.askedAt = Date.now();
    try {
      const [status, findings] = await Promise.all([this.ask.status(), this.ask.findings(all)]);
      if (mine !== this.asked) return;
      [this.findings, this.hasAll, this.error] = [findings, all, null];
      this.round += 1;
      this.take(status);
      this.mark(marksOf(findings));
    } catch (failure) {
      if (mine === this.asked) this.error = refusalOf(failure);
    }
    this.fire();
  }

  /** The status alone; the findings too when a run has ended since. */
  async look(): Promise<void> {
    const mine = this.asked;
    this.askedAt = Date.now();
    try {
      const status = await this.ask.status();
      if (mine !== this.asked) return;
      if (status.last_patrol_at !== this.status?.last_patrol_at || this.findings === null) return void (await this.refresh());
      this.error = null;
      this.take(status);
    } catch (failure) {
      this.error = refusalOf(failure);
    }
    this.fire();
  }

  private take(status: PatrolStatus): void {
    this.status = status;
    this.progress = status.running ? status.progress : null;
  }

  private join(listeners: Set<Listener>, listener: Listener): Listener {
    listeners.add(listener);
    if (this.timer === undefined) {
      this.timer = setInterval(() => this.tick(), busy);
      void this.refresh();
    }
    return () => {
      listeners.delete(listener);
      if (this.listeners.size + this.markListeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  private tick(): void {
    const now = Date.now();
    const period = this.running && now - this.heardAt >= 2 * busy ? busy : calm;
    if (document.visibilityState !== "hidden" && now - this.askedAt >= period - 100) void this.look();
  }

  private mark(marks: Map<string, ResourceMark>): void {
    const former = this.marks;
    this.marks = marks;
    const isSame = former.size === marks.size && [...marks].every(([id, { severity, count }]) => former.get(id)?.severity === severity && former.get(id)?.count === count);
    // A row compares its own mark by identity.
    for (const [id, mark] of former) if (marks.get(id)?.severity === mark.severity && marks.get(id)?.count === mark.count) marks.set(id, mark);
    if (!isSame) for (const listener of [...this.markListeners]) listener();
  }

  private fire(): void {
    this.version += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

export const patrol = new PatrolStore();

export function usePatrol(): PatrolStore {
  useSyncExternalStore(patrol.subscribe, patrol.read, patrol.read);
  return patrol;
}

/** With everything that was found, also what is minor or was put away. */
export function useFindings(): PatrolStore {
  const store = usePatrol();
  useEffect(() => store.readAll(), [store]);
  return store;
}

export function useMark(id: string): ResourceMark | null {
  const mark = (): ResourceMark | null => patrol.markOf(id);
  return useSyncExternalStore(patrol.subscribeMarks, mark, mark);
}

/** Whether there is a patrol that this user may ask. */
export function useHasPatrol(): boolean {
  const has = (): boolean => patrol.status !== null;
  return useSyncExternalStore(patrol.subscribe, has, has);
}

/** How many findings call for somebody, for the navigation: 0 while nothing was told. */
export function usePatrolToDo(): number {
  const { status } = usePatrol();
  return status ? status.summary.critical + status.summary.warning : 0;
}

export const severities: readonly Severity[] = ["critical", "warning", "watch", "info"];
