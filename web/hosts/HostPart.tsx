import type { ReactNode } from "react";
import { ago, bytes, celsius, longDuration, naturally, percent, printable } from "../app/format";
import { Health } from "../drawer/estateFacts";
import { Ago, Command, Name, State } from "../app/parts";
import { store, useNow } from "../app/store";
import { text } from "../app/text";
import type { HostDisk, HostFacts, HostResource, Resource, SoftwareArray, ZFSPool } from "../app/types";
import { pageAddress } from "../app/url";
import { PageLink } from "../app/PageLink";
import { Fact } from "../drawer/Fact";
import type { AgentPart } from "../drawer/agentParts";
import { PlainTable } from "../table/PlainTable";
import { MemberList } from "../drawer/MemberList";
import { arrayState, verdictOf } from "./marks";
import { hostWords } from "./text-hosts";

/** One part of what a machine says of itself. */
export function HostPart({ resource, part }: { resource: Resource; part: AgentPart }) {
  if (resource.kind !== "host") return null;
  const { facts } = resource;
  switch (part) {
    case "facts": return <Facts resource={resource} />;
    case "disks": return <Disks disks={facts.disks ?? []} />;
    case "raid": return <Raid facts={facts} />;
    case "sensors": return <Sensors facts={facts} />;
    case "units": return <Units units={facts.failedUnits ?? []} />;
    case "packages": return <Packages facts={facts} />;
    case "containers": return <Containers resource={resource} />;
    default: return null;
  }
}

function count(value: number | null | undefined): ReactNode {
  return value === null || value === undefined ? null : <span className="figure">{value.toLocaleString("en")}</span>;
}

function Facts({ resource }: { resource: HostResource }) {
  const { facts, lastSeen: at } = resource;
  const words = hostWords.facts;
  const { clock } = facts;
  const source = store.fleet.sources.get(resource.source);
  return (
    <>
      <Fact label={words.virtualization} at={at}>{facts.virtualization === null ? null : facts.virtualization === "none" ? words.bareMetal : <bdi>{printable(facts.virtualization)}</bdi>}</Fact>
      <Fact label={words.reboot} at={at}>{facts.isRebootDue === null ? null : facts.isRebootDue ? <State level="watch">{words.due}</State> : words.notDue}</Fact>
      <Fact label={words.updates} at={at}>{count(facts.packages?.pending)}</Fact>
      <Fact label={words.units} at={at}>{count(facts.failedUnits?.length)}</Fact>
      <Fact label={words.clock} at={at}>
        {!clock || clock.isSynchronised === null ? null : (
          <>{clock.isSynchronised ? words.inStep : <State level="watch">{words.notInStep}</State>}{clock.estimatedError === null ? "" : `, ${words.error(clock.estimatedError < 1 ? text.agents.milliseconds(Math.round(clock.estimatedError * 1000).toString()) : longDuration(clock.estimatedError))}`}</>
        )}
      </Fact>
      {facts.engines?.map((engine) => (
        <Fact key={engine.product} label={words.engine} at={at}>
          <bdi>{[engine.product, engine.version, engine.isRootless === true ? words.rootless : null].filter((one) => one !== null).map((one) => printable(one ?? "")).join(" ")}</bdi>
          {engine.swarm ? <>, {words.swarm}: {engine.swarm.isManager ? words.manager : words.worker}, <bdi>{printable(engine.swarm.state)}</bdi></> : null}
          {engine.reclaimableBytes === null ? null : <>, {words.reclaimable(bytes(engine.reclaimableBytes))}</>}
        </Fact>
      ))}
      {source?.kind === "agent" && source.version ? <Fact label={words.agent} at={at}><bdi>{printable(source.version)}</bdi></Fact> : null}
      {facts.machineID ? <Fact label={words.machine} at={at}><code className="break">{printable(facts.machineID)}</code></Fact> : null}
    </>
  );
}

function errorsOf(disk: HostDisk): string {
  const { counts, noErrors } = hostWords.disks;
  const told: [number | null, string][] = [[disk.reallocatedSectors, counts.reallocated], [disk.pendingSectors, counts.pending], [disk.uncorrectableErrors, counts.uncorrectable], [disk.mediaErrors, counts.media], [disk.linkErrors, counts.link]];
  const some = told.filter(([value]) => (value ?? 0) > 0).map(([value, word]) => `${(value ?? 0).toLocaleString("en")} ${word}`);
  return some.length > 0 ? some.join(", ") : told.every(([value]) => value === null) ? "–" : noErrors;
}

function Disks({ disks }: { disks: HostDisk[] }) {
  const words = hostWords.disks;
  const now = useNow();
  if (disks.length === 0) return <p className="muted">{words.none}</p>;
  return (
    <section className="host-part" aria-label={words.title}>
      <h3>{words.title}</h3>
      <PlainTable
        label={words.label}
        items={[...disks].sort((a, b) => naturally(a.device, b.device))}
        id={(disk) => disk.device}
        columns={[
          { key: "device", label: words.device, cell: (disk) => <Name className="strong">{disk.device}</Name> },
          { key: "health", label: words.health, cell: (disk) => { const { level, word } = verdictOf(disk); return <State level={level}>{word}</State>; } },
          { key: "temperature", label: words.temperature, right: true, cell: (disk) => (disk.celsius === null ? "–" : celsius(disk.celsius)) },
          { key: "wear", label: words.wear, right: true, cell: (disk) => (disk.wear === null ? "–" : percent(disk.wear)) },
          { key: "errors", label: words.errors, cell: errorsOf },
        ]}
        below={(disk) => {
          const more = [words.answers[disk.answer], disk.model === null ? null : printable(disk.model), disk.bus === null ? null : printable(disk.bus), disk.size === null ? null : bytes(disk.size), disk.serial === null ? null : printable(disk.serial), disk.powerOnHours === null ? null : `${words.hours}: ${words.hoursOf(disk.powerOnHours)}`,
            disk.spareLeft === null ? null : words.spare(percent(disk.spareLeft)), disk.askedAt === null ? null : words.asked(ago(disk.askedAt, now))].filter((one) => one);
          return more.length === 0 ? null : <span className="muted">{more.join(" · ")}</span>;
        }}
      />
    </section>
  );
}

function Raid({ facts: { arrays, pools } }: { facts: HostFacts }) {
  const words = hostWords.raid;
  return (
    <>
      <section className="host-part" aria-label={words.arrays}>
        <h3>{words.arrays}</h3>
        {arrays === null ? <p className="muted">{words.unknownArrays}</p> : arrays.length === 0 ? <p className="muted">{words.none}</p> : arrays.map((array) => <ArrayCard key={array.device} array={array} />)}
      </section>
      <section className="host-part" aria-label={words.pools}>
        <h3>{words.pools}</h3>
        {pools === null ? <p className="muted">{words.unknownPools}</p> : pools.length === 0 ? <p className="muted">{words.noPools}</p> : pools.map((pool) => <PoolCard key={pool.name} pool={pool} />)}
      </section>
    </>
  );
}

function ArrayCard({ array }: { array: SoftwareArray }) {
  const words = hostWords.raid;
  const { level, word } = arrayState(array);
  const counts = [
    array.level, array.size === null ? null : bytes(array.size), array.devicesActive === null || array.devicesWanted === null ? null : words.wanted(array.devicesActive, array.devicesWanted),
    array.devicesFailed ? words.failed(array.devicesFailed) : null, array.devicesSpare ? words.spare(array.devicesSpare) : null,
  ].filter((one): one is string => one !== null);
  return (
    <article className="card" aria-label={printable(array.device)}>
      <div className="card-head"><h4><Name>{array.device}</Name></h4><State level={level}>{printable(word)}</State></div>
      <p className="muted">{counts.map(printable).join(" · ")}</p>
      {array.action ? <p><bdi>{printable(array.action)}</bdi> {array.progress === null ? "" : percent(array.progress)}</p> : null}
      {array.members.length === 0 ? null : (
        <PlainTable label={words.members} items={array.members} id={(one) => one.device} columns={[
          { key: "device", label: words.device, cell: (one) => <Name>{one.device}</Name> },
          { key: "state", label: words.state, cell: (one) => <State level={one.state === "active" ? "ok" : one.state === "spare" ? "off" : one.state === "rebuilding" ? "watch" : /faulty|missing|removed/.test(one.state) ? "critical" : "unknown"}>{printable(one.state)}</State> },
          { key: "slot", label: words.slot, right: true, cell: (one) => one.slot ?? "–" },
        ]} />
      )}
    </article>
  );
}

function PoolCard({ pool }: { pool: ZFSPool }) {
  const words = hostWords.raid;
  const counted = (value: number | null): string => (value === null ? "–" : value.toLocaleString("en"));
  return (
    <article className="card" aria-label={printable(pool.name)}>
      <div className="card-head"><h4><Name>{pool.name}</Name></h4><Health word={pool.health} /></div>
      <dl className="facts">
        <Fact label={words.used}>{pool.allocated === null ? null : text.of(bytes(pool.allocated), pool.size === null ? "–" : bytes(pool.size))}</Fact>
        <Fact label={words.scrub}>{pool.scrubbedAt === null ? null : <Ago at={pool.scrubbedAt} />}</Fact>
        <Fact label={words.scan}>{pool.scan === null ? null : <bdi>{printable(pool.scan)}</bdi>}</Fact>
        <Fact label={words.errors}>{pool.errors === null ? null : <bdi>{printable(pool.errors)}</bdi>}</Fact>
        <Fact label={words.deviceErrors}>{pool.readErrors === null && pool.writeErrors === null && pool.checksumErrors === null ? null : words.counted(counted(pool.readErrors), counted(pool.writeErrors), counted(pool.checksumErrors))}</Fact>
        <Fact label={words.fragmentation}>{pool.fragmentation === null ? null : percent(pool.fragmentation)}</Fact>
      </dl>
    </article>
  );
}

function Sensors({ facts: { temperatures, fans } }: { facts: HostFacts }) {
  const words = hostWords.sensors;
  return (
    <>
      {temperatures.length === 0 ? null : <section className="host-part" aria-label={words.temperatures}><h3>{words.temperatures}</h3><dl className="facts">{temperatures.map((one, index) => <Fact key={`${one.label}${index}`} label={printable(one.label)}><span className="figure">{celsius(one.celsius)}</span></Fact>)}</dl></section>}
      {!fans || fans.length === 0 ? null : <section className="host-part" aria-label={words.fans}><h3>{words.fans}</h3><dl className="facts">{fans.map((one, index) => <Fact key={`${one.label}${index}`} label={printable(one.label)}><span className="figure">{text.agents.turns(one.turns.toLocaleString("en"))}</span></Fact>)}</dl></section>}
    </>
  );
}

function Units({ units }: { units: string[] }) {
  const words = hostWords.units;
  if (units.length === 0) return <p className="muted">{words.none}</p>;
  return <><p className="muted">{words.lead}</p><ul className="units">{units.map((unit) => <li key={unit}><State level="critical"><Name>{unit}</Name></State></li>)}</ul></>;
}

/** Lists older than this know no new updates, seconds. */
const oldLists = 2 * 86_400;

function Packages({ facts: { packages, isRebootDue } }: { facts: HostFacts }) {
  const words = hostWords.packages;
  const now = useNow();
  if (!packages) return null;
  const { manager, pending, security, listsAt } = packages;
  const command = Object.hasOwn(words.commands, manager) ? words.commands[manager] : undefined;
  return (
    <>
      <dl className="facts">
        <Fact label={words.pending}>{pending === 0 ? words.none : count(pending)}</Fact>
        <Fact label={words.security}>{count(security)}</Fact>
        <Fact label={words.lists}>{listsAt === null ? null : <Ago at={listsAt} />}</Fact>
        <Fact label={words.manager}><bdi>{printable(manager)}</bdi></Fact>
      </dl>
      {listsAt !== null && now - Date.parse(listsAt) > oldLists * 1000 ? <p><State level="watch">{words.oldLists}</State></p> : null}
      {isRebootDue === true ? <p><State level="watch">{words.kernel}</State></p> : null}
      {(pending ?? 0) > 0 && command ? <><p>{words.how}</p><Command>{command}</Command></> : null}
    </>
  );
}

function Containers({ resource }: { resource: HostResource }) {
  return (
    <>
      <MemberList of={(one) => one.kind === "container" && one.parent === resource.id} none={hostWords.containers.none} />
      <p><PageLink to={pageAddress("docker", { filter: `host:"${resource.source}"`, flat: true })} isCurrent={false}>{hostWords.containers.all}</PageLink></p>
    </>
  );
}
