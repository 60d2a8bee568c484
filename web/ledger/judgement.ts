import { naturally } from "../app/format";
import type { Certificate, CephDaemon, Kernel, Service, Subscription, Update } from "../app/ledger-api";
import type { Level } from "../app/trouble";
import { ledgerWords } from "./text-ledger";

// How bad what a node says of itself is, and in which order it is read.

export interface Judged {
  level: Level;
  word: string;
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };

export const worse = (a: Level, b: Level): number => ranks[b] - ranks[a];

const services = ledgerWords.services.states;
const moving = new Set(["activating", "deactivating", "reloading", "start", "stop", "auto-restart"]);
const absent: Record<string, string> = { "not-found": services.notFound, masked: services.masked, disabled: services.disabled };

/** Two of the products tell no active state: then the state alone speaks. A word that is not known is not taken for good. */
export function serviceState({ state, activeState, unitState }: Pick<Service, "state" | "activeState" | "unitState">): Judged {
  if (activeState === "failed" || state === "failed") return { level: "critical", word: services.failed };
  if (state === "running") return { level: "ok", word: services.running };
  if (moving.has(activeState ?? "") || moving.has(state ?? "")) return { level: "watch", word: services.moving };
  if (state === "exited" && (activeState === null || activeState === "active")) return { level: "ok", word: services.exited };
  if (activeState === "active") return { level: "ok", word: services.active };
  if (activeState !== "inactive" && state !== "dead" && state !== "stopped") return { level: "unknown", word: services.unknown };
  if (unitState === "enabled") return { level: "watch", word: services.enabledButOff };
  return { level: "off", word: (unitState !== null && Object.hasOwn(absent, unitState) ? absent[unitState] : undefined) ?? services.off };
}

export function kernelState({ rebootDue }: Pick<Kernel, "rebootDue">): Judged {
  if (rebootDue === null) return { level: "unknown", word: ledgerWords.kernel.unknown };
  return rebootDue ? { level: "watch", word: ledgerWords.kernel.due } : { level: "ok", word: ledgerWords.kernel.newest };
}

const subscriptions: Record<string, Level> = { active: "ok", notfound: "off", new: "watch", expired: "warning", invalid: "warning", suspended: "warning" };

/** None is a choice, and no finding. */
export function subscriptionState({ status }: Pick<Subscription, "status">): Judged {
  const words = ledgerWords.subscription;
  const level = Object.hasOwn(subscriptions, status) ? subscriptions[status] : undefined;
  return { level: level ?? "unknown", word: (level && words.states[status]) ?? words.unknown };
}

export function sortedServices(all: readonly Service[]): Service[] {
  return [...all].sort((a, b) => worse(serviceState(a).level, serviceState(b).level) || naturally(a.name, b.name));
}

const day = 86_400;
/** Proxmox makes its own anew two weeks before they end, and ACME sooner: one that is nearer to its end was not renewed. */
const lateDays = 14;

/** Whole days that are left; negative once it has ended; null when nobody knows. */
export function daysLeft(notAfter: string | null, now: number): number | null {
  const end = notAfter === null ? NaN : Date.parse(notAfter);
  return Number.isNaN(end) ? null : Math.floor((end - now) / 1000 / day);
}

export function certificateState({ notBefore, notAfter }: Pick<Certificate, "notBefore" | "notAfter">, now: number): Judged {
  const words = ledgerWords.certificates;
  const left = daysLeft(notAfter, now);
  if (left === null) return { level: "unknown", word: words.endUnknown };
  if (left < 0) return { level: "critical", word: words.ended(-left - 1) };
  if (notBefore !== null && Date.parse(notBefore) > now) return { level: "warning", word: words.notYet };
  return { level: left < lateDays ? "warning" : "ok", word: words.left(left) };
}

/** Those that end first come first; before them those of which nobody knows. */
export function sortedCertificates(all: readonly Certificate[]): Certificate[] {
  const end = ({ notAfter }: Certificate): number => (notAfter === null ? -Infinity : Date.parse(notAfter));
  return [...all].sort((a, b) => (end(a) === end(b) ? naturally(a.file, b.file) : end(a) - end(b)));
}

/** How many packages come from where, the most first. */
export function origins(updates: readonly Update[]): { origin: string | null; count: number }[] {
  const counts = new Map<string | null, number>();
  for (const { origin } of updates) counts.set(origin, (counts.get(origin) ?? 0) + 1);
  return [...counts].map(([origin, count]) => ({ origin, count })).sort((a, b) => b.count - a.count || naturally(a.origin ?? "", b.origin ?? ""));
}

const osds = ledgerWords.ceph.osdStates;

/** One that is out on purpose and up holds no data and is no trouble. */
export function daemonState({ up, in: isIn }: Pick<CephDaemon, "up" | "in">): Judged {
  if (up === null) return { level: "unknown", word: osds.unknown };
  if (!up) return { level: isIn === false ? "warning" : "critical", word: isIn === false ? osds.downOut : osds.down };
  if (isIn === null) return { level: "unknown", word: osds.upUnknown };
  return isIn ? { level: "ok", word: osds.upIn } : { level: "watch", word: osds.upOut };
}

