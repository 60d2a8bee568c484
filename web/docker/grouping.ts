import { naturally } from "../app/format";
import { current, levelOf, levelOfThing, type Level } from "../app/trouble";
import type { ContainerResource, Resource } from "../app/types";
import { hostOf } from "../filter/match";
import { hasUpdate } from "./judgement";

/** The containers of a compose project on one machine, or of a stack on all of a swarm's. */
export interface Project {
  id: string;
  name: string;
  isStack: boolean;
  hosts: string[];
  total: number;
  running: number;
  troubled: number;
  level: Level;
  /** Bytes, of those whose use is known; null when it is of none. */
  memory: number | null;
  restarts: number | null;
  updates: number;
}

const ranks: Record<Level, number> = { critical: 5, warning: 4, unknown: 3, watch: 2, ok: 1, off: 0 };

function isOfStack({ facts }: ContainerResource): boolean {
  return facts.project !== null && facts.labels["com.docker.stack.namespace"] === facts.project;
}

/** Trouble first, then by name. */
export function projectsOf(resources: Iterable<Resource>): Project[] {
  const projects = new Map<string, Project>();
  for (const resource of resources) {
    if (resource.kind !== "container" || resource.facts.project === null) continue;
    const isStack = isOfStack(resource);
    // Two machines may have a compose project of the same name each: those are two.
    const id = isStack ? `stack ${resource.facts.project}` : `${resource.source} ${resource.facts.project}`;
    const project = projects.get(id) ?? { id, name: resource.facts.project, isStack, hosts: [], total: 0, running: 0, troubled: 0, level: "off" as Level, memory: null, restarts: null, updates: 0 };
    projects.set(id, project);
    count(resource, project);
  }
  return [...projects.values()].sort((a, b) => ranks[b.level] - ranks[a.level] || naturally(a.name, b.name));
}

function count(resource: ContainerResource, project: Project): void {
  const level = levelOfThing(resource);
  project.total += 1;
  if (levelOf(resource.status) === "ok") project.running += 1;
  if (level === "critical" || level === "warning") project.troubled += 1;
  if (ranks[level] > ranks[project.level]) project.level = level;
  if (hasUpdate(resource.facts)) project.updates += 1;
  const host = hostOf(resource);
  if (host !== null && !project.hosts.includes(host)) project.hosts.push(host);
  project.memory = plus(project.memory, current(resource.metrics.memoryUsed));
  project.restarts = plus(project.restarts, current(resource.metrics.restarts));
}

function plus(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value;
}
