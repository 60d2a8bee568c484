import type { ReactNode } from "react";
import { bytes, naturally, printable } from "../app/format";
import { Ago, Name, State } from "../app/parts";
import type { ContainerResource, Resource, SwarmServiceResource } from "../app/types";
import type { AgentPart } from "../drawer/agentParts";
import { Fact } from "../drawer/Fact";
import { MemberList } from "../drawer/MemberList";
import { PlainTable } from "../table/PlainTable";
import { LookAgain } from "./LookAgain";
import { exitOf, healthOf, portWords, processorWords, updateOf } from "./judgement";
import { dockerWords } from "./text-docker";

const words = dockerWords.facts;

/** One part of what an engine says of a container or a service. */
export function ContainerPart({ resource, part }: { resource: Resource; part: AgentPart }) {
  if (resource.kind === "swarm-service") return part === "facts" ? <ServiceFacts resource={resource} /> : <MemberList of={(one) => belongs(one, resource)} none={dockerWords.noContainers} />;
  if (resource.kind !== "container") return null;
  switch (part) {
    case "facts": return <Facts resource={resource} />;
    case "ports": return <Ports resource={resource} />;
    case "mounts": return <Mounts resource={resource} />;
    case "labels": return <Labels labels={resource.facts.labels} />;
    default: return null;
  }
}

/** Engines name the service of a task in its labels, with or without the stack before it. */
function belongs(one: Resource, { name, facts }: SwarmServiceResource): boolean {
  if (one.kind !== "container") return false;
  const { service, labels, project } = one.facts;
  return labels["com.docker.swarm.service.id"] === facts.serviceID || labels["com.docker.swarm.service.name"] === name || (service !== null && (service === name || `${project}_${service}` === name));
}

function shown(value: string | null): ReactNode {
  return value === null || value === "" ? null : <bdi>{printable(value)}</bdi>;
}

function moment(at: string | null): ReactNode {
  return at === null ? null : <Ago at={at} />;
}

function Facts({ resource }: { resource: ContainerResource }) {
  const { facts, lastSeen: at } = resource;
  const health = healthOf(facts);
  const exit = exitOf(facts);
  const update = updateOf(facts);
  return (
    <>
      <Fact label={words.image} at={at}><code className="break">{printable(facts.image)}</code></Fact>
      <Fact label={words.state} at={at}>{shown(facts.state)}</Fact>
      {exit ? <Fact label={words.exit} at={at}><State level={exit.level}>{exit.word}</State></Fact> : null}
      {facts.error ? <Fact label={words.error} at={at}>{shown(facts.error)}</Fact> : null}
      <Fact label={words.health} at={at}>{health ? <State level={health.level}>{printable(health.word)}</State> : words.noCheck}</Fact>
      {facts.healthOutput ? <Fact label={words.healthOutput} at={at}>{shown(facts.healthOutput)}</Fact> : null}
      <Fact label={words.update} at={facts.update?.checkedAt ?? at}>
        {update ? <><State level={update.level}>{printable(update.word)}</State>{facts.update?.problem ? <span className="why"><bdi>{printable(facts.update.problem)}</bdi></span> : null}</> : dockerWords.updates.notAsked}
      </Fact>
      {update && facts.update?.verdict !== "not_tracked" ? <LookAgain id={resource.id} /> : null}
      {facts.project ? <Fact label={words.project} at={at}>{shown(facts.project)}</Fact> : null}
      {facts.service ? <Fact label={words.service} at={at}>{shown(facts.service)}{facts.replica === null ? "" : ` ${facts.replica}`}</Fact> : null}
      {facts.pod ? <Fact label={words.pod} at={at}>{shown(facts.pod)}</Fact> : null}
      <Fact label={words.processors} at={at}>{facts.processorLimit === null ? words.unlimited : words.cores(processorWords(facts.processorLimit))}</Fact>
      <Fact label={words.memory} at={at}>{facts.memoryLimit === null ? words.unlimited : <span className="figure">{bytes(facts.memoryLimit)}</span>}</Fact>
      <Fact label={words.policy} at={at}>{facts.restartPolicy === null ? null : words.policies[facts.restartPolicy] ?? printable(facts.restartPolicy)}</Fact>
      <Fact label={words.restarts} at={at}>{facts.restartCount === null ? null : <span className="figure">{facts.restartCount.toLocaleString("en")}</span>}</Fact>
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
      <Fact label={words.started} at={at}>{moment(facts.startedAt)}</Fact>
      {facts.finishedAt ? <Fact label={words.finished} at={at}>{moment(facts.finishedAt)}</Fact> : null}
      {facts.isPrivileged === true ? <Fact label={words.privileged} at={at}><State level="watch">{words.privilegedYes}</State></Fact> : null}
      {facts.writtenBytes === null ? null : <Fact label={words.written} at={at}><span className="figure">{bytes(facts.writtenBytes)}</span></Fact>}
      <Fact label={words.engine} at={at}>{shown(facts.engine)}</Fact>
      {facts.imageDigest ? <Fact label={words.digest} at={at}><code className="break">{printable(facts.imageDigest)}</code></Fact> : null}
      <Fact label={words.id} at={at}><code className="break">{printable(facts.containerID.slice(0, 12))}</code></Fact>
    </>
  );
}

function ServiceFacts({ resource: { facts, lastSeen: at } }: { resource: SwarmServiceResource }) {
  return (
    <>
      <Fact label={words.image} at={at}><code className="break">{printable(facts.image)}</code></Fact>
      <Fact label={words.mode} at={at}>{shown(facts.mode)}</Fact>
      <Fact label={words.running} at={at}><span className="figure">{dockerWords.replicas(facts.running, facts.desired)}</span></Fact>
      {facts.stack ? <Fact label={words.stack} at={at}>{shown(facts.stack)}</Fact> : null}
      {facts.updateState ? <Fact label={words.updateState} at={at}>{shown(facts.updateState.replace(/_/g, " "))}</Fact> : null}
      {facts.updateMessage ? <Fact label={words.updateMessage} at={at}>{shown(facts.updateMessage)}</Fact> : null}
      {facts.failures.length > 0 ? <Fact label={words.failures} at={at}><ul>{facts.failures.map((one, index) => <li key={index}><bdi>{printable(one)}</bdi></li>)}</ul></Fact> : null}
      <Fact label={words.ports} at={at}>{facts.ports.length === 0 ? dockerWords.ports.none : portWords(facts.ports)}</Fact>
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
    </>
  );
}

function Ports({ resource: { facts } }: { resource: ContainerResource }) {
  const ports = dockerWords.ports;
  return (
    <>
      <section className="host-part" aria-label={ports.label}>
        <h3>{ports.label}</h3>
        {facts.ports.length === 0 ? <p className="muted">{ports.none}</p> : (
          <PlainTable label={ports.label} items={facts.ports} id={(one) => `${one.container} ${one.transport} ${one.address ?? ""} ${one.host ?? ""}`} columns={[
            { key: "inside", label: ports.container, cell: (one) => <span className="figure">{one.container}/{printable(one.transport)}</span> },
            { key: "published", label: ports.published, cell: (one) => (one.host === null ? <span className="muted">{ports.notPublished}</span> : <code>{one.address === null ? "" : `${printable(one.address.includes(":") ? `[${one.address}]` : one.address)}:`}{one.host}</code>) },
          ]} />
        )}
      </section>
      <section className="host-part" aria-label={ports.networks}>
        <h3>{ports.networks}</h3>
        {facts.networks.length === 0 ? <p className="muted">{ports.noNetworks}</p> : (
          <PlainTable label={ports.networks} items={facts.networks} id={(one) => one.name} columns={[
            { key: "name", label: ports.network, cell: (one) => <Name>{one.name}</Name> },
            { key: "addresses", label: ports.addresses, cell: (one) => one.addresses.map((address) => <code key={address} className="break">{printable(address)} </code>) },
          ]} />
        )}
      </section>
    </>
  );
}

function Mounts({ resource: { facts } }: { resource: ContainerResource }) {
  const mounts = dockerWords.mounts;
  if (facts.mounts.length === 0) return <p className="muted">{mounts.none}</p>;
  return (
    <PlainTable label={mounts.label} items={[...facts.mounts].sort((a, b) => naturally(a.destination, b.destination))} id={(one) => one.destination} columns={[
      { key: "destination", label: mounts.destination, cell: (one) => <code className="break">{printable(one.destination)}</code> },
      { key: "source", label: mounts.source, cell: (one) => <code className="break">{printable(one.source ?? "–")}</code> },
      { key: "type", label: mounts.type, cell: (one) => printable(one.type) },
      { key: "access", label: mounts.access, cell: (one) => (one.isReadOnly ? mounts.readOnly : mounts.writes) },
    ]} />
  );
}

function Labels({ labels }: { labels: Record<string, string> }) {
  const rows = Object.entries(labels).sort(([a], [b]) => naturally(a, b));
  if (rows.length === 0) return <p className="muted">{dockerWords.labels.none}</p>;
  return (
    <PlainTable label={dockerWords.labels.label} items={rows} id={([name]) => name} columns={[
      { key: "label", label: dockerWords.labels.name, cell: ([name]) => <code className="break">{printable(name)}</code> },
      { key: "value", label: dockerWords.labels.value, cell: ([, value]) => <code className="break">{printable(value)}</code> },
    ]} />
  );
}
