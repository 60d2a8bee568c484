// Calls of the page Backups and of a guest's tab; fetched with them.
import { call } from "./api";
import type { BackupBoard, BackupCalendar, GuestBackupDetail, LedgerSection, LeftoverBackups, LeftoverPage, TaskPage } from "./api-types";

const of = encodeURIComponent;
/** Rows of one call, and the calls that one look may make: an estate beyond both is cut, and says so. */
const rowsOfCall = 5_000;
const mostCalls = 4;

export type Board = Omit<BackupBoard, "next">;
export interface Leftovers {
  leftovers: LeftoverBackups[];
  total: number;
}

/** The board, all of it. */
async function board(signal: AbortSignal): Promise<Board> {
  const first = await part(null, signal);
  const guests = [...first.guests];
  let next = first.next;
  for (let calls = 1; next !== null && calls < mostCalls; calls++) {
    const more = await part(next, signal);
    guests.push(...more.guests);
    next = more.next;
  }
  return { ...first, guests };
}

function part(after: string | null, signal: AbortSignal): Promise<BackupBoard> {
  return call<BackupBoard>("GET", `backups/board?limit=${rowsOfCall}${after === null ? "" : `&after=${of(after)}`}`, { signal });
}

async function leftovers(signal: AbortSignal): Promise<Leftovers> {
  const all: LeftoverBackups[] = [];
  let next: string | null = "0";
  let total = 0;
  for (let calls = 0; next !== null && calls < mostCalls; calls++) {
    const page: LeftoverPage = await call<LeftoverPage>("GET", `backups/leftovers?limit=${rowsOfCall}&after=${of(next)}`, { signal });
    all.push(...page.leftovers);
    ({ next, total } = page);
  }
  return { leftovers: all, total };
}

export type LedgerList = "tasks" | "jobs" | "datastore-jobs";

export const backups = {
  board,
  leftovers,
  /** The datastores alone: the shortest board that carries them. */
  care: (signal: AbortSignal): Promise<Board> => call<BackupBoard>("GET", "backups/board?limit=1", { signal }),
  guest: (id: string, signal: AbortSignal) => call<GuestBackupDetail>("GET", `backups/board/${of(id)}`, { signal }),
  calendar: (from: string, to: string, signal: AbortSignal) => call<BackupCalendar>("GET", `backups/calendar?from=${of(from)}&to=${of(to)}`, { signal }),
  /** When the lists came that something is made of, and what stood in the way. */
  told: async (list: LedgerList, signal: AbortSignal): Promise<LedgerSection[]> => (await call<Pick<TaskPage, "sections">>("GET", `ledger/${list}?limit=1`, { signal })).sections,
};
