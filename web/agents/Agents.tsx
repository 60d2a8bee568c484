import { useMemo, useState } from "react";
import { useAnswer } from "../app/answers";
import { agents as api, type Agent, type AgentList } from "../app/agents-api";
import { ageSeconds, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Forbidden, Refused } from "../app/notices";
import { Ago, Empty, Loading, Name, Problem, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { useMinute } from "../app/repeat";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView, type Sort } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { completeRecords, matchesRecord, parseRecords, type Fields } from "../records/filter";
import type { RecordColumn } from "../records/RecordList";
import { recordWords } from "../records/text-records";
import { WordCell } from "../table/cells";
import { compareValues } from "../table/columns";
import { ListTable } from "../table/ListTable";
import { AddAgents } from "./AddAgents";
import { AgentDetail } from "./AgentDetail";
import { drifts, rankOfAgent, stateOf } from "./health";
import { fleetWords } from "./text-fleet";

const words = fleetWords;

const columns: readonly RecordColumn<Agent>[] = [
  { key: "name", label: words.columns.name, width: 170, narrow: true, value: (one) => one.name, cell: (one) => <Name className="strong">{one.name}</Name> },
  { key: "state", label: words.columns.state, width: 150, narrow: true, largestFirst: true, value: rankOfAgent, cell: (one) => { const { level, word } = stateOf(one); return <State level={level}>{word}</State>; } },
  { key: "version", label: words.columns.version, width: 100, value: (one) => one.version, cell: (one) => (one.isOutdated ? <span title={words.outdated}><State level="watch"><bdi>{printable(one.version)}</bdi></State></span> : <WordCell word={one.version} />) },
  { key: "profile", label: words.columns.profile, width: 130, value: (one) => one.profile?.name ?? null, cell: (one) => <ProfileCell agent={one} /> },
  { key: "seen", label: words.columns.seen, width: 100, right: true, narrow: true, value: (one) => (one.lastSeenAt === null ? null : Date.parse(one.lastSeenAt)), cell: (one) => <Ago at={one.lastSeenAt} /> },
  { key: "tags", label: words.columns.tags, width: 110, value: (one) => one.tags.join(" ") || null, cell: (one) => <WordCell word={one.tags.join(", ")} /> },
];

function ProfileCell({ agent }: { agent: Agent }) {
  if (!agent.profile?.name) return <span className="muted">{agent.origin === "v5" ? words.v5 : words.noProfile}</span>;
  const name = <bdi>{printable(agent.profile.name)}</bdi>;
  return drifts(agent) ? <span className="cut" title={words.drift(agent.profile.appliedSerial, agent.profile.serial)}><State level="watch">{name}</State></span> : <span className="cut">{name}</span>;
}

const fields: Fields<Agent> = {
  words: {
    name: (one) => [one.name, one.hostname, one.source], state: (one) => one.condition, tag: (one) => one.tags, profile: (one) => one.profile?.name ?? null, version: (one) => one.version,
    platform: (one) => [one.platform, one.architecture], module: (one) => one.modules.map((module) => module.name), outdated: (one) => (one.isOutdated ? "yes" : "no"), drift: (one) => (drifts(one) ? "yes" : "no"),
  },
  numbers: { age: { units: ["seconds"], value: (one, now) => ageSeconds(one.lastSeenAt, now) } },
  aliases: { status: "state", host: "name", hostname: "name", source: "name", tags: "tag", seen: "age" },
  hints: words.filterHints,
};

/** Settings > Agents: all of them, one of them, or adding some. */
export function Agents() {
  const { form } = useView();
  const mayChange = useMay("settings:write");
  const { answer, error, reload } = useAnswer((signal) => api.all(signal), useMinute().toString());
  const [said, setSaid] = useState("");
  const done = (sentence: string): void => {
    setSaid(sentence);
    reload();
  };
  if (form === "add" && mayChange) return <AddAgents />;
  if (!answer) return error ? <section><Refused error={error} onRetry={reload} /></section> : <Loading />;
  if (form?.startsWith("agent:")) {
    const wanted = form.slice("agent:".length);
    const agent = answer.agents.find((one) => one.id === wanted) ?? answer.agents.find((one) => one.source === wanted || one.clusters.includes(wanted));
    if (!agent) return <Problem action={<button type="button" onClick={() => navigate({ form: null })}>{words.back}</button>}>{words.gone}</Problem>;
    return <AgentDetail key={agent.id} agent={agent} list={answer} said={said} onDone={done} />;
  }
  return (
    <section aria-labelledby="agents">
      <div className="section-head">
        <h2 id="agents">{words.title}</h2>
        {mayChange ? <button type="button" className="primary" onClick={() => navigate({ form: "add" })}><Icon name="plus" /> {text.agents.add}</button> : null}
      </div>
      <p className="muted">{words.lead}</p>
      {mayChange ? null : <Forbidden what={words.readOnly} />}
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {answer.agents.length === 0 ? <Empty icon="host" title={words.emptyTitle} lead={words.emptyLead} /> : <Fleet list={answer} />}
      <p className="muted">{words.versions(printable(answer.serverVersion), answer.agentVersion === null ? null : printable(answer.agentVersion))}</p>
    </section>
  );
}

const idle = (): void => undefined;

function Fleet({ list: { agents } }: { list: AgentList }) {
  const view = useView();
  const filter = useMemo(() => parseRecords(view.filter, fields), [view.filter]);
  const rows = useMemo(() => ordered(agents.filter(matchesRecord(filter, fields, store.now())), view.sort), [agents, filter, view.sort]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeRecords(input, caret, agents, fields), placeholder: recordWords.placeholder }), [agents]);
  const reporting = agents.filter((one) => one.condition === "reporting").length;
  const all = agents.filter((one) => one.condition !== "revoked").length;
  return (
    <>
      <div className="fleet-tools">
        <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
        <span className="row-count figure" role="status">{text.table.rows(rows.length, agents.length)}; {words.summary(reporting, all)}</span>
      </div>
      <div className="long-table" style={{ height: Math.min(560, 32 + Math.max(2, rows.length) * 30) }}>
        <ListTable
          label={words.label} items={rows} columns={columns} id={(one) => one.id} sort={view.sort} onSort={(sort) => navigate({ sort })} onOpen={(id) => navigate({ form: `agent:${id}` })} onBusy={idle} onLeave={idle}
          empty={<div className="no-match" role="status"><p>{text.filter.none(agents.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
        />
      </div>
    </>
  );
}

/** Trouble first, unless somebody chose. */
function ordered(rows: Agent[], sort: Sort | null): Agent[] {
  const column = sort === null ? undefined : columns.find((one) => one.key === sort.key);
  if (column && sort) return rows.sort((a, b) => compareValues(column.value(a), column.value(b), sort.descending));
  return rows.sort((a, b) => rankOfAgent(b) - rankOfAgent(a) || compareValues(a.name, b.name, false));
}
