import type { GuestBackups, LeftoverBackups } from "../app/api-types";
import { ageSeconds } from "../app/format";
import { completeWith, type Completion } from "../filter/complete";
import { matcherWith } from "../filter/match";
import { parseWith, type Filter, type Vocabulary } from "../filter/parse";
import { backupWords } from "./text-backups";

// The filter language, about the rows of the board and about what is left over.

export const boardWords = ["verdict", "source", "name", "type", "id", "reason", "place", "disk"] as const;
type BoardWord = (typeof boardWords)[number];
type BoardNumber = "age" | "verified";
export type BoardFilter = Filter<BoardWord, BoardNumber>;

const board: Vocabulary<BoardWord, BoardNumber> = {
  words: boardWords, numbers: { age: ["seconds"], verified: ["seconds"] },
  aliases: { state: "verdict", status: "verdict", cluster: "source", vmid: "id", kind: "type", datastore: "place", storage: "place", excluded: "disk" },
};

export const parseBoard = (input: string): BoardFilter => parseWith(input, board);

/** The words of a field of a row, in lower case. */
function wordsOf(field: BoardWord, guest: GuestBackups): string[] {
  switch (field) {
    case "verdict": return [guest.verdict];
    case "source": return [guest.source.toLowerCase()];
    case "name": return [guest.name.toLowerCase()];
    case "type": return [guest.type, guest.type === "lxc" ? "ct" : "vm", ...(guest.template ? ["template"] : [])];
    case "id": return [guest.vmid.toString(), guest.id.toLowerCase()];
    case "reason": return guest.reasons.map((reason) => reason.code);
    case "place": return placesOf(guest);
    case "disk": return guest.excludedDisks.map((disk) => disk.toLowerCase());
  }
}

function placesOf(guest: GuestBackups): string[] {
  return [...new Set([guest.lastGood, guest.lastVerified].flatMap((copy) => copy?.places ?? []).map((place) => `${place.resource}${place.namespace === "" ? "" : `/${place.namespace}`}`.toLowerCase()))];
}

/** Words from a fixed list are matched from their beginning, names anywhere. A number is a whole one. */
function holds(field: BoardWord, value: string, guest: GuestBackups): boolean {
  const words = wordsOf(field, guest);
  if (field === "verdict" || field === "type" || field === "reason") return words.some((word) => word.startsWith(value));
  return words.some((word) => word.includes(value));
}

const haystacks = new WeakMap<GuestBackups, string>();

function haystack(guest: GuestBackups): string {
  let hay = haystacks.get(guest);
  if (hay === undefined) {
    hay = [guest.name, guest.id, guest.verdict, ...guest.excludedDisks, ...guest.reasons.flatMap((reason) => [reason.code, reason.sentence])].join("\n").toLowerCase();
    haystacks.set(guest, hay);
  }
  return hay;
}

export function matchesBoard(filter: BoardFilter, now: number): (guest: GuestBackups) => boolean {
  return matcherWith(filter, { haystack, holds, number: (field, _unit, guest) => ageSeconds(field === "age" ? guest.lastGoodAt : guest.lastVerified?.at, now) });
}

export function completeBoard(input: string, caret: number, guests: readonly GuestBackups[]): Completion[] {
  return completeWith(input, caret, {
    starters: ["verdict:", "source:", "reason:", "age>2d"], words: boardWords, numbers: ["age", "verified"], hints: backupWords.filter.hints,
    *values(field) {
      for (const guest of guests) yield* wordsOf(field, guest);
    },
  });
}

export const leftoverWords = ["kind", "type", "id", "place", "note"] as const;
type LeftoverWord = (typeof leftoverWords)[number];
export type LeftoverFilter = Filter<LeftoverWord, "age">;

const leftover: Vocabulary<LeftoverWord, "age"> = { words: leftoverWords, numbers: { age: ["seconds"] }, aliases: { datastore: "place", storage: "place", source: "place", vmid: "id" } };

export const parseLeftovers = (input: string): LeftoverFilter => parseWith(input, leftover);

function leftoverWordsOf(field: LeftoverWord, one: LeftoverBackups): string[] {
  switch (field) {
    case "kind": return [one.kind];
    case "type": return [one.type];
    case "id": return [one.backupId.toLowerCase()];
    case "place": return [`${one.place.resource}/${one.place.namespace}`.toLowerCase()];
    case "note": return one.note === null ? [] : [one.note.toLowerCase()];
  }
}

export function matchesLeftovers(filter: LeftoverFilter, now: number): (one: LeftoverBackups) => boolean {
  return matcherWith(filter, {
    haystack: (one) => leftoverWords.flatMap((field) => leftoverWordsOf(field, one)).join("\n"),
    holds: (field, value, one) => leftoverWordsOf(field, one).some((word) => (field === "kind" || field === "type" ? word.startsWith(value) : word.includes(value))),
    number: (_field, _unit, one) => ageSeconds(one.newestAt, now),
  });
}

export function completeLeftovers(input: string, caret: number, leftovers: readonly LeftoverBackups[]): Completion[] {
  return completeWith(input, caret, {
    starters: ["kind:", "place:", "age>30d"], words: leftoverWords, numbers: ["age"], hints: backupWords.filter.hints,
    *values(field) {
      if (field === "note") return;
      for (const one of leftovers) yield* leftoverWordsOf(field, one);
    },
  });
}
