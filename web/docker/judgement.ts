import { decimal } from "../app/format";
import type { Level } from "../app/trouble";
import type { ContainerFacts } from "../app/types";
import { dockerWords } from "./text-docker";

// What the words of an engine are worth.

export interface Judged {
  level: Level;
  word: string;
}

const healths: Record<string, Level> = { healthy: "ok", unhealthy: "warning", starting: "watch" };

/** Of its own check; null without one. A word that is not known is not taken for good. */
export function healthOf({ health }: Pick<ContainerFacts, "health">): Judged | null {
  if (health === null) return null;
  return { level: (Object.hasOwn(healths, health) ? healths[health] : undefined) ?? "unknown", word: dockerWords.health[health] ?? health };
}

/** What the registry says of its image; null when nobody asked. */
export function updateOf({ update }: Pick<ContainerFacts, "update">): Judged | null {
  if (update === null) return null;
  const words = dockerWords.updates;
  switch (update.verdict) {
    case "current": return { level: "ok", word: words.current };
    case "new_digest": return { level: "watch", word: words.new_digest };
    case "new_tag": return { level: "watch", word: update.latestTag === null ? words.new_tag : words.to(update.latestTag) };
    case "not_tracked": return { level: "off", word: words.not_tracked };
    case "unknown": return { level: "unknown", word: words.unknown };
  }
}

export function hasUpdate({ update }: Pick<ContainerFacts, "update">): boolean {
  return update?.verdict === "new_digest" || update?.verdict === "new_tag";
}

/** How it ended, of one that does not run; null of one that does, or never did. */
export function exitOf({ state, exitCode, wasOutOfMemory, wasStoppedByHand }: Pick<ContainerFacts, "state" | "exitCode" | "wasOutOfMemory" | "wasStoppedByHand">): Judged | null {
  const words = dockerWords.exit;
  if (state !== "exited" && state !== "dead" && state !== "restarting") return null;
  if (wasOutOfMemory === true) return { level: "critical", word: words.memory };
  if (wasStoppedByHand === true) return { level: "off", word: words.byHand };
  if (exitCode === null) return null;
  // Who does not know whether somebody stopped it raises no alarm: most are ended by a signal then.
  return exitCode === 0 ? { level: "off", word: words.done } : { level: wasStoppedByHand === false ? "warning" : "watch", word: words.code(exitCode) };
}

/** `8080→80/tcp`, published ones first. */
export function portWords(ports: ContainerFacts["ports"]): string {
  const published = ports.filter((port) => port.host !== null);
  return [...new Set((published.length > 0 ? published : ports).map((port) => `${port.host === null ? "" : `${port.host}→`}${port.container}/${port.transport}`))].join(", ");
}

/** The end of an image's name, which tells it from others where room is short. */
export function shortImage(image: string): string {
  return image.replace(/@sha256:.*$/, "").replace(/^[^/]*[.:][^/]*\//, "");
}

export function processorWords(limit: number): string {
  return decimal(limit);
}
