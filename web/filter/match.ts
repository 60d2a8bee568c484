import { healthWord } from "../app/condition";
import type { Job } from "../app/slices";
import { current, shareOf, sumOf } from "../app/trouble";
import type { Resource } from "../app/types";
import type { Comparison, Condition, Filter, NumberField, TextField, Unit } from "./parse";

type Question<Item> = (item: Item) => boolean;

/** How a filter looks at the rows of some list. */
export interface Reader<Item, Words extends string, Numbers extends string> {
  /** All that free text is looked for in, in lower case. */
  haystack: (item: Item) => string;
  holds: (field: Words, value: string, item: Item) => boolean;
  number: (field: Numbers, unit: Unit, item: Item) => number | null;
}

/** A filter as a question about a resource. Rows of unknown value satisfy no comparison, in neither direction. */
export function matcher(filter: Filter, now: number): Question<Resource> {
  return matcherWith(filter, { haystack, holds: fieldHolds, number: (field, unit, resource) => numberOf(field, unit, resource, now) });
}

/** As `matcher`, for any list. */
export function matcherWith<Item, Words extends string, Numbers extends string>(filter: Filter<Words, Numbers>, reader: Reader<Item, Words, Numbers>): Question<Item> {
  const terms = filter.terms.map(({ any, negated }): Question<Item> => {
    const conditions = any.map((condition) => questionOf(condition, reader));
    const [only] = conditions;
    const holds: Question<Item> = only && conditions.length === 1 ? only : (item) => conditions.some((one) => one(item));
    return negated ? (item) => !holds(item) : holds;
  });
  const [only] = terms;
  return only && terms.length === 1 ? only : (item) => terms.every((one) => one(item));
}

function questionOf<Item, Words extends string, Numbers extends string>(condition: Condition<Words, Numbers>, reader: Reader<Item, Words, Numbers>): Question<Item> {
  switch (condition.type) {
    case "text": {
      const { value } = condition;
      return (item) => reader.haystack(item).includes(value);
    }
    case "field": {
      const { field, value } = condition;
      return (item) => reader.holds(field, value, item);
    }
    case "number": {
      const { field, unit, comparison, value: limit } = condition;
      return (item) => {
        const value = reader.number(field, unit, item);
        return value !== null && compare(value, comparison, limit);
      };
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
  const fixed = field === "status" || field === "kind" || field === "type" || field === "tag" || field === "health";
  return words.some((word) => (fixed ? word.startsWith(value) : word.includes(value)));
}

type Words = Partial<Record<TextField, string[]>>;

// Facts change seldom and replace the resource when they do; so the words of a resource are put together once, and go with it.
const kept = new WeakMap<Resource, Words>();

function keptOf(resource: Resource): Words {
  let words = kept.get(resource);
  if (!words) kept.set(resource, (words = {}));
  return words;
}

/** The words of a field, in lower case. */
export function wordsOf(field: TextField, resource: Resource): readonly string[] {
  return (keptOf(resource)[field] ??= collect(field, resource));
}

function collect(field: TextField, resource: Resource): string[] {
  switch (field) {
    case "name": return lower([resource.displayName, resource.name]);
    case "node":
      if (resource.kind === "guest") return lower([resource.facts.node]);
      if (resource.kind === "node") return lower([resource.name]);
      if (resource.kind === "storage") return lower(resource.facts.nodes);
      if (resource.kind === "pool" || resource.kind === "disk") return lower([resource.facts.node]);
      return [];
    case "tag": return lower(resource.tags);
    case "status": return [resource.status];
    case "kind": return resource.kind === "guest" ? ["guest", resource.facts.type === "lxc" ? "ct" : "vm"] : [resource.kind];
    case "type":
      if (resource.kind === "guest") return [resource.facts.type, resource.facts.type === "lxc" ? "ct" : "vm"];
      if (resource.kind === "storage" || resource.kind === "disk") return lower([resource.facts.type]);
      if (resource.kind === "pool") return [resource.facts.type, ...(resource.facts.type === "lvm_thin" ? ["lvm-thin", "thin"] : [])];
      return resource.kind === "datastore" ? lower([resource.facts.backend]) : [resource.kind];
    case "id":
      if (resource.kind === "disk") return lower([resource.facts.serial, resource.id]);
      return resource.kind === "guest" ? [resource.facts.vmid.toString(), resource.id.toLowerCase()] : lower([resource.id]);
    case "source": return lower([resource.source]);
    case "ip": return addressesOf(resource);
    case "os":
      if (resource.kind === "guest" || resource.kind === "host") return lower([resource.facts.osName]);
      return resource.kind === "node" ? lower([resource.facts.kernel]) : [];
    case "pool":
      if (resource.kind === "pool") return lower([resource.name]);
      return resource.kind === "guest" ? lower([resource.facts.pool]) : [];
    case "health":
      if (resource.kind !== "pool" && resource.kind !== "disk" && resource.kind !== "ceph") return [];
      return resource.facts.health === null ? ["unknown"] : [healthWord(resource.facts.health), resource.facts.health.toLowerCase()];
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

const searched = ["name", "id", "node", "tag", "status", "type", "ip", "os", "pool", "health", "note"] as const;
const haystacks = new WeakMap<Resource, string>();

function haystack(resource: Resource): string {
  let hay = haystacks.get(resource);
  if (hay === undefined) haystacks.set(resource, (hay = searched.flatMap((field) => collect(field, resource)).join("\n")));
  return hay;
}

/** The fields that are asked for most. */
const usual = ["name", "node", "tag", "status", "kind"] as const;

/** Puts together what a search looks at, so that the first letter does not wait for five thousand rows. */
export function* prepareSearch(resources: Iterable<Resource>): Job {
  for (const resource of resources) {
    haystack(resource);
    for (const field of usual) wordsOf(field, resource);
    yield "soon";
  }
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
    case "wear": return hundred(current(resource.metrics.wear));
    case "queue": return current(resource.metrics.queueLength);
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
