import type { ImportAnswer } from "../app/security-types";
import { text } from "../app/text";

const words = text.transfer;
const shortest = 12;
/** Bytes; a large estate's export has a few hundred thousand. */
export const largestFile = 32 * 1024 * 1024;

/** What is wrong with a passphrase for a new file. */
export function passphraseMistakes(passphrase: string, again: string): { passphrase: string | null; again: string | null } {
  const missing = shortest - [...passphrase].length;
  return { passphrase: missing > 0 ? words.passphraseShort(missing) : null, again: passphrase === again ? null : words.differ };
}

/** What stands in a file of an export: the text itself, or the answer of the API it was kept with. */
export function dataOf(content: string): string {
  const trimmed = content.trim();
  if (!trimmed.startsWith("{")) return trimmed.replace(/\s+/g, "");
  try {
    const { data } = JSON.parse(trimmed) as { data?: unknown };
    return typeof data === "string" ? data : "";
  } catch {
    return "";
  }
}

/** `pulse-2026-11-26.txt` */
export function fileName(now: number): string {
  return `pulse-export-${new Date(now).toISOString().slice(0, 10)}.txt`;
}

export interface Counted {
  add: number;
  change: number;
  remove: number;
  keep: number;
  /** Those that do anything. */
  doing: ImportAnswer["changes"];
}

export function counted({ changes }: Pick<ImportAnswer, "changes">): Counted {
  const count = (action: string): number => changes.filter((one) => one.action === action).length;
  return { add: count("add"), change: count("change"), remove: count("remove"), keep: count("keep"), doing: changes.filter((one) => one.action !== "keep") };
}
