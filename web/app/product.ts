import { store } from "./store";
import { shortProducts } from "./text-estate";
import type { Resource, SourceReport } from "./types";

export type Product = SourceReport["kind"];

/** What a source runs; null for one that is not known (any more). */
export function productOf(source: string): Product | null {
  return store.fleet.sources.get(source)?.kind ?? null;
}

/** `PBS 4.0.1`: a version without its product would be taken for one of Proxmox VE. */
export function versionOf(version: string | null, product: Product | null): string | null {
  if (version === null || version === "") return null;
  const name = product === null ? undefined : shortProducts[product];
  return name ? `${name} ${version}` : version;
}

/** Proxmox's own page of the thing, where it has one. Only http(s): the address comes from outside. */
export function proxmoxLink(resource: Resource, product: Product | null, parent: Resource | undefined): string | null {
  const base = (from: Resource | undefined): string | null => {
    const address = from && (from.kind === "node" || from.kind === "guest") ? from.facts.webAddress : null;
    return address && /^https?:\/\//i.test(address) ? address : null;
  };
  const address = base(resource) ?? base(parent);
  if (address === null) return null;
  const inTree = (path: string): string => `${address}/#v1:0:=${encodeURIComponent(path)}`;
  switch (resource.kind) {
    case "guest": return inTree(`${resource.facts.type}/${resource.facts.vmid}`);
    case "node": return product === "pbs" || product === "pmg" ? address : inTree(`node/${resource.name}`);
    case "datastore": return `${address}/#DataStore-${encodeURIComponent(resource.name)}`;
    case "pool": case "disk": return product === "pbs" || product === "pmg" ? address : inTree(`node/${resource.facts.node}`);
    default: return null;
  }
}
