import { useMemo, type ReactNode } from "react";
import { useAnswer } from "../app/answers";
import { absolute, bytes, decimal, printable } from "../app/format";
import { Refused } from "../app/notices";
import { PageLink } from "../app/PageLink";
import { Ago, Loading, Name, State } from "../app/parts";
import { records } from "../app/records-api";
import { useMinute } from "../app/repeat";
import { store, useNow } from "../app/store";
import type { KubernetesClusterResource, KubernetesNodeResource, KubernetesPodResource, KubernetesWorkloadResource, KubernetesClaimResource, KubernetesCondition, KubernetesContainer, Resource } from "../app/types";
import { navigate, pageAddress } from "../app/url";
import type { AgentPart } from "../drawer/agentParts";
import { Fact } from "../drawer/Fact";
import { MemberList } from "../drawer/MemberList";
import { certificateState } from "../ledger/judgement";
import { Judgement } from "../ledger/SystemTab";
import { PlainTable } from "../table/PlainTable";
import { containerState, means, podState } from "./judgement";
import { kubernetesWords } from "./text-kubernetes";

const words = kubernetesWords.facts;

/** One part of what a cluster says of an object. */
export function ObjectPart({ resource, part }: { resource: Resource; part: AgentPart }) {
  switch (part) {
    case "facts": return <Facts resource={resource} />;
    case "nodes": return <MemberList of={(one) => one.kind === "k8s-node" && one.source === resource.source} none={kubernetesWords.empty.nodes ?? ""} />;
    case "pods": return <Pods resource={resource} />;
    case "containers": return resource.kind === "k8s-pod" ? <Containers containers={resource.facts.containers} /> : null;
    case "conditions": return "conditions" in resource.facts ? <Conditions conditions={resource.facts.conditions} /> : null;
    case "events": return <Events resource={resource} />;
    default: return null;
  }
}

function Facts({ resource }: { resource: Resource }) {
  switch (resource.kind) {
    case "k8s-cluster": return <ClusterFacts resource={resource} />;
    case "k8s-node": return <NodeFacts resource={resource} />;
    case "k8s-pod": return <PodFacts resource={resource} />;
    case "k8s-claim": return <ClaimFacts resource={resource} />;
    case "k8s-deployment": case "k8s-statefulset": case "k8s-daemonset": case "k8s-job": case "k8s-cronjob": return <WorkloadFacts resource={resource} />;
    default: return null;
  }
}

function shown(value: string | null): ReactNode {
  return value === null || value === "" ? null : <bdi>{printable(value)}</bdi>;
}

function listed(values: readonly string[]): ReactNode {
  return values.length === 0 ? words.none : <bdi>{values.map(printable).join(", ")}</bdi>;
}

function figure(value: number | null): ReactNode {
  return value === null ? null : <span className="figure">{value.toLocaleString("en")}</span>;
}

function moment(at: string | null): ReactNode {
  return at === null ? null : <Ago at={at} />;
}

/** Another thing of the estate, as a way to it; only its name where it is not known. */
function Link({ to, children }: { to: Resource | undefined; children: string }) {
  return to ? <button type="button" className="link" onClick={() => navigate({ open: to.id, tab: null })}><Name>{children}</Name></button> : <Name>{children}</Name>;
}

function find(holds: (resource: Resource) => boolean): Resource | undefined {
  for (const one of store.fleet.resources.values()) if (holds(one)) return one;
  return undefined;
}

function ClusterFacts({ resource: { facts, lastSeen: at } }: { resource: KubernetesClusterResource }) {
  const now = useNow();
  return (
    <>
      <Fact label={words.version} at={at}>{shown([facts.version, facts.distribution].filter((one) => one !== null).join(" "))}</Fact>
      <Fact label={words.nodes} at={at}><span className="figure">{kubernetesWords.of(facts.nodesReady, facts.nodesTotal)}</span></Fact>
      <Fact label={words.pods} at={at}><span className="figure">{kubernetesWords.of(facts.podsRunning, facts.podsTotal)}</span></Fact>
      <Fact label={words.namespaces} at={at}>{figure(facts.namespaces)}</Fact>
      {facts.excludedNamespaces.length > 0 ? <Fact label={words.excluded} at={at}>{listed(facts.excludedNamespaces)}</Fact> : null}
      <Fact label={words.metrics} at={at}>{facts.hasMetrics === null ? null : facts.hasMetrics ? words.yes : words.no}</Fact>
      {facts.certificates?.map((one) => <Fact key={one.owner} label={words.certificates[one.owner]} at={at}><span title={absolute(one.notAfter)}><Judgement {...certificateState(one, now)} /></span></Fact>)}
      <Fact label={words.uid} at={at}><code className="break">{printable(facts.uid)}</code></Fact>
    </>
  );
}

function sameMachine(one: Resource, { machineID, systemUUID }: KubernetesNodeResource["facts"]): boolean {
  if (one.kind !== "host") return false;
  const same = (a: string | null, b: string | null): boolean => a !== null && b !== null && a.toLowerCase() === b.toLowerCase();
  return same(one.facts.machineID, machineID) || same(one.facts.productUUID, systemUUID);
}

function NodeFacts({ resource: { facts, lastSeen: at } }: { resource: KubernetesNodeResource }) {
  const host = find((one) => sameMachine(one, facts));
  const { processors, memory, pods } = facts;
  const allocatable = [processors === null ? null : words.cores(decimal(processors)), memory === null ? null : bytes(memory), pods === null ? null : words.podCount(pods)].filter((one) => one !== null);
  return (
    <>
      <Fact label={words.ready} at={at}>{facts.isReady === null ? null : facts.isReady ? words.yesReady : <State level="critical">{words.notReady}</State>}</Fact>
      {facts.isUnschedulable ? <Fact label={words.unschedulable} at={at}><State level="watch">{kubernetesWords.unschedulable}</State></Fact> : null}
      <Fact label={words.roles} at={at}>{listed(facts.roles)}</Fact>
      {host ? <Fact label={words.host} at={at}><Link to={host}>{host.displayName ?? host.name}</Link></Fact> : null}
      <Fact label={words.allocatable} at={at}>{allocatable.length === 0 ? null : <span className="figure">{allocatable.join(", ")}</span>}</Fact>
      <Fact label={words.kubelet} at={at}>{shown(facts.kubelet)}</Fact>
      <Fact label={words.runtime} at={at}>{shown(facts.runtime)}</Fact>
      <Fact label={words.os} at={at}>{shown(facts.osName)}</Fact>
      <Fact label={words.kernel} at={at}>{shown(facts.kernel)}</Fact>
      <Fact label={words.architecture} at={at}>{shown(facts.architecture)}</Fact>
      <Fact label={words.addresses} at={at}>{listed(facts.addresses)}</Fact>
      {facts.taints.length > 0 ? <Fact label={words.taints} at={at}>{listed(facts.taints)}</Fact> : null}
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
    </>
  );
}

function amounts(processors: number | null, memory: number | null): ReactNode {
  const told = [processors === null ? null : words.cores(decimal(processors)), memory === null ? null : bytes(memory)].filter((one) => one !== null);
  return told.length === 0 ? words.none : <span className="figure">{told.join(", ")}</span>;
}

function PodFacts({ resource }: { resource: KubernetesPodResource }) {
  const { facts, lastSeen: at, source } = resource;
  const state = podState(facts);
  const { node, ownerKind, ownerName } = facts;
  return (
    <>
      <Fact label={words.phase} at={at}><State level={state.level}><bdi>{printable(state.word)}</bdi></State> <span className="muted">{printable(facts.phase)}</span></Fact>
      {facts.reason ? <Fact label={words.reason} at={at}>{shown(facts.reason)}</Fact> : null}
      {facts.message ? <Fact label={words.message} at={at}>{shown(facts.message)}</Fact> : null}
      <Fact label={words.namespace} at={at}>{shown(facts.namespace)}</Fact>
      <Fact label={words.owner} at={at}>{ownerName === null ? null : <>{printable(ownerKind ?? "")} <Link to={find((one) => one.source === source && means(one, ownerKind, facts.namespace, ownerName))}>{ownerName}</Link></>}</Fact>
      <Fact label={words.node} at={at}>{node === null ? null : <Link to={find((one) => one.kind === "k8s-node" && one.source === source && one.name === node)}>{node}</Link>}</Fact>
      <Fact label={words.restarts} at={at}>{figure(facts.restarts)}</Fact>
      <Fact label={words.requests} at={at}>{amounts(facts.processorRequest, facts.memoryRequest)}</Fact>
      <Fact label={words.limits} at={at}>{amounts(facts.processorLimit, facts.memoryLimit)}</Fact>
      <Fact label={words.quality} at={at}>{shown(facts.quality)}</Fact>
      <Fact label={words.addresses} at={at}>{listed(facts.addresses)}</Fact>
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
      <Fact label={words.started} at={at}>{moment(facts.startedAt)}</Fact>
    </>
  );
}

function WorkloadFacts({ resource }: { resource: KubernetesWorkloadResource }) {
  const { facts, lastSeen: at, kind, source } = resource;
  const isJob = kind === "k8s-job";
  const isCronJob = kind === "k8s-cronjob";
  return (
    <>
      <Fact label={words.namespace} at={at}>{shown(facts.namespace)}</Fact>
      {isCronJob ? (
        <>
          <Fact label={words.schedule} at={at}>{facts.schedule === null ? null : <code>{printable(facts.schedule)}</code>}</Fact>
          <Fact label={words.suspended} at={at}>{facts.isSuspended === null ? null : facts.isSuspended ? <State level="watch">{words.yesReady}</State> : words.notReady}</Fact>
          <Fact label={words.active} at={at}>{figure(facts.active)}</Fact>
          <Fact label={words.lastScheduled} at={at}>{moment(facts.lastScheduledAt)}</Fact>
          <Fact label={words.lastSucceeded} at={at}>{moment(facts.lastSucceededAt)}</Fact>
        </>
      ) : isJob ? (
        <>
          <Fact label={words.active} at={at}>{figure(facts.active)}</Fact>
          <Fact label={words.succeeded} at={at}>{figure(facts.succeeded)}</Fact>
          <Fact label={words.failed} at={at}>{figure(facts.failed)}</Fact>
          <Fact label={words.started} at={at}>{moment(facts.startedAt)}</Fact>
          <Fact label={words.finished} at={at}>{moment(facts.finishedAt)}</Fact>
          {facts.ownerName === null ? null : <Fact label={words.owner} at={at}><Link to={find((one) => one.source === source && means(one, "CronJob", facts.namespace, facts.ownerName))}>{facts.ownerName}</Link></Fact>}
        </>
      ) : (
        <>
          <Fact label={words.readyCount} at={at}><span className="figure">{kubernetesWords.of(facts.ready, facts.desired)}</span></Fact>
          <Fact label={words.updated} at={at}>{figure(facts.updated)}</Fact>
          <Fact label={words.available} at={at}>{figure(facts.available)}</Fact>
        </>
      )}
      <Fact label={words.images} at={at}>{facts.images.length === 0 ? null : facts.images.map((image) => <code key={image} className="break">{printable(image)} </code>)}</Fact>
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
    </>
  );
}

function ClaimFacts({ resource: { facts, lastSeen: at } }: { resource: KubernetesClaimResource }) {
  return (
    <>
      <Fact label={words.phase} at={at}>{shown(facts.phase)}</Fact>
      <Fact label={words.namespace} at={at}>{shown(facts.namespace)}</Fact>
      <Fact label={words.requested} at={at}>{facts.requested === null ? null : <span className="figure">{bytes(facts.requested)}</span>}</Fact>
      <Fact label={words.capacity} at={at}>{facts.capacity === null ? null : <span className="figure">{bytes(facts.capacity)}</span>}</Fact>
      <Fact label={words.class} at={at}>{shown(facts.storageClass)}</Fact>
      <Fact label={words.volume} at={at}>{shown(facts.volume)}</Fact>
      <Fact label={words.access} at={at}>{listed(facts.accessModes)}</Fact>
      <Fact label={words.created} at={at}>{moment(facts.createdAt)}</Fact>
    </>
  );
}

/** Whether a pod, or the job between, belongs to something. */
export function isOf(one: Resource, of: Resource): boolean {
  if (one.source !== of.source) return false;
  if (one.kind === "k8s-job") return of.kind === "k8s-cronjob" && one.facts.namespace === of.facts.namespace && one.facts.ownerName === of.name;
  if (one.kind !== "k8s-pod") return false;
  if (of.kind === "k8s-node") return one.facts.node === of.name;
  if (of.kind === "k8s-claim") return one.facts.namespace === of.facts.namespace && of.facts.usedBy.includes(one.name);
  return means(of, one.facts.ownerKind, one.facts.namespace, one.facts.ownerName);
}

function Pods({ resource }: { resource: Resource }) {
  const filter = resource.kind === "k8s-node" ? `node:"${resource.name}"` : "namespace" in resource.facts ? `ns:"${resource.facts.namespace}" owner:"${resource.name}"` : "";
  return (
    <>
      <MemberList of={(one) => isOf(one, resource)} none={kubernetesWords.noPods} />
      {resource.kind === "k8s-claim" ? null : <p><PageLink to={pageAddress("kubernetes", { section: "pods", filter })} isCurrent={false}>{kubernetesWords.allPods}</PageLink></p>}
    </>
  );
}

function Containers({ containers }: { containers: readonly KubernetesContainer[] }) {
  const told = kubernetesWords.containers;
  return (
    <PlainTable label={told.label} items={[...containers].sort((a, b) => Number(b.isInit) - Number(a.isInit))} id={(one) => `${one.isInit} ${one.name}`}
      columns={[
        { key: "container", label: told.name, cell: (one) => <><Name className="strong">{one.name}</Name>{one.isInit ? <span className="badge">{told.init}</span> : null}</> },
        { key: "state", label: told.state, cell: (one) => { const { level, word } = containerState(one); return <State level={level}><bdi>{printable(word)}</bdi></State>; } },
        { key: "restarts", label: told.restarts, right: true, cell: (one) => one.restarts.toLocaleString("en") },
        { key: "last", label: told.last, cell: (one) => (one.lastReason === null && one.lastExitCode === null ? "–" : <><bdi>{printable(told.exit(one.lastReason, one.lastExitCode))}</bdi> {one.lastFinishedAt === null ? null : <span className="muted"><Ago at={one.lastFinishedAt} /></span>}</>) },
      ]}
      below={(one) => <span className="muted">{one.image === null ? "" : <code className="break">{printable(one.image)}</code>}{one.message === null ? "" : <> <bdi>{printable(one.message)}</bdi></>}</span>}
    />
  );
}

function Conditions({ conditions }: { conditions: readonly KubernetesCondition[] }) {
  const told = kubernetesWords.conditions;
  if (conditions.length === 0) return <p className="muted">{told.none}</p>;
  return (
    <>
      <p className="muted">{told.lead}</p>
      <PlainTable label={told.label} items={conditions} id={(one) => one.type}
        columns={[
          { key: "type", label: told.type, cell: (one) => <State level="warning"><bdi>{printable(one.type)}</bdi></State> },
          { key: "status", label: told.status, cell: (one) => <bdi>{printable([one.status, one.reason].filter((part) => part !== null).join(", "))}</bdi> },
          { key: "since", label: told.since, cell: (one) => (one.since === null ? "–" : <Ago at={one.since} />) },
        ]}
        below={(one) => (one.message === null ? null : <bdi className="muted">{printable(one.message)}</bdi>)}
      />
    </>
  );
}

/** More are not read in a drawer. */
const most = 100;

function Events({ resource }: { resource: Resource }) {
  const told = kubernetesWords.events;
  const { source, kind } = resource;
  const { answer, error, reload } = useAnswer((signal) => records("kubernetes/events", signal, source), `${source} ${useMinute()}`);
  const rows = useMemo(() => (answer?.rows ?? []).filter((row) => kind === "k8s-cluster" || means(resource, row.objectKind, row.namespace, row.objectName)), [answer, resource.id]);
  if (!answer) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
  const shownRows = rows.slice(0, most);
  return (
    <>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {rows.length === 0 ? <p className="muted">{kind === "k8s-cluster" ? told.noneOfCluster : told.none}</p> : (
        <PlainTable label={told.label} items={shownRows} id={(row) => `${row.objectKind} ${row.objectName} ${row.reason} ${row.firstAt ?? ""} ${row.message}`}
          columns={[
            { key: "reason", label: kubernetesWords.columns.reason, cell: (row) => <State level={row.type === "Warning" ? "warning" : "off"}><bdi>{printable(row.reason)}</bdi></State> },
            ...(kind === "k8s-cluster" ? [{ key: "object", label: kubernetesWords.columns.object, cell: (row: (typeof rows)[number]) => <bdi>{printable(`${row.objectKind}/${row.objectName}`)}</bdi> }] : []),
            { key: "count", label: kubernetesWords.columns.count, right: true, cell: (row) => row.count.toLocaleString("en") },
            { key: "last", label: kubernetesWords.columns.last, right: true, cell: (row) => <Ago at={row.lastAt} /> },
          ]}
          below={(row) => <bdi className="muted">{printable(row.message)}</bdi>}
        />
      )}
      {shownRows.length < rows.length ? <p className="muted">{told.beyond(shownRows.length, rows.length)}</p> : null}
      {kind === "k8s-cluster" ? <p><PageLink to={pageAddress("kubernetes", { section: "events", filter: `source:"${source}"` })} isCurrent={false}>{told.all}</PageLink></p> : null}
    </>
  );
}
