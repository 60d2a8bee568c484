import { useEffect, useSyncExternalStore } from "react";
import { api } from "./api";
import { store } from "./store";
import { current } from "./trouble";
import type { MetricName } from "./types";

type Series = (number | null)[];

/** The last minutes of every resource, for sparklines: asked of the server once, then grown from the live values. */
class RecentValues {
  version = 0;
  private readonly series = new Map<string, Partial<Record<MetricName, Series>>>();
  private readonly asked = new Set<MetricName>();
  private readonly listeners = new Set<() => void>();
  private step = 10_000;
  private points = 60;
  private lastPoint = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Makes sure that these metrics are there soon. */
  want(metrics: readonly MetricName[]): void {
    const missing = metrics.filter((metric) => !this.asked.has(metric));
    if (missing.length === 0) return;
    if (this.asked.size === 0) store.ticked.subscribe(() => this.grow());
    for (const metric of missing) this.asked.add(metric);
    void this.seed(missing);
  }

  read(id: string, metric: MetricName): Series | undefined {
    return this.series.get(id)?.[metric];
  }

  private async seed(metrics: MetricName[]): Promise<void> {
    try {
      const recent = await api.recent(metrics);
      this.step = recent.stepSeconds * 1000;
      this.points = recent.points;
      this.lastPoint = Date.parse(recent.at);
      for (const [id, series] of Object.entries(recent.series)) {
        this.series.set(id, { ...this.series.get(id), ...series });
      }
      this.tell();
    } catch {
      // The lines then start empty and grow; asking again helps when the server was only busy.
      setTimeout(() => metrics.forEach((metric) => this.asked.delete(metric)), 30_000);
    }
  }

  private grow(): void {
    const now = Date.parse(store.fleet.at);
    if (Number.isNaN(now) || now - this.lastPoint < this.step) return;
    const missed = this.lastPoint === 0 ? 0 : Math.min(this.points, Math.floor((now - this.lastPoint) / this.step) - 1);
    this.lastPoint = now;
    for (const resource of store.fleet.resources.values()) {
      const rows = this.series.get(resource.id) ?? {};
      for (const metric of this.asked) {
        if (!resource.metrics[metric]) continue;
        const row = (rows[metric] ??= []);
        for (let gap = 0; gap < missed; gap++) row.push(null);
        row.push(current(resource.metrics[metric]));
        if (row.length > this.points) row.splice(0, row.length - this.points);
      }
      this.series.set(resource.id, rows);
    }
    for (const id of this.series.keys()) if (!store.fleet.resources.has(id)) this.series.delete(id);
    this.tell();
  }

  private tell(): void {
    this.version += 1;
    for (const listener of [...this.listeners]) listener();
  }
}

export const recent = new RecentValues();

const nobody = (): (() => void) => () => undefined;

/** Renders again at every new point. */
export function useRecentVersion(): void {
  useSyncExternalStore(recent.subscribe, () => recent.version);
}

/** Renders again at every new point, as long as `metrics` names any. */
export function useRecent(metrics: readonly MetricName[]): void {
  const wanted = metrics.join(",");
  useSyncExternalStore(metrics.length > 0 ? recent.subscribe : nobody, () => (metrics.length > 0 ? recent.version : 0));
  useEffect(() => {
    if (wanted !== "") recent.want(wanted.split(",") as MetricName[]);
  }, [wanted]);
}
