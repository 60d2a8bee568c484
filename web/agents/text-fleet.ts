import { plural } from "../app/plural";

// Words of Settings > Agents and of their profiles, loaded with them. A translation is another file of this shape.

export const fleetWords = {
  title: "Agents",
  lead: "Programs on your machines that report what no API tells: disks, sensors, services, containers, Kubernetes. They open no port, and each signs with a key of its own.",
  emptyTitle: "Agents will be here",
  emptyLead: "Make a code, and run one command with it on each machine. The agent appears within seconds.",
  label: "Agents",
  readOnly: "Your role may look at agents and change nothing: it lacks settings:write.",
  columns: { name: "Name", state: "State", version: "Version", profile: "Profile", seen: "Last seen", tags: "Tags", platform: "Platform" },
  conditions: { reporting: "reporting", overdue: "overdue", revoked: "revoked", never: "never reported" } as Record<string, string>,
  limited: (count: number) => plural(count, "module is limited", "modules are limited"),
  failing: (count: number) => plural(count, "module fails", "modules fail"),
  summary: (reporting: number, all: number) => `${reporting.toLocaleString("en")} of ${all.toLocaleString("en")} report`,
  versions: (server: string, agent: string | null) => (agent === null ? `This server is ${server} and holds no agent for download.` : `This server is ${server}; the agent it holds for download is ${agent}.`),
  outdated: "older than the server’s",
  v5: "v5",
  drift: (applied: number | null, wanted: number) => (applied === null ? "not taken over yet" : `change ${wanted} not taken over yet: it has ${applied}`),
  inForce: "in force",
  noProfile: "none",
  filterHints: { state: "reporting, overdue, revoked, never", profile: "its profile", version: "its version", module: "what it collects", outdated: "yes or no", drift: "yes or no" } as Record<string, string>,
  gone: "This agent is no longer here.",
  back: "All agents",
  problems: {
    overdue: (age: string) => ({ sentence: `It has not reported for ${age}.`, nextStep: "On the machine: systemctl status pulse-agent says whether it runs, pulse-agent doctor what stands in its way." }),
    never: { sentence: "It enrolled and never reported.", nextStep: "On the machine: systemctl start pulse-agent, then pulse-agent doctor." },
    shared: { sentence: "Another agent reports the same machine id: one of the machines is a clone.", nextStep: "On the clone: remove /etc/machine-id, run systemd-machine-id-setup and start it anew. Both are kept apart meanwhile." },
    clock: (offset: string) => ({ sentence: `Its clock is ${offset} off.`, nextStep: "Its figures are put at the right time; set up a time server (systemd-timesyncd or chrony) on it all the same." }),
    lost: (count: number) => ({ sentence: `${plural(count, "report was", "reports were")} lost, because the server was away for too long.`, nextStep: "They show as a gap in its history." }),
    outdated: (own: string, newest: string) => ({ sentence: `It is version ${own}, and the server holds ${newest}.`, nextStep: "Run the install command again on the machine, or switch on selfUpdate in a profile." }),
    refused: (keys: string) => ({ sentence: `Its local file forbids what the profile sets: ${keys}.`, nextStep: "Take it out of the profile, or allow it in the file of the agent." }),
  },
  detail: {
    source: "Its things", id: "Agent id", hostname: "Host name", platform: "Platform", enrolled: "Enrolled", seen: "Last seen", interval: "Reports every", version: "Version", origin: "Came by", origins: { enrolled: "a code, and its own key", v5: "an API token of a v5 agent" } as Record<string, string>,
    revoked: "Revoked", clock: "Clock", clockRight: "in step", problems: "What to do", fine: "Nothing: it reports everything it should.", modules: "Modules", module: "Module", condition: "State", tells: "Tells of", problem: "Problem",
    conditions: { working: "working", limited: "limited", failing: "failing" } as Record<string, string>, noModules: "It has not told what it collects.", open: "Show what it reports",
  },
  tags: { title: "Tags", label: "Tags given here", hint: "One a line. Beside those it was installed with; its things carry them too, and rules of profiles go by them.", save: "Save tags", saved: (name: string) => `The tags of ${name} were saved.`, },
  assign: { title: "Profile", label: "Profile of this agent", byRule: "by the rules, or none", save: "Assign", saved: (name: string) => `The profile of ${name} was changed; it takes it over with its next report.`, preview: "Effective configuration", v5: "Agents of v5 take over the interval, the modules and the log level, and do not say that they did." },
  revoke: {
    label: "Revoke", title: (name: string) => `Revoke ${name}?`, lead: "The server takes nothing more from it. What it reported stays until you forget it. To come back it has to enrol anew.", confirm: (name: string) => `Revoke ${name}`, done: (name: string) => `${name} was revoked.`,
  },
  forget: {
    label: "Forget", title: (name: string) => `Forget ${name}?`, lead: "The agent and everything it reported of its machine, containers and cluster leave the lists. Recorded history is kept until its time is over.", confirm: (name: string) => `Forget ${name}`, done: (name: string) => `${name} was forgotten.`,
  },
  codes: {
    title: "Add agents", lead: "A code lets machines enrol: as many as you say, for as long as you say. After that it is worth nothing.", minutes: "Good for", lengths: { "15": "15 minutes", "60": "1 hour", "1440": "1 day", "10080": "7 days" } as Record<string, string>,
    uses: "Machines", usesHint: "How many may enrol with it: 1 to 1,000.", usesWrong: "A whole number from 1 to 1,000.", tags: "Tags", tagsHint: "One a line; every machine that enrols with this code gets them.", name: "Name", nameHint: "For a single machine: what it is called here. Its host name otherwise.",
    make: "Make the code", command: "On each machine, as root:", noAgent: "This server holds no agent for download: put the program pulse-agent on the machine first.", kubernetes: "In a Kubernetes cluster:", until: (at: string, uses: number) => `Good until ${at}, for ${plural(uses, "machine", "machines")}. The code is shown once.`, again: "Another code", done: "Done",
    came: (count: number) => `${plural(count, "agent has", "agents have")} enrolled since.`, waiting: "Waiting for the first agent…", open: "Codes that are still good", left: "Machines left", ends: "Ends", by: "Made by", remove: "Take back", none: "No code is open.",
    what: "What the command does", whats: ["It downloads the agent from this server and compares its checksum.", "It makes a system user without rights, a hardened systemd service, and a key that never leaves the machine.", "It enrols with the code and starts. It opens no port; pulse-agent uninstall takes everything away again."],
  },
};

export const profileWords = {
  title: "Agent profiles",
  lead: "Settings for groups of agents, kept here, versioned and signed. An agent may refuse what its own file forbids, and says so.",
  add: "Add a profile", edit: "Edit", rules: "Rules", emptyTitle: "Profiles will be here", emptyLead: "Make one, and give it to agents by name or by a rule: by tag, platform, or what they collect.",
  readOnly: "Your role may look at profiles and change nothing: it lacks settings:write.",
  version: (number: number) => `version ${number.toLocaleString("en")}`, agents: (count: number) => plural(count, "agent", "agents"), sets: (count: number) => (count === 0 ? "sets nothing" : `sets ${plural(count, "key", "keys")}`),
  name: "Name", nameMissing: "Give it a name.", description: "Description", settings: "Settings", leave: "leave as it is", usual: (value: string) => `Usually ${value}.`, range: (least: string, most: string, unit: string) => `${least} to ${most} ${unit}.`,
  on: "on", off: "off", setIt: (key: string) => `Set ${key}`, list: (count: number, bytes: number) => `One a line, at most ${count.toLocaleString("en")} of ${bytes.toLocaleString("en")} bytes.`,
  mistakes: {
    whole: "A whole number.", range: (least: number, most: number, unit: string) => `${least.toLocaleString("en")} to ${most.toLocaleString("en")} ${unit}.`, count: (most: number) => `At most ${most.toLocaleString("en")} entries.`,
    long: (most: number) => `An entry is longer than ${most.toLocaleString("en")} bytes.`, choice: "This is none of the choices.",
  },
  save: "Save", create: "Make the profile", saved: (name: string, version: number) => `${name} was saved as version ${version}. Agents take it over with their next report.`, created: (name: string) => `${name} was made.`, removed: (name: string) => `${name} was removed.`,
  remove: "Remove", removeTitle: (name: string) => `Remove ${name}?`, removeLead: (count: number) => (count === 0 ? "No agent has it." : `${plural(count, "agent has", "agents have")} it and goes on with the rules, or its own settings.`), removeConfirm: (name: string) => `Remove ${name}`, gone: "This profile is no longer here.", back: "All profiles",
  preview: {
    title: "Effective configuration", lead: "What an agent would have with the settings above, and where each comes from. Nothing is saved by looking.", agent: "Agent", look: "Show", key: "Setting", value: "Value", from: "From", froms: { default: "default", local: "its own file", profile: "profile" } as Record<string, string>,
    refused: "refused by its own file", none: "No agent takes profiles yet.", ofAgent: "What is in force, or will be with its next report.",
  },
  assigned: { title: "Agents that have it", none: "None by name; rules may give it to some.", add: "Give it to", give: "Assign", take: "Take away", unknown: "There is no agent of this name." },
  versions: { title: "Versions", none: "No earlier version.", current: "in force", by: (who: string) => `by ${who}`, change: (key: string, from: string, to: string) => `${key}: ${from} → ${to}`, unset: "not set", nothing: "nothing changed", back: (version: number) => `Roll back to version ${version}`, backTitle: (version: number) => `Roll back to version ${version}?`, backLead: "Its settings become a new version, so that this too can be taken back.", done: (version: number) => `The settings of version ${version} are in force again, as a new version.` },
  ruled: {
    title: "Rules", lead: "The first rule that fits an agent gives it its profile. One that is assigned to an agent by name goes before all rules. An empty field fits everything.", tag: "Tag", platform: "Platform", module: "Collects", any: "anything", profile: "Profile", add: "Add a rule", save: "Save rules", saved: "The rules were saved.",
    up: "Up", down: "Down", remove: "Remove", none: "There are no rules.", incomplete: "Choose a profile for every rule.", number: (at: number) => `Rule ${at}`, modules: { host: "the machine", docker: "containers", kubernetes: "Kubernetes" } as Record<string, string>, unsaved: "Not saved yet.",
  },
};
