import { Sections } from "../app/PageLink";
import { Empty, Loading } from "../app/parts";
import { store, useStructure } from "../app/store";
import { text } from "../app/text";
import type { Kind, Resource } from "../app/types";
import { pageAddress, useView } from "../app/url";
import { AddAgents } from "../hosts/Hosts";
import { needsSomeone, NoProblems, perStructure, ProblemsOnly, useProblemsOnly } from "../records/ProblemsOnly";
import { RecordList } from "../records/RecordList";
import { ResourcePage } from "../table/ResourcePage";
import { containerColumns, serviceColumns, updateColumns, usualContainerColumns, usualServiceColumns, usualUpdateColumns } from "./columns";
import { hasUpdate } from "./judgement";
import { images, levelOfSwarmNode, networks, swarmNodes, volumes } from "./lists";
import { Projects } from "./Projects";
import { dockerWords } from "./text-docker";

const sections = ["containers", "projects", "services", "updates", "images", "volumes", "networks", "nodes"] as const;
type Section = (typeof sections)[number];

const byHost: readonly Kind[] = ["host", "container"];
const containers: readonly Kind[] = ["container"];
const services: readonly Kind[] = ["swarm-service"];

/** What the page counts, and which machines have containers. */
const estate = perStructure((resources) => {
  const counted = { containers: 0, projects: new Set<string>(), services: 0, updates: 0, engines: false, hosts: new Set<string>(), troubled: new Set<string>() };
  for (const resource of resources) {
    if (resource.kind === "swarm-service") counted.services += 1;
    else if (resource.kind === "host") counted.engines ||= (resource.facts.engines?.length ?? 0) > 0;
    else if (resource.kind === "container") {
      counted.containers += 1;
      if (resource.facts.project !== null) counted.projects.add(`${resource.source} ${resource.facts.project}`);
      if (hasUpdate(resource.facts)) counted.updates += 1;
      if (resource.parent !== null) counted.hosts.add(resource.parent);
      if (resource.parent !== null && needsSomeone(resource)) counted.troubled.add(resource.parent);
    }
  }
  return counted;
});

const here = (resource: Resource): boolean => resource.kind === "container" || estate().hosts.has(resource.id) || (resource.kind === "host" && (resource.facts.engines?.length ?? 0) > 0);
const troubled = (resource: Resource): boolean => (resource.kind === "host" ? estate().troubled.has(resource.id) : needsSomeone(resource));
const waiting = (resource: Resource): boolean => resource.kind === "container" && hasUpdate(resource.facts);

/** Containers of Docker and Podman, their projects, services and what engines keep. */
export function Docker() {
  useStructure();
  const view = useView();
  const section = sections.find((one) => one === view.section) ?? "containers";
  if (!store.loaded) return <Loading />;
  const { containers, projects, services, updates, engines } = estate();
  const counts: Partial<Record<Section, number>> = { containers, projects: projects.size, services, updates };
  if (containers + services === 0 && !engines) return <Empty icon="docker" title={dockerWords.emptyTitle} lead={dockerWords.emptyLead}><AddAgents /></Empty>;
  const swarm = services > 0;
  return (
    <div className="resource-page">
      <h1 className="hidden">{text.pages.docker}</h1>
      <Sections
        label={dockerWords.sectionsLabel} sections={sections.filter((one) => one === section || (one === "services" || one === "nodes" ? swarm : true))} shown={section}
        address={(one) => pageAddress("docker", { section: one === "containers" ? null : one, more: view.more.only ? { only: view.more.only } : {} })}
      >
        {(one) => <>{dockerWords.sections[one]}{counts[one] ? <span className="muted figure"> {counts[one]?.toLocaleString("en")}</span> : null}</>}
      </Sections>
      <Shown key={section} section={section} />
    </div>
  );
}

function Shown({ section }: { section: Section }) {
  const problems = useProblemsOnly();
  const nothing = (title: string, lead: string): JSX.Element => (problems ? <NoProblems /> : <Empty icon="docker" title={title} lead={lead} />);
  switch (section) {
    case "containers":
      return (
        <ResourcePage page="docker" part="containers" inner kinds={byHost} only={problems ? troubled : here} columns={containerColumns} usual={usualContainerColumns} tree tools={<ProblemsOnly />}
          empty={nothing(dockerWords.emptyTitle, dockerWords.emptyLead)} />
      );
    case "projects": return <Projects />;
    case "services":
      return (
        <ResourcePage page="docker" part="services" inner kinds={services} only={problems ? needsSomeone : null} columns={serviceColumns} usual={usualServiceColumns} tree={false} tools={<ProblemsOnly />}
          empty={nothing(dockerWords.noServices, dockerWords.noServicesLead)} />
      );
    case "updates":
      return (
        <ResourcePage page="docker" part="updates" inner kinds={containers} only={waiting} columns={updateColumns} usual={usualUpdateColumns} tree={false}
          empty={<Empty icon="check" title={dockerWords.updates.emptyTitle} lead={dockerWords.updates.emptyLead} />} />
      );
    case "images": return <RecordList path="containers/images" label={dockerWords.sections.images ?? ""} {...images} empty={<NoRows section="images" />} />;
    case "volumes": return <RecordList path="containers/volumes" label={dockerWords.sections.volumes ?? ""} {...volumes} empty={<NoRows section="volumes" />} />;
    case "networks": return <RecordList path="containers/networks" label={dockerWords.sections.networks ?? ""} {...networks} empty={<NoRows section="networks" />} />;
    case "nodes":
      return <RecordList path="containers/swarm-nodes" label={dockerWords.sections.nodes ?? ""} {...swarmNodes} only={problems ? downNodes : null} tools={<ProblemsOnly />} empty={problems ? <NoProblems /> : <NoRows section="nodes" />} />;
  }
}

const downNodes = (row: Parameters<typeof levelOfSwarmNode>[0]): boolean => levelOfSwarmNode(row) === "critical";

function NoRows({ section }: { section: string }) {
  return <Empty icon="docker" title={dockerWords.noRows[section] ?? ""} lead={dockerWords.noRowsLead} />;
}
