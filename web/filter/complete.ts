import { text } from "../app/text";
import type { Resource } from "../app/types";
import { wordsOf } from "./match";
import { numberFields, textFields, tokens, type TextField } from "./parse";

export interface Completion {
  /** What stands in the field when it is taken, and where the caret goes. */
  input: string;
  caret: number;
  label: string;
  hint: string;
}

const most = 8;

/** What there is to be completed in the filter of some list. */
export interface Language<Words extends string> {
  /** Offered in an empty field. */
  starters: readonly string[];
  words: readonly Words[];
  numbers: readonly string[];
  hints: Record<string, string>;
  /** Every word of a field, as often as it is there. */
  values: (field: Words) => Iterable<string>;
}

/** What could come at the caret: names of fields, then values that exist. */
export function complete(input: string, caret: number, resources: Iterable<Resource>): Completion[] {
  return completeWith(input, caret, {
    starters: ["status:", "node:", "tag:", "cpu>80", "mem>80%", "disk>90%", "uptime<1h"], words: textFields, numbers: numberFields, hints: text.filter.hints,
    values: (field) => valuesOf(field, resources),
  });
}

function* valuesOf(field: TextField, resources: Iterable<Resource>): Iterable<string> {
  if (field === "note" || field === "ip") return;
  for (const resource of resources) yield* wordsOf(field, resource);
}

/** As `complete`, for any list. */
export function completeWith<Words extends string>(input: string, caret: number, language: Language<Words>): Completion[] {
  const token = tokens(input).find((one) => one.start <= caret && caret <= one.end) ?? { start: caret, end: caret, raw: "" };
  const typed = input.slice(token.start, caret);
  const match = /^(-?)(?:.*\|)?(?:([a-zA-Z]+):)?("?)([^":]*)$/s.exec(typed);
  if (!match) return [];
  const [, minus = "", field, , begun = ""] = match;
  const put = (word: string, label: string, hint: string, done: boolean): Completion => {
    const from = caret - begun.length - (match[3] ? 1 : 0);
    const before = input.slice(0, from) + word + (done ? " " : "");
    return { input: before + input.slice(token.end).replace(/^ /, done ? "" : " "), caret: before.length, label, hint };
  };
  if (field === undefined) {
    if (typed === "" || typed === "-") return minus === "" && input.trim() === "" ? starters(language, put) : [];
    return fieldsStarting(begun.toLowerCase(), language, put);
  }
  const name = language.words.find((one) => one === field.toLowerCase());
  return name ? valuesWith(begun.toLowerCase(), language.values(name), put) : [];
}

type Put = (word: string, label: string, hint: string, done: boolean) => Completion;

function starters({ starters, hints }: Pick<Language<string>, "starters" | "hints">, put: Put): Completion[] {
  return starters.map((word) =>
    put(word, word, hints[word.replace(/[:<>].*/, "")] ?? "", !word.endsWith(":")));
}

function fieldsStarting(begun: string, { words, numbers, hints }: Pick<Language<string>, "words" | "numbers" | "hints">, put: Put): Completion[] {
  const of = (names: readonly string[], sign: string): Completion[] =>
    names.filter((name) => name.startsWith(begun)).map((name) => put(name + sign, name + sign, hints[name] ?? "", false));
  return [...of(words, ":"), ...of(numbers, ">")].slice(0, most);
}

function valuesWith(begun: string, words: Iterable<string>, put: Put): Completion[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word.includes(begun)) counts.set(word, (counts.get(word) ?? 0) + 1);
  counts.delete(begun);
  return [...counts]
    .sort(([a, x], [b, y]) => Number(b.startsWith(begun)) - Number(a.startsWith(begun)) || y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word, count]) => put(/[\s|"]/.test(word) ? `"${word.replace(/"/g, "")}"` : word, word, text.filter.count(count), true));
}
