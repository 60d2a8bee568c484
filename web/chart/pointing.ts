import { useSyncExternalStore } from "react";

/** Where somebody points, in time: the same in all charts of a drawer. */
export interface Pointing {
  /** The moment read out; null while nobody points. */
  at: number | null;
  /** The chart that is pointed at. */
  chart: string | null;
  /** Drawn over, to be zoomed into. */
  selection: { from: number; to: number } | null;
  /** How far the time axis is being dragged, seconds. */
  shift: number;
}

const nowhere: Pointing = { at: null, chart: null, selection: null, shift: 0 };

/** Apart from React's state, so that a moving pointer renders crosshairs and readings, and no chart. */
export class PointingStore {
  private pointing = nowhere;
  private readonly listeners = new Set<() => void>();

  readonly read = (): Pointing => this.pointing;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<Pointing>): void {
    const next = { ...this.pointing, ...change };
    if (next.at === this.pointing.at && next.chart === this.pointing.chart && next.selection === this.pointing.selection && next.shift === this.pointing.shift) return;
    this.pointing = next;
    for (const listener of [...this.listeners]) listener();
  }

  clear(): void {
    this.set(nowhere);
  }
}

export function usePointing(store: PointingStore): Pointing {
  return useSyncExternalStore(store.subscribe, store.read);
}

/** Renders only while the axis is dragged. */
export function useShift(store: PointingStore): number {
  return useSyncExternalStore(store.subscribe, () => store.read().shift);
}
