/** What a drawer shows of a thing that an agent told of, each in a tab (`facts` among those of the summary). */
export type AgentPart = "facts" | "disks" | "raid" | "sensors" | "units" | "packages" | "containers" | "ports" | "mounts" | "labels" | "nodes" | "pods" | "conditions" | "events";
