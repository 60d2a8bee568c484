import { plural } from "../app/plural";

// Words of the page Work, loaded with it. A translation is another file of this shape.

export const workWords = {
  sectionsLabel: "Kinds of work",
  sections: { tasks: "Tasks", jobs: "Backup jobs", "datastore-jobs": "Jobs of backup servers", replication: "Replication", ha: "High availability" } as Record<string, string>,
  states: {
    done: "done", running: "running", failed: "failed", unknown: "unknown", never: "never yet", enabled: "enabled", disabled: "disabled", synced: "in step",
    warnings: (count: number) => plural(count, "warning", "warnings"),
    failing: (count: number) => (count > 1 ? `failed ${count.toLocaleString("en")} times` : "failed"),
  },
  columns: {
    name: { tasks: "Task", jobs: "Job", "datastore-jobs": "Datastore", replication: "Job", ha: "Guest" } as Record<string, string>,
    type: { tasks: "Type", jobs: "Mode", "datastore-jobs": "Job", replication: "Type", ha: "Group" } as Record<string, string>,
    target: { tasks: "User", jobs: "To", "datastore-jobs": "Remote or pool", replication: "To", ha: "Wanted state" } as Record<string, string>,
    at: { tasks: "Started", "datastore-jobs": "Last end", replication: "Last in step" } as Record<string, string>,
    state: "State", source: "Source", node: "Node", next: "Next run", seconds: "Took", schedule: "Schedule", error: "Error",
  },
  filter: {
    placeholder: "Filter: text, state:failed, source:lab, age<1d …",
    hints: {
      state: "done, failed, running, disabled, unknown …", source: "cluster or server", node: "node", name: "name of the job or task", type: "type of the task or job", guest: "number of the guest",
      target: "user, storage, remote", error: "words of the error", age: "time since it started or last ran", took: "time it took",
    } as Record<string, string>,
  },
  first: (shown: number, total: number) => `The first ${shown.toLocaleString("en")} of ${total.toLocaleString("en")} are here.`,
  openGuest: "Open the guest",
  close: "Close",
  lastLines: "Last lines of the log",
  noLines: "Its log is not known.",
  details: (name: string) => `Details of ${name}`,
  empty: {
    tasks: ["No task is listed", "Every node that was asked lists none. Tasks appear here as soon as Proxmox does something."],
    jobs: ["No backup job is made", "Make one in Proxmox under Datacenter > Backup; Pulse watches it from then on."],
    "datastore-jobs": ["No job of a backup server is made", "Make sync, prune and verify jobs on the datastore, and tape jobs under Tape Backup, in Proxmox Backup Server."],
    replication: ["Nothing is replicated", "Replication is made in Proxmox at a guest or under Datacenter > Replication."],
    ha: ["No guest is under high availability", "Guests are put under it in Proxmox under Datacenter > HA."],
  } as Record<string, [string, string]>,
  emptyUnknown: ["Whether there is anything is not known", "Not everybody who should tell this list has told it. Do what is said above, or add a source."] as [string, string],
};
