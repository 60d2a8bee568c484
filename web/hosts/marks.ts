import { healthWord, levelOfHealth } from "../app/condition";
import { percent } from "../app/format";
import type { Level } from "../app/trouble";
import type { HostDisk, HostFacts, SoftwareArray } from "../app/types";
import { hostWords } from "./text-hosts";

/** Something about a machine that somebody has to do or should know. */
export interface Mark {
  level: Level;
  word: string;
}

const words = hostWords.marks;
const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };

/** What there is to do on a machine, the worst first. What nobody told makes no mark. */
export function marksOf(facts: HostFacts): Mark[] {
  const marks = [...(facts.disks ?? []).flatMap(ofDisk), ...(facts.arrays ?? []).flatMap(ofArray), ...ofPools(facts), ...ofSystem(facts)];
  return marks.sort((a, b) => ranks[b.level] - ranks[a.level]);
}

function ofDisk({ device, passed }: HostDisk): Mark[] {
  return passed === false ? [{ level: "critical", word: words.disk(device) }] : [];
}

function ofArray({ device, isDegraded, action, progress }: SoftwareArray): Mark[] {
  const marks: Mark[] = isDegraded === true ? [{ level: "warning", word: words.degraded(device) }] : [];
  // A check is routine; what rebuilds is worth a look, as the array has no reserve meanwhile.
  if (action !== null && action !== "check" && action !== "idle") marks.push({ level: "watch", word: words.busy(device, action, progress === null ? "" : percent(progress)).trim() });
  return marks;
}

function ofPools({ pools }: HostFacts): Mark[] {
  return (pools ?? []).flatMap(({ name, health }): Mark[] => {
    const level = levelOfHealth(health);
    return level === "critical" || level === "warning" ? [{ level, word: words.health(name, healthWord(health ?? "")) }] : [];
  });
}

function ofSystem({ failedUnits, isRebootDue, packages, clock }: HostFacts): Mark[] {
  const marks: Mark[] = [];
  if (failedUnits && failedUnits.length > 0) marks.push({ level: "warning", word: words.failed(failedUnits.length) });
  if (isRebootDue === true) marks.push({ level: "watch", word: words.reboot });
  if (clock?.isSynchronised === false) marks.push({ level: "watch", word: words.clock });
  const pending = packages?.pending ?? 0;
  const security = packages?.security ?? 0;
  if (pending > 0) marks.push(security > 0 ? { level: "watch", word: words.security(pending, security) } : { level: "off", word: words.updates(pending) });
  return marks;
}

/** For the order of the column: the worst mark, then how many. */
export function weightOf(marks: readonly Mark[]): number | null {
  const first = marks[0];
  return first ? ranks[first.level] * 100 + marks.length : null;
}

/** What SMART says of a disk, as a level and a word. A disk without a verdict is not called fine. */
export function verdictOf({ answer, passed }: Pick<HostDisk, "answer" | "passed">): Mark {
  const disks = hostWords.disks;
  if (answer !== "answered") return { level: answer === "unreadable" ? "watch" : answer === "standby" ? "off" : "unknown", word: disks.words[answer] ?? answer };
  if (passed === null) return { level: "unknown", word: disks.unsaid };
  return passed ? { level: "ok", word: disks.passed } : { level: "critical", word: disks.failed };
}

/** Of an array of the kernel. A word that is not known here is not taken for good. */
export function arrayState({ state, isDegraded, devicesFailed }: Pick<SoftwareArray, "state" | "isDegraded" | "devicesFailed">): Mark {
  if (state === "inactive") return { level: "critical", word: state };
  if (isDegraded === true) return { level: "warning", word: "degraded" };
  if ((devicesFailed ?? 0) > 0) return { level: "warning", word: state };
  return { level: /^(clean|active|active-idle|write-pending|read-auto|readonly|read-only)$/.test(state) && isDegraded === false ? "ok" : "unknown", word: state };
}
