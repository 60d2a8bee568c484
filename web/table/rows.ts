import { atOnce, stride, type Job } from "../app/slices";
import { rankOf } from "../app/trouble";
import type { Resource } from "../app/types";
import type { Sort } from "../app/url";
import { columns, compareValues } from "./columns";
import { Tree, type Branch } from "./tree";

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

type Order = (a: Branch, b: Branch) => number;

/** Orders resources as the table shows them. */
export function arrange(resources: readonly Resource[], options: RowOptions, tree = new Tree()): Rows {
  return atOnce(arranging(resources, options, tree));
}

/**
 * As `arrange`, and gives way between rows. Those that change meanwhile stand where they belonged a moment ago. `tree` is what is kept from
 * one order to the next; two orders that are worked out in turns must not share it.
 */
export function* arranging(resources: readonly Resource[], options: RowOptions, tree = new Tree()): Job<Rows> {
  yield* tree.update(resources);
  const holds = judge(options);
  const { branches, roots } = tree;
  let matched = 0;
  for (let index = 0; index < branches.length; index++) {
    if (holds(branches[index] as Branch)) matched += 1;
    if (index % stride === 0) yield "soon";
  }
  const order = orderOf(options.sort);
  const rows = yield* options.flat ? listed(branches, order) : grown(roots, order, options.folded);
  return { rows, matched, total: branches.length };
}

/** Whether a row matches; works out what it is ordered by, if it may be shown at all. */
function judge({ matches, sort, now }: RowOptions): (branch: Branch) => boolean {
  const column = sort ? columns[sort.key] : undefined;
  return (branch) => {
    const { resource } = branch;
    branch.matches = matches(resource);
    if (!branch.matches && branch.children.length === 0) return false;
    branch.key = column ? column.sort(resource, now) : sort ? branch.place : null;
    branch.rank = sort ? 0 : rankOf(resource);
    return branch.matches;
  };
}

function* listed(branches: readonly Branch[], order: Order): Job<Row[]> {
  const kept = branches.filter((one) => one.matches);
  yield "soon";
  kept.sort(order);
  yield "soon";
  return kept.map(({ resource: { id } }) => ({ id, depth: 0, below: 0, folded: false, context: false }));
}

function* grown(roots: readonly Branch[], order: Order, folded: ReadonlySet<string>): Job<Row[]> {
  const kept = yield* keep(roots, 0);
  kept.sort(order);
  const rows: Row[] = [];
  for (const root of kept) yield* lay(root, 0, rows, order, folded);
  return rows;
}

function orderOf(sort: Sort | null): Order {
  const byName: Order = (a, b) => a.place - b.place;
  if (!sort) return (a, b) => b.rank - a.rank || byName(a, b);
  return (a, b) => compareValues(a.key, b.key, sort.descending) || byName(a, b);
}

/** Those of some branches that have a match in them or below. Counts what is below them, and lifts them to the rank of its worst. */
function* keep(branches: readonly Branch[], depth: number): Job<Branch[]> {
  const kept: Branch[] = [];
  // No real tree is deeper; a source that says A is below B and B below A must not hang the page.
  if (depth > 8) return kept;
  for (const branch of branches) {
    if (branch.children.length > 0) {
      branch.kept = yield* keep(branch.children, depth + 1);
      count(branch);
      yield "soon";
    }
    if (branch.matches || branch.kept.length > 0) kept.push(branch);
  }
  return kept;
}

function count(branch: Branch): void {
  branch.below = 0;
  for (const child of branch.kept) {
    branch.below += 1 + child.below;
    if (child.rank > branch.rank) branch.rank = child.rank;
  }
}

function* lay(branch: Branch, depth: number, rows: Row[], order: Order, folded: ReadonlySet<string>): Job {
  const isFolded = branch.kept.length > 0 && folded.has(branch.resource.id);
  rows.push({ id: branch.resource.id, depth, below: branch.below, folded: isFolded, context: !branch.matches });
  if (isFolded || branch.kept.length === 0) return;
  branch.kept.sort(order);
  yield "soon";
  for (const child of branch.kept) {
    if (child.kept.length > 0) yield* lay(child, depth + 1, rows, order, folded);
    else rows.push({ id: child.resource.id, depth: depth + 1, below: 0, folded: false, context: !child.matches });
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
