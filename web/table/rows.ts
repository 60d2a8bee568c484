import { naturally } from "../app/format";
import type { Sort } from "../app/url";
import { rankOf } from "../app/trouble";
import type { Resource } from "../app/types";
import { columns, compareValues } from "./columns";

/** A line of the table: a resource, how deep it stands, and what it heads. */
export interface Row {
  id: string;
  depth: number;
  /** Rows below it in the tree, whether shown or folded; 0 for a leaf. */
  below: number;
  folded: boolean;
  /** It does not match itself and is only there to say where the next ones belong. */
  context: boolean;
}

export interface RowOptions {
  matches: (resource: Resource) => boolean;
  /** Null is trouble first. */
  sort: Sort | null;
  flat: boolean;
  folded: ReadonlySet<string>;
  now: number;
}

export interface Rows {
  rows: Row[];
  matched: number;
  total: number;
}

interface Branch {
  resource: Resource;
  matches: boolean;
  children: Branch[];
  /** The worst rank of it and all below, so that trouble lifts its cluster. */
  rank: number;
  below: number;
  key: number | string | null;
  /** Its place among all by name. */
  place: number;
}

/** Places by name, kept from tick to tick: comparing words costs more than all the rest, and names seldom change. */
const places = new Map<string, { name: string; place: number }>();

function place(resources: readonly Resource[]): void {
  let same = places.size === resources.length;
  for (const one of resources) {
    if (!same) break;
    same = places.get(one.id)?.name === (one.displayName ?? one.name);
  }
  if (same) return;
  places.clear();
  resources
    .map((one) => ({ id: one.id, name: one.displayName ?? one.name }))
    .sort((a, b) => naturally(a.name, b.name) || (a.id < b.id ? -1 : 1))
    .forEach(({ id, name }, index) => places.set(id, { name, place: index }));
}

/** Orders resources as the table shows them; what it remembers are the places of their names. Called once per tick at most. */
export function arrange(resources: readonly Resource[], options: RowOptions): Rows {
  place(resources);
  const branches = new Map<string, Branch>();
  const column = options.sort ? columns[options.sort.key] : undefined;
  let matched = 0;
  for (const resource of resources) {
    const matches = options.matches(resource);
    if (matches) matched += 1;
    const at = places.get(resource.id)?.place ?? 0;
    const key = column ? column.sort(resource, options.now) : options.sort ? at : null;
    branches.set(resource.id, { resource, matches, children: [], rank: rankOf(resource), below: 0, key, place: at });
  }
  const order = comparison(options.sort);
  const rows: Row[] = [];
  if (options.flat) {
    for (const branch of [...branches.values()].filter((one) => one.matches).sort(order)) {
      rows.push({ id: branch.resource.id, depth: 0, below: 0, folded: false, context: false });
    }
  } else {
    const roots = grow(branches);
    for (const root of roots.sort(order)) lay(root, 0, rows, order, options.folded);
  }
  return { rows, matched, total: branches.size };
}

function comparison(sort: Sort | null): (a: Branch, b: Branch) => number {
  const byName = (a: Branch, b: Branch): number => a.place - b.place;
  if (!sort) return (a, b) => b.rank - a.rank || byName(a, b);
  return (a, b) => compareValues(a.key, b.key, sort.descending) || byName(a, b);
}

/** Hangs each below its parent. What has no match in it or below it falls away. */
function grow(branches: Map<string, Branch>): Branch[] {
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.resource.parent === null ? undefined : branches.get(branch.resource.parent);
    if (parent && parent !== branch) parent.children.push(branch);
    else roots.push(branch);
  }
  const kept = (branch: Branch, depth: number): boolean => {
    // No real tree is deeper; a source that says A is below B and B below A must not hang the page.
    if (depth > 8) return false;
    branch.children = branch.children.filter((child) => kept(child, depth + 1));
    for (const child of branch.children) {
      branch.below += 1 + child.below;
      if (child.rank > branch.rank) branch.rank = child.rank;
    }
    return branch.matches || branch.children.length > 0;
  };
  return roots.filter((root) => kept(root, 0));
}

function lay(branch: Branch, depth: number, rows: Row[], order: (a: Branch, b: Branch) => number, folded: ReadonlySet<string>): void {
  const isFolded = folded.has(branch.resource.id) && branch.children.length > 0;
  rows.push({ id: branch.resource.id, depth, below: branch.below, folded: isFolded, context: !branch.matches });
  if (isFolded) return;
  for (const child of branch.children.sort(order)) lay(child, depth + 1, rows, order, folded);
}
