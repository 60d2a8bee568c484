import { plural } from "./plural";

// Words of machines with an agent, containers and Kubernetes that every visit needs. What the pages themselves say is loaded with them.

export const agentKinds: Record<string, string> = {
  container: "Docker or Podman container", "swarm-service": "Swarm service", "k8s-cluster": "Kubernetes cluster", "k8s-node": "Kubernetes node", "k8s-pod": "Pod", "k8s-deployment": "Deployment",
  "k8s-statefulset": "Stateful set", "k8s-daemonset": "Daemon set", "k8s-job": "Job", "k8s-cronjob": "Cron job", "k8s-claim": "Volume claim",
};

export const agentMetrics: Record<string, string> = {
  steal: "Steal", processorPressure: "CPU pressure", memoryPressure: "Memory pressure", ioPressure: "I/O pressure", diskLatency: "Disk latency", fanSpeed: "Fan", restarts: "Restarts, last hour", processes: "Processes", networkErrors: "Network errors per minute", networkDrops: "Network drops per minute",
  zfsCache: "ZFS cache (ARC)",
};

export const agentCharts = {
  titles: { pressure: "Pressure", cores: "CPU per core", latency: "Disk latency", fans: "Fans", restarts: "Restarts per hour", processes: "Processes", networkErrors: "Damaged and dropped packets per minute", zfsCache: "ZFS cache (ARC)" },
  lines: { steal: "steal", processorPressure: "CPU", memoryPressure: "memory", ioPressure: "I/O", diskLatency: "latency", fanSpeed: "fan", restarts: "restarts", processes: "processes", networkErrors: "damaged", networkDrops: "dropped", zfsCache: "ARC" },
  parts: "Per core, disk and interface",
};

export const agentWords = {
  add: "Add agents",
  problemsOnly: "Problems only",
  noProblems: "Nothing here needs someone",
  noProblemsLead: "What is offline, failing, degraded or of bad health would be listed.",
  showAll: "Show all",
  milliseconds: (value: string) => `${value} ms`,
  /** Reasons, of what an agent tells. */
  reasons: {
    permission_missing: "This may not be read. Settings > Agents shows the next step.",
    not_reported: "This is not reported.",
    not_asked_yet: "Not asked yet; some things are asked every few minutes.",
    first_sample: "A rate needs two readings; the second comes with the next report.",
    source_unreachable: "Its agent has not reported for too long: the machine is off, has no network, or the agent does not run.",
    source_refused: "Its agent was revoked.",
    overdue: "Its agent has not reported for longer than it should.",
  } as Record<string, string>,
  turns: (value: string) => `${value} rpm`,
  containers: (count: number) => plural(count, "container", "containers"),
};
