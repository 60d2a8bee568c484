import type { ReactNode } from "react";
import { absolute, ageSeconds, bytes, decimal, longDuration, printable } from "../app/format";
import { Ago, Name } from "../app/parts";
import { productOf, versionOf } from "../app/product";
import { useNow } from "../app/store";
import { text } from "../app/text";
import type { GuestDisk, Processors, Resource, Status } from "../app/types";
import { navigate } from "../app/url";
import { addressesOf } from "../filter/match";
import { toldByAgent } from "../table/cells";
import { CephFactList, DatastoreFactList, DiskFactList, MailFactList, PoolFactList } from "./estateFacts";
import { Fact } from "./Fact";
import { AgentTab } from "./laterTabs";

const words = text.drawer;

function shown(value: string | null | undefined): ReactNode {
  return value === null || value === undefined || value === "" ? null : <bdi>{printable(value)}</bdi>;
}

function yesNo(value: boolean | null): string | null {
  return value === null ? null : value ? words.yes : words.no;
}

/** Everything known about a thing that is no number of the moment. */
export function FactList({ resource }: { resource: Resource }) {
  const at = resource.lastSeen;
  return (
    <dl className="facts">
      <KindFacts resource={resource} at={at} />
      {toldByAgent(resource.kind) ? <AgentTab resource={resource} part="facts" /> : null}
      {resource.displayName ? <Fact label={words.originalName} at={at}><Name>{resource.name}</Name></Fact> : null}
      {resource.tags.length > 0 ? <Fact label={words.tags} at={at}><span className="tags wrap">{resource.tags.map((tag) => <span key={tag} className="tag"><bdi>{printable(tag)}</bdi></span>)}</span></Fact> : null}
      {resource.parent ? <Fact label={words.parent} at={at}><OpenLink id={resource.parent} /></Fact> : null}
      <Fact label={words.source}><button type="button" className="link" onClick={() => navigate({ open: `source:${resource.source}`, tab: null })}><Name>{resource.source}</Name></button></Fact>
      <Fact label={words.seen}><Ago at={at} fine /></Fact>
      <Fact label={words.identifier}><code className="break">{printable(resource.id)}</code></Fact>
    </dl>
  );
}

function OpenLink({ id }: { id: string }) {
  return <button type="button" className="link" onClick={() => navigate({ open: id, tab: null })}><Name>{id.slice(id.indexOf("/") < 0 ? id.indexOf(":") + 1 : id.indexOf("/") + 1)}</Name></button>;
}

function KindFacts({ resource, at }: { resource: Resource; at: string }) {
  switch (resource.kind) {
    case "cluster": {
      const { clusterName, quorate, nodesOnline, nodesTotal } = resource.facts;
      return (
        <>
          <Fact label={text.kinds.cluster ?? ""} at={at}>{shown(clusterName)}</Fact>
          <Fact label={words.quorate} at={at}>{quorate === null ? null : quorate ? words.quorateYes : words.quorateNo}</Fact>
          <Fact label={words.nodesOnline} at={at}>{nodesOnline === null || nodesTotal === null ? null : words.nodesOf(nodesOnline, nodesTotal)}</Fact>
        </>
      );
    }
    case "node": {
      const facts = resource.facts;
      return (
        <>
          <Uptime startedAt={facts.startedAt} status={resource.status} at={at} />
          <Fact label={words.address} at={at}>{shown(facts.address)}</Fact>
          <Fact label={words.version} at={at}>{shown(versionOf(facts.version, productOf(resource.source)))}</Fact>
          <Fact label={words.kernel} at={at}>{shown(facts.kernel)}</Fact>
          <ProcessorFacts processors={facts.processors} at={at} />
          <Fact label={words.loadAverage} at={at}>{facts.loadAverage?.map(decimal).join("  ") ?? null}</Fact>
          {facts.haState ? <Fact label={words.ha} at={at}>{shown(facts.haState)}</Fact> : null}
          <Fact label={words.certificate} at={at}>{facts.certificateFingerprint ? <code className="break">{printable(facts.certificateFingerprint)}</code> : null}</Fact>
        </>
      );
    }
    case "guest": {
      const facts = resource.facts;
      return (
        <>
          <Fact label={words.type} at={at}>{text.kinds[facts.type]}{facts.template ? `, ${text.table.template}` : ""}</Fact>
          <Fact label={words.vmid} at={at}><span className="figure">{facts.vmid}</span></Fact>
          <Uptime startedAt={facts.startedAt} status={resource.status} at={at} />
          <Fact label={words.processors} at={at}>{facts.processors === null ? null : words.virtualProcessors(facts.processors)}</Fact>
          <Fact label={words.os} at={at}>{shown(facts.osName)}</Fact>
          {facts.entrypoint == null ? null : <Fact label={words.entrypoint} at={at}>{shown(facts.entrypoint)}</Fact>}
          <Fact label={words.hostname} at={at}>{shown(facts.hostname)}</Fact>
          {addressesOf(resource).length > 0 ? <Fact label={words.addresses} at={at}>{shown(addressesOf(resource).join(", "))}</Fact> : null}
          <Fact label={words.agent} at={at}>{words.agents[facts.agent] ?? facts.agent}</Fact>
          <Fact label={words.diskSize} at={at}>{facts.diskSize === null ? null : <span className="figure">{bytes(facts.diskSize)}</span>}</Fact>
          {facts.disks == null || facts.disks.length === 0 ? null : <Fact label={words.disks} at={at}><GuestDisks disks={facts.disks} /></Fact>}
          {facts.balloonTarget === null ? null : <Fact label={words.balloon} at={at}><span className="figure">{bytes(facts.balloonTarget)}</span></Fact>}
          {facts.pool ? <Fact label={words.pool} at={at}>{shown(facts.pool)}</Fact> : null}
          {facts.lock ? <Fact label={words.lock} at={at}>{shown(facts.lock)}</Fact> : null}
          {facts.haState ? <Fact label={words.ha} at={at}>{shown(facts.haState)}</Fact> : null}
        </>
      );
    }
    case "storage": {
      const facts = resource.facts;
      return (
        <>
          <Fact label={words.type} at={at}>{shown(facts.type)}</Fact>
          <Fact label={words.content} at={at}>{shown(facts.content.join(", "))}</Fact>
          <Fact label={words.shared} at={at}>{yesNo(facts.shared)}</Fact>
          <Fact label={words.nodes} at={at}>{shown(facts.nodes.join(", "))}</Fact>
          <Fact label={words.enabled} at={at}>{yesNo(facts.enabled)}</Fact>
          <Fact label={words.active} at={at}>{yesNo(facts.active)}</Fact>
        </>
      );
    }
    case "datastore": return <DatastoreFactList facts={resource.facts} at={at} />;
    case "pool": return <PoolFactList facts={resource.facts} at={at} />;
    case "disk": return <DiskFactList facts={resource.facts} at={at} />;
    case "ceph": return <CephFactList facts={resource.facts} at={at} />;
    case "mail": return <MailFactList facts={resource.facts} at={at} />;
    case "host": {
      const facts = resource.facts;
      return (
        <>
          <Uptime startedAt={facts.startedAt} status={resource.status} at={at} />
          <Fact label={words.hostname} at={at}>{shown(facts.hostname)}</Fact>
          <Fact label={words.os} at={at}>{shown(facts.osName)}</Fact>
          <Fact label={words.kernel} at={at}>{shown(facts.kernel)}</Fact>
          <Fact label={words.architecture} at={at}>{shown(facts.architecture)}</Fact>
          <ProcessorFacts processors={facts.processors} at={at} />
          <Fact label={words.loadAverage} at={at}>{facts.loadAverage?.map(decimal).join("  ") ?? null}</Fact>
        </>
      );
    }
    default: return null;
  }
}

/** Where each lies and how large it is; of one that nothing uses Proxmox VE does not tell the size. */
function GuestDisks({ disks }: { disks: readonly GuestDisk[] }) {
  return (
    <>
      {disks.map(disk => (
        <div key={disk.name} className="break">
          <bdi>{printable(disk.name)}</bdi>{": "}<code>{printable(disk.volume)}</code>
          {disk.size === null ? null : <>{" "}<span className="figure">{bytes(disk.size)}</span></>}
          {disk.unused ? ` (${words.unusedDisk})` : null}
        </div>
      ))}
    </>
  );
}

function Uptime({ startedAt, status, at }: { startedAt: string | null; status: Status; at: string }) {
  const now = useNow();
  const seconds = ageSeconds(startedAt, now);
  return (
    <Fact label={words.uptime} at={at}>
      {status === "stopped" || status === "paused" ? words.notUp : seconds === null || status === "offline" || status === "unknown" ? null : <span className="figure" title={absolute(startedAt)}>{longDuration(seconds)}</span>}
    </Fact>
  );
}

function ProcessorFacts({ processors, at }: { processors: Processors; at: string }) {
  const { model, sockets, cores, threads, megahertz } = processors;
  const counts = words.cores(sockets, cores, threads);
  return (
    <>
      <Fact label={words.model} at={at}>{model ? <bdi>{printable(model)}{megahertz === null ? "" : `, ${words.megahertz(Math.round(megahertz).toString())}`}</bdi> : null}</Fact>
      <Fact label={words.processors} at={at}>{counts === "" ? null : counts}</Fact>
    </>
  );
}
