import type { Snapshot } from "../app/ledger-api";

/** A snapshot and how many others it stands on. */
export interface Descendant {
  snapshot: Snapshot;
  depth: number;
}

/** As they were made of each other: the eldest first, each before what was made after it. One whose parent is not listed stands by itself. */
export function lineage(all: readonly Snapshot[]): Descendant[] {
  const byName = new Map(all.map((one) => [one.name, one]));
  const children = new Map<string | null, Snapshot[]>();
  for (const one of [...all].sort(elder)) {
    const parent = one.parent !== null && one.parent !== one.name && byName.has(one.parent) ? one.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), one]);
  }
  const listed = new Set<string>();
  const order: Descendant[] = [];
  // By hand and not by calling itself: a chain may be hundreds deep.
  const walk = (roots: readonly Snapshot[]): void => {
    const waiting = roots.map((snapshot) => ({ snapshot, depth: 0 })).reverse();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const { snapshot, depth } = next;
      if (listed.has(snapshot.name)) continue;
      listed.add(snapshot.name);
      order.push(next);
      for (const child of [...(children.get(snapshot.name) ?? [])].reverse()) waiting.push({ snapshot: child, depth: depth + 1 });
    }
  };
  walk(children.get(null) ?? []);
  // What names itself as its own forefather is listed all the same.
  walk([...all].sort(elder).filter((one) => !listed.has(one.name)));
  return order;
}

/** Without a time, first: nobody knows how old it is. */
function elder(a: Snapshot, b: Snapshot): number {
  const at = (one: Snapshot): number => (one.at === null ? -Infinity : Date.parse(one.at));
  return at(a) === at(b) ? (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) : at(a) - at(b);
}
