import { useCallback, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { Fleet, type Changes } from "./fleet";
import type { HubMessage } from "./hub";
import type { PackedDelta } from "./packed";
import { Slices, type Job } from "./slices";
import type { Link } from "./stream";
import type { Resource, Snapshot, SourceReport } from "./types";

type Listener = () => void;

/** A set of listeners with a number that grows at every change, so that React sees when to look again. */
class Signal {
  version = 0;
  private readonly listeners = new Set<Listener>();

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly read = (): number => this.version;

  fire(): void {
    this.version += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

/** The estate as this tab shows it. Components hear about the ids they show and about nothing else. */
export class Store {
  readonly fleet = new Fleet();
  /** Any number or resource changed: for orders and sums, not for cells. */
  readonly ticked = new Signal();
  /** Resources came, went, or changed in more than numbers. */
  readonly structure = new Signal();
  readonly sources = new Signal();
  readonly linked = new Signal();
  link: Link = { phase: "connecting" };
  /** When the last event came, by this browser's clock. */
  heardAt = 0;
  /** How far the server's clock is ahead of this browser's, milliseconds. */
  clockAhead = 0;
  private readonly rows = new Map<string, { version: number; listeners: Set<Listener> }>();
  /** Deltas that are not wholly applied yet. */
  private readonly pending = new Set<Job>();

  /** `draw` renders what a change asks for before it returns, so that the slices know what it costs. */
  constructor(readonly slices = new Slices(), readonly draw: (change: () => void) => void = flushSync) {}

  get loaded(): boolean {
    return this.fleet.sequence >= 0;
  }

  get(id: string): Resource | undefined {
    return this.fleet.resources.get(id);
  }

  /** Now, as the server sees it, so that ages are right on a computer whose clock is wrong. */
  now(): number {
    return Date.now() + this.clockAhead;
  }

  receive(message: HubMessage): void {
    switch (message.type) {
      case "snapshot": return this.reset(message.snapshot);
      case "delta": return this.take(message.delta);
      case "patrol": return;
      case "link":
        this.link = message.link;
        this.linked.fire();
    }
  }

  private reset(snapshot: Snapshot): void {
    // What came before the snapshot is in it already.
    for (const job of this.pending) this.slices.remove(job);
    this.pending.clear();
    this.fleet.reset(snapshot);
    this.hear(snapshot.at);
    for (const id of this.rows.keys()) this.touch(id);
    this.structure.fire();
    this.sources.fire();
    this.ticked.fire();
  }

  private take(delta: PackedDelta): void {
    if (!this.loaded) return;
    this.hear(delta.at);
    const job = this.apply(delta, () => this.pending.delete(job));
    this.pending.add(job);
    this.slices.add(job);
  }

  private *apply(delta: PackedDelta, done: () => void): Job {
    const changes = yield* this.fleet.applying(delta);
    done();
    for (const id of this.shown(changes)) {
      this.draw(() => this.touch(id));
      yield "frame";
    }
    if (changes.replaced.length > 0 || changes.removed.length > 0) {
      this.draw(() => this.structure.fire());
      yield "frame";
    }
    if (changes.sources) {
      this.draw(() => this.sources.fire());
      yield "frame";
    }
    this.ticked.fire();
  }

  /** What somebody shows of what has changed. */
  private shown({ replaced, removed, values }: Changes): Set<string> {
    const shown = new Set<string>();
    for (const ids of [replaced, removed, values]) for (const id of ids) if (this.rows.has(id)) shown.add(id);
    return shown;
  }

  private hear(at: string): void {
    this.heardAt = Date.now();
    const ahead = Date.parse(at) - this.heardAt;
    // Below this it is the way through the network, not the clock.
    this.clockAhead = Math.abs(ahead) > 30_000 ? ahead : 0;
  }

  private touch(id: string): void {
    const row = this.rows.get(id);
    if (!row) return;
    row.version += 1;
    for (const listener of [...row.listeners]) listener();
  }

  subscribe(id: string, listener: Listener): () => void {
    const row = this.rows.get(id) ?? { version: 0, listeners: new Set<Listener>() };
    this.rows.set(id, row);
    row.listeners.add(listener);
    return () => {
      row.listeners.delete(listener);
      if (row.listeners.size === 0) this.rows.delete(id);
    };
  }

  version(id: string): number {
    return this.rows.get(id)?.version ?? 0;
  }
}

export const store = new Store();

/** A resource by its id; the component renders again when it changes. */
export function useResource(id: string): Resource | undefined {
  const subscribe = useCallback((listener: Listener) => store.subscribe(id, listener), [id]);
  useSyncExternalStore(subscribe, () => store.version(id));
  return store.get(id);
}

export function useStructure(): number {
  return useSyncExternalStore(store.structure.subscribe, store.structure.read);
}

export function useSources(): SourceReport[] {
  useSyncExternalStore(store.sources.subscribe, store.sources.read);
  return [...store.fleet.sources.values()];
}

/** Whether this machine is watched and nothing else. Said once, not at every answer of a source. */
export function useAlone(): boolean {
  return useSyncExternalStore(store.sources.subscribe, () => {
    const sources = [...store.fleet.sources.values()];
    return sources.length > 0 && sources.every((source) => source.kind === "self");
  });
}

export function useLink(): Link {
  useSyncExternalStore(store.linked.subscribe, store.linked.read);
  return store.link;
}

/** A clock that ticks every few seconds, for ages. */
class Clock {
  private readonly signal = new Signal();
  private users = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly period: number) {}

  readonly subscribe = (listener: Listener): (() => void) => {
    const end = this.signal.subscribe(listener);
    this.users += 1;
    this.timer ??= setInterval(() => this.signal.fire(), this.period);
    return () => {
      end();
      this.users -= 1;
      if (this.users > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  readonly read = this.signal.read;
}

const seconds = new Clock(1_000);
const calm = new Clock(10_000);

/** Now by the server's clock, renewed every second (`fine`) or every ten. */
export function useNow(fine = false): number {
  const clock = fine ? seconds : calm;
  // The third is for parts that a test draws without a browser.
  useSyncExternalStore(clock.subscribe, clock.read, clock.read);
  return store.now();
}
