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

export function homeOf(kind: Kind): Home {
  const section = (Object.keys(storageSections) as StorageSection[]).find((one) => storageSections[one] === kind);
  if (section) return { page: "storage", section: section === "storages" ? null : section };
  if (kind === "mail") return { page: "mail", section: null };
  return { page: kind === "host" ? "hosts" : "overview", section: null };
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
  const asked = /(?:^|\s)kind:(storage|datastore|pool|disk|ceph|mail|host)\b/i.exec(filter)?.[1]?.toLowerCase() as Kind | undefined;
  return asked && !here.includes(asked) ? asked : null;
}
