import { useMemo, type ReactNode } from "react";
import { duration, ageSeconds, absolute, printable } from "../app/format";
import { Icon, iconOf } from "../app/Icon";
import { patrol, useHasPatrol, useMark } from "../app/patrol-store";
import { PatrolMarkButton } from "../app/PatrolMark";
import { Boundary, Name, State } from "../app/parts";
import { productOf, proxmoxLink } from "../app/product";
import { store, useNow, useResource, useSources, useStructure } from "../app/store";
import { text } from "../app/text";
import { levelOf, levelOfSource } from "../app/trouble";
import type { Resource, SourceReport } from "../app/types";
import { chartedOf, plansOf } from "../chart/plan";
import { navigate, pageAddress, useView } from "../app/url";
import { reasonSentence } from "../table/cells";
import { DiskAttributes, PoolDevices } from "./estateFacts";
import { BackupsTab } from "./BackupsTab";
import { FactList } from "./facts";
import { Frame } from "./Frame";
import { HistoryTab } from "./HistoryTab";
import { AgentTab, CephTab, FindingDrawer, FindingsTab, MailQueues, SnapshotsTab, SystemTab } from "./laterTabs";
import type { AgentPart } from "./agentParts";
import { memberKinds, type MemberKind } from "./members";
import { MetricList } from "./MetricList";
import { SourceReportView } from "./SourceReport";
import { Disks, Interfaces, Members, Notes } from "./tabs";

/** The thing that is open, beside the list it came from. */
export function Drawer() {
  const { open } = useView();
  if (open === null) return null;
  return (
    <Boundary key={open}>
      {open.startsWith("finding:") ? <FindingDrawer id={open.slice("finding:".length)} /> : open.startsWith("source:") ? <SourceDrawer source={open.slice("source:".length)} /> : <ResourceDrawer id={open} />}
    </Boundary>
  );
}

function SourceDrawer({ source: slug }: { source: string }) {
  const source = useSources().find((one) => one.source === slug);
  if (!source) return <Gone id={`source:${slug}`} />;
  return (
    <Frame label={text.drawer.label(printable(source.name))} icon="source" title={<Name>{source.name}</Name>}>
      <p className="lead"><State level={levelOfSource(source)}>{text.conditions[source.condition]}</State> <span className="muted">{source.kind === "self" ? text.sources.selfNote : text.source.products[source.kind]}</span></p>
      <div className="drawer-body" tabIndex={0} role="group" aria-label={text.drawer.tabs.source}>
        <SourceReportView source={source} />
        {source.kind === "self" ? null : (
          <button type="button" onClick={() => navigate(pageAddress("settings", placeOf(source)))}>{text.source.manage}</button>
        )}
      </div>
    </Frame>
  );
}

function placeOf({ kind, source }: SourceReport): { section: string; form: string } {
  return kind === "agent" || kind === "kubernetes" ? { section: "agents", form: `agent:${source}` } : { section: "sources", form: `edit:${source}` };
}

function Gone({ id }: { id: string }) {
  const past = useMemo(() => chartedOf(id), [id]);
  return (
    <Frame label={text.drawer.gone} icon="help" title={text.drawer.gone}>
      <div className="drawer-body" tabIndex={0} role="group" aria-label={text.drawer.gone}>
        <p>{store.loaded ? text.drawer.goneLead(printable(id)) : text.loading}</p>
        {store.loaded && past ? <><p className="muted">{text.drawer.goneHistory}</p><HistoryTab resource={past} /></> : null}
      </div>
    </Frame>
  );
}

interface Tab {
  key: string;
  content: () => ReactNode;
  count?: number;
}

function ResourceDrawer({ id }: { id: string }) {
  useStructure();
  const resource = useResource(id);
  useMark(id);
  const hasPatrol = useHasPatrol();
  const { tab } = useView();
  if (!resource) return <Gone id={id} />;
  const tabs = tabsOf(resource, hasPatrol);
  const chosen = tabs.find((one) => one.key === tab) ?? tabs[0];
  const name = resource.displayName ?? resource.name;
  return (
    <Frame label={text.drawer.label(printable(name))} icon={iconOf(resource)} title={<Name>{name}</Name>}>
      <StateLine resource={resource} />
      <div className="tabs" role="tablist" onKeyDown={moveTab}>
        {tabs.map((one) => (
          <button
            key={one.key}
            type="button"
            role="tab"
            id={`tab-${one.key}`}
            aria-selected={one === chosen}
            aria-controls="tab-panel"
            tabIndex={one === chosen ? 0 : -1}
            onClick={() => navigate({ tab: one.key === "summary" ? null : one.key }, "replace")}
          >
            {text.drawer.tabs[one.key]}{one.count ? <span className="muted figure"> {one.count}</span> : null}
          </button>
        ))}
      </div>
      <div className="drawer-body" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${chosen?.key}`} tabIndex={0}>{chosen?.content()}</div>
    </Frame>
  );
}

function moveTab(event: React.KeyboardEvent<HTMLElement>): void {
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  const next = all[(at + (event.key === "ArrowRight" ? 1 : all.length - 1)) % all.length];
  next?.click();
  next?.focus();
  event.preventDefault();
}

function StateLine({ resource }: { resource: Resource }) {
  const now = useNow();
  const begun = beginning(resource);
  const since = ageSeconds(begun, now);
  const link = proxmoxLink(resource, productOf(resource.source), resource.parent === null ? undefined : store.fleet.resources.get(resource.parent));
  return (
    <div className="lead">
      <p>
        <State level={levelOf(resource.status)}>{text.statuses[resource.status] ?? resource.status}</State>
        {since === null ? null : <span className="muted" title={text.drawer.sinceHint(absolute(begun))}>{text.drawer.since(duration(since))}</span>}
        <PatrolMarkButton id={resource.id} />
        {link ? <a href={link} target="_blank" rel="noopener noreferrer">{text.drawer.inProxmox} <Icon name="outside" size={12} /></a> : null}
      </p>
      {resource.reason ? <p className="why">{reasonSentence(resource.reason, resource.kind)}</p> : null}
      {resource.note ? <p className="note-line"><Icon name="note" size={14} /> <bdi>{printable(resource.note.split("\n")[0] ?? "")}</bdi></p> : null}
    </div>
  );
}

/** Since when it is as it is. What runs has done so since its start, also when Pulse came later and saw it only then. */
function beginning(resource: Resource): string | null {
  const runs = resource.status === "running" || resource.status === "online";
  const started = "startedAt" in resource.facts ? resource.facts.startedAt : null;
  if (!runs || !started || !resource.since) return resource.since;
  return Date.parse(started) < Date.parse(resource.since) ? started : resource.since;
}

const memberTabs: Record<MemberKind, string> = { guest: "guests", storage: "storages", datastore: "datastores", pool: "pools", disk: "disks", node: "nodes" };

/** Lists that the ledgers keep of it. */
function told({ kind, id, source }: Resource): Tab[] {
  switch (kind) {
    // The ledgers call a node as its id does; a backup server is known by another name there than here.
    case "node": return [{ key: "system", content: () => <SystemTab source={source} node={id.slice(id.indexOf("/") + 1)} /> }];
    case "guest": return [{ key: "snapshots", content: () => <SnapshotsTab source={source} guest={id} /> }];
    case "ceph": return [{ key: "ceph", content: () => <CephTab source={source} /> }];
    case "mail": return [{ key: "queues", content: () => <MailQueues source={source} /> }];
    default: return [];
  }
}

/** Tabs of what agents tell of, each with how much is in it. */
function ofAgents(resource: Resource): Tab[] {
  const tab = (part: AgentPart, count = 0): Tab => ({ key: part, count, content: () => <AgentTab key={part} resource={resource} part={part} /> });
  switch (resource.kind) {
    case "host": {
      const { arrays, pools, fans, temperatures, failedUnits, packages, engines } = resource.facts;
      return [
        ...(arrays === null && pools === null ? [] : [tab("raid", (arrays?.length ?? 0) + (pools?.length ?? 0))]),
        ...(temperatures.length + (fans?.length ?? 0) > 0 ? [tab("sensors", temperatures.length + (fans?.length ?? 0))] : []),
        ...(failedUnits === null ? [] : [tab("units", failedUnits.length)]),
        ...(packages === null ? [] : [tab("packages", packages.pending ?? 0)]),
        ...(engines === null && !hasContainers(resource.id) ? [] : [tab("containers")]),
      ];
    }
    case "container": return [tab("ports", resource.facts.ports.length), tab("mounts", resource.facts.mounts.length), tab("labels", Object.keys(resource.facts.labels).length)];
    case "swarm-service": return [tab("containers")];
    case "k8s-cluster": return [tab("nodes"), tab("events")];
    case "k8s-node": return [tab("conditions", resource.facts.conditions.length), tab("pods"), tab("events")];
    case "k8s-pod": return [tab("containers", resource.facts.containers.length), tab("events")];
    case "k8s-cronjob": return [tab("pods"), tab("events")];
    case "k8s-deployment": case "k8s-statefulset": case "k8s-daemonset": case "k8s-job": return [tab("pods"), tab("conditions", resource.facts.conditions.length), tab("events")];
    case "k8s-claim": return [tab("pods", resource.facts.usedBy.length), tab("events")];
    default: return [];
  }
}

function hasContainers(host: string): boolean {
  for (const one of store.fleet.resources.values()) if (one.kind === "container" && one.parent === host) return true;
  return false;
}

function tabsOf(resource: Resource, hasPatrol: boolean): Tab[] {
  const tabs: Tab[] = [{ key: "summary", content: () => <><MetricList resource={resource} /><FactList resource={resource} /></> }];
  if (plansOf(resource.kind).length > 0) tabs.push({ key: "history", content: () => <HistoryTab resource={resource} /> });
  if (resource.kind === "guest" || resource.kind === "host") {
    const { filesystems, interfaces } = resource.facts;
    tabs.push({ key: "disks", count: (filesystems?.length ?? 0) + (resource.kind === "host" ? resource.facts.disks?.length ?? 0 : 0), content: () => <><Disks filesystems={filesystems} resource={resource} />{resource.kind === "host" && resource.facts.disks ? <AgentTab resource={resource} part="disks" /> : null}</> });
    tabs.push({ key: "network", count: interfaces?.length ?? 0, content: () => <Interfaces interfaces={interfaces} resource={resource} /> });
  }
  tabs.push(...told(resource), ...ofAgents(resource));
  if (resource.kind === "guest") tabs.push({ key: "backups", content: () => <BackupsTab id={resource.id} /> });
  if (resource.kind === "pool" && resource.facts.type === "zfs") {
    const { devices } = resource.facts;
    tabs.push({ key: "devices", count: devices?.length ?? 0, content: () => <PoolDevices devices={devices} /> });
  }
  if (resource.kind === "disk") {
    const { attributes } = resource.facts;
    tabs.push({ key: "attributes", content: () => <DiskAttributes attributes={attributes} /> });
  }
  for (const kind of memberKinds(resource, productOf(resource.source), store.fleet.resources.values())) tabs.push({ key: memberTabs[kind], content: () => <Members resource={resource} kind={kind} /> });
  if (hasPatrol) tabs.push({ key: "findings", count: patrol.markOf(resource.id)?.count ?? 0, content: () => <FindingsTab resource={resource.id} /> });
  tabs.push({ key: "notes", content: () => <Notes resource={resource} /> });
  return tabs;
}
