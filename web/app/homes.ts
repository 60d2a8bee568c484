import type { Kind, Resource } from "./types";
import type { Page } from "./url";

/** The sections of the Storage page, each with the kind it lists. */
export type StorageSection = "storages" | "datastores" | "pools" | "disks" | "ceph";
export const storageSections: Record<StorageSection, Kind> = { storages: "storage", datastores: "datastore", pools: "pool", disks: "disk", ceph: "ceph" };

/** Where a kind is listed. The first section of a page needs no name in the address. */
export interface Home {
  page: Page;
  section: string | null;
}

const home = (page: Page, section: string | null = null): Home => ({ page, section });
const overview = home("overview");
const workloads = home("kubernetes", "workloads");

const homes: Partial<Record<Kind, Home>> = {
  storage: home("storage"), datastore: home("storage", "datastores"), pool: home("storage", "pools"), disk: home("storage", "disks"), ceph: home("storage", "ceph"),
  mail: home("mail"), host: home("hosts"), container: home("docker"), "swarm-service": home("docker", "services"),
  "k8s-cluster": home("kubernetes"), "k8s-node": home("kubernetes", "nodes"), "k8s-pod": home("kubernetes", "pods"), "k8s-claim": home("kubernetes", "claims"),
  "k8s-deployment": workloads, "k8s-statefulset": workloads, "k8s-daemonset": workloads, "k8s-job": workloads, "k8s-cronjob": workloads,
};

export function homeOf(kind: Kind): Home {
  return homes[kind] ?? overview;
}

/** The sections that have something, and the one that is shown: the wanted one, or the first with something in it. */
export function storageTabs(resources: Iterable<Resource>, wanted: string | null): { shown: StorageSection; counts: Partial<Record<StorageSection, number>> } {
  const counts: Partial<Record<StorageSection, number>> = {};
  for (const { kind } of resources) {
    const { page, section } = homeOf(kind);
    if (page !== "storage") continue;
    const key = (section ?? "storages") as StorageSection;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const filled = (Object.keys(storageSections) as StorageSection[]).filter((one) => counts[one]);
  const shown = filled.find((one) => one === (wanted ?? "storages")) ?? filled[0] ?? "storages";
  return { shown, counts };
}

/** The kind a filter asks for that another page lists; null when there is none or it is listed here. */
export function elsewhere(filter: string, here: readonly Kind[]): Kind | null {
  const word = /(?:^|\s)kind:([\w-]+)/i.exec(filter)?.[1]?.toLowerCase();
  // `kind:node` is asked of the Overview; all else of Kubernetes is known without its `k8s-` too.
  const kinds = Object.keys(homes) as Kind[];
  const asked = kinds.find((kind) => kind === word) ?? (word === "node" || word === "cluster" ? undefined : kinds.find((kind) => kind === `k8s-${word}`));
  return asked && !here.includes(asked) ? asked : null;
}
