// What the server says, as docs/api.md describes it.

export type Kind = "cluster" | "node" | "guest" | "storage" | "host";

export type Status =
  | "online" | "offline" | "running" | "stopped" | "paused" | "failing"
  | "available" | "inactive" | "disabled" | "degraded" | "unknown";

export type MetricName =
  | "cpu" | "ioWait" | "load1" | "memoryUsed" | "memoryTotal" | "swapUsed" | "swapTotal" | "diskUsed" | "diskTotal"
  | "networkIn" | "networkOut" | "diskRead" | "diskWrite" | "temperature";

export type Quality = "measured" | "estimated" | "stale" | "unknown";

export interface Measurement {
  value: number | null;
  quality?: Quality;
  reason?: string;
  at?: string;
}

export interface Processors {
  model: string | null;
  sockets: number | null;
  cores: number | null;
  threads: number | null;
  megahertz: number | null;
}

export interface NetworkInterface {
  name: string;
  hardwareAddress: string | null;
  addresses: string[];
}

export interface Filesystem {
  mountpoint: string;
  type: string | null;
  device: string | null;
  total: number | null;
  used: number | null;
}

export interface ClusterFacts {
  clusterName: string | null;
  quorate: boolean | null;
  nodesOnline: number | null;
  nodesTotal: number | null;
}

export interface NodeFacts {
  address: string | null;
  version: string | null;
  kernel: string | null;
  processors: Processors;
  loadAverage: number[] | null;
  startedAt: string | null;
  haState: string | null;
  certificateFingerprint: string | null;
  webAddress: string | null;
}

export type GuestAgent = "not_configured" | "answering" | "silent" | "forbidden" | "not_asked_yet" | "not_applicable";

export interface GuestFacts {
  type: "qemu" | "lxc";
  vmid: number;
  node: string;
  processors: number | null;
  template: boolean;
  lock: string | null;
  pool: string | null;
  haState: string | null;
  startedAt: string | null;
  agent: GuestAgent;
  osName: string | null;
  hostname: string | null;
  interfaces: NetworkInterface[] | null;
  filesystems: Filesystem[] | null;
  diskSize: number | null;
  balloonTarget: number | null;
  webAddress: string | null;
}

export interface StorageFacts {
  type: string | null;
  content: string[];
  shared: boolean;
  nodes: string[];
  enabled: boolean | null;
  active: boolean | null;
}

export interface HostFacts {
  hostname: string;
  osName: string | null;
  kernel: string | null;
  architecture: string | null;
  processors: Processors;
  loadAverage: number[] | null;
  startedAt: string | null;
  filesystems: Filesystem[];
  interfaces: NetworkInterface[];
  temperatures: { label: string; celsius: number }[];
}

interface ResourceBase {
  id: string;
  handle: number;
  source: string;
  parent: string | null;
  name: string;
  displayName: string | null;
  note: string;
  tags: string[];
  status: Status;
  reason: string | null;
  since: string | null;
  lastSeen: string;
  metrics: Partial<Record<MetricName, Measurement>>;
}

export type ClusterResource = ResourceBase & { kind: "cluster"; facts: ClusterFacts };
export type NodeResource = ResourceBase & { kind: "node"; facts: NodeFacts };
export type GuestResource = ResourceBase & { kind: "guest"; facts: GuestFacts };
export type StorageResource = ResourceBase & { kind: "storage"; facts: StorageFacts };
export type HostResource = ResourceBase & { kind: "host"; facts: HostFacts };
export type Resource = ClusterResource | NodeResource | GuestResource | StorageResource | HostResource;

export interface Problem {
  code: string;
  sentence: string;
  nextStep: string;
}

export interface MissingPrivilege {
  privilege: string;
  path: string;
  hides: string;
  command: string;
}

export interface Endpoint {
  address: string;
  node: string | null;
  breaker: "closed" | "open" | "half_open";
  retryAt: string | null;
  lastAnswerAt: string | null;
  problem: Problem | null;
  fingerprint: string | null;
}

export type Condition = "connecting" | "reachable" | "degraded" | "unreachable" | "refused";

export interface SourceReport {
  source: string;
  kind: string;
  name: string;
  condition: Condition;
  version: string | null;
  lastAnswerAt: string | null;
  intervalSeconds: number;
  problems: Problem[];
  missingPrivileges: MissingPrivilege[];
  endpoints: Endpoint[];
}

export interface Snapshot {
  sequence: number;
  at: string;
  demo: boolean;
  sources: SourceReport[];
  resources: Resource[];
}

/** Columns of new numbers; every column has one entry per handle, null where nothing changed. */
export type ValueColumns = { handles: string } & Partial<Record<MetricName, (number | null)[]>>;

export interface Delta {
  sequence: number;
  at: string;
  removed?: string[];
  removedSources?: string[];
  sources?: SourceReport[];
  resources?: Resource[];
  values?: ValueColumns;
}

export interface Session {
  user: string;
  csrfToken: string | null;
  demo: boolean;
  version: string;
}

export type Authentication =
  | { type: "token"; tokenId: string; tokenSecret: string }
  | { type: "password"; username: string; password: string };

export interface SourceDraft {
  source?: string;
  name?: string;
  address?: string;
  authentication?: Authentication;
  fingerprint?: string;
}

export interface ConfiguredSource {
  source: string;
  kind: string;
  name: string;
  addresses: { address: string; node: string | null; fingerprint: string | null }[];
  authentication: { type: "token" | "password" | "none"; tokenId?: string; username?: string };
  intervalSeconds: number;
  report: SourceReport | null;
}

export interface TestAnswer {
  ok: boolean;
  problem: Problem | null;
  steps: { asked: string; answered: string; ok: boolean }[];
  certificate: {
    fingerprint: string;
    subject: string;
    issuer: string;
    notAfter: string;
    trustedBySystem: boolean;
    needsConfirmation: boolean;
  } | null;
  version: string | null;
  clusterName: string | null;
  nodes: string[];
  guests: number | null;
  missingPrivileges: MissingPrivilege[];
}

export interface Recent {
  at: string;
  stepSeconds: number;
  points: number;
  series: Record<string, Partial<Record<MetricName, (number | null)[]>>>;
}
