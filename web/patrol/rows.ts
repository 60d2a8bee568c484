import { naturally } from "../app/format";
import type { Finding, FindingSeverity } from "../app/api-types";
import type { Level } from "../app/trouble";
import type { Sort } from "../app/url";

// The order of findings, and which stand beneath which.

const ranks: Record<FindingSeverity, number> = { critical: 3, warning: 2, watch: 1, info: 0 };

export const levelOfSeverity: Record<FindingSeverity, Level> = { critical: "critical", warning: "warning", watch: "watch", info: "off" };

/** What nobody has looked at yet comes before what somebody has. */
const unseen: Record<Finding["state"], number> = { regressed: 0, open: 0, acknowledged: 1, snoozed: 2, dismissed: 3, resolved: 4 };

export function byPriority(a: Finding, b: Finding): number {
  return ranks[b.severity] - ranks[a.severity] || unseen[a.state] - unseen[b.state] || Date.parse(b.detected_at) - Date.parse(a.detected_at) || naturally(a.resource_name, b.resource_name) || naturally(a.id, b.id);
}

type Key = string | number;

const keys: Record<string, (finding: Finding) => Key> = {
  severity: (finding) => ranks[finding.severity],
  title: (finding) => finding.title,
  resource: (finding) => finding.resource_name,
  category: (finding) => finding.category,
  state: (finding) => finding.state,
  since: (finding) => -Date.parse(finding.detected_at),
  times: (finding) => finding.times_raised,
};

/** By a column, or by what is most urgent. */
export function ordered(findings: readonly Finding[], sort: Sort | null): Finding[] {
  const key = sort && Object.hasOwn(keys, sort.key) ? keys[sort.key] : undefined;
  if (!key || !sort) return [...findings].sort(byPriority);
  const compare = (a: Key, b: Key): number => (typeof a === "number" && typeof b === "number" ? a - b : naturally(String(a), String(b)));
  return [...findings].sort((a, b) => compare(key(a), key(b)) * (sort.descending ? -1 : 1) || byPriority(a, b));
}

export interface Row {
  finding: Finding;
  /** Its cause stands above it. */
  isConsequence: boolean;
  /** How many consequences it has in this list, at any distance. */
  consequences: number;
  unfolded: boolean;
}

/** The last cause on the way up that is in the list itself: of a chain, its beginning. */
function rootOf(finding: Finding, byID: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set([finding.id]);
  for (let root = finding; ;) {
    const above = root.cause ? byID.get(root.cause.finding_id) : undefined;
    if (!above) return root;
    // Causes that go in a circle have no beginning: nothing stands beneath them.
    if (seen.has(above.id)) return finding;
    seen.add(above.id);
    root = above;
  }
}

/** Causes with their consequences beneath them, folded unless somebody wants to see them. Who has no cause in the list stands alone. */
export function rowsOf(findings: readonly Finding[], sort: Sort | null, unfolded: readonly string[]): Row[] {
  const byID = new Map(findings.map((finding) => [finding.id, finding]));
  const beneath = new Map<string, Finding[]>();
  const roots: Finding[] = [];
  for (const finding of ordered(findings, sort)) {
    const root = rootOf(finding, byID);
    if (root === finding) roots.push(finding);
    else beneath.set(root.id, [...(beneath.get(root.id) ?? []), finding]);
  }
  return roots.flatMap((root) => {
    const consequences = beneath.get(root.id) ?? [];
    const isUnfolded = unfolded.includes(root.id);
    const row: Row = { finding: root, isConsequence: false, consequences: consequences.length, unfolded: isUnfolded };
    return [row, ...(isUnfolded ? consequences.map((finding) => ({ finding, isConsequence: true, consequences: 0, unfolded: false })) : [])];
  });
}
