// The lists of the ledgers that the page Work shows; fetched with it.
import { call } from "./api";
import type { DatastoreJobItem, DatastoreJobPage, HighAvailabilityItem, HighAvailabilityPage, JobItem, JobPage, ReplicationItem, ReplicationPage, TaskItem, TaskPage } from "./api-types";

export type { DatastoreJobItem as DatastoreJob, HighAvailabilityItem as Availability, JobItem as Job, ReplicationItem as Replication, TaskItem as Task };

interface Pages {
  tasks: TaskPage;
  jobs: JobPage;
  "datastore-jobs": DatastoreJobPage;
  replication: ReplicationPage;
  ha: HighAvailabilityPage;
}

export type WorkList = keyof Pages;

export type WorkPage<List extends WorkList> = Pages[List];

export type Works = { [List in WorkList]: Pages[List]["items"][number] };

/** The first 5,000 of a list: of tasks the newest. */
export const work = <List extends WorkList>(list: List, signal: AbortSignal): Promise<WorkPage<List>> => call<WorkPage<List>>("GET", `ledger/${list}?limit=5000`, { signal });
