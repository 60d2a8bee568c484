import { atOnce, stride, type Job } from "../app/slices";
import { rankOf } from "../app/trouble";
import type { Resource } from "../app/types";
import type { Sort } from "../app/url";
import { columns, compareValues } from "./columns";
import { Places } from "./places";

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

/** Most have nothing below them, and share this instead of an empty list each. */
const none: Branch[] = [];

type Order = (a: Branch, b: Branch) => number;

const places = new Places();

/** Orders resources as the table shows them; what it remembers are the places of their names. */
export function arrange(resources: readonly Resource[], options: RowOptions): Rows {
  return atOnce(arranging(resources, options));
}

/** As `arrange`, and gives way between two rows. Those that change meanwhile stand where they belonged a moment ago. */
export function* arranging(resources: readonly Resource[], options: RowOptions): Job<Rows> {
  places.update(resources);
  yield "soon";
  const branches: Branch[] = [];
  const column = options.sort ? columns[options.sort.key] : undefined;
  let matched = 0;
  for (const resource of resources) {
    const matches = options.matches(resource);
    if (matches) matched += 1;
    const place = places.of(resource.id);
    const key = column ? column.sort(resource, options.now) : options.sort ? place : null;
    branches.push({ resource, matches, children: none, rank: 0, below: 0, key, place });
    if (branches.length % stride === 0) yield "soon";
  }
  const order = orderOf(options.sort);
  const rows = yield* options.flat ? listed(branches, order) : grown(branches, order, options.folded);
  return { rows, matched, total: branches.length };
}

function* listed(branches: readonly Branch[], order: Order): Job<Row[]> {
  const kept = branches.filter((one) => one.matches);
  for (const branch of kept) branch.rank = rankOf(branch.resource);
  kept.sort(order);
  yield "soon";
  return kept.map(({ resource: { id } }) => ({ id, depth: 0, below: 0, folded: false, context: false }));
}

function* grown(branches: readonly Branch[], order: Order, folded: ReadonlySet<string>): Job<Row[]> {
  const roots = hang(branches).filter((root) => kept(root, 0)).sort(order);
  yield "soon";
  const rows: Row[] = [];
  for (const root of roots) yield* lay(root, 0, rows, order, folded);
  return rows;
}

function orderOf(sort: Sort | null): Order {
  const byName: Order = (a, b) => a.place - b.place;
  if (!sort) return (a, b) => b.rank - a.rank || byName(a, b);
  return (a, b) => compareValues(a.key, b.key, sort.descending) || byName(a, b);
}

/** Hangs each below its parent and gives back those that have none. */
function hang(branches: readonly Branch[]): Branch[] {
  const byID = new Map(branches.map((branch) => [branch.resource.id, branch]));
  const roots: Branch[] = [];
  for (const branch of branches) {
    const parent = branch.resource.parent === null ? undefined : byID.get(branch.resource.parent);
    if (!parent || parent === branch) roots.push(branch);
    else if (parent.children === none) parent.children = [branch];
    else parent.children.push(branch);
  }
  return roots;
}

/** Counts what is below and ranks it; what has no match in it or below it falls away. */
function kept(branch: Branch, depth: number): boolean {
  // No real tree is deeper; a source that says A is below B and B below A must not hang the page.
  if (depth > 8) return false;
  if (branch.children.length > 0) branch.children = branch.children.filter((child) => kept(child, depth + 1));
  if (!branch.matches && branch.children.length === 0) return false;
  branch.rank = rankOf(branch.resource);
  for (const child of branch.children) {
    branch.below += 1 + child.below;
    if (child.rank > branch.rank) branch.rank = child.rank;
  }
  return true;
}

function* lay(branch: Branch, depth: number, rows: Row[], order: Order, folded: ReadonlySet<string>): Job {
  const isFolded = branch.children.length > 0 && folded.has(branch.resource.id);
  rows.push({ id: branch.resource.id, depth, below: branch.below, folded: isFolded, context: !branch.matches });
  if (isFolded || branch.children.length === 0) return;
  branch.children.sort(order);
  yield "soon";
  for (const child of branch.children) {
    if (child.children.length > 0) yield* lay(child, depth + 1, rows, order, folded);
    else rows.push({ id: child.resource.id, depth: depth + 1, below: child.below, folded: false, context: !child.matches });
  }
}

/** Whether both show the same, so that nothing needs to be drawn. */
export function sameRows(a: readonly Row[], b: readonly Row[]): boolean {
  return a.length === b.length && a.every((row, index) => sameRow(row, b[index]));
}

export function sameRow(a: Row | undefined, b: Row | undefined): boolean {
  if (!a || !b) return a === b;
  return a.id === b.id && a.depth === b.depth && a.below === b.below && a.folded === b.folded && a.context === b.context;
}
