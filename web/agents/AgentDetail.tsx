import { useState, type ReactNode } from "react";
import { useAnswer, useDeed } from "../app/answers";
import { agents as api, profiles, type Agent, type AgentList, type AgentModule, type Profile } from "../app/agents-api";
import { duration, printable } from "../app/format";
import { Icon, StateShape } from "../app/Icon";
import { Refused } from "../app/notices";
import { Ago, Name, State } from "../app/parts";
import { useMay } from "../app/permissions";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import type { Level } from "../app/trouble";
import { navigate, pageAddress } from "../app/url";
import { Confirm } from "../forms/Confirm";
import { TextArea } from "../forms/Field";
import { linesOf } from "../forms/lists";
import { Select } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { adviceOf, drifts, stateOf } from "./health";
import { Preview } from "./Preview";
import { fleetWords } from "./text-fleet";

const words = fleetWords.detail;
const levels: Record<AgentModule["condition"], Level> = { working: "ok", limited: "watch", failing: "warning" };

interface DetailProps {
  agent: Agent;
  list: AgentList;
  said: string;
  onDone: (sentence: string) => void;
}

/** One agent: how it does, what it collects, its tags and its profile, and how to be rid of it. */
export function AgentDetail({ agent, list, said, onDone }: DetailProps) {
  const mayChange = useMay("settings:write");
  const now = useNow();
  const name = printable(agent.name);
  const state = stateOf(agent);
  const advice = adviceOf(agent, list.agentVersion, now);
  return (
    <section aria-labelledby="agent" className="agent">
      <div className="section-head">
        <h2 id="agent"><Name>{agent.name}</Name></h2>
        <button type="button" onClick={() => navigate({ form: null })}><Icon name="left" size={14} /> {fleetWords.back}</button>
      </div>
      <div role="status">{said ? <p className="notice"><Icon name="check" /> {said}</p> : null}</div>
      <p><State level={state.level}>{state.word}</State> {agent.condition === "revoked" ? null : <button type="button" className="link" onClick={() => navigate(openThings(agent))}>{words.open}</button>}</p>
      {advice.length === 0 ? (agent.condition === "reporting" ? <p className="muted">{words.fine}</p> : null) : (
        <section className="host-part" aria-label={words.problems}>
          <h3>{words.problems}</h3>
          {advice.map((one) => <div key={one.sentence} className="problem"><StateShape level={one.level} /><div><p><bdi>{printable(one.sentence)}</bdi></p>{one.nextStep === "" ? null : <p className="muted"><bdi>{printable(one.nextStep)}</bdi></p>}</div></div>)}
        </section>
      )}
      <Facts agent={agent} />
      <Modules modules={agent.modules} />
      {agent.condition === "revoked" ? null : <><Tags agent={agent} mayChange={mayChange} onDone={onDone} /><ProfileOf agent={agent} mayChange={mayChange} onDone={onDone} /></>}
      {mayChange ? (
        <div className="buttons">
          {agent.condition === "revoked" ? null : (
            <Confirm label={fleetWords.revoke.label} title={fleetWords.revoke.title(name)} lead={fleetWords.revoke.lead} confirm={fleetWords.revoke.confirm(name)} onConfirm={async () => { await api.revoke(agent.id, false); onDone(fleetWords.revoke.done(name)); }} />
          )}
          <Confirm label={fleetWords.forget.label} title={fleetWords.forget.title(name)} lead={fleetWords.forget.lead} confirm={fleetWords.forget.confirm(name)} typed={agent.name}
            onConfirm={async () => { await api.revoke(agent.id, true); onDone(fleetWords.forget.done(name)); navigate({ form: null }); }} />
        </div>
      ) : null}
    </section>
  );
}

/** Where its things are: the machine, or else the cluster. */
function openThings({ source, clusters }: Agent): ReturnType<typeof pageAddress> {
  const all = [...store.fleet.resources.values()];
  const machine = all.find((one) => one.kind === "host" && one.source === source);
  if (machine) return pageAddress("hosts", { open: machine.id });
  const cluster = all.find((one) => one.kind === "k8s-cluster" && (one.source === source || clusters.includes(one.source)));
  if (cluster) return pageAddress("kubernetes", { open: cluster.id });
  return pageAddress("hosts", { filter: `source:"${source}"` });
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return <div className="fact"><dt>{label}</dt><dd>{children}</dd></div>;
}

function Facts({ agent }: { agent: Agent }) {
  return (
    <dl className="facts">
      <Row label={words.seen}><Ago at={agent.lastSeenAt} fine /></Row>
      <Row label={words.interval}><span className="figure">{duration(agent.interval)}</span></Row>
      <Row label={words.version}><bdi>{printable(agent.version)}</bdi>{agent.isOutdated ? <span className="muted"> ({fleetWords.outdated})</span> : null}</Row>
      <Row label={words.hostname}><bdi>{printable(agent.hostname)}</bdi></Row>
      <Row label={words.platform}><bdi>{printable(`${agent.platform}, ${agent.architecture}`)}</bdi></Row>
      <Row label={words.origin}>{words.origins[agent.origin] ?? agent.origin}</Row>
      <Row label={words.enrolled}><Ago at={agent.enrolledAt} /></Row>
      {agent.revokedAt === null ? null : <Row label={words.revoked}><Ago at={agent.revokedAt} /></Row>}
      {agent.clockOffset === null ? null : <Row label={words.clock}><span className="figure">{Math.abs(agent.clockOffset) < 1 ? words.clockRight : `${agent.clockOffset > 0 ? "+" : "−"}${duration(Math.abs(agent.clockOffset))}`}</span></Row>}
      <Row label={words.source}><bdi>{printable(agent.source)}</bdi></Row>
      <Row label={words.id}><code className="break">{printable(agent.id)}</code></Row>
    </dl>
  );
}

function Modules({ modules }: { modules: readonly AgentModule[] }) {
  if (modules.length === 0) return <p className="muted">{words.noModules}</p>;
  return (
    <section className="host-part" aria-label={words.modules}>
      <h3>{words.modules}</h3>
      <PlainTable label={words.modules} items={modules} id={(one) => one.name}
        columns={[
          { key: "module", label: words.module, cell: (one) => <span className="strong"><bdi>{printable(one.name)}</bdi></span> },
          { key: "condition", label: words.condition, cell: (one) => <State level={levels[one.condition] ?? "unknown"}>{words.conditions[one.condition] ?? printable(one.condition)}</State> },
          { key: "kinds", label: words.tells, wide: true, cell: (one) => one.kinds.map((kind) => text.kinds[kind] ?? printable(kind)).join(", ") },
        ]}
        below={(one) => (one.problem === null ? null : <><bdi>{printable(one.problem)}</bdi> {one.nextStep === null ? null : <bdi className="muted">{printable(one.nextStep)}</bdi>}</>)}
      />
    </section>
  );
}

interface PartProps {
  agent: Agent;
  mayChange: boolean;
  onDone: (sentence: string) => void;
}

function Tags({ agent, mayChange, onDone }: PartProps) {
  const tags = fleetWords.tags;
  const [written, setWritten] = useState(agent.tags.join("\n"));
  const deed = useDeed();
  const changed = linesOf(written).join("\n") !== agent.tags.join("\n");
  return (
    <form className="stacked" onSubmit={(event) => { event.preventDefault(); void deed.run("tags", async () => { await api.tag(agent.id, linesOf(written)); onDone(tags.saved(printable(agent.name))); }); }}>
      <TextArea label={tags.label} hint={tags.hint} value={written} onChange={setWritten} rows={3} readOnly={!mayChange} spellCheck={false} />
      {deed.error ? <Refused error={deed.error} /> : null}
      {mayChange ? <div className="buttons"><button type="submit" disabled={!changed || deed.busy !== null}>{tags.save}</button></div> : null}
    </form>
  );
}

/** Without a licence nothing of profiles is shown here but that there are some. */
function ProfileOf({ agent, mayChange, onDone }: PartProps) {
  const assign = fleetWords.assign;
  const { answer, error } = useAnswer((signal) => profiles.all(signal));
  return (
    <section className="host-part" aria-label={assign.title}>
      <h3>{assign.title}</h3>
      {agent.origin === "v5" ? <p className="muted">{assign.v5}</p> : null}
      {agent.profile ? (
        <p>
          <State level={drifts(agent) ? "watch" : "ok"}><bdi>{printable(agent.profile.name ?? fleetWords.noProfile)}</bdi></State>{" "}
          {agent.origin === "v5" ? null : <span className="muted">{drifts(agent) ? fleetWords.drift(agent.profile.appliedSerial, agent.profile.serial) : fleetWords.inForce}</span>}
        </p>
      ) : null}
      {error ? <Refused error={error} /> : null}
      {answer ? <><Assign agent={agent} all={answer} mayChange={mayChange} onDone={onDone} /><Preview agentId={agent.id} config={null} /></> : null}
    </section>
  );
}

function Assign({ agent, all, mayChange, onDone }: PartProps & { all: readonly Profile[] }) {
  const assign = fleetWords.assign;
  const present = all.find((one) => one.assignedAgents.includes(agent.id))?.id ?? "";
  const [chosen, setChosen] = useState(present);
  const deed = useDeed();
  return (
    <form className="stacked" onSubmit={(event) => { event.preventDefault(); void deed.run("assign", async () => { await api.assign(agent.id, chosen === "" ? null : chosen); onDone(assign.saved(printable(agent.name))); }); }}>
      <Select label={assign.label} value={chosen} disabled={!mayChange} onChange={setChosen} options={[{ value: "", label: assign.byRule }, ...all.map((one) => ({ value: one.id, label: printable(one.name) }))]} />
      {deed.error ? <Refused error={deed.error} /> : null}
      {mayChange ? <div className="buttons"><button type="submit" disabled={chosen === present || deed.busy !== null}>{assign.save}</button></div> : null}
    </form>
  );
}
