import { useAnswer, type Answered } from "../app/answers";
import type { BackupCalendar, GuestBackupDetail, LedgerSection } from "../app/api-types";
import { backups, type Board, type LedgerList, type Leftovers } from "../app/backups-api";
import { useMinute } from "../app/repeat";
import { store } from "../app/store";

// What the page is told, each asked again every minute: nothing announces that the ledgers have changed.

/** With the time by the server's clock at which it was received. */
export interface Received<Answer> {
  answer: Answer;
  at: string;
}

const received = async <Answer>(answer: Promise<Answer>): Promise<Received<Answer>> => ({ answer: await answer, at: new Date(store.now()).toISOString() });

export const useBoard = (): Answered<Board> => useAnswer(backups.board, useMinute().toString());

export const useCare = (): Answered<Board> => useAnswer(backups.care, useMinute().toString());

export const useLeftovers = (): Answered<Received<Leftovers>> => useAnswer((signal) => received(backups.leftovers(signal)), useMinute().toString());

export const useGuestBackups = (id: string): Answered<GuestBackupDetail> => useAnswer((signal) => backups.guest(id, signal), `${id} ${useMinute()}`);

/** The last so many days; `about` carries them, so that a change of theirs is asked for at once. */
export function useCalendar(days: number): Answered<Received<BackupCalendar>> {
  const ask = (signal: AbortSignal): Promise<Received<BackupCalendar>> => {
    const now = store.now();
    return received(backups.calendar(new Date(now - days * 86_400_000).toISOString(), new Date(now).toISOString(), signal));
  };
  return useAnswer(ask, `${days} ${useMinute()}`);
}

export const useTold = (list: LedgerList): LedgerSection[] | null => useAnswer((signal) => backups.told(list, signal), `${list} ${useMinute()}`).answer;
