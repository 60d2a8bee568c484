import type { Product } from "../app/product";
import type { Resource } from "../app/types";

export type MemberKind = "guest" | "storage" | "datastore" | "pool" | "disk" | "node";

/** The lists a thing has of what belongs to it; a backup server has no guests, not even none of them. */
export function memberKinds(resource: Resource, product: Product | null, all: Iterable<Resource>): readonly MemberKind[] {
  switch (resource.kind) {
    case "cluster": return ["guest", "storage"];
    case "mail": return ["node"];
    case "node": return [...usual(product), ...(["pool", "disk"] as const).filter((kind) => members(all, resource, kind).length > 0)];
    default: return [];
  }
}

/** Shown also while there is none of them. */
function usual(product: Product | null): readonly MemberKind[] {
  return product === "pbs" ? ["datastore"] : product === "pmg" ? [] : ["guest", "storage"];
}

export function members(all: Iterable<Resource>, resource: Resource, kind: MemberKind): Resource[] {
  return [...all].filter((other) => other.kind === kind && other.source === resource.source && belongs(other, resource));
}

function belongs(other: Resource, resource: Resource): boolean {
  if (resource.kind === "cluster" || resource.kind === "mail") return true;
  if (resource.kind !== "node") return false;
  switch (other.kind) {
    case "guest": return other.facts.node === resource.name;
    case "storage": return other.facts.nodes.includes(resource.name);
    case "datastore": return other.parent === resource.id;
    case "pool": case "disk": return other.parent === resource.id || other.facts.node === resource.name;
    default: return false;
  }
}
