import { plural } from "../app/plural";

// Words of the page Hosts and of what is shown of a machine, loaded with them. A translation is another file of this shape.

export const hostWords = {
  emptyTitle: "Hosts will be here",
  emptyLead: "Machines that are measured from inside: disks with SMART, sensors, RAID, failed services, updates. Install an agent on one with a single command.",
  columns: { agent: "Agent", marks: "To do" },
  self: "this machine",
  more: (count: number) => `+${count.toLocaleString("en")}`,
  marks: {
    reboot: "reboot due",
    updates: (count: number) => plural(count, "update", "updates"),
    security: (count: number, security: number) => `${plural(count, "update", "updates")}, ${security.toLocaleString("en")} of security`,
    failed: (count: number) => plural(count, "failed service", "failed services"),
    degraded: (name: string) => `${name} degraded`,
    busy: (name: string, action: string, progress: string) => `${name}: ${action} ${progress}`,
    health: (name: string, health: string) => `${name} ${health}`,
    disk: (device: string) => `${device} failing`,
    clock: "clock not in step",
  },
  facts: {
    virtualization: "Runs in", bareMetal: "bare metal", machine: "Machine id", clock: "Clock", inStep: "follows a time server", notInStep: "follows no time server", error: (error: string) => `at most ${error} off`,
    reboot: "Reboot", due: "due", notDue: "not due", units: "Failed services", updates: "Updates waiting", engine: "Container engine", swarm: "Swarm", manager: "manager", worker: "worker", space: "Space of containers",
    reclaimable: (size: string) => `${size} would come back`, agent: "Agent", rootless: "rootless",
  },
  disks: {
    title: "Disks", label: "Disks with what SMART says", device: "Disk", health: "SMART", model: "Model", size: "Size", temperature: "Temp.", wear: "Wear", hours: "Powered on", errors: "Errors", none: "No physical disks were found.",
    passed: "passed", failed: "failed", unsaid: "no verdict",
    answers: {
      answered: "", standby: "It sleeps, and is not woken to be asked.", unreadable: "smartctl could not open it.", unsupported: "It is virtual, or its controller hides it.",
      not_asked: "smartctl is not installed, or this agent may not run it.",
    } as Record<string, string>,
    words: { standby: "sleeps", unreadable: "not readable", unsupported: "tells nothing", not_asked: "not asked" } as Record<string, string>,
    counts: { reallocated: "reallocated", pending: "pending", uncorrectable: "uncorrectable", media: "media errors", link: "link errors" },
    noErrors: "none", hoursOf: (hours: number) => `${hours.toLocaleString("en")} h`, spare: (share: string) => `${share} spare left`, asked: (age: string) => `asked ${age}`,
  },
  raid: {
    arrays: "Software RAID", pools: "ZFS pools", none: "This machine has no software RAID.", noPools: "This machine has no ZFS pools.", unknownArrays: "Whether there is software RAID is not known.", unknownPools: "Whether there are ZFS pools is not known.",
    members: "Members", device: "Device", state: "State", slot: "Slot", level: "Level", wanted: (active: number, wanted: number) => `${active} of ${wanted} devices active`, failed: (count: number) => plural(count, "device failed", "devices failed"),
    spare: (count: number) => plural(count, "spare", "spares"), scrub: "Last scrub", scan: "Scan", errors: "Errors", fragmentation: "Fragmentation", counted: (read: string, write: string, sum: string) => `read ${read}, write ${write}, checksum ${sum}`, deviceErrors: "Device errors",
    size: "Size", used: "Allocated",
  },
  sensors: { temperatures: "Temperatures", fans: "Fans", noFans: "No fans are known." },
  units: { none: "No service has failed.", lead: "Services of systemd that failed. On the machine: systemctl status NAME says why, and journalctl -u NAME what it said." },
  packages: {
    manager: "Package manager", pending: "Waiting", security: "Of security", lists: "Lists refreshed", none: "Nothing waits.", oldLists: "The lists are older than two days: newer updates are not known.",
    how: "To install them, on the machine:", commands: { apt: "apt-get update && apt-get upgrade", dnf: "dnf upgrade", yum: "yum update", zypper: "zypper update", apk: "apk upgrade", pacman: "pacman -Syu" } as Record<string, string>,
    kernel: "A restart is due: what runs is older than what is installed.",
  },
  containers: { none: "No containers are known here.", all: "All in the page Docker" },
};
