import type { FindingCategory, NewSuppressionRule, SuppressionRule } from "../app/api-types";
import { patrolPage } from "./text-patrol";

const words = patrolPage.suppressions;

/** What a rule hides, in words: all of it has to fit. */
export function ruleWords({ resource_id, check, category, tag }: Pick<SuppressionRule, "resource_id" | "check" | "category" | "tag">): string {
  const parts = [check && words.check(check), category && words.category(patrolPage.categories[category] ?? category), resource_id && words.resource(resource_id), tag && words.tag(tag)].filter((one) => one);
  return parts.length === 0 ? words.everything : parts.join(", ");
}

export interface SuppressionFields {
  resource: string;
  check: string;
  category: FindingCategory | "";
  tag: string;
  description: string;
  /** By the clocks of the browser: `2026-11-27T10:00`. */
  until: string;
}

export const emptySuppression: SuppressionFields = { resource: "", check: "", category: "", tag: "", description: "", until: "" };

export function suppressionMistakes({ resource, check, category, tag, description }: SuppressionFields): Partial<Record<keyof SuppressionFields, string>> {
  return {
    ...([resource, check, category, tag].every((one) => one.trim() === "") ? { resource: words.nothingChosen } : {}),
    ...(description.trim() === "" ? { description: words.noReason } : {}),
  };
}

/** As the server takes it: without what is empty. */
export function suppressionDraft({ resource, check, category, tag, description, until }: SuppressionFields): NewSuppressionRule {
  const end = until === "" ? NaN : Date.parse(until);
  return {
    description: description.trim(),
    ...(resource.trim() === "" ? {} : { resource_id: resource.trim() }),
    ...(check.trim() === "" ? {} : { check: check.trim() }),
    ...(category === "" ? {} : { category }),
    ...(tag.trim() === "" ? {} : { tag: tag.trim() }),
    ...(Number.isNaN(end) ? {} : { until: new Date(end).toISOString() }),
  };
}
