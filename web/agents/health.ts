import type { Agent } from "../app/agents-api";
import { ageSeconds, duration } from "../app/format";
import type { Level } from "../app/trouble";
import { fleetWords } from "./text-fleet";

// How an agent does, and what to do about it.

export interface Advice {
  level: Level;
  sentence: string;
  nextStep: string;
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };
/** Below this a clock is right enough, seconds. */
const clockTolerance = 30;

/** Everything that is to be done about an agent, the worst first. */
export function adviceOf(agent: Agent, agentVersion: string | null, now: number): Advice[] {
  if (agent.condition === "revoked") return [];
  const words = fleetWords.problems;
  const advice: Advice[] = [];
  const add = (level: Level, told: { sentence: string; nextStep: string }): void => void advice.push({ level, ...told });
  if (agent.condition === "overdue") add("critical", words.overdue(duration(ageSeconds(agent.lastSeenAt, now) ?? 0)));
  if (agent.condition === "never") add("warning", words.never);
  for (const one of agent.modules) if (one.problem !== null) add(one.condition === "failing" ? "warning" : "watch", { sentence: `${one.name}: ${one.problem}`, nextStep: one.nextStep ?? "" });
  if (agent.machineShared) add("watch", words.shared);
  if (Math.abs(agent.clockOffset ?? 0) > clockTolerance) add("watch", words.clock(duration(Math.abs(agent.clockOffset ?? 0))));
  if (agent.profile && agent.profile.refused.length > 0) add("watch", words.refused(agent.profile.refused.join(", ")));
  if (agent.isOutdated && agentVersion !== null) add("watch", words.outdated(agent.version, agentVersion));
  if (agent.lostReports > 0) add("watch", words.lost(agent.lostReports));
  return advice.sort((a, b) => ranks[b.level] - ranks[a.level]);
}

/** The state of an agent in a word. */
export function stateOf(agent: Agent): { level: Level; word: string } {
  const word = fleetWords.conditions[agent.condition] ?? agent.condition;
  if (agent.condition !== "reporting") return { level: agent.condition === "overdue" ? "critical" : agent.condition === "never" ? "warning" : "off", word };
  const failing = agent.modules.filter((one) => one.condition === "failing").length;
  const limited = agent.modules.filter((one) => one.condition === "limited").length;
  if (failing > 0) return { level: "warning", word: fleetWords.failing(failing) };
  if (limited > 0) return { level: "watch", word: fleetWords.limited(limited) };
  return { level: agent.machineShared ? "watch" : "ok", word };
}

/** Whether it has to take over a change of its profile yet; those of v5 do not say what they took over. */
export function drifts({ profile, condition, origin }: Agent): boolean {
  return condition !== "revoked" && origin === "enrolled" && profile !== null && profile.appliedSerial !== profile.serial;
}

export function rankOfAgent(agent: Agent): number {
  return ranks[stateOf(agent).level];
}
