import type { BackupReason, GuestBackups, LeftoverBackups } from "../app/api-types";
import { ageSeconds, naturally } from "../app/format";
import type { Level } from "../app/trouble";
import type { Sort } from "../app/url";

export type Verdict = GuestBackups["verdict"];

export const levelOfVerdict: Record<Verdict, Level> = { protected: "ok", attention: "warning", unprotected: "critical", unknown: "unknown" };
const ranks: Record<Verdict, number> = { unprotected: 3, attention: 2, unknown: 1, protected: 0 };

/** The reason a row is told by: the first of those that weigh what the verdict says, or the first there is. */
export function mainReason(guest: Pick<GuestBackups, "verdict" | "reasons">): BackupReason | null {
  // What could not be read takes nothing from a guest that is protected all the same; it is said once for all, above the list.
  const reasons = guest.verdict === "protected" ? guest.reasons.filter((reason) => !hides(reason)) : guest.reasons;
  return reasons.find((reason) => reason.weight === guest.verdict) ?? reasons[0] ?? null;
}

/** What can be said of the next run of a guest's jobs. */
export type Run = { type: "at"; at: string; missed: number } | { type: "none" } | { type: "disabled" } | { type: "unknown" };

export function runOf(guest: Pick<GuestBackups, "nextAt" | "missedRuns" | "reasons">): Run {
  if (guest.nextAt !== null) return { type: "at", at: guest.nextAt, missed: guest.missedRuns ?? 0 };
  const has = (code: string): boolean => guest.reasons.some((reason) => reason.code === code);
  if (has("job_disabled")) return { type: "disabled" };
  if (has("no_job")) return { type: "none" };
  // Without a job that was seen, and without a word that there is none, nothing is known.
  return { type: "unknown" };
}

/** Whether a missing date means that there was none, or that nobody can tell. */
export function absence(guest: Pick<GuestBackups, "verdict">): "none" | "unknown" {
  return guest.verdict === "unknown" ? "unknown" : "none";
}

/** Seconds until a time of the server; 0 when it has passed, null for what is no time. */
export function secondsUntil(at: string | null, now: number): number | null {
  if (at === null) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : Math.max(0, (time - now) / 1000);
}

type Key = string | number | null;

const keys: Record<string, (guest: GuestBackups, now: number) => Key> = {
  name: (guest) => guest.name,
  verdict: (guest) => -ranks[guest.verdict],
  source: (guest) => guest.source,
  reason: (guest) => mainReason(guest)?.sentence ?? null,
  good: (guest, now) => ageSeconds(guest.lastGoodAt, now),
  verified: (guest, now) => ageSeconds(guest.lastVerified?.at, now),
  next: (guest) => (guest.nextAt === null ? null : Date.parse(guest.nextAt)),
  disks: (guest) => guest.excludedDisks.length,
  points: (guest) => guest.restorePoints,
  size: (guest) => guest.bytes,
};

/** Trouble first, or as the user chose; what is not known comes last in both directions. */
export function sorted(guests: readonly GuestBackups[], sort: Sort | null, now: number): GuestBackups[] {
  const key = sort && Object.hasOwn(keys, sort.key) ? keys[sort.key] : undefined;
  const byName = (a: GuestBackups, b: GuestBackups): number => naturally(a.source, b.source) || naturally(a.name, b.name) || a.vmid - b.vmid;
  if (!key || !sort) return [...guests].sort((a, b) => ranks[b.verdict] - ranks[a.verdict] || byName(a, b));
  const keyed = guests.map((guest) => ({ guest, key: key(guest, now) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key, sort.descending) || byName(a.guest, b.guest)).map((one) => one.guest);
}

export function compareKeys(a: Key, b: Key, descending: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "string" || typeof b === "string" ? naturally(String(a), String(b)) : a - b;
  return descending ? -order : order;
}

const leftoverKeys: Record<string, (one: LeftoverBackups, now: number) => Key> = {
  id: (one) => one.backupId,
  kind: (one) => one.kind,
  place: (one) => one.place.resource,
  count: (one) => one.count,
  size: (one) => one.bytes,
  newest: (one, now) => ageSeconds(one.newestAt, now),
};

/** The largest first, or as the user chose. */
export function sortedLeftovers(leftovers: readonly LeftoverBackups[], sort: Sort | null, now: number): LeftoverBackups[] {
  const key = sort && Object.hasOwn(leftoverKeys, sort.key) ? leftoverKeys[sort.key] : undefined;
  if (!key || !sort) return [...leftovers].sort((a, b) => b.bytes - a.bytes || naturally(a.backupId, b.backupId));
  return [...leftovers].sort((a, b) => compareKeys(key(a, now), key(b, now), sort.descending) || naturally(a.backupId, b.backupId));
}

/** Something that keeps Pulse from knowing, with how many guests it concerns. */
export interface Obstacle {
  sentence: string;
  nextStep: string | null;
  guests: number;
}

const hiding = new Set(["place_hidden", "source_silent", "privilege_missing", "jobs_hidden"]);

/** It says what could not be read, and not how the backups are. */
export const hides = ({ code }: Pick<BackupReason, "code">): boolean => hiding.has(code);

/** What stands in the way of knowing, each once, the one of most guests first. */
export function obstacles(guests: readonly GuestBackups[]): Obstacle[] {
  const found = new Map<string, Obstacle>();
  for (const guest of guests) {
    const mine = new Set(guest.reasons.filter((reason) => reason.weight === "unknown" || hiding.has(reason.code)).map((reason) => reason.sentence));
    for (const sentence of mine) {
      const known = found.get(sentence);
      if (known) known.guests += 1;
      else found.set(sentence, { sentence, nextStep: guest.reasons.find((reason) => reason.sentence === sentence)?.nextStep ?? null, guests: 1 });
    }
  }
  return [...found.values()].sort((a, b) => b.guests - a.guests);
}
