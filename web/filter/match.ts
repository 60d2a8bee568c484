import { current, shareOf, sumOf } from "../app/trouble";
import type { Resource } from "../app/types";
import type { Comparison, Condition, Filter, NumberField, TextField, Unit } from "./parse";

/** A filter as a question about a row. Rows of unknown value satisfy no comparison, in neither direction. */
export function matcher(filter: Filter, now: number): (resource: Resource) => boolean {
  const terms = filter.terms;
  if (terms.length === 0) return () => true;
  return (resource) => terms.every((term) => term.any.some((condition) => holds(condition, resource, now)) !== term.negated);
}

function holds(condition: Condition, resource: Resource, now: number): boolean {
  switch (condition.type) {
    case "text":
      return haystack(resource).includes(condition.value);
    case "field":
      return fieldHolds(condition.field, condition.value, resource);
    case "number": {
      const value = numberOf(condition.field, condition.unit, resource, now);
      return value !== null && compare(value, condition.comparison, condition.value);
    }
  }
}

function compare(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case ">": return value > limit;
    case ">=": return value >= limit;
    case "<": return value < limit;
    case "<=": return value <= limit;
    case "=": return Math.abs(value - limit) < 0.5;
  }
}

function fieldHolds(field: TextField, value: string, resource: Resource): boolean {
  const words = wordsOf(field, resource);
  // Words from a fixed list are matched from their beginning, so that `status:on` is not also "none"; names anywhere.
  const fixed = field === "status" || field === "kind" || field === "type" || field === "tag";
  return words.some((word) => (fixed ? word.startsWith(value) : word.includes(value)));
}

/** The words of a field, in lower case. */
export function wordsOf(field: TextField, resource: Resource): string[] {
  switch (field) {
    case "name": return lower([resource.displayName, resource.name]);
    case "node":
      if (resource.kind === "guest") return lower([resource.facts.node]);
      if (resource.kind === "node") return lower([resource.name]);
      if (resource.kind === "storage") return lower(resource.facts.nodes);
      return [];
    case "tag": return lower(resource.tags);
    case "status": return [resource.status];
    case "kind": return resource.kind === "guest" ? ["guest", resource.facts.type === "lxc" ? "ct" : "vm"] : [resource.kind];
    case "type":
      if (resource.kind === "guest") return [resource.facts.type, resource.facts.type === "lxc" ? "ct" : "vm"];
      return resource.kind === "storage" ? lower([resource.facts.type]) : [resource.kind];
    case "id": return resource.kind === "guest" ? [resource.facts.vmid.toString(), resource.id.toLowerCase()] : lower([resource.id]);
    case "source": return lower([resource.source]);
    case "ip": return addressesOf(resource);
    case "os":
      if (resource.kind === "guest" || resource.kind === "host") return lower([resource.facts.osName]);
      return resource.kind === "node" ? lower([resource.facts.kernel]) : [];
    case "pool": return resource.kind === "guest" ? lower([resource.facts.pool]) : [];
    case "note": return lower([resource.note]);
  }
}

function lower(words: (string | null)[]): string[] {
  return words.filter((word): word is string => word !== null && word !== "").map((word) => word.toLowerCase());
}

/** Addresses without their prefix length, loopback and link-local last or not at all. */
export function addressesOf(resource: Resource): string[] {
  if (resource.kind === "node") return lower([resource.facts.address]);
  if (resource.kind !== "guest" && resource.kind !== "host") return [];
  return (resource.facts.interfaces ?? [])
    .flatMap((one) => one.addresses)
    .map((address) => (address.split("/")[0] ?? "").toLowerCase())
    .filter((address) => !/^(127\.|::1$|fe80:)/.test(address));
}

// Facts change seldom and replace the resource when they do; so what is searched is put together once.
const haystacks = new WeakMap<Resource, string>();

function haystack(resource: Resource): string {
  let hay = haystacks.get(resource);
  if (hay === undefined) {
    hay = (["name", "id", "node", "tag", "status", "type", "ip", "os", "pool", "note"] as const)
      .flatMap((field) => wordsOf(field, resource))
      .join("\n");
    haystacks.set(resource, hay);
  }
  return hay;
}

function numberOf(field: NumberField, unit: Unit, resource: Resource, now: number): number | null {
  switch (field) {
    case "cpu": return hundred(current(resource.metrics.cpu));
    case "mem": return unit === "bytes" ? current(resource.metrics.memoryUsed) : share(resource, "memory");
    case "disk": return unit === "bytes" ? current(resource.metrics.diskUsed) : share(resource, "disk");
    case "net": return current(sumOf(resource, "networkIn", "networkOut") ?? undefined);
    case "io": return current(sumOf(resource, "diskRead", "diskWrite") ?? undefined);
    case "temp": return current(resource.metrics.temperature);
    case "load": return current(resource.metrics.load1);
    case "age": return secondsSince(resource.lastSeen, now);
    case "since": return secondsSince(resource.since, now);
    case "uptime": return uptimeOf(resource, now);
  }
}

function share(resource: Resource, which: "memory" | "disk"): number | null {
  return hundred(current(shareOf(resource, which) ?? undefined));
}

function hundred(value: number | null): number | null {
  return value === null ? null : value * 100;
}

function secondsSince(at: string | null, now: number): number | null {
  if (at === null) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : (now - time) / 1000;
}

/** Seconds since the start, for what runs. */
export function uptimeOf(resource: Resource, now: number): number | null {
  if (resource.kind !== "node" && resource.kind !== "guest" && resource.kind !== "host") return null;
  if (resource.status !== "running" && resource.status !== "online" && resource.status !== "degraded") return null;
  return secondsSince(resource.facts.startedAt, now);
}
