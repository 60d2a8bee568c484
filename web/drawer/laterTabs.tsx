import { later } from "../app/Later";
import type { Resource } from "../app/types";
import type { AgentPart } from "./agentParts";

// Tabs that ask the server for lists: scripts of their own, fetched once somebody opens one.

export const SystemTab = later<{ source: string; node: string }>(() => import("../ledger/SystemTab").then((script) => script.SystemTab));
export const SnapshotsTab = later<{ source: string; guest: string }>(() => import("../ledger/SnapshotsTab").then((script) => script.SnapshotsTab));
export const CephTab = later<{ source: string }>(() => import("../ledger/CephTab").then((script) => script.CephTab));
export const MailWeek = later<{ source: string }>(() => import("../ledger/MailWeek").then((script) => script.MailWeek));
export const MailQueues = later<{ source: string }>(() => import("../ledger/MailQueues").then((script) => script.MailQueues));

/** A finding of patrol in place of a resource, and the list of those of a resource. */
export const FindingDrawer = later<{ id: string }>(() => import("../patrol/FindingDrawer").then((script) => script.FindingDrawer));
export const FindingsTab = later<{ resource: string }>(() => import("../patrol/FindingsTab").then((script) => script.FindingsTab));

const HostPart = later<{ resource: Resource; part: AgentPart }>(() => import("../hosts/HostPart").then((script) => script.HostPart));
const ContainerPart = later<{ resource: Resource; part: AgentPart }>(() => import("../docker/ContainerPart").then((script) => script.ContainerPart));
const ObjectPart = later<{ resource: Resource; part: AgentPart }>(() => import("../kubernetes/ObjectPart").then((script) => script.ObjectPart));

/** What agents tell of a machine, a container or an object of Kubernetes. */
export function AgentTab(props: { resource: Resource; part: AgentPart }) {
  switch (props.resource.kind) {
    case "host": return <HostPart {...props} />;
    case "container": case "swarm-service": return <ContainerPart {...props} />;
    default: return <ObjectPart {...props} />;
  }
}
