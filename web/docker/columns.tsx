import { printable } from "../app/format";
import { State } from "../app/parts";
import { current } from "../app/trouble";
import type { ContainerFacts, Resource } from "../app/types";
import { hostOf, updatesOf } from "../filter/match";
import { FigureCell, MomentCell, WordCell } from "../table/cells";
import { addColumns, type Column } from "../table/columns";
import { exitOf, healthOf, portWords, shortImage, updateOf, type Judged } from "./judgement";
import { dockerWords } from "./text-docker";

export const containerColumns = ["state", "checked", "image", "project", "cpu", "memory", "restarts", "update", "network", "io", "uptime", "publishes", "service", "engine", "address", "onHost", "source", "seen"];
export const usualContainerColumns = ["state", "checked", "image", "project", "cpu", "memory", "restarts", "update", "network", "uptime"];
export const updateColumns = ["image", "update", "newTag", "updateSince", "updateAsked", "onHost", "project", "state", "source"];
export const usualUpdateColumns = ["image", "update", "newTag", "updateSince", "updateAsked", "onHost", "project"];
export const serviceColumns = ["state", "replicas", "image", "stack", "mode", "publishes", "rollout", "source", "seen"];
export const usualServiceColumns = ["state", "replicas", "image", "stack", "mode", "publishes", "rollout"];

const words = dockerWords.columns;

function Word({ judged, title }: { judged: Judged | null; title?: string | null }) {
  return judged === null ? null : <span className="cut" title={printable(title ?? judged.word)}><State level={judged.level}><bdi>{printable(judged.word)}</bdi></State></span>;
}

function imageOf(resource: Resource): string | null {
  return resource.kind === "container" || resource.kind === "swarm-service" ? resource.facts.image : null;
}

function portsOf(resource: Resource): string | null {
  return resource.kind === "container" || resource.kind === "swarm-service" ? portWords(resource.facts.ports) : null;
}

function time(at: string | null | undefined): number | null {
  const parsed = at ? Date.parse(at) : NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

/** What its check says, and of one that has ended, how. */
function conditionOf(facts: ContainerFacts): Judged | null {
  return exitOf(facts) ?? healthOf(facts);
}

const ofContainer = (key: string, label: string, width: number, value: (facts: Extract<Resource, { kind: "container" }>["facts"]) => string | null, usual = true): Column => ({
  key, label, width, usual, sort: (r) => (r.kind === "container" ? value(r.facts) : null), cell: (r) => <WordCell word={r.kind === "container" ? value(r.facts) : null} />,
});

addColumns([
  {
    key: "checked", label: words.health, width: 108, usual: true,
    sort: (r) => (r.kind === "container" ? conditionOf(r.facts)?.word ?? null : null),
    cell: (r) => (r.kind === "container" ? <Word judged={conditionOf(r.facts)} title={r.facts.healthOutput} /> : null),
  },
  {
    key: "image", label: words.image, width: 150, usual: true,
    sort: imageOf,
    cell: (r) => { const image = imageOf(r); return image === null ? null : <WordCell word={shortImage(image)} title={image} />; },
  },
  ofContainer("project", words.project, 90, (facts) => facts.project),
  ofContainer("service", words.service, 110, (facts) => facts.service, false),
  ofContainer("engine", words.engine, 76, (facts) => facts.engine, false),
  { key: "onHost", label: words.host, width: 110, usual: false, sort: hostOf, cell: (r) => <WordCell word={r.kind === "container" ? hostOf(r) : null} /> },
  {
    key: "restarts", label: words.restarts, width: 84, right: true, usual: true, largestFirst: true,
    sort: (r) => current(r.metrics.restarts),
    cell: (r) => <FigureCell id={r.id} measurement={r.metrics.restarts ?? null} lastSeen={r.lastSeen} unit="count" />,
  },
  {
    key: "update", label: words.update, width: 110, usual: true, largestFirst: true,
    sort: updatesOf,
    cell: (r) => (r.kind === "container" ? <Word judged={updateOf(r.facts)} title={r.facts.update?.problem ?? null} /> : null),
  },
  { key: "publishes", label: words.ports, width: 130, usual: false, sort: portsOf, cell: (r) => <WordCell word={portsOf(r)} /> },
  ofContainer("newTag", words.newTag, 110, (facts) => facts.update?.latestTag ?? null),
  { key: "updateSince", label: words.since, width: 92, right: true, usual: true, largestFirst: true, sort: (r) => (r.kind === "container" ? time(r.facts.update?.firstSeenAt) : null), cell: (r) => (r.kind === "container" ? <MomentCell at={r.facts.update?.firstSeenAt ?? null} /> : null) },
  { key: "updateAsked", label: words.checked, width: 80, right: true, usual: true, largestFirst: true, sort: (r) => (r.kind === "container" ? time(r.facts.update?.checkedAt) : null), cell: (r) => (r.kind === "container" ? <MomentCell at={r.facts.update?.checkedAt ?? null} /> : null) },
  {
    key: "replicas", label: words.replicas, width: 90, right: true, usual: true, narrow: true,
    sort: (r) => (r.kind === "swarm-service" && r.facts.desired && r.facts.running !== null ? r.facts.running / r.facts.desired : null),
    cell: (r) => (r.kind === "swarm-service" ? <span className="figure">{dockerWords.replicas(r.facts.running, r.facts.desired)}</span> : null),
  },
  { key: "stack", label: words.stack, width: 110, usual: true, sort: (r) => (r.kind === "swarm-service" ? r.facts.stack : null), cell: (r) => <WordCell word={r.kind === "swarm-service" ? r.facts.stack : null} /> },
  { key: "mode", label: words.mode, width: 96, usual: true, sort: (r) => (r.kind === "swarm-service" ? r.facts.mode : null), cell: (r) => <WordCell word={r.kind === "swarm-service" ? r.facts.mode : null} /> },
  {
    key: "rollout", label: words.updating, width: 130, usual: true,
    sort: (r) => (r.kind === "swarm-service" ? r.facts.updateState : null),
    cell: (r) => (r.kind === "swarm-service" ? <WordCell word={r.facts.updateState?.replace(/_/g, " ") ?? null} {...(r.facts.updateMessage ? { title: r.facts.updateMessage } : {})} /> : null),
  },
]);
