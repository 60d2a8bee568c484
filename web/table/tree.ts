import { stride, type Job } from "../app/slices";
import type { Resource } from "../app/types";
import { nameOf, Places } from "./places";

/** A resource with what hangs below it, and what the present order has found out about it. */
export interface Branch {
  resource: Resource;
  /** Its place among all by name. */
  place: number;
  children: Branch[];
  matches: boolean;
  /** The worst rank of it and all below, so that trouble lifts its cluster. */
  rank: number;
  key: number | string | null;
  /** The children that are shown. */
  kept: Branch[];
  below: number;
}

/** Most have nothing below them, and share this instead of an empty list each. */
const none: Branch[] = [];

const places = new Places();

/**
 * Who stands below whom. Kept from order to order: as long as nobody comes, goes, moves or is renamed, a letter in the filter does not have to
 * wait until five thousand rows are hung up anew.
 */
export class Tree {
  branches: Branch[] = [];
  roots: Branch[] = [];

  *update(resources: readonly Resource[]): Job {
    let same = resources.length === this.branches.length;
    for (let index = 0; same && index < resources.length; index++) same = renew(this.branches[index] as Branch, resources[index] as Resource);
    if (!same) yield* this.build(resources);
  }

  private *build(resources: readonly Resource[]): Job {
    places.update(resources);
    yield "soon";
    const byID = new Map<string, Branch>();
    const branches: Branch[] = [];
    for (const resource of resources) {
      const branch = { resource, place: places.of(resource.id), children: none, matches: false, rank: 0, key: null, kept: none, below: 0 };
      byID.set(resource.id, branch);
      branches.push(branch);
      if (branches.length % stride === 0) yield "soon";
    }
    this.roots = hang(branches, byID);
    this.branches = branches;
  }
}

/** Puts a newer resource in the place of the older; false when it belongs elsewhere. */
function renew(branch: Branch, resource: Resource): boolean {
  const former = branch.resource;
  if (former === resource) return true;
  if (former.id !== resource.id || former.parent !== resource.parent || nameOf(former) !== nameOf(resource)) return false;
  branch.resource = resource;
  return true;
}

/** Hangs each below its parent and gives back those that have none. */
function hang(branches: readonly Branch[], byID: ReadonlyMap<string, Branch>): Branch[] {
  const roots: Branch[] = [];
  for (const branch of branches) {
    const parent = branch.resource.parent === null ? undefined : byID.get(branch.resource.parent);
    if (!parent || parent === branch) roots.push(branch);
    else if (parent.children === none) parent.children = [branch];
    else parent.children.push(branch);
  }
  return roots;
}
