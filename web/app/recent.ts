import { useEffect, useSyncExternalStore } from "react";
import { api } from "./api";
import { Rings } from "./rings";
import { stride, type Job } from "./slices";
import { store } from "./store";
import { current } from "./trouble";
import type { MetricName, Recent } from "./types";

/** The last minutes of every resource, for sparklines: asked of the server once, then grown from the live values. */
class RecentValues {
  version = 0;
  private readonly series = new Map<MetricName, Rings>();
  private readonly asked = new Set<MetricName>();
  private readonly listeners = new Set<() => void>();
  private step = 10_000;
  private points = 60;
  private lastPoint = 0;
  private wasLost = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Makes sure that these metrics are there soon. */
  want(metrics: readonly MetricName[]): void {
    const missing = metrics.filter((metric) => !this.asked.has(metric));
    if (missing.length === 0) return;
    if (this.asked.size === 0) {
      store.ticked.subscribe(() => this.grow());
      store.linked.subscribe(() => (this.wasLost ||= store.link.phase === "lost"));
    }
    for (const metric of missing) this.asked.add(metric);
    void this.seed(missing);
  }

  read(id: string, metric: MetricName): (number | null)[] | undefined {
    return this.series.get(metric)?.read(id);
  }

  /** One metric after the other: the answer for all of them is read in one piece, which takes longer than a frame. */
  private async seed(metrics: MetricName[]): Promise<void> {
    for (const metric of metrics) {
      try {
        this.take(metric, await api.recent([metric]));
      } catch {
        // The lines start empty and grow meanwhile.
        setTimeout(() => void this.seed([metric]), 30_000);
      }
    }
  }

  private take(metric: MetricName, recent: Recent): void {
    this.step = recent.stepSeconds * 1000;
    this.points = recent.points;
    this.lastPoint = Date.parse(recent.at);
    const rings = new Rings(this.points);
    this.series.set(metric, rings);
    store.slices.add(this.sow(metric, rings, recent));
  }

  private *sow(metric: MetricName, rings: Rings, { series }: Recent): Job {
    let sown = 0;
    for (const id in series) {
      rings.fill(id, series[id]?.[metric] ?? []);
      if (++sown % stride === 0) yield "soon";
    }
    yield* this.tell();
  }

  private ringsOf(metric: MetricName): Rings {
    const rings = this.series.get(metric) ?? new Rings(this.points);
    this.series.set(metric, rings);
    return rings;
  }

  private grow(): void {
    const now = Date.parse(store.fleet.at);
    if (Number.isNaN(now) || now - this.lastPoint < this.step) return;
    const missed = this.lastPoint === 0 ? 0 : Math.min(this.points, Math.floor((now - this.lastPoint) / this.step) - 1);
    this.lastPoint = now;
    // The connection was away, but the server went on recording: what is missing here it has.
    if (this.wasLost && missed > 0) void this.seed([...this.asked]);
    this.wasLost = false;
    store.slices.add(this.append(1 + missed));
  }

  private *append(steps: number): Job {
    const all = [...this.asked].map((metric) => ({ metric, rings: this.ringsOf(metric) }));
    for (const { rings } of all) for (let step = 0; step < steps; step++) rings.advance();
    let grown = 0;
    for (const resource of store.fleet.resources.values()) {
      for (const { metric, rings } of all) if (resource.metrics[metric]) rings.set(resource.id, current(resource.metrics[metric]));
      if (++grown % stride === 0) yield "soon";
    }
    for (const { rings } of all) yield* forget(rings);
    yield* this.tell();
  }

  /** Line by line: all lines of a screen together take longer than a frame. */
  private *tell(): Job {
    this.version += 1;
    for (const listener of [...this.listeners]) {
      store.draw(listener);
      yield "frame";
    }
  }
}

/** Lets go of resources that are gone, once there are any. */
function* forget(rings: Rings): Job {
  if (rings.size <= store.fleet.resources.size) return;
  for (const id of [...rings.ids]) if (!store.fleet.resources.has(id)) rings.remove(id);
  yield "soon";
}

export const recent = new RecentValues();

/** Renders again at every new point. */
export function useRecentVersion(): number {
  return useSyncExternalStore(recent.subscribe, () => recent.version);
}

/** Renders again at every new point, and makes sure that there are some. */
export function useRecent(metrics: readonly MetricName[]): void {
  useRecentVersion();
  useWantedRecent(metrics);
}

/** For those whose parts render at every new point by themselves. */
export function useWantedRecent(metrics: readonly MetricName[]): void {
  const wanted = metrics.join(",");
  useEffect(() => {
    if (wanted !== "") recent.want(wanted.split(",") as MetricName[]);
  }, [wanted]);
}
