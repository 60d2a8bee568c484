import { plural } from "../app/plural";

// Words of the page Docker and of what is shown of containers, loaded with them. A translation is another file of this shape.

export const dockerWords = {
  sectionsLabel: "Ways to look at containers",
  sections: { containers: "By host", projects: "By project", services: "Swarm services", updates: "Updates waiting", images: "Images", volumes: "Volumes", networks: "Networks", nodes: "Swarm nodes" } as Record<string, string>,
  emptyTitle: "Containers will be here",
  emptyLead: "Containers of Docker and Podman with their limits, health, restarts and updates. Install an agent on a machine that runs them; it finds the sockets by itself.",
  columns: {
    health: "Health", image: "Image", project: "Project", service: "Service", host: "Host", restarts: "Restarts/h", update: "Update", ports: "Ports", replicas: "Replicas", stack: "Stack", mode: "Mode", updating: "Roll-out",
    newTag: "Newest", since: "Known since", checked: "Checked", engine: "Engine", containers: "Containers", running: "Running", hosts: "Hosts", memory: "Memory", updates: "Updates", size: "Size", created: "Created", tags: "Tag",
    used: "Used by", driver: "Driver", mountpoint: "Kept at", scope: "Scope", subnets: "Subnets", internal: "Internal", role: "Role", availability: "Takes tasks", version: "Engine", address: "Address", name: "Name", state: "State",
  },
  health: { healthy: "healthy", unhealthy: "unhealthy", starting: "starting" } as Record<string, string>,
  updates: {
    current: "current", new_digest: "new image", new_tag: "newer version", not_tracked: "nothing to compare", unknown: "not known", notAsked: "not asked",
    to: (tag: string) => `to ${tag}`, emptyTitle: "No updates are waiting",
    emptyLead: "Images of containers are compared with their registries where an agent has imageUpdates switched on, in a profile or in its own file.",
  } as { current: string; new_digest: string; new_tag: string; not_tracked: string; unknown: string; notAsked: string; to: (tag: string) => string; emptyTitle: string; emptyLead: string },
  exit: { memory: "out of memory", byHand: "stopped by hand", code: (code: number) => `exit ${code}`, done: "ended by itself" },
  replicas: (running: number | null, desired: number | null) => `${running === null ? "–" : running.toLocaleString("en")} of ${desired === null ? "–" : desired.toLocaleString("en")}`,
  stack: "stack",
  runningOf: (running: number, total: number) => `${running.toLocaleString("en")} of ${total.toLocaleString("en")}`,
  allRunning: "all running",
  inTrouble: (count: number) => `${count.toLocaleString("en")} in trouble`,
  stopped: "all stopped",
  projectsLabel: "Projects and stacks",
  noProjects: "No container belongs to a project",
  noProjectsLead: "Compose and stacks name the project of their containers; those started by hand have none.",
  noServices: "Swarm services will be here",
  noServicesLead: "An agent on a manager of the swarm tells them.",
  noRows: { images: "No images were told.", volumes: "No volumes were told.", networks: "No networks were told.", nodes: "No nodes of a swarm were told." } as Record<string, string>,
  noRowsLead: "Agents tell their lists within a minute of their first report.",
  untagged: "no tag",
  internal: "internal",
  leader: "leader",
  facts: {
    image: "Image", imageID: "Image id", digest: "Digest", state: "Engine says", health: "Health check", healthOutput: "It said", exit: "Ended", error: "Error", restarts: "Restarts since it was made", policy: "Restart policy", project: "Project",
    service: "Service", replica: "Replica", pod: "Pod", processors: "CPU limit", memory: "Memory limit", unlimited: "none", created: "Made", started: "Started", finished: "Ended", written: "Written over its image", privileged: "Privileged",
    privilegedYes: "yes: it may do what the machine may", update: "Update", engine: "Engine", id: "Container id", cores: (count: string) => plural(Number(count), "processor", "processors"), noCheck: "the image has none",
    mode: "Mode", desired: "Wanted", running: "Running", updateState: "Roll-out", updateMessage: "It said", failures: "Newest failures", stack: "Stack", cluster: "Swarm", ports: "Ports",
    policies: { no: "never", always: "always", "on-failure": "on failure", "unless-stopped": "unless stopped" } as Record<string, string>,
  },
  ports: { label: "Ports", container: "Inside", published: "Published as", none: "No ports.", notPublished: "not published", networks: "Networks", noNetworks: "No networks.", network: "Network", addresses: "Addresses" },
  mounts: { label: "Mounts", destination: "Inside", source: "From", type: "Type", access: "Access", readOnly: "read only", writes: "reads and writes", none: "Nothing is mounted." },
  labels: { label: "Labels", name: "Label", value: "Value", none: "No labels." },
  noContainers: "No containers of it are known here.",
};
