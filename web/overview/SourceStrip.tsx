import { ago } from "../app/format";
import { StateShape } from "../app/Icon";
import { Name } from "../app/parts";
import { PatrolChip } from "../app/PatrolMark";
import { useNow, useSources } from "../app/store";
import { text } from "../app/text";
import { shortProducts } from "../app/text-estate";
import { levelOfSource } from "../app/trouble";
import type { SourceReport } from "../app/types";
import { navigate, pageAddress, useView } from "../app/url";

/** One chip per source: how it is, when it last answered, what is wrong with it. */
export function SourceStrip() {
  const sources = useSources();
  if (sources.length === 0) return null;
  const agents = sources.filter((source) => source.kind === "agent");
  const shown = agents.length > mostAgents ? sources.filter((source) => source.kind !== "agent") : sources;
  return (
    <ul className="sources" aria-label={text.overview.sources}>
      {shown.map((source) => <li key={source.source}><SourceChip source={source} /></li>)}
      {agents.length > mostAgents ? <li><AgentsChip agents={agents} /></li> : null}
      <PatrolChip />
    </ul>
  );
}

/** A fleet of agents is one chip, which leads to where they are listed. */
const mostAgents = 4;

function AgentsChip({ agents }: { agents: SourceReport[] }) {
  const troubled = agents.filter((one) => ["critical", "warning"].includes(levelOfSource(one)));
  const level = troubled.length === 0 ? "ok" : troubled.length === agents.length ? "critical" : "warning";
  return (
    <button type="button" className={`source-chip level-${level}`} onClick={() => navigate(pageAddress("settings", { section: "agents" }))}>
      <StateShape level={level} />
      <span className="name">{text.settings.sections.agents}</span>
      <span className="muted figure">{text.estate.ofTotal(agents.length - troubled.length, agents.length)}</span>
      {troubled.length > 0 ? <span className="count">{text.overview.problems(troubled.length)}</span> : null}
    </button>
  );
}

function SourceChip({ source }: { source: SourceReport }) {
  const now = useNow(true);
  const { open } = useView();
  const level = levelOfSource(source);
  const problems = source.problems.length + source.missingPrivileges.length;
  return (
    <button
      type="button"
      className={`source-chip level-${level}`}
      aria-pressed={open === `source:${source.source}`}
      onClick={() => navigate({ open: `source:${source.source}`, tab: null })}
    >
      <StateShape level={level} />
      <Name>{source.kind === "self" ? source.name || text.sources.selfName : source.name}</Name>
      {shortProducts[source.kind] ? <span className="muted" title={text.source.products[source.kind]}>{shortProducts[source.kind]}</span> : null}
      {source.condition === "reachable" ? null : <span className="source-word">{text.conditions[source.condition]}</span>}
      <span className="muted figure">{source.lastAnswerAt ? ago(source.lastAnswerAt, now) : text.overview.noAnswerYet}</span>
      {problems > 0 ? <span className="count">{text.overview.problems(problems)}</span> : null}
    </button>
  );
}
