import type { Level } from "./trouble";

const good = new Set(["ONLINE", "OK", "PASSED", "HEALTH_OK", "AVAIL"]);
const bad = new Set(["FAULTED", "UNAVAIL", "REMOVED", "SUSPENDED", "OFFLINE", "FAILED", "HEALTH_ERR", "FAILING_NOW"]);
const poor = new Set(["DEGRADED", "HEALTH_WARN", "INUSE"]);

/** What ZFS, SMART and Ceph say of health, as a level. A word that is not known here is not taken for good. */
export function levelOfHealth(word: string | null): Level {
  const upper = (word ?? "").trim().toUpperCase();
  if (good.has(upper)) return "ok";
  if (bad.has(upper) || /^FAIL/.test(upper)) return "critical";
  if (poor.has(upper)) return "warning";
  return "unknown";
}

/** `HEALTH_WARN` as people say it. */
export function healthWord(word: string): string {
  return word.replace(/^HEALTH_/i, "").replace(/_/g, " ").toLowerCase();
}
