import type { LedgerSection } from "../app/api-types";

/** When a list was told by all who should tell it, and who did not. */
export interface Telling {
  /** The oldest of the times; null when nobody told. */
  oldest: string | null;
  /** Sections that never came. */
  never: LedgerSection[];
  /** Sections that something stood in the way of, each with its problem. */
  problems: LedgerSection[];
}

export function tellingOf(sections: readonly LedgerSection[]): Telling {
  const times = sections.flatMap(({ at }) => (at === null ? [] : [at])).sort((a, b) => Date.parse(a) - Date.parse(b));
  return {
    oldest: times[0] ?? null,
    never: sections.filter(({ at, problem }) => at === null && problem === null),
    problems: sections.filter(({ problem }) => problem !== null),
  };
}

/** Whether an empty list may be called empty: everybody told, and nothing stood in the way. */
export function isWhole(sections: readonly LedgerSection[] | null): boolean {
  return sections !== null && sections.length > 0 && sections.every(({ at, problem }) => at !== null && problem === null);
}
