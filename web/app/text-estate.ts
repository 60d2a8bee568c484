import { plural } from "./plural";

// Words of datastores, pools, disks, Ceph and mail.

export const estateKinds: Record<string, string> = { datastore: "Datastore", pool: "Pool", disk: "Disk", ceph: "Ceph", mail: "Mail" };

export const estateMetrics: Record<string, string> = {
  metadataUsed: "Metadata", wear: "Wear", dataLogical: "Before deduplication", dataStored: "After deduplication", queueLength: "Queue", queueAge: "Oldest deferred",
  mailIn: "Mail in, last hour", mailOut: "Mail out, last hour", mailSpam: "Spam, last hour", mailVirus: "Viruses, last hour",
  reallocatedSectors: "Replaced sectors", pendingSectors: "Unreadable sectors", mediaErrors: "Uncorrectable errors", linkErrors: "Link errors",
};

export const estateColumns: Record<string, string> = {
  health: "Health", metadata: "Metadata", estimate: "Expected full", collected: "Last GC", maintenance: "Maintenance", snapshots: "Snapshots", scrub: "Last scrub",
  fragmentation: "Fragm.", wear: "Wear", model: "Model", serial: "Serial", device: "Device", usage: "Used for", size: "Size", errors: "Errors", osds: "OSDs", monitors: "Monitors",
  groups: "Placement groups", deduplication: "Dedup.", version: "Version", powerOn: "Powered on",
};

export const estateCharts = {
  titles: { metadata: "Metadata", wear: "Wear", deduplication: "Deduplication", queue: "Queue", queueAge: "Oldest deferred message", mail: "Mail per hour", unwanted: "Spam and viruses per hour", counters: "Errors in its life" },
  lines: {
    metadataUsed: "used", wear: "wear", dataLogical: "before", dataStored: "after", queueLength: "waiting", queueAge: "age", mailIn: "in", mailOut: "out", mailSpam: "spam", mailVirus: "viruses",
    reallocatedSectors: "replaced sectors", pendingSectors: "unreadable sectors", mediaErrors: "uncorrectable", linkErrors: "link",
  },
};

export const products: Record<string, string> = { pve: "Proxmox VE", pbs: "Proxmox Backup Server", pmg: "Proxmox Mail Gateway", self: "This machine", agent: "Pulse agent", kubernetes: "Kubernetes, by a Pulse agent" };
export const shortProducts: Record<string, string> = { pve: "PVE", pbs: "PBS", pmg: "PMG", kubernetes: "K8s" };

export const estateWords = {
  sections: { storages: "Storages", datastores: "Datastores", pools: "Pools", disks: "Disks", ceph: "Ceph" } as Record<string, string>,
  sectionsLabel: "Kinds of storage",
  dedupFactor: (factor: string) => `${factor} : 1`,
  ofTotal: (some: number, all: number) => `${some.toLocaleString("en")} of ${all.toLocaleString("en")}`,
  poolTypes: { zfs: "ZFS", lvm_thin: "LVM-thin" } as Record<string, string>,
  facts: {
    comment: "Comment", maintenance: "Maintenance", mountStatus: "Mounted", backend: "Kept on", estimatedFullAt: "Full, by the server’s estimate", collectedAt: "Last garbage collection",
    pendingBytes: "Waits to be removed", removedBytes: "Removed last time", badChunks: "Bad chunks", groups: "Backup groups", snapshots: "Snapshots", error: "Error",
    type: "Type", health: "Health", fragmentation: "Fragmentation", deduplication: "Deduplication", scrubbedAt: "Last scrub", scan: "Scan", errors: "Errors", action: "What to do",
    device: "Device", model: "Model", vendor: "Vendor", serial: "Serial number", size: "Size", rotations: "Speed", usage: "Used for", osd: "Ceph OSD", powerOn: "Powered on",
    mediaErrors: "Media errors", osdsUp: "OSDs up", osdsIn: "OSDs in", monitors: "Monitors in quorum", placementGroups: "Placement groups", version: "Ceph",
    nodes: "Nodes that answer", spamQuarantine: "In spam quarantine", virusQuarantine: "In virus quarantine",
  },
  none: "none",
  days: (count: number) => `${count.toLocaleString("en")} d`,
  badChunks: (count: number) => plural(count, "bad chunk", "bad chunks"),
  mediaErrors: (count: number) => (count === 0 ? "none" : plural(count, "media error", "media errors")),
  inFuture: (duration: string) => `in ${duration}`,
  noEstimate: "none: it does not fill, or the server knows too little",
  rotations: (perMinute: number) => (perMinute === 0 ? "solid state" : `${perMinute.toLocaleString("en")} rpm`),
  osdNumber: (number: number) => `osd.${number}`,
  devices: {
    label: "Devices of the pool", name: "Device", state: "State", read: "Read", write: "Write", checksum: "Checksum", unknown: "Which devices the pool has is not known.", none: "The pool lists no devices.",
    lead: "Errors since they were last cleared.",
  },
  attributes: {
    label: "SMART attributes", id: "Id", name: "Attribute", value: "Value", worst: "Worst", threshold: "Threshold", raw: "Raw", failure: "Failed", unknown: "The SMART attributes are not known.",
    none: "The disk tells no attributes.",
  },
  members: {
    datastore: "No datastores are known here.", pool: "No pools are known here.", disk: "No disks are known here.", node: "No nodes are known here.", guest: "No guests here.", storage: "No storages here.",
  } as Record<string, string>,
  elsewhere: (kind: string) => `${kind} has a page of its own.`,
  openElsewhere: (page: string) => `Open ${page} with this filter`,
  counted: (count: number) => plural(count, "message", "messages"),
  mail: {
    emptyTitle: "Mail gateways will be here",
    emptyLead: "Add a Proxmox Mail Gateway under Settings > Sources, and its queue and traffic are drawn here.",
    gateways: "Mail gateways",
    now: "Now",
    nodes: "Nodes",
    quarantine: "Quarantine and nodes",
    queues: "Queues",
    week: "The last seven days",
    history: "History",
    details: "Details",
  },
};
