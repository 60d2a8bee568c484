import { Sections } from "../app/PageLink";
import { Empty, Loading } from "../app/parts";
import { store, useStructure } from "../app/store";
import { text } from "../app/text";
import type { Kind } from "../app/types";
import type { EventRow } from "../app/records-api";
import { navigate, pageAddress, useView } from "../app/url";
import { AddAgents } from "../hosts/Hosts";
import { needsSomeone, NoProblems, perStructure, ProblemsOnly, useProblemsOnly } from "../records/ProblemsOnly";
import { RecordList } from "../records/RecordList";
import { ResourcePage } from "../table/ResourcePage";
import { claimColumns, clusterColumns, nodeColumns, podColumns, usual, workloadColumns } from "./columns";
import { means } from "./judgement";
import { events, ingresses, levelOfVolume, services, volumes } from "./lists";
import { kubernetesWords } from "./text-kubernetes";

type TableSection = "clusters" | "nodes" | "workloads" | "pods" | "claims";
const tables: Record<TableSection, { kinds: readonly Kind[]; columns: string[] }> = {
  clusters: { kinds: ["k8s-cluster"], columns: clusterColumns },
  nodes: { kinds: ["k8s-node"], columns: nodeColumns },
  workloads: { kinds: ["k8s-deployment", "k8s-statefulset", "k8s-daemonset", "k8s-job", "k8s-cronjob"], columns: workloadColumns },
  pods: { kinds: ["k8s-pod"], columns: podColumns },
  claims: { kinds: ["k8s-claim"], columns: claimColumns },
};
const tableSections = Object.keys(tables) as TableSection[];
const listSections = ["services", "ingresses", "volumes", "events"] as const;
type Section = TableSection | (typeof listSections)[number];
const sections: readonly Section[] = [...tableSections, ...listSections];

/** How many of each there are, and how many of those need someone. */
const counted = perStructure((resources) => {
  const all: Record<TableSection, number> = { clusters: 0, nodes: 0, workloads: 0, pods: 0, claims: 0 };
  const troubled = { ...all };
  const sectionOf = new Map<Kind, TableSection>(tableSections.flatMap((one) => tables[one].kinds.map((kind): [Kind, TableSection] => [kind, one])));
  for (const resource of resources) {
    const section = sectionOf.get(resource.kind);
    if (section === undefined) continue;
    all[section] += 1;
    if (needsSomeone(resource)) troubled[section] += 1;
  }
  return { all, troubled };
});

/** Clusters of Kubernetes and what is in them. */
export function Kubernetes() {
  useStructure();
  const view = useView();
  const problems = useProblemsOnly();
  const section = sections.find((one) => one === view.section) ?? "clusters";
  if (!store.loaded) return <Loading />;
  const { all, troubled } = counted();
  if (Object.values(all).every((count) => count === 0)) return <Empty icon="kubernetes" title={kubernetesWords.emptyTitle} lead={kubernetesWords.emptyLead}><AddAgents /></Empty>;
  const counts: Partial<Record<Section, number>> = problems ? troubled : all;
  return (
    <div className="resource-page">
      <h1 className="hidden">{text.pages.kubernetes}</h1>
      <Sections
        label={kubernetesWords.sectionsLabel} sections={sections} shown={section}
        address={(one) => pageAddress("kubernetes", { section: one === "clusters" ? null : one, filter: namespaceOf(view.filter), more: view.more.only ? { only: view.more.only } : {} })}
      >
        {(one) => <>{kubernetesWords.sections[one]}{counts[one] === undefined ? null : <span className="muted figure"> {counts[one]?.toLocaleString("en")}</span>}</>}
      </Sections>
      <Shown key={section} section={section} />
    </div>
  );
}

/** Who looks at a namespace or a cluster goes on looking at it in the next section. */
function namespaceOf(filter: string): string {
  return filter.split(/\s+/).filter((word) => /^(ns|namespace|source|cluster):/i.test(word)).join(" ");
}

const failedVolumes = (row: Parameters<typeof levelOfVolume>[0]): boolean => levelOfVolume(row) === "critical";

function Shown({ section }: { section: Section }) {
  const problems = useProblemsOnly();
  const nothing = problems ? <NoProblems /> : <Empty icon="kubernetes" title={kubernetesWords.empty[section] ?? ""} lead={kubernetesWords.emptyRows} />;
  const label = kubernetesWords.sections[section] ?? "";
  switch (section) {
    case "services": return <RecordList path="kubernetes/services" label={label} {...services} empty={<NoRows section={section} />} />;
    case "ingresses": return <RecordList path="kubernetes/ingresses" label={label} {...ingresses} empty={<NoRows section={section} />} />;
    case "volumes": return <RecordList path="kubernetes/volumes" label={label} {...volumes} only={problems ? failedVolumes : null} tools={<ProblemsOnly />} empty={nothing} />;
    case "events": return <RecordList path="kubernetes/events" label={label} {...events} onOpen={openObject} empty={<NoRows section={section} />} />;
    default: {
      const { kinds, columns } = tables[section];
      return <ResourcePage page="kubernetes" part={section} inner kinds={kinds} only={problems ? needsSomeone : null} columns={columns} usual={usual[section] ?? columns} tree={false} tools={<ProblemsOnly />} empty={nothing} />;
    }
  }
}

function NoRows({ section }: { section: Section }) {
  return <Empty icon="kubernetes" title={kubernetesWords.empty[section] ?? ""} lead={kubernetesWords.emptyRows} />;
}

/** The object of an event, where it is still known. */
function openObject(row: EventRow): void {
  for (const one of store.fleet.resources.values()) {
    if (one.source === row.source && means(one, row.objectKind, row.namespace, row.objectName)) return navigate({ open: one.id, tab: "events" });
  }
}
