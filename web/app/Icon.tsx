import { memo } from "react";
import type { Kind, Resource } from "./types";
import type { Level } from "./trouble";

// One family: 16 by 16, strokes of 1.4. Drawn for Pulse.
const shapes = {
  overview: "M2 3.5h12M2 8h12M2 12.5h8",
  storage: "M2.5 4c0-1.1 2.5-2 5.5-2s5.5.9 5.5 2-2.5 2-5.5 2-5.5-.9-5.5-2Zm0 0v8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2V4M2.5 8c0 1.1 2.5 2 5.5 2s5.5-.9 5.5-2",
  backups: "M2.5 8a5.5 5.5 0 1 0 1.7-4L2.5 5.6M2.5 2.5v3.1h3.1M8 5v3.3l2.3 1.4",
  work: "M2 4.2l1.2 1.2L5.4 3M2 11.2l1.2 1.2 2.2-2.4M8 4.2h6M8 11.2h6M2.6 8h11.4",
  host: "M2.5 3h11v7.5h-11ZM5.5 13.5h5M8 10.5v3",
  docker: "M2 8.5h3.4v3.4H2ZM6.3 8.5h3.4v3.4H6.3ZM10.6 8.5H14v3.4h-3.4ZM6.3 4.1h3.4v3.4H6.3Z",
  container: "M2 4h12v8.2H2ZM4.6 6.2v3.8M6.9 6.2v3.8M9.2 6.2v3.8M11.5 6.2v3.8",
  kubernetes: "M8 1.6 13.2 4.1l1.2 5.6-3.5 4.5H5.1L1.6 9.7l1.2-5.6ZM8 5.2v5.6M5.4 6.6l5.2 3M10.6 6.6l-5.2 3",
  pod: "M8 1.8 13.4 4.9v6.2L8 14.2 2.6 11.1V4.9Z",
  workload: "M5.6 2h8.4v8.4H5.6ZM2 5.6h1.8v6.6h6.6V14H2Z",
  hosts: "M2.5 3h11v7.5h-11ZM5.5 13.5h5M8 10.5v3",
  patrol: "M8 1.8 13.5 4v4c0 3-2.3 5.2-5.5 6.3C4.8 13.2 2.5 11 2.5 8V4ZM7.4 9.4a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 8.8l1.8 1.9",
  security: "M8 1.8 13.5 4v4c0 3-2.3 5.2-5.5 6.3C4.8 13.2 2.5 11 2.5 8V4ZM5.8 8l1.6 1.6 3-3.2",
  settings: "M2 4.5h5M11 4.5h3M2 11.5h3M9 11.5h5M7 2.7h4v3.6H7ZM5 9.7h4v3.6H5Z",
  cluster: "M6 2.5h4v3H6ZM2 10.5h4v3H2ZM10 10.5h4v3h-4ZM8 5.5V8M4 10.5V8h8v2.5",
  node: "M2 3h12v4H2ZM2 9h12v4H2ZM4.5 5h.5M4.5 11h.5",
  qemu: "M2.5 2.5h11v8h-11ZM6.5 5v3l2.6-1.5ZM5 13.5h6",
  lxc: "M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8ZM2.5 4.8 8 8l5.5-3.2M8 8v6.2",
  datastore: "M2.5 4.5 8 2l5.5 2.5L8 7ZM2.5 8 8 10.5 13.5 8M2.5 11.5 8 14l5.5-2.5",
  pool: "M2 5.5h12v7H2ZM4 5.5v-2h8v2M5 9h2M9 9h2",
  disk: "M3 2.5h10v11H3ZM8 9.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM5 11.5h3",
  ceph: "M8 8m-1.6 0a1.6 1.6 0 1 0 3.2 0 1.6 1.6 0 1 0-3.2 0M8 2.2v2.2M8 11.6v2.2M2.2 8h2.2M11.6 8h2.2M3.9 3.9l1.6 1.6M10.5 10.5l1.6 1.6M12.1 3.9l-1.6 1.6M5.5 10.5l-1.6 1.6",
  mail: "M2 3.5h12v9H2ZM2 4.5l6 4.5 6-4.5",
  source: "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM4 12a5.6 5.6 0 0 1 0-8M12 4a5.6 5.6 0 0 1 0 8",
  key: "M5.5 10.5a2.8 2.8 0 1 0 0-5 2.8 2.8 0 0 0 0 5ZM8.2 8H14v2.5M11.5 8v2",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.3 10.3 14 14",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  down: "M4 6l4 4 4-4",
  right: "M6 4l4 4-4 4",
  left: "M10 4 6 8l4 4",
  up: "M4 10l4-4 4 4",
  outside: "M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
  columns: "M2.5 3h11v10h-11ZM6.2 3v10M9.8 3v10",
  star: "M8 2l1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5Z",
  keyboard: "M1.5 4h13v8h-13ZM4 6.5h.5M7 6.5h.5M10 6.5h.5M4.5 9.5h7",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  reset: "M3.2 8a4.8 4.8 0 1 0 1.6-3.6L3 6M3 2.8V6h3.2",
  download: "M8 2.5V10M4.8 7 8 10.2 11.2 7M3 13.2h10",
  table: "M2.5 3h11v10h-11ZM2.5 6.3h11M2.5 9.7h11M6.5 6.3V13",
  check: "M3 8.5l3.2 3.2L13 5",
  leave: "M6.5 2.5h-4v11h4M6 8h8M11 5l3 3-3 3",
  help: "M8 14.2A6.2 6.2 0 1 0 8 1.8a6.2 6.2 0 0 0 0 12.4ZM6.2 6.3a1.9 1.9 0 1 1 2.5 1.8c-.5.2-.7.5-.7 1.1M8 11.2v.3",
  copy: "M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.2 4.5l.6 9h6.4l.6-9",
  bars: "M2 4.5h10M2 8h6M2 11.5h12",
  line: "M1.5 11l3-4 3 2.5 3-6 4 5",
  rows: "M2 4h12M2 8h12M2 12h12",
  group: "M2 3h5M4.5 7h9M4.5 10h9M4.5 13h9M2 3v10",
  note: "M3 2.5h10v8L10 13.5H3ZM10 13.5v-3h3M5.5 5.5h5M5.5 8h3.5",
} as const;

export type IconName = keyof typeof shapes;

export const Icon = memo(function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
});

const icons: Partial<Record<Kind, IconName>> = {
  "swarm-service": "workload", "k8s-cluster": "kubernetes", "k8s-node": "node", "k8s-pod": "pod", "k8s-deployment": "workload", "k8s-statefulset": "workload",
  "k8s-daemonset": "workload", "k8s-job": "work", "k8s-cronjob": "work", "k8s-claim": "storage",
};

export function iconOf(resource: Resource): IconName {
  return resource.kind === "guest" ? resource.facts.type : icons[resource.kind] ?? (resource.kind as IconName);
}

/** The state as a shape: ● fine, ◆ worth a look, ▲ warning, ■ critical, ◌ unknown, – off. */
export const StateShape = memo(function StateShape({ level }: { level: Level }) {
  return (
    <svg className={`shape shape-${level}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {level === "ok" && <circle cx="6" cy="6" r="3.4" />}
      {level === "watch" && <path d="M6 1.5 10.5 6 6 10.5 1.5 6Z" />}
      {level === "warning" && <path d="M6 1 11.5 10.8H.5Z" />}
      {level === "critical" && <path d="M1.4 1.4h9.2v9.2H1.4Z" />}
      {level === "unknown" && <circle cx="6" cy="6" r="3.9" fill="none" strokeWidth="1.7" strokeDasharray="2 1.6" />}
      {level === "off" && <path d="M2 5.2h8v1.6H2Z" />}
    </svg>
  );
});
