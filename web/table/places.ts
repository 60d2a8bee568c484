import { naturally } from "../app/format";
import type { Resource } from "../app/types";

interface Named {
  id: string;
  name: string;
}

/**
 * The place of every resource by its name. Comparing words costs more than all the rest of an order, and names seldom change: so the list
 * is kept, and what came or was renamed is put where it belongs.
 */
export class Places {
  private ordered: Named[] = [];
  private readonly names = new Map<string, string>();
  private readonly places = new Map<string, number>();

  of(id: string): number {
    return this.places.get(id) ?? 0;
  }

  update(resources: readonly Resource[]): void {
    const changed = resources.filter((one) => this.names.get(one.id) !== nameOf(one));
    const gone = this.names.size + changed.filter((one) => !this.names.has(one.id)).length > resources.length;
    if (changed.length === 0 && !gone) return;
    const moved = new Set(changed.map((one) => one.id));
    const here = gone ? new Set(resources.map((one) => one.id)) : null;
    for (const { id } of this.ordered) if (moved.has(id) || here?.has(id) === false) this.names.delete(id);
    const kept = this.ordered.filter(({ id }) => this.names.has(id));
    const added = changed.map((one) => ({ id: one.id, name: nameOf(one) })).sort(byName);
    for (const { id, name } of added) this.names.set(id, name);
    this.ordered = merged(kept, added);
    this.places.clear();
    this.ordered.forEach(({ id }, place) => this.places.set(id, place));
  }
}

export function nameOf(resource: Resource): string {
  return resource.displayName ?? resource.name;
}

function byName(a: Named, b: Named): number {
  return naturally(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

/** Two ordered lists as one, comparing only where something of the second goes. */
function merged(kept: readonly Named[], added: readonly Named[]): Named[] {
  const all: Named[] = [];
  let from = 0;
  for (const one of added) {
    const to = placeIn(kept, one, from);
    while (from < to) all.push(kept[from++] as Named);
    all.push(one);
  }
  while (from < kept.length) all.push(kept[from++] as Named);
  return all;
}

/** The first place from `low` on before which nothing comes that belongs behind. */
function placeIn(list: readonly Named[], one: Named, low: number): number {
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byName(list[middle] as Named, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
