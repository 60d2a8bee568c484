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
  /**
   * What is drawn of parts (a core, a disk, an interface). Left out: the parts are lines of the one chart, as sensors are. `no`: only the thing
   * as a whole. `lines`: only parts, together. `charts`: only parts, each with a chart of its own.
   */
  parts?: "no" | "lines" | "charts";
}

const plans: readonly Plan[] = [
  { key: "cpu", unit: "ratio", metrics: ["cpu", "ioWait", "steal"], parts: "no" },
  { key: "pressure", unit: "ratio", metrics: ["processorPressure", "memoryPressure", "ioPressure"] },
  { key: "memory", unit: "bytes", metrics: ["memoryUsed"], capacity: "memoryTotal" },
  { key: "zfsCache", unit: "bytes", metrics: ["zfsCache"] },
  { key: "swap", unit: "bytes", metrics: ["swapUsed"], capacity: "swapTotal" },
  { key: "disk", unit: "bytes", metrics: ["diskUsed"], capacity: "diskTotal" },
  { key: "network", unit: "bytesPerSecond", metrics: ["networkIn", "networkOut"], parts: "no" },
  { key: "io", unit: "bytesPerSecond", metrics: ["diskRead", "diskWrite"], parts: "no" },
  { key: "restarts", unit: "count", metrics: ["restarts"] },
  { key: "processes", unit: "count", metrics: ["processes"] },
  { key: "load", unit: "count", metrics: ["load1"] },
  { key: "metadata", unit: "bytes", metrics: ["metadataUsed"], capacity: "metadataTotal" },
  { key: "deduplication", unit: "bytes", metrics: ["dataLogical", "dataStored"] },
  { key: "wear", unit: "ratio", metrics: ["wear"] },
  { key: "temperature", unit: "celsius", metrics: ["temperature"] },
  { key: "counters", unit: "count", metrics: ["reallocatedSectors", "pendingSectors", "mediaErrors", "linkErrors"], parts: "no" },
  { key: "queue", unit: "count", metrics: ["queueLength"] },
  { key: "queueAge", unit: "seconds", metrics: ["queueAge"] },
  { key: "mail", unit: "count", metrics: ["mailIn", "mailOut"] },
  { key: "unwanted", unit: "count", metrics: ["mailSpam", "mailVirus"] },
  { key: "fans", unit: "count", metrics: ["fanSpeed"] },
  { key: "cores", unit: "ratio", metrics: ["cpu"], parts: "lines" },
  { key: "latency", unit: "seconds", metrics: ["diskLatency"], parts: "lines" },
  { key: "io", unit: "bytesPerSecond", metrics: ["diskRead", "diskWrite"], parts: "charts" },
  { key: "network", unit: "bytesPerSecond", metrics: ["networkIn", "networkOut"], parts: "charts" },
  { key: "networkErrors", unit: "count", metrics: ["networkErrors", "networkDrops"], parts: "charts" },
  { key: "counters", unit: "count", metrics: ["reallocatedSectors", "pendingSectors", "mediaErrors", "linkErrors"], parts: "charts" },
];

const ofWorkload = ["cpu", "memory"];

const keysOf: Partial<Record<Kind, readonly string[]>> = {
  node: ["cpu", "memory", "swap", "disk", "network", "io", "load", "temperature"],
  guest: ["cpu", "memory", "disk", "network", "io"],
  storage: ["disk"],
  host: ["cpu", "pressure", "memory", "zfsCache", "swap", "disk", "network", "io", "load", "processes", "temperature", "fans"],
  container: ["cpu", "memory", "network", "io", "restarts", "processes"],
  "k8s-cluster": ofWorkload,
  "k8s-node": ["cpu", "memory", "disk", "network"],
  "k8s-pod": ["cpu", "memory", "network", "restarts"],
  "k8s-deployment": ofWorkload, "k8s-statefulset": ofWorkload, "k8s-daemonset": ofWorkload,
  datastore: ["disk", "deduplication"],
  pool: ["disk", "metadata"],
  disk: ["wear", "temperature", "counters"],
  ceph: ["disk", "io"],
  mail: ["queue", "queueAge", "mail", "unwanted"],
};

/** Whether a kind is there to be filled: its use is its first chart, with what is to come. */
export function fills(kind: Kind): boolean {
  return keysOf[kind]?.[0] === "disk";
}

/** Charts of a machine's cores, disks and interfaces, which are shown on demand. */
const ofParts = ["cores", "latency", "io", "network", "networkErrors", "counters"];

export function hasParts(kind: Kind): boolean {
  return kind === "host";
}

/** The charts of a kind, from top to bottom; those of its parts come last. */
export function plansOf(kind: Kind, parts = false): Plan[] {
  const keys = keysOf[kind] ?? [];
  const isOfParts = ({ parts }: Plan): boolean => parts === "lines" || parts === "charts";
  return plans.filter((plan) => (isOfParts(plan) ? parts && hasParts(kind) && ofParts.includes(plan.key) : keys.includes(plan.key)));
}

/** All that one request asks for. */
export function metricsOf(kind: Kind, parts = false): MetricName[] {
  return [...new Set(plansOf(kind, parts).flatMap((plan) => [...plan.metrics, ...(plan.capacity ? [plan.capacity] : [])]))];
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
export function figuresOf(kind: Kind, has: (metric: MetricName) => boolean, series: readonly Series[], wanted = false): Figure[] {
  return plansOf(kind, wanted).flatMap((plan): Figure[] => {
    const mine = series.filter((one) => plan.metrics.includes(one.metric) && belongs(one, plan) && (one.points.t.length > 0 || has(one.metric)));
    if (mine.length === 0) return [];
    const parts = [...new Set(mine.map((one) => one.part))].sort((a, b) => (a === null ? -1 : b === null ? 1 : naturally(a, b)));
    if (plan.parts === "charts") return parts.map((part) => ({ key: `${plan.key}:${part}`, plan, part, lines: inOrder(plan, mine.filter((one) => one.part === part)), further: [], capacity: null }));
    if (plan.parts === "lines") {
      // Of more than can be told apart, those that do most.
      const lines = [...mine].sort((a, b) => (mine.length > mostLines ? averageOf(b) - averageOf(a) : naturally(a.part ?? "", b.part ?? "")));
      return [{ key: plan.key, plan, part: null, lines: lines.slice(0, mostLines), further: lines.slice(mostLines), capacity: null }];
    }
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

function belongs({ part }: Series, { parts }: Plan): boolean {
  return parts === undefined || (part === null) === (parts === "no");
}

function inOrder({ metrics }: Plan, series: readonly Series[]): Series[] {
  return metrics.flatMap((metric) => series.filter((one) => one.metric === metric));
}

function averageOf({ points }: Series): number {
  const values = points.avg.filter((value): value is number => value !== null);
  return values.length === 0 ? -1 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Those that are shown at first: of many file systems, disks or interfaces the first few, as each chart takes room, and those of file systems a forecast. */
export function firstOf(figures: readonly Figure[]): Figure[] {
  const counts = new Map<Plan, number>();
  return figures.filter(({ part, plan }) => {
    if (part === null) return true;
    const before = counts.get(plan) ?? 0;
    counts.set(plan, before + 1);
    return before < mostParts;
  });
}

function isNothing(capacity: Series | null): boolean {
  const values = capacity?.points.avg.filter((value) => value !== null) ?? [];
  return values.length > 0 && values.every((value) => value === 0);
}
