import { useSyncExternalStore } from "react";
import { text } from "./text";
import type { Level } from "./trouble";
import type { Health } from "./types";

/** What of Pulse itself is not as it should be; the sentences are in the catalogue. */
export type Trouble = keyof typeof text.health.troubles;

/**
 * How much a trouble asks for attention, and where it is said: above every page when what is measured now is at stake or was found
 * broken, else where history is looked at. One that stays until old data have gone, although all goes on, can be put away.
 */
const kinds: Record<Trouble, { level: Level; everywhere: boolean; stays: boolean }> = {
  database: { level: "critical", everywhere: true, stays: false },
  stuck: { level: "critical", everywhere: true, stays: false },
  failing: { level: "critical", everywhere: true, stays: false },
  engine_losing: { level: "critical", everywhere: true, stays: false },
  engine_away: { level: "warning", everywhere: true, stays: false },
  audit: { level: "warning", everywhere: true, stays: false },
  damaged: { level: "warning", everywhere: true, stays: true },
  over_budget: { level: "watch", everywhere: false, stays: true },
};

export interface Told {
  trouble: Trouble;
  level: Level;
  everywhere: boolean;
  stays: boolean;
  sentence: string;
  nextStep: string;
}

/** What the health of the server amounts to in words, the worst first; nothing when all is well. */
export function troublesOf(health: Health): Told[] {
  const troubles: Trouble[] = [];
  if (health.database === "failing") troubles.push("database");
  else if (health.status === "unhealthy") troubles.push("stuck");
  // A word of a newer server than this page has no sentence here.
  if (health.history !== "ok" && health.history in kinds) troubles.push(health.history);
  if (health.audit === "failing") troubles.push("audit");
  return troubles.map((trouble) => ({ trouble, ...kinds[trouble], ...text.health.troubles[trouble] }));
}

/** The last that was heard of the server's health, for whoever shows some of it. */
class HealthNews {
  private troubles: Told[] = [];
  private readonly listeners = new Set<() => void>();

  readonly read = (): Told[] => this.troubles;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  tell(health: Health): void {
    const next = troublesOf(health);
    if (next.length === this.troubles.length && next.every((one, index) => one.trouble === this.troubles[index]?.trouble)) return;
    this.troubles = next;
    for (const listener of [...this.listeners]) listener();
  }
}

export const healthNews = new HealthNews();

export function useTroubles(): Told[] {
  return useSyncExternalStore(healthNews.subscribe, healthNews.read);
}
