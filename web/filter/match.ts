import { healthWord } from "../app/condition";
import type { Job } from "../app/slices";
import { current, shareOf, sumOf } from "../app/trouble";
import type { HostFacts, Resource } from "../app/types";
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

const fixed: ReadonlySet<TextField> = new Set(["status", "kind", "type", "tag", "health", "raid", "reboot", "failed"]);

function fieldHolds(field: TextField, value: string, resource: Resource): boolean {
  const words = wordsOf(field, resource);
  // Words from a fixed list are matched from their beginning, so that `status:on` is not also "none"; names anywhere.
  return words.some((word) => (fixed.has(field) ? word.startsWith(value) : word.includes(value)));
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
    case "host":
      if (resource.kind === "host") return lower([resource.displayName, resource.name, resource.facts.hostname]);
      return resource.kind === "container" ? lower([hostOf(resource)]) : wordsOf("node", resource).slice();
    case "node":
      if (resource.kind === "k8s-pod") return lower([resource.facts.node]);
      if (resource.kind === "k8s-node") return lower([resource.name]);
      if (resource.kind === "guest") return lower([resource.facts.node]);
      if (resource.kind === "node") return lower([resource.name]);
      if (resource.kind === "storage") return lower(resource.facts.nodes);
      if (resource.kind === "pool" || resource.kind === "disk") return lower([resource.facts.node]);
      return [];
    case "tag": return lower(resource.tags);
    case "status": return [resource.status];
    case "kind":
      if (resource.kind === "guest") return ["guest", resource.facts.type === "lxc" ? "ct" : "vm"];
      return resource.kind.startsWith("k8s-") ? [resource.kind, resource.kind.slice(4)] : [resource.kind];
    case "type":
      if (resource.kind === "guest") return [resource.facts.type, resource.facts.type === "lxc" ? "ct" : "vm"];
      if (resource.kind === "storage" || resource.kind === "disk") return lower([resource.facts.type]);
      if (resource.kind === "container") return lower([resource.facts.engine]);
      if (resource.kind === "pool") return [resource.facts.type, ...(resource.facts.type === "lvm_thin" ? ["lvm-thin", "thin"] : [])];
      return resource.kind === "datastore" ? lower([resource.facts.backend]) : [resource.kind];
    case "id":
      if (resource.kind === "disk") return lower([resource.facts.serial, resource.id]);
      return resource.kind === "guest" ? [resource.facts.vmid.toString(), resource.id.toLowerCase()] : lower([resource.id]);
    case "source": return lower([resource.source]);
    case "ip": return addressesOf(resource);
    case "os":
      if (resource.kind === "guest" || resource.kind === "host" || resource.kind === "k8s-node") return lower([resource.facts.osName]);
      return resource.kind === "node" ? lower([resource.facts.kernel]) : [];
    case "pool":
      if (resource.kind === "pool") return lower([resource.name]);
      return resource.kind === "guest" ? lower([resource.facts.pool]) : [];
    case "health":
      if (resource.kind === "host") return (resource.facts.disks ?? []).map(({ passed }) => (passed === null ? "unknown" : passed ? "passed" : "failed"));
      if (resource.kind === "container") return lower([resource.facts.health]);
      if (resource.kind !== "pool" && resource.kind !== "disk" && resource.kind !== "ceph") return [];
      return resource.facts.health === null ? ["unknown"] : [healthWord(resource.facts.health), resource.facts.health.toLowerCase()];
    case "note": return lower([resource.note]);
    case "ns": return "namespace" in resource.facts ? lower([resource.facts.namespace]) : [];
    case "project":
      if (resource.kind === "container") return lower([resource.facts.project, resource.facts.service]);
      return resource.kind === "swarm-service" ? lower([resource.facts.stack]) : [];
    case "image":
      if (resource.kind === "container" || resource.kind === "swarm-service") return lower([resource.facts.image]);
      if (resource.kind === "k8s-pod") return lower(resource.facts.containers.map((one) => one.image));
      return "images" in resource.facts ? lower(resource.facts.images) : [];
    case "owner": return resource.kind === "k8s-pod" || "ownerName" in resource.facts ? ownerWords(resource) : [];
    case "raid": return resource.kind === "host" ? raidWords(resource.facts) : [];
    case "reboot": return resource.kind === "host" ? [yesNo(resource.facts.isRebootDue)] : [];
    case "failed": return resource.kind === "host" ? [yesNo(resource.facts.failedUnits === null ? null : resource.facts.failedUnits.length > 0)] : [];
  }
}

/** The machine a container is on, as its id names it. */
export function hostOf(resource: Resource): string | null {
  if (resource.parent === null) return null;
  const path = resource.parent.slice(resource.parent.indexOf(":") + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function ownerWords({ facts }: Resource): string[] {
  const name = "ownerName" in facts ? facts.ownerName : null;
  const kind = "ownerKind" in facts ? facts.ownerKind : "cronjob";
  return name === null ? [] : lower([`${kind ?? ""}/${name}`]);
}

function raidWords({ arrays, pools }: HostFacts): string[] {
  const ofArrays = (arrays ?? []).flatMap((one) => [one.isDegraded === true ? "degraded" : one.state, one.action]);
  return lower([...ofArrays, ...(pools ?? []).map((one) => one.health ?? "unknown")]);
}

/** Nobody told is neither yes nor no. */
function yesNo(value: boolean | null): string {
  return value === null ? "unknown" : value ? "yes" : "no";
}

function lower(words: (string | null)[]): string[] {
  return words.filter((word): word is string => word !== null && word !== "").map((word) => word.toLowerCase());
}

/** Addresses without their prefix length, loopback and link-local last or not at all. */
export function addressesOf(resource: Resource): string[] {
  if (resource.kind === "node") return lower([resource.facts.address]);
  if (resource.kind === "container") return lower(resource.facts.networks.flatMap((one) => one.addresses));
  if (resource.kind === "k8s-pod" || resource.kind === "k8s-node") return lower(resource.facts.addresses);
  if (resource.kind !== "guest" && resource.kind !== "host") return [];
  return (resource.facts.interfaces ?? [])
    .flatMap((one) => one.addresses)
    .map((address) => (address.split("/")[0] ?? "").toLowerCase())
    .filter((address) => !/^(127\.|::1$|fe80:)/.test(address));
}

const searched = ["name", "id", "node", "tag", "status", "type", "ip", "os", "pool", "health", "note", "host", "ns", "project", "image"] as const;
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
    case "updates": return updatesOf(resource);
    case "restarts": return current(resource.metrics.restarts);
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

/** Updates that wait: packages of a machine, the image of a container. */
export function updatesOf(resource: Resource): number | null {
  if (resource.kind === "host") return resource.facts.packages?.pending ?? null;
  const verdict = resource.kind === "container" ? resource.facts.update?.verdict : undefined;
  return verdict === undefined || verdict === "unknown" ? null : verdict === "new_digest" || verdict === "new_tag" ? 1 : 0;
}

/** Seconds since the start, for what runs. */
export function uptimeOf(resource: Resource, now: number): number | null {
  if (resource.kind !== "node" && resource.kind !== "guest" && resource.kind !== "host" && resource.kind !== "container" && resource.kind !== "k8s-pod") return null;
  if (resource.status !== "running" && resource.status !== "online" && resource.status !== "degraded") return null;
  return secondsSince(resource.facts.startedAt, now);
}
