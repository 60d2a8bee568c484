import type { Level } from "../app/trouble";
import type { KubernetesContainer, KubernetesPodResource, KubernetesWorkloadResource, Resource } from "../app/types";
import { kubernetesWords } from "./text-kubernetes";

// What the words of Kubernetes are worth.

export interface Judged {
  level: Level;
  word: string;
}

type PodFacts = KubernetesPodResource["facts"];

/** Reasons to wait that pass by themselves. */
const passing = new Set(["ContainerCreating", "PodInitializing"]);

/** What is wrong with a container; null when nothing is, or nobody can tell yet. */
export function containerState({ state, reason, isReady, exitCode, isInit }: Pick<KubernetesContainer, "state" | "reason" | "isReady" | "exitCode" | "isInit">): Judged {
  const words = kubernetesWords.containers;
  if (state === "waiting") return { level: reason === null || passing.has(reason) ? "watch" : "critical", word: reason ?? "waiting" };
  if (state === "terminated") return exitCode === 0 || reason === "Completed" ? { level: "off", word: reason ?? kubernetesWords.pod.done } : { level: "critical", word: words.exit(reason, exitCode) };
  if (state === "running") return isReady || isInit ? { level: "ok", word: words.running } : { level: "warning", word: kubernetesWords.pod.notReady };
  return { level: "unknown", word: kubernetesWords.pod.unknown };
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };

/** A pod in a word: what stands in its way, else its phase. */
export function podState(facts: Pick<PodFacts, "phase" | "reason" | "containers" | "isReady" | "isTerminating">): Judged {
  const words = kubernetesWords.pod;
  if (facts.isTerminating) return { level: "watch", word: words.terminating };
  if (facts.phase === "Succeeded") return { level: "off", word: words.done };
  if (facts.phase === "Failed") return { level: "critical", word: facts.reason ?? words.failed };
  const worst = facts.containers.map(containerState).sort((a, b) => ranks[b.level] - ranks[a.level])[0];
  if (worst?.level === "critical") return worst;
  if (facts.phase === "Pending") return { level: facts.reason === null ? "watch" : "warning", word: facts.reason ?? words.pending };
  if (facts.phase !== "Running") return { level: "unknown", word: facts.phase };
  return facts.isReady ? { level: "ok", word: words.running } : { level: "warning", word: facts.reason ?? words.notReady };
}

/** Containers that are ready, of those that stay. */
export function readyOf({ containers }: Pick<PodFacts, "containers">): { ready: number; all: number } {
  const staying = containers.filter((one) => !one.isInit);
  return { ready: staying.filter((one) => one.isReady).length, all: staying.length };
}

/** How far a workload is from what it should be: a share, null where nothing is wanted. */
export function shareReady({ facts: { desired, ready } }: KubernetesWorkloadResource): number | null {
  return desired === null || ready === null ? null : desired === 0 ? 1 : ready / desired;
}

/** Jobs and cron jobs have a word in the place of replicas. */
export function workloadWord({ kind, facts }: KubernetesWorkloadResource): string {
  const words = kubernetesWords.workload;
  if (kind === "k8s-cronjob") return facts.isSuspended === true ? words.suspended : words.running(facts.active ?? 0);
  if (kind === "k8s-job") return (facts.failed ?? 0) > 0 ? words.failed(facts.failed ?? 0) : facts.finishedAt === null ? words.running(facts.active ?? 0) : words.done;
  return kubernetesWords.of(facts.ready, facts.desired);
}

const kinds: Record<string, Resource["kind"]> = { persistentvolumeclaim: "k8s-claim" };

/** Whether an event, an owner or the like means this resource: Kubernetes names things by kind, namespace and name. */
export function means(resource: Resource, kind: string | null, namespace: string | null, name: string | null): boolean {
  if (kind === null || resource.name !== name) return false;
  const lower = kind.toLowerCase();
  if (resource.kind !== (kinds[lower] ?? `k8s-${lower}`)) return false;
  return !("namespace" in resource.facts) || resource.facts.namespace === namespace;
}
