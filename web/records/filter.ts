import { completeWith, type Completion } from "../filter/complete";
import { matcherWith } from "../filter/match";
import { parseWith, type Filter, type Unit, type Vocabulary } from "../filter/parse";

/** What the one filter language can be asked about the rows of a list. */
export interface Fields<Row> {
  words: Record<string, (row: Row) => string | null | readonly string[]>;
  numbers?: Record<string, { units: readonly Unit[]; value: (row: Row, now: number) => number | null }>;
  aliases?: Record<string, string>;
  hints?: Record<string, string>;
}

export type RecordFilter = Filter<string, string>;

export function parseRecords<Row>(input: string, fields: Fields<Row>): RecordFilter {
  const numbers = Object.fromEntries(Object.entries(fields.numbers ?? {}).map(([name, { units }]) => [name, units]));
  const vocabulary: Vocabulary<string, string> = { words: Object.keys(fields.words), numbers, aliases: fields.aliases ?? {} };
  return parseWith(input, vocabulary);
}

function wordsOf<Row>(field: string, row: Row, { words }: Fields<Row>): string[] {
  const told = words[field]?.(row) ?? [];
  return (typeof told === "string" ? [told] : told).map((word) => word.toLowerCase());
}

export function matchesRecord<Row>(filter: RecordFilter, fields: Fields<Row>, now: number): (row: Row) => boolean {
  return matcherWith<Row, string, string>(filter, {
    haystack: (row) => Object.keys(fields.words).flatMap((field) => wordsOf(field, row, fields)).join("\n"),
    holds: (field, value, row) => wordsOf(field, row, fields).some((word) => word.includes(value)),
    number: (field, _unit, row) => fields.numbers?.[field]?.value(row, now) ?? null,
  });
}

export function completeRecords<Row>(input: string, caret: number, rows: readonly Row[], fields: Fields<Row>): Completion[] {
  const names = Object.keys(fields.words);
  return completeWith<string>(input, caret, {
    starters: names.slice(0, 4).map((name) => `${name}:`), words: names, numbers: Object.keys(fields.numbers ?? {}), hints: fields.hints ?? {},
    *values(field) {
      for (const row of rows) yield* wordsOf(field, row, fields);
    },
  });
}
