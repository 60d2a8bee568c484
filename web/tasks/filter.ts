import { ageSeconds } from "../app/format";
import { completeWith, type Completion } from "../filter/complete";
import { matcherWith } from "../filter/match";
import { parseWith, type Filter, type Vocabulary } from "../filter/parse";
import type { WorkRow } from "./rows";
import { workWords } from "./text-work";

const fields = ["state", "source", "node", "name", "type", "guest", "target", "error"] as const;
type Word = (typeof fields)[number];
type Amount = "age" | "took";
export type WorkFilter = Filter<Word, Amount>;

const vocabulary: Vocabulary<Word, Amount> = {
  words: fields, numbers: { age: ["seconds"], took: ["seconds"] },
  aliases: { status: "state", cluster: "source", host: "node", vmid: "guest", id: "guest", user: "target", storage: "target", remote: "target", job: "type", duration: "took" },
};

export const parseWork = (input: string): WorkFilter => parseWith(input, vocabulary);

function wordsOf(field: Word, row: WorkRow): string[] {
  const word = row[field];
  return word === null || word === "" ? [] : [word.toLowerCase()];
}

export function matchesWork(filter: WorkFilter, now: number): (row: WorkRow) => boolean {
  return matcherWith(filter, {
    haystack: (row) => fields.flatMap((field) => wordsOf(field, row)).join("\n"),
    holds: (field, value, row) => wordsOf(field, row).some((word) => (field === "state" ? word.startsWith(value) : word.includes(value))),
    number: (field, _unit, row) => (field === "age" ? ageSeconds(row.at, now) : row.seconds),
  });
}

export function completeWork(input: string, caret: number, rows: readonly WorkRow[]): Completion[] {
  return completeWith(input, caret, {
    starters: ["state:", "source:", "type:", "age<1d"], words: fields, numbers: ["age", "took"], hints: workWords.filter.hints,
    *values(field) {
      if (field === "error") return;
      for (const row of rows) yield* wordsOf(field, row);
    },
  });
}
