import type { ProfileConfig, SettingSchema, SettingValue } from "../app/agents-api";
import { profileWords } from "./text-fleet";

// Settings of a profile as they stand in a form, made from what the agent says of itself: a key that is not in its schema cannot be written.

/** Null is what the profile does not set; a list of texts stands one a line. */
export type ConfigDraft = Record<string, string | null>;

export function draftOfConfig(config: ProfileConfig, schema: readonly SettingSchema[]): ConfigDraft {
  return Object.fromEntries(schema.map(({ key }) => [key, Object.hasOwn(config, key) ? writtenValue(config[key]) : null]));
}

function writtenValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/** Lines without blanks around them and without empty ones. A blank or a comma within belongs to the entry: it may be a path. */
export function entriesOf(written: string): string[] {
  return [...new Set(written.split("\n").map((line) => line.trim()).filter((line) => line !== ""))];
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** What is wrong with a value, as a sentence; null when it may be saved. */
export function mistakeOf(written: string | null, schema: SettingSchema): string | null {
  const words = profileWords.mistakes;
  if (written === null) return null;
  switch (schema.kind) {
    case "flag": return written === "true" || written === "false" ? null : words.choice;
    case "choice": return schema.choices?.includes(written) ? null : words.choice;
    case "number": {
      if (!/^-?\d{1,12}$/.test(written.trim())) return words.whole;
      const value = Number(written);
      const [least, most] = [schema.minimum ?? -Infinity, schema.maximum ?? Infinity];
      return value < least || value > most ? words.range(least, most, schema.unit ?? "") : null;
    }
    case "texts": {
      const entries = entriesOf(written);
      if (schema.maximumCount !== null && entries.length > schema.maximumCount) return words.count(schema.maximumCount);
      return schema.maximumBytes !== null && entries.some((one) => bytesOf(one) > (schema.maximumBytes ?? 0)) ? words.long(schema.maximumBytes) : null;
    }
  }
}

export function mistakesOfConfig(draft: ConfigDraft, schema: readonly SettingSchema[]): Record<string, string> {
  return Object.fromEntries(schema.flatMap((one) => {
    const mistake = mistakeOf(draft[one.key] ?? null, one);
    return mistake === null ? [] : [[one.key, mistake]];
  }));
}

/** What is saved: only the keys the profile sets, each in its own type. */
export function configOf(draft: ConfigDraft, schema: readonly SettingSchema[]): ProfileConfig {
  return Object.fromEntries(schema.flatMap((one): [string, SettingValue][] => {
    const written = draft[one.key] ?? null;
    return written === null ? [] : [[one.key, valueOf(written, one)]];
  }));
}

function valueOf(written: string, { kind }: SettingSchema): SettingValue {
  switch (kind) {
    case "flag": return written === "true";
    case "number": return Number(written);
    case "choice": return written;
    case "texts": return entriesOf(written);
  }
}

/** A value in words. */
export function wordsOfValue(value: SettingValue): string {
  if (value === null) return profileWords.versions.unset;
  // The default of a setting comes as JSON would have it.
  if (value === true || value === "true") return profileWords.on;
  if (value === false || value === "false") return profileWords.off;
  if (Array.isArray(value)) return value.length === 0 ? "–" : value.join(", ");
  return value === "[]" ? "–" : String(value);
}
