import { plural } from "../app/plural";

// Words of the page Kubernetes and of what is shown of its objects, loaded with them. A translation is another file of this shape.

export const kubernetesWords = {
  sectionsLabel: "Kinds of objects",
  sections: {
    clusters: "Clusters", nodes: "Nodes", workloads: "Workloads", pods: "Pods", claims: "Volume claims", services: "Services", ingresses: "Ingresses", volumes: "Volumes", events: "Events",
  } as Record<string, string>,
  emptyTitle: "Clusters will be here",
  emptyLead: "Nodes, workloads, pods and claims of Kubernetes, watched with read-only rights. Apply one manifest in the cluster, or run an agent that has a kubeconfig.",
  empty: {
    clusters: "No clusters are known.", nodes: "No nodes are known.", workloads: "No workloads are known.", pods: "No pods are known.", claims: "No volume claims are known.", services: "No services were told.",
    ingresses: "No ingresses were told.", volumes: "No volumes were told.", events: "No warnings in the last hour.",
  } as Record<string, string>,
  emptyRows: "The agent tells them as the cluster does. What its role may not read is missing here: Settings > Agents says so.",
  columns: {
    version: "Version", distribution: "Distribution", nodes: "Nodes ready", pods: "Pods running", namespaces: "Namespaces", roles: "Roles", kubelet: "Kubelet", conditions: "Conditions", capacity: "Pods", age: "Age", workload: "Kind", replicas: "Ready",
    images: "Images", schedule: "Schedule", phase: "Pod says", ready: "Ready", restarts: "Restarts", rate: "Restarts/h", owner: "Made by", class: "Class", volume: "Volume", usedBy: "Used by", requested: "Requested", size: "Size",
    cluster: "Cluster", namespace: "Namespace", name: "Name", type: "Type", addresses: "Addresses", ports: "Ports", hosts: "Hosts", claim: "Claim", reclaim: "When released", state: "State", reason: "Reason", message: "Message", object: "Object",
    count: "Times", last: "Last",
  },
  of: (some: number | null, all: number | null) => `${some === null ? "–" : some.toLocaleString("en")} of ${all === null ? "–" : all.toLocaleString("en")}`,
  pod: { terminating: "terminating", notReady: "not ready", running: "running", done: "done", pending: "pending", failed: "failed", unknown: "not known" },
  workload: { suspended: "suspended", done: "done", running: (count: number) => `${count.toLocaleString("en")} active`, failed: (count: number) => plural(count, "failure", "failures") },
  unschedulable: "takes no pods",
  facts: {
    version: "Version", distribution: "Distribution", nodes: "Nodes ready", pods: "Pods running", namespaces: "Namespaces", excluded: "Left out", metrics: "Metrics server", certificates: { "api-server": "Certificate of the API", agent: "Certificate of the agent" }, uid: "Cluster id", yes: "there is one", no: "there is none: CPU and memory are not known",
    ready: "Ready", yesReady: "yes", notReady: "no", roles: "Roles", kubelet: "Kubelet", runtime: "Runtime", os: "System", kernel: "Kernel", architecture: "Architecture", addresses: "Addresses", allocatable: "For pods", taints: "Taints", created: "Made", host: "Machine",
    cores: (count: string) => `${count} processors`, podCount: (count: number) => plural(count, "pod", "pods"), cluster: "Cluster", namespace: "Namespace", node: "Node", phase: "Phase", reason: "Reason", message: "It said", owner: "Made by", restarts: "Restarts",
    started: "Started", quality: "Quality of service", requests: "Requests", limits: "Limits", none: "none", images: "Images", desired: "Wanted", readyCount: "Ready", updated: "Up to date", available: "Available", active: "Active", succeeded: "Succeeded",
    failed: "Failed", finished: "Finished", schedule: "Schedule", suspended: "Suspended", lastScheduled: "Last started", lastSucceeded: "Last success", class: "Storage class", volume: "Volume", requested: "Requested", capacity: "Capacity", access: "Access",
    unschedulable: "New pods",
  },
  containers: {
    label: "Containers of the pod", name: "Container", state: "State", restarts: "Restarts", last: "Last end", init: "init", ready: "ready", running: "running", exit: (reason: string | null, code: number | null) => [reason, code === null ? null : `exit ${code}`].filter((one) => one !== null).join(", "),
  },
  conditions: { label: "Conditions", type: "Condition", status: "Is", since: "Since", none: "All conditions are as they should be.", lead: "Only those that are not as they should be." },
  events: { label: "Events", none: "No warnings about it in the last hour.", noneOfCluster: "No warnings in the last hour.", beyond: (shown: number, all: number) => `The newest ${shown.toLocaleString("en")} of ${all.toLocaleString("en")}.`, all: "All events of the cluster" },
  noPods: "No pods are known here.",
  allPods: "All in the list of pods",
};
