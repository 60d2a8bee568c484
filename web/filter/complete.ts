import { text } from "../app/text";
import type { Resource } from "../app/types";
import { wordsOf } from "./match";
import { isTextField, numberFields, textFields, tokens, type TextField } from "./parse";

export interface Completion {
  /** What stands in the field when it is taken, and where the caret goes. */
  input: string;
  caret: number;
  label: string;
  hint: string;
}

const most = 8;

/** What could come at the caret: names of fields, then values that exist. */
export function complete(input: string, caret: number, resources: Iterable<Resource>): Completion[] {
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
    if (typed === "" || typed === "-") return minus === "" && input.trim() === "" ? starters(put) : [];
    return fieldsStarting(begun.toLowerCase(), put);
  }
  const name = field.toLowerCase();
  return isTextField(name) ? valuesOf(name, begun.toLowerCase(), resources, put) : [];
}

type Put = (word: string, label: string, hint: string, done: boolean) => Completion;

function starters(put: Put): Completion[] {
  return ["status:", "node:", "tag:", "cpu>80", "mem>80%", "disk>90%", "uptime<1h"].map((word) =>
    put(word, word, text.filter.hints[word.replace(/[:<>].*/, "")] ?? "", !word.endsWith(":")));
}

function fieldsStarting(begun: string, put: Put): Completion[] {
  const of = (names: readonly string[], sign: string): Completion[] =>
    names.filter((name) => name.startsWith(begun)).map((name) => put(name + sign, name + sign, text.filter.hints[name] ?? "", false));
  return [...of(textFields, ":"), ...of(numberFields, ">")].slice(0, most);
}

function valuesOf(field: TextField, begun: string, resources: Iterable<Resource>, put: Put): Completion[] {
  if (field === "note" || field === "ip") return [];
  const counts = new Map<string, number>();
  for (const resource of resources) {
    for (const word of wordsOf(field, resource)) if (word.includes(begun)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  counts.delete(begun);
  return [...counts]
    .sort(([a, x], [b, y]) => Number(b.startsWith(begun)) - Number(a.startsWith(begun)) || y - x || (a < b ? -1 : 1))
    .slice(0, most)
    .map(([word, count]) => put(/[\s|"]/.test(word) ? `"${word.replace(/"/g, "")}"` : word, word, text.filter.count(count), true));
}
