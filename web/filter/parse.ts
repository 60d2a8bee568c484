import { text } from "../app/text";

export type Comparison = ">" | ">=" | "<" | "<=" | "=";

/** One thing a row must (or, negated, must not) satisfy. */
export type Condition<Words extends string = TextField, Numbers extends string = NumberField> =
  | { type: "text"; value: string }
  | { type: "field"; field: Words; value: string }
  | { type: "number"; field: Numbers; comparison: Comparison; value: number; unit: Unit };

/** Alternatives: one of them has to hold. */
export interface Term<Words extends string = TextField, Numbers extends string = NumberField> {
  negated: boolean;
  any: Condition<Words, Numbers>[];
}

export interface Filter<Words extends string = TextField, Numbers extends string = NumberField> {
  /** All of them have to hold. */
  terms: Term<Words, Numbers>[];
  /** What could not be understood, as sentences; those parts are left out of `terms`. */
  mistakes: string[];
}

export const textFields = ["name", "node", "tag", "status", "kind", "type", "id", "source", "ip", "os", "pool", "health", "note", "host", "ns", "project", "image", "owner", "raid", "reboot", "failed"] as const;
export type TextField = (typeof textFields)[number];

export const numberFields = ["cpu", "mem", "disk", "net", "io", "temp", "load", "wear", "queue", "updates", "restarts", "age", "since", "uptime"] as const;
export type NumberField = (typeof numberFields)[number];

/** What the number of a condition counts. */
export type Unit = "percent" | "bytes" | "seconds" | "count";

const aliases: Record<string, TextField | NumberField> = {
  memory: "mem", tags: "tag", state: "status", vmid: "id", cluster: "source", network: "net", temperature: "temp", address: "ip",
  namespace: "ns", stack: "project", smart: "health", up: "uptime",
};

/** The fields a list can be asked about. */
export interface Vocabulary<Words extends string, Numbers extends string> {
  words: readonly Words[];
  /** With the units each takes; the first is meant when none is written. */
  numbers: Record<Numbers, readonly Unit[]>;
  aliases: Record<string, Words | Numbers>;
}

const unitsOf: Record<NumberField, readonly Unit[]> = {
  cpu: ["percent"], mem: ["percent", "bytes"], disk: ["percent", "bytes"], net: ["bytes"], io: ["bytes"], temp: ["count"], load: ["count"], wear: ["percent"], queue: ["count"], updates: ["count"], restarts: ["count"],
  age: ["seconds"], since: ["seconds"], uptime: ["seconds"],
};

const ofResources: Vocabulary<TextField, NumberField> = { words: textFields, numbers: unitsOf, aliases };

const scales: Record<string, [Unit, number]> = {
  "%": ["percent", 1],
  b: ["bytes", 1], k: ["bytes", 1024], m: ["bytes", 1024 ** 2], g: ["bytes", 1024 ** 3], t: ["bytes", 1024 ** 4], p: ["bytes", 1024 ** 5],
};

const times: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** A piece of what was typed, with where it stands; quotes are already taken off `parts`. */
export interface Token {
  start: number;
  end: number;
  raw: string;
}

/** Cuts at blanks outside quotes. */
export function tokens(input: string): Token[] {
  const found: Token[] = [];
  let start = -1;
  let quoted = false;
  for (let at = 0; at <= input.length; at++) {
    const character = input[at];
    if (character === '"') quoted = !quoted;
    const blank = character === undefined || (!quoted && /\s/.test(character));
    if (blank && start >= 0) {
      found.push({ start, end: at, raw: input.slice(start, at) });
      start = -1;
    } else if (!blank && start < 0) start = at;
  }
  return found;
}

export function parseFilter(input: string): Filter {
  return parseWith(input, ofResources);
}

/** The one language, about the fields of some list. */
export function parseWith<Words extends string, Numbers extends string>(input: string, vocabulary: Vocabulary<Words, Numbers>): Filter<Words, Numbers> {
  const filter: Filter<Words, Numbers> = { terms: [], mistakes: [] };
  if ((input.match(/"/g)?.length ?? 0) % 2 === 1) filter.mistakes.push(text.filter.openQuote);
  for (const token of tokens(input)) parseTerm(token.raw, filter, vocabulary);
  return filter;
}

function parseTerm<Words extends string, Numbers extends string>(raw: string, filter: Filter<Words, Numbers>, vocabulary: Vocabulary<Words, Numbers>): void {
  const negated = raw.startsWith("-") && raw.length > 1;
  const any: Condition<Words, Numbers>[] = [];
  let inherited: Words | null = null;
  for (const part of alternatives(negated ? raw.slice(1) : raw)) {
    const condition: Condition<Words, Numbers> | string | null = parseCondition(part, inherited, vocabulary);
    if (typeof condition === "string") filter.mistakes.push(condition);
    else if (condition) {
      any.push(condition);
      inherited = condition.type === "field" ? condition.field : null;
    }
  }
  if (any.length > 0) filter.terms.push({ negated, any });
}

/** Cuts at `|` outside quotes. */
function alternatives(raw: string): string[] {
  const parts: string[] = [""];
  let quoted = false;
  for (const character of raw) {
    if (character === '"') quoted = !quoted;
    if (character === "|" && !quoted) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part !== "");
}

/** A condition, a sentence about what is wrong, or null for what is not finished (`name:`). */
function parseCondition<Words extends string, Numbers extends string>(
  part: string, inherited: Words | null, vocabulary: Vocabulary<Words, Numbers>,
): Condition<Words, Numbers> | string | null {
  const match = /^([a-zA-Z]+)(:|>=|<=|>|<|=)(.*)$/s.exec(part);
  if (!match || part.startsWith('"')) {
    const value = unquoted(part).toLowerCase();
    if (value === "") return null;
    return inherited ? { type: "field", field: inherited, value } : { type: "text", value };
  }
  const [, written = "", operator = "", rest = ""] = match;
  const name = written.toLowerCase();
  const field: string = (Object.hasOwn(vocabulary.aliases, name) ? vocabulary.aliases[name] : undefined) ?? name;
  const value = unquoted(rest);
  if (isWord(field, vocabulary)) {
    if (operator !== ":" && operator !== "=") return text.filter.noComparison(written);
    return value === "" ? null : { type: "field", field, value: value.toLowerCase() };
  }
  if (isNumber(field, vocabulary)) return parseNumber(field, operator, value, vocabulary.numbers[field]);
  // `10:00` or `http://…` has no field in front; letters and a colon have, and it is not one of ours.
  return text.filter.noField(written, nearest(name, vocabulary));
}

function parseNumber<Numbers extends string>(
  field: Numbers, operator: string, value: string, units: readonly Unit[],
): (Condition<never, Numbers> & { type: "number" }) | string | null {
  if (value === "") return null;
  // `cpu:>80` is what many type first.
  const inner = operator === ":" ? /^(>=|<=|>|<|=)(.+)$/.exec(value) : null;
  const comparison = inner ? inner[1] : operator;
  const written = inner?.[2] ?? value;
  if (comparison === ":") return text.filter.needsComparison(field);
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-zA-Z%/]*)$/.exec(written);
  if (!match) return text.filter.noNumber(field, written);
  const amount = Number((match[1] ?? "").replace(",", "."));
  const scaled = scale(units, amount, (match[2] ?? "").toLowerCase());
  if (!scaled) return text.filter.noUnit(field, match[2] ?? "");
  return { type: "number", field, comparison: comparison as Comparison, ...scaled };
}

function scale(units: readonly Unit[], amount: number, suffix: string): { value: number; unit: Unit } | null {
  const usual = units[0] ?? "count";
  if (suffix === "") return { value: amount, unit: usual };
  if (usual === "seconds") {
    const factor = times[suffix] ?? times[suffix.replace(/s$/, "")];
    return factor === undefined ? null : { value: amount * factor, unit: "seconds" };
  }
  const [unit, factor] = scales[suffix] ?? scales[suffix.replace(/(i?b)?(\/s)?$/, "")] ?? [null, 0];
  return unit && units.includes(unit) ? { value: amount * factor, unit } : null;
}

function unquoted(value: string): string {
  return value.replace(/"/g, "");
}

function isWord<Words extends string>(name: string, { words }: Vocabulary<Words, string>): name is Words {
  return (words as readonly string[]).includes(name);
}

function isNumber<Numbers extends string>(name: string, { numbers }: Vocabulary<string, Numbers>): name is Numbers {
  return Object.hasOwn(numbers, name);
}

/** The known field most like a wrong one, for "did you mean". */
function nearest(name: string, { words, numbers, aliases }: Vocabulary<string, string>): string | null {
  let best: string | null = null;
  let least = 3;
  for (const field of [...words, ...Object.keys(numbers), ...Object.keys(aliases)]) {
    const distance = editDistance(name, field);
    if (distance < least) [best, least] = [field, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
