import type { ReactNode } from "react";
import { naturally } from "../app/format";
import { productOf, versionOf } from "../app/product";
import { text } from "../app/text";
import { current, levelOf, rankOf, shareOf, sumOf } from "../app/trouble";
import type { MetricName, Resource } from "../app/types";
import { addressesOf, uptimeOf } from "../filter/match";
import { estateColumns } from "./estateColumns";
import { AgeCell, FigureCell, RateCell, ShareCell, SizeCell, StateCell, TagsCell, UptimeCell, WordCell } from "./cells";

export type CellStyle = "bar" | "spark";

/** A column of a table of resources. */
export interface Column {
  key: string;
  label: string;
  /** Pixels; the name takes what is left over. */
  width: number;
  right?: boolean;
  /** Shown unless the user chose otherwise. */
  usual: boolean;
  /** Kept on a narrow screen. */
  narrow?: boolean;
  /** Metrics its sparkline draws. */
  metrics?: readonly MetricName[];
  /** What the column is sorted by; null goes last, whichever the direction. */
  sort: (resource: Resource, now: number) => number | string | null;
  /** Numbers start with the largest. */
  largestFirst?: boolean;
  cell: (resource: Resource, style: CellStyle) => ReactNode;
}

const label = (key: string): string => text.columns[key] ?? key;

/** Takes in the columns of a page that is a script of its own. */
export function addColumns(more: readonly Column[]): void {
  for (const column of more) columns[column.key] = column;
}

export const columns: Record<string, Column> = Object.fromEntries(
  ([
    ...estateColumns,
    {
      key: "state", width: 96, usual: true, narrow: true, largestFirst: true,
      sort: rankOf,
      cell: (r) => <StateCell kind={r.kind} level={levelOf(r.status)} status={r.status} reason={r.reason} />,
    },
    {
      key: "id", width: 64, right: true, usual: false,
      sort: (r) => (r.kind === "guest" ? r.facts.vmid : null),
      cell: (r) => <WordCell right word={r.kind === "guest" ? r.facts.vmid.toString() : null} />,
    },
    {
      key: "cpu", width: 116, usual: true, narrow: true, largestFirst: true, metrics: ["cpu"],
      sort: (r) => current(r.metrics.cpu),
      cell: (r, style) => <ShareCell id={r.id} share="cpu" measurement={r.metrics.cpu ?? null} lastSeen={r.lastSeen} style={style} metric="cpu" top={1} />,
    },
    {
      key: "memory", width: 116, usual: true, narrow: true, largestFirst: true, metrics: ["memoryUsed"],
      sort: (r) => current(shareOf(r, "memory") ?? undefined),
      // Of what has no limit, how much it is.
      cell: (r, style) => (r.metrics.memoryUsed && !r.metrics.memoryTotal ? <span className="measure measure-rate"><SizeCell id={r.id} measurement={r.metrics.memoryUsed} lastSeen={r.lastSeen} /></span> : (
        <ShareCell id={r.id} share="memory" measurement={shareOf(r, "memory")} lastSeen={r.lastSeen} style={style} metric="memoryUsed"
          top={r.metrics.memoryTotal?.value ?? null} used={r.metrics.memoryUsed?.value} total={r.metrics.memoryTotal?.value} />
      )),
    },
    {
      key: "disk", width: 116, usual: true, narrow: true, largestFirst: true,
      sort: (r) => current(shareOf(r, "disk") ?? undefined),
      cell: (r) => (
        <ShareCell id={r.id} share="disk" measurement={shareOf(r, "disk")} lastSeen={r.lastSeen} style="bar" metric="diskUsed" top={null}
          used={r.metrics.diskUsed?.value} total={r.metrics.diskTotal?.value} />
      ),
    },
    {
      key: "network", width: 94, right: true, usual: true, largestFirst: true, metrics: ["networkIn"],
      sort: (r) => current(sumOf(r, "networkIn", "networkOut") ?? undefined),
      cell: (r, style) => (
        <RateCell id={r.id} sum={sumOf(r, "networkIn", "networkOut")} first={r.metrics.networkIn?.value} second={r.metrics.networkOut?.value}
          words={["networkIn", "networkOut"]} lastSeen={r.lastSeen} style={style} metric="networkIn" />
      ),
    },
    {
      key: "io", width: 94, right: true, usual: true, largestFirst: true, metrics: ["diskRead"],
      sort: (r) => current(sumOf(r, "diskRead", "diskWrite") ?? undefined),
      cell: (r, style) => (
        <RateCell id={r.id} sum={sumOf(r, "diskRead", "diskWrite")} first={r.metrics.diskRead?.value} second={r.metrics.diskWrite?.value}
          words={["diskRead", "diskWrite"]} lastSeen={r.lastSeen} style={style} metric="diskRead" />
      ),
    },
    {
      key: "uptime", width: 66, right: true, usual: true, largestFirst: true,
      sort: uptimeOf,
      cell: (r) => <UptimeCell startedAt={uptimeOf(r, Date.now()) === null ? null : startedAt(r)} />,
    },
    { key: "tags", width: 124, usual: true, sort: (r) => r.tags.join(" ") || null, cell: (r) => <TagsCell tags={r.tags.join("\n")} /> },
    {
      key: "node", width: 110, usual: false,
      sort: nodeOf,
      cell: (r) => <WordCell word={nodeOf(r)} />,
    },
    { key: "source", width: 110, usual: false, sort: (r) => r.source, cell: (r) => <WordCell word={r.source} /> },
    {
      key: "address", width: 130, usual: false,
      sort: (r) => addressesOf(r)[0] ?? null,
      cell: (r) => <WordCell word={addressesOf(r)[0] ?? null} title={addressesOf(r).join(", ")} />,
    },
    {
      key: "os", width: 150, usual: false,
      sort: osOf,
      cell: (r) => <WordCell word={osOf(r)} />,
    },
    {
      key: "cores", width: 64, right: true, usual: false, largestFirst: true,
      sort: coresOf,
      cell: (r) => <WordCell right word={coresOf(r)?.toString() ?? null} />,
    },
    {
      key: "load", width: 72, right: true, usual: false, largestFirst: true,
      sort: (r) => current(r.metrics.load1),
      cell: (r) => <FigureCell id={r.id} measurement={r.metrics.load1 ?? null} lastSeen={r.lastSeen} unit="count" />,
    },
    {
      key: "temperature", width: 80, right: true, usual: false, largestFirst: true,
      sort: (r) => current(r.metrics.temperature),
      cell: (r) => <FigureCell id={r.id} measurement={r.metrics.temperature ?? null} lastSeen={r.lastSeen} unit="celsius" />,
    },
    {
      key: "swap", width: 86, right: true, usual: false, largestFirst: true,
      sort: (r) => current(r.metrics.swapUsed),
      cell: (r) => <FigureCell id={r.id} measurement={r.metrics.swapUsed ?? null} lastSeen={r.lastSeen} unit="bytes" />,
    },
    { key: "seen", width: 86, right: true, usual: false, sort: (r) => Date.parse(r.lastSeen), largestFirst: true, cell: (r) => <AgeCell at={r.lastSeen} /> },
    // Of storages
    { key: "type", width: 90, usual: true, sort: typeOf, cell: (r) => <WordCell word={typeOf(r)} /> },
    {
      key: "share", width: 170, usual: true, narrow: true, largestFirst: true,
      sort: (r) => current(shareOf(r, "disk") ?? undefined),
      cell: (r) => (
        <ShareCell id={r.id} share="disk" measurement={shareOf(r, "disk")} lastSeen={r.lastSeen} style="bar" metric="diskUsed" top={null}
          used={r.metrics.diskUsed?.value} total={r.metrics.diskTotal?.value} />
      ),
    },
    {
      key: "used", width: 92, right: true, usual: true, largestFirst: true,
      sort: (r) => current(r.metrics.diskUsed),
      cell: (r) => <SizeCell id={r.id} measurement={r.metrics.diskUsed ?? null} lastSeen={r.lastSeen} />,
    },
    {
      key: "total", width: 92, right: true, usual: true, largestFirst: true,
      sort: (r) => current(r.metrics.diskTotal),
      cell: (r) => <SizeCell id={r.id} measurement={r.metrics.diskTotal ?? null} lastSeen={r.lastSeen} />,
    },
    {
      key: "nodes", width: 150, usual: true,
      sort: (r) => (r.kind === "storage" ? r.facts.nodes.join(" ") : null),
      cell: (r) => <WordCell word={r.kind === "storage" ? `${r.facts.shared ? `${text.storage.shared}: ` : ""}${r.facts.nodes.join(", ")}` : null} />,
    },
    {
      key: "content", width: 190, usual: true,
      sort: (r) => (r.kind === "storage" ? r.facts.content.join(" ") : null),
      cell: (r) => <WordCell word={r.kind === "storage" ? r.facts.content.join(", ") : null} />,
    },
    {
      key: "kernel", width: 170, usual: true,
      sort: kernelOf,
      cell: (r) => <WordCell word={kernelOf(r)} />,
    },
  ] as Omit<Column, "label">[]).map((column) => [column.key, { ...column, label: label(column.key) }]),
);

function typeOf(resource: Resource): string | null {
  switch (resource.kind) {
    case "storage": case "disk": return resource.facts.type;
    case "pool": return text.estate.poolTypes[resource.facts.type] ?? resource.facts.type;
    case "datastore": return resource.facts.backend;
    default: return null;
  }
}

function nodeOf(resource: Resource): string | null {
  if (resource.kind === "k8s-pod") return resource.facts.node;
  return resource.kind === "guest" || resource.kind === "pool" || resource.kind === "disk" ? resource.facts.node : null;
}

function startedAt(resource: Resource): string | null {
  return "startedAt" in resource.facts ? resource.facts.startedAt : null;
}

function kernelOf(resource: Resource): string | null {
  return resource.kind === "host" || resource.kind === "node" || resource.kind === "k8s-node" ? resource.facts.kernel : null;
}

function osOf(resource: Resource): string | null {
  if (resource.kind === "guest" || resource.kind === "host" || resource.kind === "k8s-node") return resource.facts.osName;
  return resource.kind === "node" ? versionOf(resource.facts.version, productOf(resource.source)) : null;
}

function coresOf(resource: Resource): number | null {
  if (resource.kind === "guest") return resource.facts.processors;
  return resource.kind === "node" || resource.kind === "host" ? resource.facts.processors.threads ?? resource.facts.processors.cores : null;
}

export const overviewColumns = ["state", "id", "cpu", "memory", "disk", "network", "io", "uptime", "tags", "node", "source", "address", "os", "cores", "load", "temperature", "swap", "seen"];
export const storageColumns = ["state", "type", "share", "used", "total", "nodes", "content", "source", "seen"];
export const datastoreColumns = ["state", "share", "used", "total", "estimate", "collected", "maintenance", "errors", "deduplication", "snapshots", "source", "seen"];
export const poolColumns = ["state", "health", "type", "share", "metadata", "scrub", "errors", "used", "total", "fragmentation", "node", "source", "seen"];
export const diskColumns = ["state", "health", "wear", "temperature", "type", "model", "size", "usage", "serial", "errors", "powerOn", "node", "source", "seen"];
export const cephColumns = ["state", "health", "share", "used", "total", "osds", "monitors", "groups", "version", "source", "seen"];

/** Orders two values of a column; what is not known goes last in both directions. */
export function compareValues(a: number | string | null, b: number | string | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order = typeof a === "number" && typeof b === "number" ? a - b : naturally(String(a), String(b));
  return descending ? -order : order;
}
