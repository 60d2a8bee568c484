import { naturally } from "../app/format";
import type { Kind, MetricName, Resource, Series, Unit } from "../app/types";

/** What charts have to know of a thing; also of one that is gone, of which only its id is left. */
export type Charted = Pick<Resource, "id" | "kind" | "name" | "displayName" | "metrics">;

/** A thing that is known by its id alone; nothing when its kind has no charts. */
export function chartedOf(id: string): Charted | null {
  const kind = (Object.keys(keysOf) as Kind[]).find((one) => id.startsWith(`${one}:`));
  return kind ? { id, kind, name: id, displayName: null, metrics: {} } : null;
}

export interface Plan {
  key: string;
  unit: Unit;
  metrics: readonly MetricName[];
  /** What the values are part of; a line of its own. */
  capacity?: MetricName;
}

const plans: readonly Plan[] = [
  { key: "cpu", unit: "ratio", metrics: ["cpu", "ioWait"] },
  { key: "memory", unit: "bytes", metrics: ["memoryUsed"], capacity: "memoryTotal" },
  { key: "swap", unit: "bytes", metrics: ["swapUsed"], capacity: "swapTotal" },
  { key: "disk", unit: "bytes", metrics: ["diskUsed"], capacity: "diskTotal" },
  { key: "network", unit: "bytesPerSecond", metrics: ["networkIn", "networkOut"] },
  { key: "io", unit: "bytesPerSecond", metrics: ["diskRead", "diskWrite"] },
  { key: "load", unit: "count", metrics: ["load1"] },
  { key: "metadata", unit: "bytes", metrics: ["metadataUsed"], capacity: "metadataTotal" },
  { key: "deduplication", unit: "bytes", metrics: ["dataLogical", "dataStored"] },
  { key: "wear", unit: "ratio", metrics: ["wear"] },
  { key: "temperature", unit: "celsius", metrics: ["temperature"] },
  { key: "queue", unit: "count", metrics: ["queueLength"] },
  { key: "queueAge", unit: "seconds", metrics: ["queueAge"] },
  { key: "mail", unit: "count", metrics: ["mailIn", "mailOut"] },
  { key: "unwanted", unit: "count", metrics: ["mailSpam", "mailVirus"] },
];

const keysOf: Partial<Record<Kind, readonly string[]>> = {
  node: ["cpu", "memory", "swap", "disk", "network", "io", "load", "temperature"],
  guest: ["cpu", "memory", "disk", "network", "io"],
  storage: ["disk"],
  host: ["cpu", "memory", "swap", "disk", "network", "io", "load", "temperature"],
  datastore: ["disk", "deduplication"],
  pool: ["disk", "metadata"],
  disk: ["wear", "temperature"],
  ceph: ["disk", "io"],
  mail: ["queue", "queueAge", "mail", "unwanted"],
};

/** Whether a kind is there to be filled: its use is its first chart, with what is to come. */
export function fills(kind: Kind): boolean {
  return keysOf[kind]?.[0] === "disk";
}

/** The charts of a kind, from top to bottom. */
export function plansOf(kind: Kind): Plan[] {
  const keys = keysOf[kind] ?? [];
  return plans.filter((plan) => keys.includes(plan.key));
}

/** All that one request asks for. */
export function metricsOf(kind: Kind): MetricName[] {
  return plansOf(kind).flatMap((plan) => [...plan.metrics, ...(plan.capacity ? [plan.capacity] : [])]);
}

/** One chart with what it draws. */
export interface Figure {
  key: string;
  plan: Plan;
  part: string | null;
  lines: Series[];
  /** In the table only: more lines than eyes can tell apart. */
  further: Series[];
  capacity: Series | null;
}

/** So many file systems are shown before somebody asks for all. */
export const mostParts = 12;
/** As many as there are colours. */
export const mostLines = 6;

/**
 * The charts of an answer. A thing that has several file systems has a chart for each, as each has its own capacity; several
 * sensors share one. A metric that the thing neither has now nor had then makes no chart, nor does swap where there is none.
 */
export function figuresOf(kind: Kind, has: (metric: MetricName) => boolean, series: readonly Series[]): Figure[] {
  return plansOf(kind).flatMap((plan): Figure[] => {
    const mine = series.filter((one) => plan.metrics.includes(one.metric) && (one.points.t.length > 0 || has(one.metric)));
    if (mine.length === 0) return [];
    const parts = [...new Set(mine.map((one) => one.part))].sort((a, b) => (a === null ? -1 : b === null ? 1 : naturally(a, b)));
    if (!plan.capacity) {
      const lines = parts.flatMap((part) => plan.metrics.flatMap((metric) => mine.filter((one) => one.part === part && one.metric === metric)));
      return [{ key: plan.key, plan, part: null, lines: lines.slice(0, mostLines), further: lines.slice(mostLines), capacity: null }];
    }
    return parts.map((part) => ({
      key: part === null ? plan.key : `${plan.key}:${part}`, plan, part, lines: mine.filter((one) => one.part === part), further: [],
      capacity: series.find((one) => one.metric === plan.capacity && one.part === part) ?? null,
    })).filter((figure) => !isNothing(figure.capacity));
  });
}

/** Those that are shown at first: of many file systems the first few, as each chart asks for a forecast and takes room. */
export function firstOf(figures: readonly Figure[]): Figure[] {
  const parts = figures.filter((figure) => figure.part !== null).slice(0, mostParts);
  return figures.filter((figure) => figure.part === null || parts.includes(figure));
}

function isNothing(capacity: Series | null): boolean {
  const values = capacity?.points.avg.filter((value) => value !== null) ?? [];
  return values.length > 0 && values.every((value) => value === 0);
}
