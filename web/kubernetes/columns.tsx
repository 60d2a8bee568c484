import { bytes, printable } from "../app/format";
import { State } from "../app/parts";
import { text } from "../app/text";
import { current } from "../app/trouble";
import type { KubernetesCondition, Resource } from "../app/types";
import { FigureCell, MomentCell, NumberCell, WordCell } from "../table/cells";
import { addColumns, type Column } from "../table/columns";
import { podState, readyOf, shareReady, workloadWord } from "./judgement";
import { kubernetesWords } from "./text-kubernetes";

export const clusterColumns = ["state", "kVersion", "kDistribution", "kNodes", "kPods", "cpu", "memory", "kNamespaces", "source", "seen"];
export const nodeColumns = ["state", "kRoles", "kubelet", "cpu", "memory", "kConditions", "kCapacity", "kAge", "source", "os", "kernel", "address", "seen"];
export const workloadColumns = ["state", "kWorkload", "kReplicas", "cpu", "memory", "kImages", "kConditions", "kSchedule", "kAge", "source", "seen"];
export const podColumns = ["state", "kPhase", "kReady", "kRestarts", "kRate", "cpu", "memory", "node", "kOwner", "kAge", "network", "kImages", "address", "source", "seen"];
export const claimColumns = ["state", "kClaim", "share", "kSize", "kRequested", "kClass", "kVolume", "kUsedBy", "kAge", "source", "seen"];

export const usual: Record<string, readonly string[]> = {
  clusters: ["state", "kVersion", "kDistribution", "kNodes", "kPods", "cpu", "memory", "kNamespaces"],
  nodes: ["state", "kRoles", "kubelet", "cpu", "memory", "kConditions", "kAge", "source"],
  workloads: ["state", "kWorkload", "kReplicas", "kImages", "kConditions", "kAge", "source"],
  pods: ["state", "kPhase", "kReady", "kRestarts", "cpu", "memory", "node", "kAge"],
  claims: ["state", "kClaim", "kSize", "kClass", "kVolume", "kUsedBy", "kAge", "source"],
};

const words = kubernetesWords.columns;
const column = (key: string, label: string, width: number, sort: Column["sort"], cell: (resource: Resource) => Column["cell"] extends (...all: never[]) => infer Node ? Node : never, more: Partial<Column> = {}): Column => ({
  key, label, width, usual: true, sort, cell, ...more,
});

function word(key: string, label: string, width: number, value: (resource: Resource) => string | null): Column {
  return column(key, label, width, value, (r) => <WordCell word={value(r)} />);
}

function createdAt(resource: Resource): string | null {
  return "createdAt" in resource.facts && resource.kind.startsWith("k8s-") ? resource.facts.createdAt : null;
}

function time(at: string | null): number | null {
  const parsed = at === null ? NaN : Date.parse(at);
  return Number.isNaN(parsed) ? null : parsed;
}

function conditionsOf(resource: Resource): KubernetesCondition[] {
  return "conditions" in resource.facts ? resource.facts.conditions : [];
}

function conditionWords(resource: Resource): string | null {
  const told = conditionsOf(resource).map((one) => one.reason ?? one.type);
  if (resource.kind === "k8s-node" && resource.facts.isUnschedulable) told.unshift(kubernetesWords.unschedulable);
  return told.length === 0 ? null : told.join(", ");
}

function imagesOf(resource: Resource): string | null {
  const images = resource.kind === "k8s-pod" ? resource.facts.containers.map((one) => one.image) : "images" in resource.facts ? resource.facts.images : [];
  return images.filter((one) => one !== null).join(", ") || null;
}

function isWorkload(resource: Resource): resource is Extract<Resource, { facts: { images: string[] } }> {
  return "images" in resource.facts;
}

const some = (ready: number | null, all: number | null): JSX.Element => <span className="figure">{kubernetesWords.of(ready, all)}</span>;

addColumns([
  word("kVersion", words.version, 110, (r) => (r.kind === "k8s-cluster" ? r.facts.version : null)),
  word("kDistribution", words.distribution, 100, (r) => (r.kind === "k8s-cluster" ? r.facts.distribution : null)),
  column("kNodes", words.nodes, 100, (r) => (r.kind === "k8s-cluster" ? r.facts.nodesReady : null), (r) => (r.kind === "k8s-cluster" ? some(r.facts.nodesReady, r.facts.nodesTotal) : null), { right: true, largestFirst: true, narrow: true }),
  column("kPods", words.pods, 110, (r) => (r.kind === "k8s-cluster" ? r.facts.podsRunning : null), (r) => (r.kind === "k8s-cluster" ? some(r.facts.podsRunning, r.facts.podsTotal) : null), { right: true, largestFirst: true }),
  column("kNamespaces", words.namespaces, 96, (r) => (r.kind === "k8s-cluster" ? r.facts.namespaces : null), (r) => (r.kind === "k8s-cluster" ? <NumberCell value={r.facts.namespaces} /> : null), { right: true, largestFirst: true }),
  word("kRoles", words.roles, 120, (r) => (r.kind === "k8s-node" ? r.facts.roles.join(", ") : null)),
  word("kubelet", words.kubelet, 100, (r) => (r.kind === "k8s-node" ? r.facts.kubelet : null)),
  word("kConditions", words.conditions, 160, conditionWords),
  column("kCapacity", words.capacity, 70, (r) => (r.kind === "k8s-node" ? r.facts.pods : null), (r) => (r.kind === "k8s-node" ? <NumberCell value={r.facts.pods} /> : null), { right: true, largestFirst: true, usual: false }),
  column("kAge", words.age, 66, (r) => time(createdAt(r)), (r) => <MomentCell at={createdAt(r)} />, { right: true, largestFirst: true }),
  word("kWorkload", words.workload, 110, (r) => (isWorkload(r) ? text.kinds[r.kind] ?? r.kind : null)),
  column("kReplicas", words.replicas, 96, (r) => (isWorkload(r) ? shareReady(r) : null), (r) => (isWorkload(r) ? <span className="figure">{workloadWord(r)}</span> : null), { right: true, narrow: true }),
  word("kImages", words.images, 190, imagesOf),
  word("kSchedule", words.schedule, 110, (r) => (isWorkload(r) ? r.facts.schedule : null)),
  column("kPhase", words.phase, 170, (r) => (r.kind === "k8s-pod" ? podState(r.facts).word : null), (r) => {
    if (r.kind !== "k8s-pod") return null;
    const { level, word } = podState(r.facts);
    return <span className="cut" title={printable(r.facts.message ?? word)}><State level={level}><bdi>{printable(word)}</bdi></State></span>;
  }, { narrow: true }),
  column("kReady", words.ready, 66, (r) => (r.kind === "k8s-pod" ? readyOf(r.facts).ready / Math.max(1, readyOf(r.facts).all) : null), (r) => {
    if (r.kind !== "k8s-pod") return null;
    const { ready, all } = readyOf(r.facts);
    return <span className="figure">{ready}/{all}</span>;
  }, { right: true }),
  column("kRestarts", words.restarts, 76, (r) => (r.kind === "k8s-pod" ? r.facts.restarts : null), (r) => (r.kind === "k8s-pod" ? <NumberCell value={r.facts.restarts} /> : null), { right: true, largestFirst: true }),
  column("kRate", words.rate, 84, (r) => current(r.metrics.restarts), (r) => <FigureCell id={r.id} measurement={r.metrics.restarts ?? null} lastSeen={r.lastSeen} unit="count" />, { right: true, largestFirst: true }),
  word("kOwner", words.owner, 160, (r) => (r.kind === "k8s-pod" && r.facts.ownerName !== null ? `${r.facts.ownerKind ?? ""} ${r.facts.ownerName}`.trim() : null)),
  word("kClaim", words.phase, 90, (r) => (r.kind === "k8s-claim" ? r.facts.phase : null)),
  column("kSize", words.size, 90, (r) => (r.kind === "k8s-claim" ? r.facts.capacity : null), (r) => (r.kind === "k8s-claim" ? <NumberCell value={r.facts.capacity} format={bytes} /> : null), { right: true, largestFirst: true }),
  column("kRequested", words.requested, 90, (r) => (r.kind === "k8s-claim" ? r.facts.requested : null), (r) => (r.kind === "k8s-claim" ? <NumberCell value={r.facts.requested} format={bytes} /> : null), { right: true, largestFirst: true, usual: false }),
  word("kClass", words.class, 110, (r) => (r.kind === "k8s-claim" ? r.facts.storageClass : null)),
  word("kVolume", words.volume, 150, (r) => (r.kind === "k8s-claim" ? r.facts.volume : null)),
  word("kUsedBy", words.usedBy, 150, (r) => (r.kind === "k8s-claim" ? r.facts.usedBy.join(", ") : null)),
]);
