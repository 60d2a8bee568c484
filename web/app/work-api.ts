// The lists of the ledgers that the page Work shows; fetched with it. The schema of an item names only what all lists share: the rest stands in docs/api.md.
import { call } from "./api";
import type { LedgerItem, LedgerPage } from "./api-types";

interface Outcome {
  /** `running`, `OK`, `WARNINGS: 2`, `error`, `unknown`; null when it never ran. */
  outcome: string | null;
  error: string | null;
}

export interface Task extends LedgerItem, Outcome {
  id: string;
  type: string;
  subject: string | null;
  user: string | null;
  startedAt: string;
  endedAt: string | null;
  lastLines: string[];
}

export interface Job extends LedgerItem {
  id: string;
  enabled: boolean;
  schedule: string | null;
  nextAt: string | null;
  storage: string | null;
  mode: string | null;
  onNode: string | null;
  comment: string | null;
}

export interface DatastoreJob extends LedgerItem, Outcome {
  id: string;
  kind: string;
  datastore: string;
  namespace: string | null;
  schedule: string | null;
  remote: string | null;
  nextAt: string | null;
  lastEndedAt: string | null;
  lastSeconds: number | null;
}

export interface Replication extends LedgerItem {
  id: string;
  target: string | null;
  schedule: string | null;
  enabled: boolean;
  lastSyncAt: string | null;
  lastTryAt: string | null;
  nextAt: string | null;
  seconds: number | null;
  failures: number | null;
  error: string | null;
}

export interface Availability extends LedgerItem {
  id: string;
  state: string | null;
  requestedState: string | null;
  onNode: string | null;
  group: string | null;
}

export interface Works {
  tasks: Task;
  jobs: Job;
  "datastore-jobs": DatastoreJob;
  replication: Replication;
  ha: Availability;
}

export type WorkList = keyof Works;

export type WorkPage<List extends WorkList> = Omit<LedgerPage, "items"> & { items: Works[List][] };

/** The first 5,000 of a list: of tasks the newest. */
export const work = <List extends WorkList>(list: List, signal: AbortSignal): Promise<WorkPage<List>> => call<WorkPage<List>>("GET", `ledger/${list}?limit=5000`, { signal });
