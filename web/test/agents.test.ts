import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { configOf, draftOfConfig, entriesOf, mistakeOf, mistakesOfConfig, wordsOfValue } from "../agents/config";
import { usesOf } from "../agents/AddAgents";
import { adviceOf, drifts, stateOf } from "../agents/health";
import { moved } from "../agents/Rules";
import type { Agent, SettingSchema } from "../app/agents-api";
import { elsewhere, homeOf } from "../app/homes";
import { pack } from "../app/packed";
import { pagesFor } from "../app/pages";
import { levelOfThing } from "../app/trouble";
import type { ContainerResource, HostResource, KubernetesPodResource, KubernetesWorkloadResource, Resource, Session } from "../app/types";
import { figuresOf, metricsOf, plansOf } from "../chart/plan";
import { nameOf } from "../chart/Chart";
import { formatOf, scaleOf } from "../chart/scale";
import { exitOf, healthOf, portWords, shortImage, updateOf } from "../docker/judgement";
import { projectsOf } from "../docker/grouping";
import { matcher } from "../filter/match";
import { parseFilter } from "../filter/parse";
import { arrayState, marksOf, verdictOf } from "../hosts/marks";
import { containerState, means, podState, readyOf, shareReady, workloadWord } from "../kubernetes/judgement";
import { isOf } from "../kubernetes/ObjectPart";
import { completeRecords, matchesRecord, parseRecords, type Fields } from "../records/filter";
import { series } from "./history";
import { guest, ids, node } from "./resources";

const base = { displayName: null, note: "", tags: [], reason: null, since: null, lastSeen: "2026-11-24T10:00:00Z", metrics: {} };

export function host(name: string, facts: Partial<HostResource["facts"]> = {}, change: Partial<Omit<HostResource, "kind" | "facts">> = {}): HostResource {
  return {
    ...base, id: `host:${name}`, kind: "host", source: name, parent: null, name, status: "online", ...change,
    facts: {
      hostname: name, machineID: null, osName: "Debian GNU/Linux 12", kernel: null, architecture: null, processors: { model: null, sockets: null, cores: null, threads: null, megahertz: null }, loadAverage: null, startedAt: null,
      filesystems: [], interfaces: [], temperatures: [], fans: null, arrays: null, pools: null, disks: null, failedUnits: null, packages: null, isRebootDue: null, clock: null, engines: null, virtualization: null, productUUID: null, ...facts,
    },
  };
}

function container(name: string, on: string, facts: Partial<ContainerResource["facts"]> = {}, change: Partial<Omit<ContainerResource, "kind" | "facts">> = {}): ContainerResource {
  return {
    ...base, id: `container:${on}/${name}`, kind: "container", source: on, parent: `host:${on}`, name, status: "running", ...change,
    facts: {
      engine: "docker", containerID: "0".repeat(64), image: "ghcr.io/owner/web:1.2", imageID: null, imageDigest: null, state: "running", health: null, healthOutput: null, exitCode: null, wasOutOfMemory: null, wasStoppedByHand: null,
      error: null, createdAt: null, startedAt: null, finishedAt: null, restartCount: null, restartPolicy: null, project: null, service: null, replica: null, pod: null, processorLimit: null, memoryLimit: null, ports: [], networks: [],
      mounts: [], labels: {}, isPrivileged: null, writtenBytes: null, update: null, ...facts,
    },
  };
}

function pod(name: string, facts: Partial<KubernetesPodResource["facts"]> = {}): KubernetesPodResource {
  return {
    ...base, id: `k8s-pod:prod/shop/${name}`, kind: "k8s-pod", source: "prod", parent: "k8s-cluster:prod", name, status: "running",
    facts: {
      namespace: "shop", node: "worker-1", phase: "Running", reason: null, message: null, ownerKind: "Deployment", ownerName: "api", containers: [], restarts: 0, isReady: true, isTerminating: false, createdAt: null, startedAt: null,
      quality: null, addresses: [], processorRequest: null, processorLimit: null, memoryRequest: null, memoryLimit: null, ...facts,
    },
  };
}

function workload(name: string, kind: KubernetesWorkloadResource["kind"], facts: Partial<KubernetesWorkloadResource["facts"]> = {}): KubernetesWorkloadResource {
  return {
    ...base, id: `${kind}:prod/shop/${name}`, kind, source: "prod", parent: "k8s-cluster:prod", name, status: "running",
    facts: {
      namespace: "shop", images: [], desired: null, ready: null, updated: null, available: null, conditions: [], createdAt: null, active: null, succeeded: null, failed: null, startedAt: null, finishedAt: null, ownerName: null,
      schedule: null, isSuspended: null, lastScheduledAt: null, lastSucceededAt: null, ...facts,
    },
  };
}

type Disk = NonNullable<HostResource["facts"]["disks"]>[number];
const disk: Disk = {
  device: "sda", model: null, serial: null, bus: "sata", size: null, isRotational: null, answer: "answered", passed: true, celsius: null, powerOnHours: null, wear: null, reallocatedSectors: null, pendingSectors: null, uncorrectableErrors: null,
  mediaErrors: null, linkErrors: null, spareLeft: null, askedAt: null,
};
type Raid = NonNullable<HostResource["facts"]["arrays"]>[number];
const raid: Raid = { device: "md0", level: "raid1", state: "clean", devicesWanted: 2, devicesActive: 2, devicesFailed: 0, devicesSpare: 0, isDegraded: false, members: [], action: null, progress: null, size: null };

function found(filter: string, ...resources: Resource[]): string[] {
  const parsed = parseFilter(filter);
  assert.deepEqual(parsed.mistakes, []);
  return ids(resources.filter(matcher(parsed, Date.parse("2026-11-24T10:00:00Z"))));
}

describe("pages of what agents tell", () => {
  const session = { user: "a", permissions: [] } as unknown as Session;
  test("have no entry while there is nothing of theirs", () => assert.deepEqual(pagesFor(session, ["node", "guest"]), ["overview", "storage", "backups", "work", "patrol", "settings"]));
  test("have one as soon as there is", () => assert.deepEqual(pagesFor(session, ["host", "container", "k8s-pod"]).slice(4, 7), ["hosts", "docker", "kubernetes"]));
  test("workloads are one section", () => assert.deepEqual(homeOf("k8s-cronjob"), { page: "kubernetes", section: "workloads" }));
  test("a filter for pods leads to where they are", () => assert.equal(elsewhere("kind:pod ns:shop", ["node"]), "k8s-pod"));
  test("one for nodes does not lead away from the Overview", () => assert.equal(elsewhere("kind:node", ["cluster", "node"]), null));
});

describe("the filter of machines", () => {
  const good = host("nas", { failedUnits: [], isRebootDue: false, packages: { manager: "apt", pending: 0, security: 0, listsAt: null }, arrays: [raid], disks: [disk] });
  const bad = host("web", { failedUnits: ["nodered.service"], isRebootDue: true, packages: { manager: "apt", pending: 12, security: 3, listsAt: null }, arrays: [{ ...raid, isDegraded: true }], disks: [{ ...disk, passed: false }] });
  const silent = host("old");
  const cases: [string, HostResource[]][] = [
    ["reboot:yes", [bad]], ["reboot:no", [good]], ["reboot:unknown", [silent]], ["failed:yes", [bad]], ["failed:no", [good]], ["updates>0", [bad]], ["updates=0", [good]], ["raid:degraded", [bad]], ["raid:clean", [good]],
    ["health:failed", [bad]], ["health:passed", [good]], ["host:na", [good]], ["os:debian -host:nas", [bad, silent]],
  ];
  for (const [filter, expected] of cases) test(filter, () => assert.deepEqual(found(filter, good, bad, silent), ids(expected)));
});

describe("the filter of containers and pods", () => {
  const web = container("web", "nas", { project: "shop", service: "front", update: { verdict: "new_digest", currentDigest: null, latestDigest: null, latestTag: null, checkedAt: null, firstSeenAt: null, problem: null } }, { metrics: { restarts: { value: 4 } } });
  const api = pod("api-0", { containers: [{ name: "api", image: "registry/api:2", isInit: false, isReady: true, state: "running", reason: null, message: null, exitCode: null, restarts: 0, lastReason: null, lastExitCode: null, lastFinishedAt: null }] });
  const all: Resource[] = [web, api, node("worker-1"), guest(1)];
  const cases: [string, Resource][] = [["host:nas", web], ["project:shop", web], ["project:front", web], ["image:owner", web], ["updates>0", web], ["restarts>3", web], ["type:docker", web], ["ns:shop", api], ["namespace:shop", api], ["image:api:2", api],
    ["owner:deployment/api", api], ["kind:pod", api], ["kind:k8s-pod", api]];
  for (const [filter, expected] of cases) test(filter, () => assert.deepEqual(found(filter, ...all), [expected.id]));
  test("host: goes on meaning the node of a guest", () => assert.deepEqual(found("host:pve-1", guest(1), node("pve-1")), ["guest:lab/1", "node:lab/pve-1"]));
  test("a node is asked for among pods as among guests", () => assert.deepEqual(found("node:worker", api, node("worker-1")), [api.id, "node:lab/worker-1"]));
});

describe("what there is to do on a machine", () => {
  test("nothing that nobody told", () => assert.deepEqual(marksOf(host("a").facts), []));
  test("the worst comes first", () => {
    const marks = marksOf(host("a", { isRebootDue: true, failedUnits: ["x.service"], disks: [{ ...disk, passed: false }], packages: { manager: "apt", pending: 2, security: null, listsAt: null } }).facts);
    assert.deepEqual(marks.map((mark) => mark.word), ["sda failing", "1 failed service", "reboot due", "2 updates"]);
  });
  test("a rebuild says how far it is, a check is routine", () => {
    assert.deepEqual(marksOf(host("a", { arrays: [{ ...raid, action: "recovery", progress: 0.34 }] }).facts).map((mark) => mark.word), ["md0: recovery 34 %"]);
    assert.deepEqual(marksOf(host("a", { arrays: [{ ...raid, action: "check", progress: 0.34 }] }).facts), []);
  });
  test("a failing disk is critical though the machine is online", () => assert.equal(levelOfThing(host("a", { disks: [{ ...disk, passed: false }] })), "critical"));
  test("a degraded array is a warning", () => assert.equal(levelOfThing(host("a", { arrays: [{ ...raid, isDegraded: true }] })), "warning"));
  test("a disk that sleeps, or has no verdict, is not called fine", () => {
    assert.deepEqual(verdictOf({ answer: "standby", passed: null }), { level: "off", word: "sleeps" });
    assert.deepEqual(verdictOf({ answer: "answered", passed: null }), { level: "unknown", word: "no verdict" });
    assert.deepEqual(verdictOf({ answer: "unsupported", passed: true }), { level: "unknown", word: "tells nothing" });
  });
  test("an array whose word is not known is not called fine", () => assert.equal(arrayState({ state: "something", isDegraded: false, devicesFailed: 0 }).level, "unknown"));
});

describe("containers", () => {
  test("how one ended", () => {
    const ended = { state: "exited", exitCode: 137, wasOutOfMemory: null, wasStoppedByHand: null };
    assert.deepEqual(exitOf({ ...ended, wasOutOfMemory: true }), { level: "critical", word: "out of memory" });
    assert.deepEqual(exitOf({ ...ended, wasStoppedByHand: true }), { level: "off", word: "stopped by hand" });
    assert.deepEqual(exitOf({ ...ended, wasStoppedByHand: false }), { level: "warning", word: "exit 137" });
    assert.deepEqual(exitOf(ended), { level: "watch", word: "exit 137" });
    assert.deepEqual(exitOf({ ...ended, exitCode: 0 }), { level: "off", word: "ended by itself" });
    assert.equal(exitOf({ ...ended, state: "running", exitCode: 0 }), null);
  });
  test("one that ended by itself and not well needs someone, and one of which nobody knows who ended it does not", () => {
    const ended = (facts: Partial<ContainerResource["facts"]>): string => levelOfThing(container("a", "nas", { state: "exited", exitCode: 1, ...facts }, { status: "stopped" }));
    assert.deepEqual([ended({ wasStoppedByHand: false }), ended({ wasOutOfMemory: true }), ended({ wasStoppedByHand: true }), ended({}), ended({ wasStoppedByHand: false, exitCode: 0 })], ["warning", "warning", "off", "off", "off"]);
  });
  test("a word of health that is not known is not taken for good", () => assert.deepEqual(healthOf({ health: "splendid" }), { level: "unknown", word: "splendid" }));
  test("one without a check has no health", () => assert.equal(healthOf({ health: null }), null));
  test("nobody asked is no verdict", () => assert.equal(updateOf({ update: null }), null));
  test("published ports stand for all", () => assert.equal(portWords([{ container: 80, host: 8080, transport: "tcp", address: "0.0.0.0" }, { container: 80, host: 8080, transport: "tcp", address: "::" }, { container: 9000, host: null, transport: "tcp", address: null }]), "8080→80/tcp"));
  const images: [string, string][] = [["ghcr.io/owner/web:1.2", "owner/web:1.2"], ["nginx:1", "nginx:1"], ["localhost:5000/a/b@sha256:00", "a/b"], ["owner/web", "owner/web"]];
  for (const [image, short] of images) test(`${image} in short`, () => assert.equal(shortImage(image), short));
  test("projects of the same name on two machines are two, a stack over both is one", () => {
    const stack = { project: "st", labels: { "com.docker.stack.namespace": "st" } };
    const projects = projectsOf([container("a", "x", { project: "p" }), container("b", "y", { project: "p" }), container("c", "x", stack), container("d", "y", stack, { status: "failing" }), container("e", "x")]);
    assert.deepEqual(projects.map(({ name, hosts, running, total, level }) => [name, hosts.join(), running, total, level]), [["st", "x,y", 1, 2, "critical"], ["p", "x", 1, 1, "ok"], ["p", "y", 1, 1, "ok"]]);
  });
});

describe("objects of Kubernetes", () => {
  const running = { name: "api", image: null, isInit: false, isReady: true, state: "running", reason: null, message: null, exitCode: null, restarts: 0, lastReason: null, lastExitCode: null, lastFinishedAt: null };
  test("a container that crashes speaks for its pod", () =>
    assert.deepEqual(podState(pod("a", { isReady: false, containers: [running, { ...running, state: "waiting", reason: "CrashLoopBackOff", isReady: false }] }).facts), { level: "critical", word: "CrashLoopBackOff" }));
  test("one that is being made passes", () => assert.equal(containerState({ ...running, state: "waiting", reason: "ContainerCreating", isReady: false }).level, "watch"));
  test("a pod that ran to its end is done", () => assert.deepEqual(podState(pod("a", { phase: "Succeeded", isReady: false }).facts), { level: "off", word: "done" }));
  test("one that is not ready is not fine", () => assert.deepEqual(podState(pod("a", { isReady: false }).facts), { level: "warning", word: "not ready" }));
  test("init containers are not counted among those that stay", () => assert.deepEqual(readyOf(pod("a", { containers: [{ ...running, isInit: true, isReady: false }, running] }).facts), { ready: 1, all: 1 }));
  test("nothing wanted is all there", () => {
    assert.equal(shareReady(workload("a", "k8s-deployment", { desired: 0, ready: 0 })), 1);
    assert.equal(shareReady(workload("a", "k8s-deployment", { desired: 4, ready: 1 })), 0.25);
    assert.equal(shareReady(workload("a", "k8s-deployment")), null);
  });
  test("a cron job says that it is suspended", () => assert.equal(workloadWord(workload("a", "k8s-cronjob", { isSuspended: true })), "suspended"));
  test("an event means one object of a namespace", () => {
    assert.ok(means(pod("api-0"), "Pod", "shop", "api-0"));
    assert.ok(!means(pod("api-0"), "Pod", "other", "api-0"));
    assert.ok(!means(pod("api-0"), "Deployment", "shop", "api-0"));
  });
  test("pods belong to their workload and their node", () => {
    assert.ok(isOf(pod("api-0"), workload("api", "k8s-deployment")));
    assert.ok(!isOf(pod("api-0"), workload("api", "k8s-statefulset")));
    assert.ok(isOf(workload("job-1", "k8s-job", { ownerName: "nightly" }), workload("nightly", "k8s-cronjob")));
  });
});

describe("charts of machines", () => {
  const of = (metric: "cpu" | "networkIn" | "networkOut" | "diskLatency", part: string | null, value = 0.5) => series([value, value], { metric, part, unit: metric === "diskLatency" ? "seconds" : metric === "cpu" ? "ratio" : "bytesPerSecond" });
  const all = [of("cpu", null), of("cpu", "core 0", 0.1), of("cpu", "core 1", 0.9), of("networkIn", null), of("networkOut", "eth0"), of("networkIn", "eth0"), of("diskLatency", "sda", 0.004)];
  const none = (): boolean => false;
  test("show the whole first", () => assert.deepEqual(figuresOf("host", none, all).map((one) => [one.key, one.lines.length]), [["cpu", 1], ["network", 1]]));
  test("and cores, disks and interfaces on demand", () =>
    assert.deepEqual(figuresOf("host", none, all, true).map((one) => [one.key, one.lines.length]), [["cpu", 1], ["network", 1], ["cores", 2], ["latency", 1], ["network:eth0", 2]]));
  test("of many cores those that do most are drawn", () => {
    const cores = Array.from({ length: 16 }, (_, core) => of("cpu", `core ${core}`, core / 16));
    const figure = figuresOf("host", none, cores, true).find((one) => one.key === "cores");
    assert.deepEqual(figure?.lines.map((line) => line.part), ["core 15", "core 14", "core 13", "core 12", "core 11", "core 10"]);
    assert.equal(figure?.further.length, 10);
  });
  test("lines of cores have their names, those of an interface the direction", () => assert.deepEqual([nameOf(of("cpu", "core 1")), nameOf(of("networkIn", "eth0"))], ["core 1", "in"]));
  test("a metric is asked for once", () => assert.equal(new Set(metricsOf("host", true)).size, metricsOf("host", true).length));
  test("pressure is of machines alone", () => assert.ok(plansOf("host").some((plan) => plan.key === "pressure") && !plansOf("node").some((plan) => plan.key === "pressure")));
  test("milliseconds are told as such", () => assert.deepEqual([formatOf("seconds")(0.0042), formatOf("seconds")(3), scaleOf("seconds", 0, 0.004).top], ["4.20 ms", "3 s", 0.004]));
});

test("all shares of the stream come in thousandths", () => {
  const { values } = pack({ sequence: 1, at: "", values: { handles: "0", cpu: [500], ioPressure: [250], wear: [70], load1: [3] } } as unknown as Parameters<typeof pack>[0]);
  assert.deepEqual(values?.columns.map(({ metric, values }) => [metric, values[0]]), [["cpu", 0.5], ["ioPressure", 0.25], ["wear", 0.07], ["load1", 3]]);
});

describe("the filter of lists", () => {
  interface Row { name: string; source: string; size: number | null }
  const fields: Fields<Row> = { words: { name: (row) => row.name, source: (row) => row.source }, numbers: { size: { units: ["bytes"], value: (row) => row.size } }, aliases: { image: "name" } };
  const rows: Row[] = [{ name: "web", source: "nas", size: 2 ** 30 }, { name: "db", source: "nas", size: null }];
  const named = (filter: string): string[] => rows.filter(matchesRecord(parseRecords(filter, fields), fields, 0)).map((row) => row.name);
  test("is the one language", () => assert.deepEqual([named("image:web"), named("size>500M"), named("-web"), named("nas")], [["web"], ["web"], ["db"], ["web", "db"]]));
  test("an unknown size is neither large nor small", () => assert.deepEqual(named("size<5G"), ["web"]));
  test("explains a mistake", () => assert.equal(parseRecords("sise>1", fields).mistakes.length, 1));
  test("completes what is there", () => assert.deepEqual(completeRecords("name:", 5, rows, fields).map((one) => one.label).sort(), ["db", "web"]));
});

describe("agents", () => {
  const agent: Agent = {
    id: "a1", source: "nas", name: "nas", hostname: "nas", origin: "enrolled", version: "6.0.0", platform: "linux", architecture: "x86_64", tags: [], enrolledAt: "2026-11-24T09:00:00Z", revokedAt: null, lastSeenAt: "2026-11-24T10:00:00Z",
    condition: "reporting", interval: 10, modules: [{ name: "host", condition: "working", problem: null, nextStep: null, kinds: ["host"] }], profile: null, clockOffset: 0, lostReports: 0, machineShared: false, isOutdated: false, clusters: [],
  };
  const now = Date.parse("2026-11-24T10:05:00Z");
  const advice = (change: Partial<Agent>): string[] => adviceOf({ ...agent, ...change }, "6.0.1", now).map((one) => one.sentence);
  test("one that reports everything needs nothing", () => assert.deepEqual([stateOf(agent), advice({})], [{ level: "ok", word: "reporting" }, []]));
  test("one that is silent is critical, with its age and the next step", () => {
    assert.equal(stateOf({ ...agent, condition: "overdue" }).level, "critical");
    assert.deepEqual(advice({ condition: "overdue" }), ["It has not reported for 5 min."]);
  });
  test("a module that fails speaks for its agent", () => {
    const modules = [{ name: "docker", condition: "failing" as const, problem: "The socket refuses.", nextStep: "Add the user to the group docker.", kinds: [] }];
    assert.deepEqual([stateOf({ ...agent, modules }), advice({ modules })], [{ level: "warning", word: "1 module fails" }, ["docker: The socket refuses."]]);
  });
  test("clones, wrong clocks, old versions and refusals are said", () =>
    assert.equal(advice({ machineShared: true, clockOffset: -3600, isOutdated: true, profile: { id: "p", name: "p", serial: 2, appliedSerial: 2, refused: ["selfUpdate"] } }).length, 4));
  test("a revoked one is nobody's work any more", () => assert.deepEqual(advice({ condition: "revoked", machineShared: true }), []));
  test("a change of the profile that was not taken over is drift", () => {
    assert.ok(drifts({ ...agent, profile: { id: "p", name: "p", serial: 3, appliedSerial: 2, refused: [] } }));
    assert.ok(!drifts({ ...agent, profile: { id: "p", name: "p", serial: 3, appliedSerial: 3, refused: [] } }));
  });
  test("a code is for 1 to 1,000 machines", () => assert.deepEqual(["0", "1", "1000", "1001", "2.5", "", "x"].map(usesOf), [null, 1, 1000, null, null, null, null]));
  test("rules move by a step and not out of the list", () => assert.deepEqual([moved([1, 2, 3], 2, -1), moved([1, 2, 3], 2, 1), moved([1, 2, 3], 0, 1)], [[1, 3, 2], [1, 2, 3], [2, 1, 3]]));
});

describe("settings of a profile", () => {
  const none = { minimum: null, maximum: null, unit: null, choices: null, maximumCount: null, maximumBytes: null, meaning: "", fallback: "" };
  const schema: SettingSchema[] = [
    { ...none, key: "interval", kind: "number", minimum: 5, maximum: 3600, unit: "seconds", fallback: "10" }, { ...none, key: "smart", kind: "flag" }, { ...none, key: "containers", kind: "choice", choices: ["auto", "off"] },
    { ...none, key: "excludeNamespaces", kind: "texts", maximumCount: 2, maximumBytes: 4 },
  ];
  const mistake = (key: string, written: string | null): string | null => mistakeOf(written, schema.find((one) => one.key === key) as SettingSchema);
  test("what is not set is not saved", () => assert.deepEqual(configOf(draftOfConfig({}, schema), schema), {}));
  test("each is saved in its own type", () =>
    assert.deepEqual(configOf({ interval: "30", smart: "false", containers: "off", excludeNamespaces: "a\nb\n" }, schema), { interval: 30, smart: false, containers: "off", excludeNamespaces: ["a", "b"] }));
  test("there and back", () => {
    const config = { interval: 60, smart: true, excludeNamespaces: [] };
    assert.deepEqual(configOf(draftOfConfig(config, schema), schema), config);
  });
  test("a key that the agent does not know cannot be written", () => assert.deepEqual(configOf(draftOfConfig({ intervall: 60 }, schema), schema), {}));
  test("limits are told before anything is sent", () => {
    assert.deepEqual(["4", "5", "3600", "3601", "x", "1.5"].map((one) => mistake("interval", one) === null), [false, true, true, false, false, false]);
    assert.deepEqual([mistake("excludeNamespaces", "a\nb\nc") === null, mistake("excludeNamespaces", "längst") === null, mistake("containers", "sometimes") === null], [false, false, false]);
    assert.deepEqual(Object.keys(mistakesOfConfig({ interval: "1", smart: null }, schema)), ["interval"]);
  });
  test("an entry may have blanks and commas within", () => assert.deepEqual(entriesOf(" /mnt/my disk, old \n\n/x "), ["/mnt/my disk, old", "/x"]));
  test("values in words", () => assert.deepEqual([true, "false", [], ["a", "b"], 10, null].map(wordsOfValue), ["on", "off", "–", "a, b", "10", "not set"]));
});
