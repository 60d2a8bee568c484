import type { GuestResource, NodeResource, Resource, StorageResource } from "../app/types";

let handle = 0;

export function guest(vmid: number, change: Partial<Omit<GuestResource, "kind" | "facts">> & { facts?: Partial<GuestResource["facts"]> } = {}): GuestResource {
  return {
    id: `guest:lab/${vmid}`, handle: handle++, kind: "guest", source: "lab", parent: "node:lab/pve-1", name: `web-${vmid}`, displayName: null, note: "", tags: [],
    status: "running", reason: null, since: "2026-11-24T09:00:00Z", lastSeen: "2026-11-24T10:00:00Z", metrics: {}, ...change,
    facts: {
      type: "qemu", vmid, node: "pve-1", processors: 2, template: false, lock: null, pool: null, haState: null, startedAt: null, agent: "answering", entrypoint: null, osName: null,
      hostname: null, interfaces: null, filesystems: null, diskSize: null, balloonTarget: null, disks: null, webAddress: null, ...change.facts,
    },
  };
}

export function node(name: string, change: Partial<Omit<NodeResource, "kind" | "facts">> = {}): NodeResource {
  return {
    id: `node:lab/${name}`, handle: handle++, kind: "node", source: "lab", parent: null, name, displayName: null, note: "", tags: [], status: "online", reason: null,
    since: null, lastSeen: "2026-11-24T10:00:00Z", metrics: {}, ...change,
    facts: {
      address: "10.0.0.1", version: null, kernel: null, processors: { model: null, sockets: null, cores: null, threads: null, megahertz: null }, loadAverage: null,
      startedAt: null, haState: null, certificateFingerprint: null, webAddress: null,
    },
  };
}

export function storage(name: string, nodes: string[]): StorageResource {
  return {
    id: `storage:lab/${name}`, handle: handle++, kind: "storage", source: "lab", parent: null, name, displayName: null, note: "", tags: [], status: "available",
    reason: null, since: null, lastSeen: "2026-11-24T10:00:00Z", metrics: {}, facts: { type: "dir", content: [], shared: nodes.length > 1, nodes, enabled: true, active: true },
  };
}

export function ids(resources: Resource[]): string[] {
  return resources.map((resource) => resource.id);
}
