import { ageSeconds } from "../app/format";
import { isActive } from "../app/patrol-store";
import type { Finding } from "../app/api-types";
import { completeWith, type Completion } from "../filter/complete";
import { matcherWith } from "../filter/match";
import { parseWith, type Filter, type Vocabulary } from "../filter/parse";
import { patrolPage } from "./text-patrol";

// The filter language, about findings.

export const findingFields = ["severity", "category", "state", "check", "resource", "kind", "node", "reason"] as const;
type Field = (typeof findingFields)[number];
export type FindingFilter = Filter<Field, "age" | "seen">;

const vocabulary: Vocabulary<Field, "age" | "seen"> = {
  words: findingFields, numbers: { age: ["seconds"], seen: ["seconds"] }, aliases: { status: "state", name: "resource", id: "resource", type: "kind", since: "age", dismissed: "reason" },
};

export const parseFindings = (input: string): FindingFilter => parseWith(input, vocabulary);

/** A suppressed one is of no other state for who looks for it. */
export function stateWords({ state, suppressed }: Pick<Finding, "state" | "suppressed">): string[] {
  return suppressed ? ["suppressed"] : [state];
}

function wordsOf(field: Field, finding: Finding): string[] {
  switch (field) {
    case "severity": return [finding.severity];
    case "category": return [finding.category];
    case "state": return stateWords(finding);
    case "check": return [finding.check.toLowerCase(), finding.key.toLowerCase()];
    case "resource": return [finding.resource_name.toLowerCase(), finding.resource_id.toLowerCase(), ...(finding.instance === "" ? [] : [finding.instance.toLowerCase()])];
    case "kind": return [finding.resource_type.toLowerCase(), ...(finding.resource_id.startsWith("guest:") ? ["guest"] : [])];
    case "node": return finding.node === undefined ? [] : [finding.node.toLowerCase()];
    case "reason": return finding.dismissed_reason ? [finding.dismissed_reason] : [];
  }
}

/** Words from a fixed list are matched from their beginning, names anywhere. */
function holds(field: Field, value: string, finding: Finding): boolean {
  const isFixed = field === "severity" || field === "category" || field === "state" || field === "check";
  return wordsOf(field, finding).some((word) => (isFixed ? word.startsWith(value) : word.includes(value)));
}

const haystacks = new WeakMap<Finding, string>();

function haystack(finding: Finding): string {
  let hay = haystacks.get(finding);
  if (hay === undefined) {
    hay = [finding.title, finding.resource_name, finding.resource_id, finding.instance, finding.check, finding.key, finding.category, finding.description, finding.evidence].join("\n").toLowerCase();
    haystacks.set(finding, hay);
  }
  return hay;
}

/** Without a word about states, only what somebody could act on. */
export function asksForState(filter: FindingFilter): boolean {
  return filter.terms.some((term) => term.any.some((one) => one.type === "field" && one.field === "state"));
}

export function asksForResolved(filter: FindingFilter): boolean {
  return filter.terms.some((term) => term.any.some((one) => one.type === "field" && one.field === "state" && one.value !== "" && "resolved".startsWith(one.value)));
}

export function matchesFindings(filter: FindingFilter, now: number): (finding: Finding) => boolean {
  const matches = matcherWith(filter, { haystack, holds, number: (field, _unit, finding) => ageSeconds(field === "age" ? finding.detected_at : finding.last_seen_at, now) });
  return asksForState(filter) ? matches : (finding) => isActive(finding) && matches(finding);
}

export function completeFindings(input: string, caret: number, findings: readonly Finding[]): Completion[] {
  return completeWith(input, caret, {
    starters: ["severity:", "category:", "state:", "check:", "resource:", "age>2d"], words: findingFields, numbers: ["age", "seen"], hints: patrolPage.filter.hints,
    *values(field) {
      for (const finding of findings) yield* wordsOf(field, finding);
    },
  });
}

/** Sets or takes away one term, and leaves the others as they were written. */
export function toggled(filter: string, term: string): string {
  const terms = filter.split(/\s+/).filter((one) => one !== "");
  const field = term.slice(0, term.indexOf(":") + 1);
  if (terms.includes(term)) return terms.filter((one) => one !== term).join(" ");
  return [...terms.filter((one) => !one.startsWith(field)), term].join(" ");
}

/** A filter for exactly this. */
export const filterFor = (field: Field, value: string): string => `${field}:${/[\s"|]/.test(value) ? `"${value.replaceAll("\"", "")}"` : value}`;
