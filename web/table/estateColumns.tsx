import { bytes, decimal, percent } from "../app/format";
import { levelOfHealth } from "../app/condition";
import { text } from "../app/text";
import { current, shareOf, type Level } from "../app/trouble";
import type { Resource } from "../app/types";
import { HealthCell, MomentCell, NumberCell, ShareCell, WordCell } from "./cells";
import type { Column } from "./columns";

const ranks: Record<Level, number> = { critical: 5, warning: 4, watch: 3, unknown: 2, ok: 1, off: 0 };

/** What datastores, pools, disks and Ceph have beside the columns of storages. What is not known says so: a dash where there could be a value, nothing where there can be none. */
export const estateColumns: Omit<Column, "label">[] = [
  {
    key: "health", width: 120, usual: true, narrow: true, largestFirst: true,
    sort: (r) => (hasHealth(r) ? ranks[levelOfHealth(healthOf(r))] : null),
    cell: (r) => (hasHealth(r) ? <HealthCell word={healthOf(r)} /> : null),
  },
  {
    key: "metadata", width: 130, usual: true, largestFirst: true,
    sort: (r) => current(shareOf(r, "metadata") ?? undefined),
    cell: (r) => (
      <ShareCell id={r.id} share="metadata" measurement={shareOf(r, "metadata")} lastSeen={r.lastSeen} style="bar" metric="metadataUsed" top={null}
        used={r.metrics.metadataUsed?.value} total={r.metrics.metadataTotal?.value} />
    ),
  },
  {
    key: "wear", width: 130, usual: true, narrow: true, largestFirst: true,
    sort: (r) => current(r.metrics.wear),
    cell: (r) => <ShareCell id={r.id} share="wear" measurement={r.metrics.wear ?? null} lastSeen={r.lastSeen} style="bar" metric="wear" top={1} />,
  },
  {
    // No estimate means that it does not fill, or that the server does not know: nothing to see either way.
    key: "estimate", width: 104, right: true, usual: true,
    sort: (r) => (r.kind === "datastore" ? timeOf(r.facts.estimatedFullAt) : null),
    cell: (r) => (r.kind === "datastore" && r.facts.estimatedFullAt ? <MomentCell at={r.facts.estimatedFullAt} ahead /> : null),
  },
  {
    key: "collected", width: 80, right: true, usual: true,
    sort: (r) => (r.kind === "datastore" ? timeOf(r.facts.collectedAt) : null),
    cell: (r) => (r.kind === "datastore" ? <MomentCell at={r.facts.collectedAt} /> : null),
  },
  {
    key: "scrub", width: 92, right: true, usual: true,
    sort: (r) => (r.kind === "pool" ? timeOf(r.facts.scrubbedAt) : null),
    cell: (r) => (r.kind === "pool" && r.facts.type === "zfs" ? <MomentCell at={r.facts.scrubbedAt} /> : null),
  },
  { key: "maintenance", width: 96, usual: true, sort: maintenanceOf, cell: (r) => <WordCell word={maintenanceOf(r)} /> },
  { key: "deduplication", width: 70, right: true, usual: true, largestFirst: true, sort: deduplicationOf, cell: (r) => <Figure value={deduplicationOf(r)} format={(value) => text.estate.dedupFactor(decimal(value))} /> },
  {
    key: "snapshots", width: 84, right: true, usual: true, largestFirst: true,
    sort: (r) => (r.kind === "datastore" ? r.facts.snapshots : null),
    cell: (r) => (r.kind === "datastore" ? <NumberCell value={r.facts.snapshots} /> : null),
  },
  { key: "errors", width: 100, usual: true, sort: errorsOf, cell: (r) => <WordCell word={errorsOf(r)} /> },
  {
    key: "fragmentation", width: 76, right: true, usual: false, largestFirst: true,
    sort: (r) => (r.kind === "pool" ? r.facts.fragmentation : null),
    cell: (r) => (r.kind === "pool" && r.facts.type === "zfs" ? <Figure value={r.facts.fragmentation} format={percent} /> : null),
  },
  { key: "model", width: 180, usual: false, sort: (r) => (r.kind === "disk" ? r.facts.model : null), cell: (r) => <WordCell word={r.kind === "disk" ? r.facts.model : null} /> },
  { key: "serial", width: 150, usual: true, sort: (r) => (r.kind === "disk" ? r.facts.serial : null), cell: (r) => <WordCell word={r.kind === "disk" ? r.facts.serial : null} /> },
  { key: "usage", width: 110, usual: true, sort: (r) => (r.kind === "disk" ? r.facts.usage : null), cell: (r) => <WordCell word={r.kind === "disk" ? r.facts.usage : null} /> },
  {
    key: "size", width: 92, right: true, usual: true, largestFirst: true,
    sort: (r) => (r.kind === "disk" ? r.facts.size : null),
    cell: (r) => (r.kind === "disk" ? <Figure value={r.facts.size} format={bytes} /> : null),
  },
  {
    key: "powerOn", width: 86, right: true, usual: false, largestFirst: true,
    sort: (r) => (r.kind === "disk" ? r.facts.powerOnSeconds : null),
    cell: (r) => (r.kind === "disk" ? <Figure value={r.facts.powerOnSeconds} format={(seconds) => text.estate.days(Math.floor(seconds / 86_400))} /> : null),
  },
  { key: "osds", width: 130, usual: true, sort: (r) => (r.kind === "ceph" ? r.facts.osdsUp : null), cell: (r) => <WordCell word={r.kind === "ceph" ? upOf(r.facts.osdsUp, r.facts.osdsTotal) : null} /> },
  {
    key: "monitors", width: 130, usual: true,
    sort: (r) => (r.kind === "ceph" ? r.facts.monitorsInQuorum : null),
    cell: (r) => <WordCell word={r.kind === "ceph" ? upOf(r.facts.monitorsInQuorum, r.facts.monitorsTotal) : null} />,
  },
  { key: "groups", width: 130, right: true, usual: true, sort: (r) => (r.kind === "ceph" ? r.facts.placementGroups : null), cell: (r) => (r.kind === "ceph" ? <NumberCell value={r.facts.placementGroups} /> : null) },
  { key: "version", width: 120, usual: true, sort: (r) => (r.kind === "ceph" ? r.facts.version : null), cell: (r) => <WordCell word={r.kind === "ceph" ? r.facts.version : null} /> },
];

function Figure({ value, format }: { value: number | null; format: (value: number) => string }) {
  return <NumberCell value={value} format={format} />;
}

function hasHealth(resource: Resource): boolean {
  // A thin pool has no health that anybody could tell.
  return resource.kind === "disk" || resource.kind === "ceph" || (resource.kind === "pool" && (resource.facts.type === "zfs" || resource.facts.health !== null));
}

function healthOf(resource: Resource): string | null {
  return resource.kind === "pool" || resource.kind === "disk" || resource.kind === "ceph" ? resource.facts.health : null;
}

function timeOf(at: string | null): number | null {
  const time = at === null ? NaN : Date.parse(at);
  return Number.isNaN(time) ? null : time;
}

function maintenanceOf(resource: Resource): string | null {
  return resource.kind === "datastore" ? resource.facts.maintenance : null;
}

/** What the data of a datastore would take without deduplication, against what they take. */
export function deduplicationOf(resource: Resource): number | null {
  const logical = current(resource.metrics.dataLogical);
  const stored = current(resource.metrics.dataStored);
  return logical === null || stored === null || stored <= 0 ? null : logical / stored;
}

function errorsOf(resource: Resource): string | null {
  switch (resource.kind) {
    case "datastore": return resource.facts.error ?? (resource.facts.badChunks ? text.estate.badChunks(resource.facts.badChunks) : null);
    case "pool": return resource.facts.errors;
    case "disk": return resource.facts.mediaErrors === null ? null : text.estate.mediaErrors(resource.facts.mediaErrors);
    default: return null;
  }
}

function upOf(some: number | null, all: number | null): string {
  return some === null || all === null ? "–" : text.estate.ofTotal(some, all);
}
