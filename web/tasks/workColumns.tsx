import { longDuration, printable } from "../app/format";
import { Ago, Name, State } from "../app/parts";
import type { WorkList } from "../app/work-api";
import { Until } from "../backups/boardColumns";
import type { ListColumn } from "../table/ListTable";
import type { WorkRow } from "./rows";
import { workWords } from "./text-work";

const names = workWords.columns;
type Key = "name" | "type" | "state" | "source" | "node" | "at" | "next" | "seconds" | "schedule" | "target" | "error";

const shown: Record<WorkList, readonly Key[]> = {
  tasks: ["name", "state", "source", "node", "target", "at", "seconds", "error"],
  jobs: ["name", "state", "source", "node", "schedule", "next", "target", "type"],
  "datastore-jobs": ["name", "type", "state", "source", "schedule", "at", "seconds", "next", "target", "error"],
  replication: ["name", "state", "source", "node", "target", "schedule", "at", "seconds", "next", "error"],
  ha: ["name", "state", "target", "source", "node", "type"],
};

const none = <span className="muted">–</span>;
const words = (value: string | null) => (value === null || value === "" ? none : <Name>{value}</Name>);

const plain: Record<Key, Omit<ListColumn<WorkRow>, "key" | "label">> = {
  name: { width: 180, cell: (row) => <Name>{row.name}</Name> },
  type: { width: 130, cell: (row) => words(row.type) },
  state: { width: 120, narrow: true, cell: (row) => <span className={row.level === "unknown" ? "hatched" : ""}><State level={row.level}>{printable(row.state)}</State></span> },
  source: { width: 140, cell: (row) => <Name>{row.source}</Name> },
  node: { width: 110, cell: (row) => words(row.node) },
  at: { width: 110, right: true, narrow: true, cell: (row) => (row.at === null ? none : <Ago at={row.at} />) },
  next: { width: 100, right: true, narrow: true, cell: (row) => (row.level === "off" ? none : <Until at={row.next} />) },
  seconds: { width: 100, right: true, largestFirst: true, cell: (row) => (row.seconds === null ? none : <span className="figure">{longDuration(row.seconds)}</span>) },
  schedule: { width: 100, cell: (row) => words(row.schedule) },
  target: { width: 120, cell: (row) => words(row.target) },
  error: { width: 180, cell: (row) => words(row.error) },
};

function labelOf(key: Key, list: WorkList): string {
  const label = names[key];
  return typeof label === "string" ? label : label[list] ?? key;
}

export const workColumns = (list: WorkList): ListColumn<WorkRow>[] => shown[list].map((key) => ({ ...plain[key], key, label: labelOf(key, list) }));
