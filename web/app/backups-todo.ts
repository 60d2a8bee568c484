import { useMemo } from "react";
import { useAnswer } from "./answers";
import { call } from "./api";
import type { BackupBoard, GuestBackups } from "./api-types";
import { useMinute } from "./repeat";

/** Reasons that pass by themselves: nobody needs to come for them. */
const passing = new Set(["waits_for_first_run", "running", "never_verified", "other_name", "number_reused", "template_unchanging", "stopped_unchanged", "schedule_not_understood", "jobs_hidden"]);

/** Whether somebody has to do something about a guest's backups. What is not known is no call for help by itself: its page says it. */
export function needsSomeone(guest: Pick<GuestBackups, "verdict" | "reasons">): boolean {
  if (guest.verdict === "unprotected") return true;
  return guest.verdict === "attention" && guest.reasons.some((reason) => reason.weight === "attention" && !passing.has(reason.code));
}

/** How many guests need somebody; those beyond the first page are counted as they stand. */
export function toDo({ guests, total }: { guests: readonly GuestBackups[]; total: number }): number {
  return guests.filter(needsSomeone).length + Math.max(0, total - guests.length);
}

const trouble = (signal: AbortSignal): Promise<BackupBoard> => call<BackupBoard>("GET", "backups/board?verdict=unprotected,attention&limit=500", { signal });

/** For the navigation: 0 while nothing was told, because a count is no place for an error. */
export function useBackupsToDo(): number {
  const { answer } = useAnswer(trouble, useMinute().toString());
  return useMemo(() => (answer ? toDo(answer) : 0), [answer]);
}
