import { naturally } from "../app/format";
import type { Tape, TapeChanger, TapeDrive } from "../app/ledger-api";
import { worse, type Judged } from "./judgement";
import { ledgerWords } from "./text-ledger";

// How bad it stands with tapes and with what moves them, and in which order they are read.

const words = ledgerWords.tape.states;

/** One that is damaged, taken out of use or without its catalog is not called well, whatever else is said of it. A word that is not known is not taken for good. */
export function tapeState({ status, catalog, set, expired }: Pick<Tape, "status" | "catalog" | "set" | "expired">): Judged {
  if (status === "damaged") return { level: "critical", word: words.damaged };
  if (status === "retired") return { level: "watch", word: words.retired };
  if (status !== "full" && status !== "writable") return { level: "unknown", word: words.unknown };
  // What is free to be written over, or belongs to no set, needs none.
  if (catalog === false && set !== null && expired !== true) return { level: "warning", word: words.noCatalog };
  return { level: "ok", word: words[status] };
}

/** A device that is set up and not there is away or switched off: nothing is written with it. */
export function driveState({ found, busy, work }: Pick<TapeDrive, "found" | "busy" | "work">): Judged {
  if (busy === true) return { level: "ok", word: work ?? words.busy };
  if (!found) return { level: "warning", word: words.notFound };
  return busy === null ? { level: "unknown", word: words.stateUnknown } : { level: "ok", word: words.idle };
}

export const changerState = ({ found }: Pick<TapeChanger, "found">): Judged => (found ? { level: "ok", word: words.found } : { level: "warning", word: words.notFound });

/** Trouble first, then labels as people count. */
export function sortedTapes(all: readonly Tape[]): Tape[] {
  return [...all].sort((a, b) => worse(tapeState(a).level, tapeState(b).level) || naturally(a.label, b.label));
}

/** `online-library`, `vault-bank`, `offline` in words; another as it was told. */
export function placeOf(location: string | null): string | null {
  if (location === null || location === "") return null;
  if (location === "offline") return ledgerWords.tape.offline;
  if (location.startsWith("online-")) return ledgerWords.tape.online(location.slice("online-".length));
  return location.startsWith("vault-") ? ledgerWords.tape.vault(location.slice("vault-".length)) : location;
}
