import { plural } from "../app/plural";

// Words of what nodes, guests, Ceph and mail gateways say in lists, loaded with them. A translation is another file of this shape.

export const ledgerWords = {
  part: {
    told: (age: string) => `As Proxmox told it ${age}.`,
    stale: (age: string) => `Could not be read again; what you see is of ${age}.`,
    unread: "Could not be read, so nobody knows what is there.",
    never: "Not told yet. Pulse asks for it within minutes of seeing the thing for the first time; if it stays like this, look at what the source says.",
    hidden: "It may also be hidden from you.",
    openSource: "Open the source",
    beyond: (shown: number, total: number) => `The first ${shown.toLocaleString("en")} of ${total.toLocaleString("en")} are here.`,
  },

  services: {
    title: "Services",
    none: "The node lists no services.",
    columns: { name: "Service", state: "State", start: "At boot" },
    failed: (count: number) => `${count.toLocaleString("en")} failed`,
    starts: { enabled: "starts", disabled: "off", masked: "masked", static: "when needed", "not-found": "not installed", indirect: "when needed", generated: "starts", alias: "starts" } as Record<string, string>,
    states: {
      failed: "failed", running: "running", exited: "done", active: "active", moving: "changing", unknown: "unknown", enabledButOff: "enabled, but not running", notFound: "not installed", masked: "masked",
      disabled: "disabled", off: "not running",
    },
  },

  certificates: {
    title: "Certificates",
    none: "The node lists no certificates.",
    columns: { file: "Certificate", left: "Ends", issuer: "Made by" },
    left: (days: number) => (days === 0 ? "today" : `in ${plural(days, "day", "days")}`),
    ended: (days: number) => (days === 0 ? "ended today" : `ended ${plural(days, "day", "days")} ago`),
    notYet: "not valid yet",
    endUnknown: "end not known",
    fingerprint: (value: string) => `SHA-256 ${value}`,
  },

  updates: {
    title: "Pending updates",
    none: "Nothing waits to be installed.",
    columns: { package: "Package", version: "Version", origin: "Origin" },
    unknownOrigin: "origin not known",
    newPackage: "new",
    versions: (installed: string, available: string) => `${installed} → ${available}`,
    from: (origin: string, count: number) => `${origin} ${count.toLocaleString("en")}`,
  },

  kernel: {
    title: "Kernel",
    none: "The node tells no kernel.",
    due: "a reboot is due",
    newest: "the newest that is installed runs",
    unknown: "nobody can tell whether a reboot is due",
    running: (kernel: string) => `runs ${kernel}`,
    installed: (kernel: string) => `installed ${kernel}`,
  },

  subscription: {
    title: "Subscription",
    none: "The node tells no subscription.",
    states: { active: "active", notfound: "none", new: "not checked yet", expired: "expired", invalid: "invalid", suspended: "suspended" } as Record<string, string>,
    unknown: "unknown",
    until: (day: string) => `until ${day}`,
  },

  traffic: {
    title: "Traffic rules",
    none: "No rule limits traffic.",
    columns: { name: "Rule", in: "In now", out: "Out now" },
    of: (limit: string) => `of ${limit}/s`,
    unlimited: "no limit",
  },

  tape: {
    drives: { title: "Tape drives", none: "No tape drive is set up.", columns: { name: "Drive", state: "State", model: "Device" } },
    changers: { title: "Tape changers", none: "No changer is set up.", columns: { name: "Changer", state: "State", model: "Device" } },
    tapes: { title: "Tapes", none: "No tape is known.", columns: { label: "Tape", state: "State", pool: "Pool", place: "Place", used: "Written" } },
    jobs: { title: "Tape jobs", none: "No tape job is made.", columns: { name: "Job", state: "State", at: "Last end", next: "Next run" } },
    states: {
      damaged: "damaged", retired: "retired", full: "full", writable: "writable", unknown: "unknown", noCatalog: "no catalog", expired: "expired", busy: "busy", idle: "idle", found: "found",
      notFound: "not found at the server", stateUnknown: "unknown",
    },
    noCatalogHint: "Its catalog is missing: the tape has to be read whole before anything on it can be restored.",
    expiredHint: "Its media set has expired, so it may be written over.",
    inChanger: (changer: string, number: number | null) => (number === null ? `in ${changer}` : `drive ${number} of ${changer}`),
    online: (changer: string) => `in ${changer}`,
    vault: (vault: string) => `vault ${vault}`,
    offline: "offline",
    bad: (count: number) => `${count.toLocaleString("en")} need a look`,
    to: (pool: string, drive: string | null) => (drive === null ? `to ${pool}` : `to ${pool} on ${drive}`),
    nextTape: (label: string) => `next tape ${label}`,
  },

  snapshots: {
    title: "Snapshots",
    lead: "They lie on the same disks as the guest: no backup, and the older they are the more room they take.",
    none: "This guest has no snapshots.",
    columns: { name: "Snapshot", age: "Age", memory: "Memory", size: "Size", note: "Note" },
    depth: (depth: number) => `made after ${plural(depth, "other", "others")}`,
    with: "with",
    without: "without",
    sizeUnknown: "Most storages do not tell the size of a snapshot.",
  },

  ceph: {
    title: "Health and OSDs",
    none: "Ceph is not used here.",
    says: "Ceph’s own word:",
    health: "Health checks",
    healthy: "No check is raised.",
    muted: "muted",
    flags: "Flags that are set",
    noFlags: "No flag is set.",
    osds: "OSDs",
    noOSDs: "Ceph lists no OSDs.",
    notRead: "Not read: what is said above stands in the way, or the node was not asked for it yet.",
    columns: { osd: "OSD", state: "State", host: "Host", used: "Used", total: "Size", share: "Use" },
    osd: (id: number) => `osd.${id}`,
    trouble: (count: number) => `${count.toLocaleString("en")} down or out`,
    osdStates: { upIn: "up, in", upOut: "up, out", downOut: "down, out", down: "down, in", upUnknown: "up", unknown: "unknown" },
  },

  mail: {
    title: "Queues",
    none: "The node lists no queues.",
    empty: "Empty.",
    names: { deferred: "Deferred", active: "Active", incoming: "Incoming", hold: "On hold", maildrop: "Dropped off", corrupt: "Corrupt" } as Record<string, string>,
    of: (queue: string, node: string | null) => (node === null ? queue : `${queue} on ${node}`),
    oldest: (age: string) => `oldest ${age}`,
    ages: "By age",
    age: "Waiting for",
    messages: "Messages",
    domains: "By domain",
    domain: "Domain",
    longest: "Longest wait",
    reasons: "Why they are deferred",
    reason: "Reason",
    sampled: "Of a sample of the messages.",
    noReasons: "No message of the sample said why.",
    reasonsUnread: "Why they are deferred was not read.",
    atMost: (age: string) => `up to ${age}`,
    over: (age: string) => `over ${age}`,
    between: (from: string, to: string) => `${from}–${to}`,
  },

  // The gateway counts by whole days in its own time zone.
  week: {
    domains: { title: "By domain", none: "No mail was counted.", columns: { domain: "Domain", incoming: "In", outgoing: "Out", spam: "Spam", virus: "Viruses", bytes: "Size" } },
    viruses: { title: "Viruses found", none: "No virus was found.", columns: { name: "Virus", count: "Messages" } },
    backups: { title: "Backups of the settings", none: "No backup of the settings lies on the gateway.", columns: { file: "File", at: "Made", node: "Node", size: "Size" } },
  },
};
