import { useEffect, useSyncExternalStore } from "react";
import { refusalOf } from "./answers";
import { call, type APIError } from "./api";
import type { Finding, FindingSeverity, PatrolEvent, PatrolMark, PatrolMarks, PatrolProgress, PatrolStatus } from "./api-types";

// What patrol found, once for the whole page: for its own list, for the marks in the tables and for the Overview.

/** How often status and marks are asked for when no event tells of a run, milliseconds: at rest, and during one. */
const calm = 60_000;
const busy = 2_000;

/** Somebody could act on it: not over, and nobody has put it away. */
export function isActive({ state, suppressed }: Pick<Finding, "state" | "suppressed">): boolean {
  return !suppressed && (state === "open" || state === "acknowledged" || state === "regressed");
}

export interface PatrolAnswers {
  status: () => Promise<PatrolStatus>;
  marks: () => Promise<PatrolMarks>;
  /** Also what is minor or was put away. */
  findings: () => Promise<Finding[]>;
}

const answers: PatrolAnswers = {
  status: () => call<PatrolStatus>("GET", "ai/patrol/status"),
  marks: () => call<PatrolMarks>("GET", "ai/patrol/marks", { kept: true }),
  findings: () => call<Finding[]>("GET", "ai/patrol/findings?severity=info&hidden=true"),
};

type Listener = () => void;

export class PatrolStore {
  status: PatrolStatus | null = null;
  /** While somebody reads the whole list. */
  findings: readonly Finding[] | null = null;
  /** Of the run that is under way. */
  progress: PatrolProgress | null = null;
  /** Why the last question was not answered. */
  error: APIError | null = null;
  version = 0;
  /** Grows whenever the findings were told anew. */
  round = 0;
  private marks = new Map<string, PatrolMark>();
  private readonly listeners = new Set<Listener>();
  private readonly markListeners = new Set<Listener>();
  /** Users of the whole list. */
  private readers = 0;
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

  markOf(id: string): PatrolMark | null {
    return this.marks.get(id) ?? null;
  }

  /** Until the result is called, findings are asked for too. */
  readAll(): Listener {
    this.readers += 1;
    if (this.findings === null) void this.refresh();
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

  /** Everything that somebody here looks at, once each. */
  async refresh(): Promise<void> {
    const mine = ++this.asked;
    this.askedAt = Date.now();
    // Whoever comes in the same breath makes it one question.
    await null;
    if (mine !== this.asked) return;
    try {
      const [status, marks, findings] = await Promise.all([this.ask.status(), this.ask.marks(), this.readers > 0 ? this.ask.findings() : null]);
      if (mine !== this.asked) return;
      [this.findings, this.error] = [findings, null];
      this.round += 1;
      this.take(status);
      this.mark(marks);
    } catch (failure) {
      if (mine === this.asked) this.error = refusalOf(failure);
    }
    this.fire();
  }

  /** Status and marks; the findings too when they are others since. */
  async look(): Promise<void> {
    const mine = this.asked;
    this.askedAt = Date.now();
    try {
      const [status, marks] = await Promise.all([this.ask.status(), this.ask.marks()]);
      if (mine !== this.asked) return;
      const hasRun = status.last_patrol_at !== this.status?.last_patrol_at;
      this.error = null;
      this.take(status);
      const isOther = this.mark(marks) || hasRun;
      if (this.readers > 0 && (isOther || this.findings === null)) return void (await this.refresh());
      if (isOther) [this.findings, this.round] = [null, this.round + 1];
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

  /** Whether any mark is another. */
  private mark(marks: PatrolMarks): boolean {
    const former = this.marks;
    // A row compares its own mark by identity.
    this.marks = new Map(Object.entries(marks).map(([id, mark]) => {
      const known = former.get(id);
      return [id, known?.severity === mark.severity && known.count === mark.count ? known : mark];
    }));
    const isSame = former.size === this.marks.size && [...this.marks].every(([id, mark]) => former.get(id) === mark);
    if (!isSame) for (const listener of [...this.markListeners]) listener();
    return !isSame;
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

export function useMark(id: string): PatrolMark | null {
  const mark = (): PatrolMark | null => patrol.markOf(id);
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

export const severities: readonly FindingSeverity[] = ["critical", "warning", "watch", "info"];
