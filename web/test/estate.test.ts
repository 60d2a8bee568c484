import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { healthWord, levelOfHealth } from "../app/condition";
import { elsewhere, homeOf, storageTabs } from "../app/homes";
import { pagesFor } from "../app/pages";
import { proxmoxLink, versionOf } from "../app/product";
import { rankOf, shareOf } from "../app/trouble";
import type { DatastoreResource, DiskResource, MailResource, PoolResource, Resource, Session } from "../app/types";
import { fills, plansOf } from "../chart/plan";
import { memberKinds, members } from "../drawer/members";
import { matcher } from "../filter/match";
import { parseFilter } from "../filter/parse";
import { completedAddress, draftOf, emptyFields, mistakesOf } from "../settings/draft";
import { productOfForm } from "../settings/products";
import { clock, hasEnded, levelOfStage, secondsLeft } from "../settings/setup";
import { columns } from "../table/columns";
import { guest, ids, node, storage } from "./resources";

const base = { source: "lab", displayName: null, note: "", tags: [], reason: null, since: null, lastSeen: "2026-11-24T10:00:00Z", metrics: {} };

function pool(name: string, change: Partial<PoolResource["facts"]> = {}, metrics: PoolResource["metrics"] = {}): PoolResource {
  return {
    ...base, id: `pool:lab/pve-1/${name}`, kind: "pool", parent: "node:lab/pve-1", name, status: "online", metrics,
    facts: { type: "zfs", node: "pve-1", health: "ONLINE", fragmentation: null, deduplication: null, scrubbedAt: null, scan: null, errors: null, action: null, devices: null, ...change },
  };
}

function disk(serial: string, change: Partial<DiskResource["facts"]> = {}, metrics: DiskResource["metrics"] = {}): DiskResource {
  return {
    ...base, id: `disk:lab/pve-1/${serial}`, kind: "disk", parent: "node:lab/pve-1", name: `/dev/sd${serial}`, status: "online", metrics,
    facts: {
      node: "pve-1", device: `/dev/sd${serial}`, model: null, vendor: null, serial, type: "ssd", size: null, rotations: null, health: "PASSED", usage: null, osd: null, powerOnSeconds: null,
      mediaErrors: null, attributes: null, ...change,
    },
  };
}

function datastore(name: string, change: Partial<DatastoreResource["facts"]> = {}, metrics: DatastoreResource["metrics"] = {}): DatastoreResource {
  return {
    ...base, id: `datastore:pbs/${name}`, source: "pbs", kind: "datastore", parent: "node:pbs/localhost", name, status: "available", metrics,
    facts: {
      comment: null, maintenance: null, mountStatus: null, backend: null, estimatedFullAt: null, collectedAt: null, pendingBytes: null, removedBytes: null, badChunks: null, groups: null,
      snapshots: null, error: null, ...change,
    },
  };
}

const mail: MailResource = {
  ...base, id: "mail:pmg", source: "pmg", kind: "mail", parent: null, name: "pmg", status: "online", metrics: { queueLength: { value: 40 } },
  facts: { nodesTotal: 2, nodesReachable: 2, spamQuarantine: null, virusQuarantine: null },
};

function found(filter: string, ...resources: Resource[]): string[] {
  const parsed = parseFilter(filter);
  assert.deepEqual(parsed.mistakes, []);
  return ids(resources.filter(matcher(parsed, Date.parse("2026-11-24T10:00:00Z"))));
}

describe("health", () => {
  for (const [word, level] of [["ONLINE", "ok"], ["PASSED", "ok"], ["OK", "ok"], ["HEALTH_OK", "ok"], ["AVAIL", "ok"], ["INUSE", "warning"], ["DEGRADED", "warning"], ["HEALTH_WARN", "warning"], ["FAULTED", "critical"], ["FAILED!", "critical"],
    ["HEALTH_ERR", "critical"], ["UNKNOWN", "unknown"], ["something new", "unknown"], ["", "unknown"]] as const) {
    test(`'${word}' is ${level}`, () => assert.equal(levelOfHealth(word), level));
  }
  test("what nobody told is not taken for good", () => assert.equal(levelOfHealth(null), "unknown"));
  test("Ceph's words are said without their prefix", () => assert.equal(healthWord("HEALTH_WARN"), "warn"));
});

describe("where a kind is listed", () => {
  test("storages are the first section, which needs no name", () => assert.deepEqual(homeOf("storage"), { page: "storage", section: null }));
  test("datastores have a section", () => assert.deepEqual(homeOf("datastore"), { page: "storage", section: "datastores" }));
  test("mail has a page", () => assert.deepEqual(homeOf("mail"), { page: "mail", section: null }));
  test("only sections with something in them are counted", () =>
    assert.deepEqual(storageTabs([storage("local", ["pve-1"]), pool("rpool"), disk("a"), disk("b"), guest(1)], null), { shown: "storages", counts: { storages: 1, pools: 1, disks: 2 } }));
  test("without storages the first section that has something is shown", () => assert.equal(storageTabs([datastore("main")], null).shown, "datastores"));
  test("a section that is empty gives way", () => assert.equal(storageTabs([storage("local", ["pve-1"])], "ceph").shown, "storages"));
  test("a filter for what another page lists is noticed", () => assert.equal(elsewhere("kind:datastore disk>80", ["cluster", "node"]), "datastore"));
  test("a filter for what is listed here is not", () => assert.equal(elsewhere("kind:datastore", ["datastore"]), null));
  test("the mail page has no entry without a mail gateway", () => {
    const session = { user: "a", permissions: [] } as unknown as Session;
    assert.ok(!pagesFor(session, ["node"]).includes("mail"));
    assert.ok(pagesFor(session, ["mail"]).includes("mail"));
  });
});

describe("products", () => {
  test("a version is named with its product", () => assert.equal(versionOf("4.1.0", "pbs"), "PBS 4.1.0"));
  test("of a source nobody knows, it stands alone", () => assert.equal(versionOf("4.1.0", null), "4.1.0"));
  const server = { ...node("pbs"), id: "node:pbs/localhost", source: "pbs" };
  server.facts.webAddress = "https://pbs:8007";
  test("a backup server has no tree to point into", () => assert.equal(proxmoxLink(server, "pbs", undefined), "https://pbs:8007"));
  test("a datastore is reached by its server", () => assert.equal(proxmoxLink(datastore("main"), "pbs", server), "https://pbs:8007/#DataStore-main"));
  test("a pool is reached by its node", () => {
    const pve = node("pve-1");
    pve.facts.webAddress = "https://pve-1:8006";
    assert.equal(proxmoxLink(pool("rpool"), "pve", pve), "https://pve-1:8006/#v1:0:=node%2Fpve-1");
  });
  test("an address that is no web address makes no link", () => {
    const odd = node("pve-1");
    odd.facts.webAddress = "javascript:alert(1)";
    assert.equal(proxmoxLink(odd, "pve", undefined), null);
  });
});

describe("filter over the new kinds", () => {
  const all = [pool("rpool"), pool("tank", { health: "DEGRADED" }), disk("A1", { health: null }, { wear: { value: 0.91 } }), disk("B2", { node: "pve-2", type: "nvme" }, { wear: { value: null, quality: "unknown" } }),
    datastore("main", {}, { diskUsed: { value: 90 }, diskTotal: { value: 100 } }), mail];
  for (const [filter, expected] of [
    ["kind:datastore", ["datastore:pbs/main"]], ["kind:pool health:degraded", ["pool:lab/pve-1/tank"]], ["kind:disk health:unknown", ["disk:lab/pve-1/A1"]], ["wear>90", ["disk:lab/pve-1/A1"]],
    ["node:pve-2", ["disk:lab/pve-1/B2"]], ["type:nvme", ["disk:lab/pve-1/B2"]], ["disk>85%", ["datastore:pbs/main"]], ["queue>30", ["mail:pmg"]], ["id:b2", ["disk:lab/pve-1/B2"]],
  ] as const) test(filter, () => assert.deepEqual(found(filter, ...all), [...expected]));
});

describe("trouble of the new kinds", () => {
  test("a thin pool whose metadata are full comes first", () => {
    const full = pool("thin", { type: "lvm_thin", health: null }, { metadataUsed: { value: 95 }, metadataTotal: { value: 100 } });
    assert.ok(rankOf(full) > rankOf(pool("rpool")));
    assert.equal(shareOf(full, "metadata")?.value, 0.95);
  });
  test("a disk that answers and is dying comes before one of unknown health, and that before a good one", () => {
    const [failed, unknown, good] = ["FAILED", null, "PASSED"].map((health) => rankOf(disk("a", { health }))) as [number, number, number];
    assert.ok(failed > unknown && unknown > good);
  });
  test("a worn disk comes before a new one", () => assert.ok(rankOf(disk("a", {}, { wear: { value: 0.96 } })) > rankOf(disk("b", {}, { wear: { value: 0.01 } }))));
  test("a health nobody told comes between good and bad", () => {
    const rank = (health: string | null): number => columns.health?.sort(disk("a", { health }), 0) as number;
    assert.ok(rank("FAILED") > rank(null) && rank(null) > rank("PASSED"));
  });
  test("a thin pool has no health to be unknown", () => assert.equal(columns.health?.sort(pool("thin", { type: "lvm_thin", health: null }), 0), null));
  test("deduplication is the quotient of both counts", () =>
    assert.equal(columns.deduplication?.sort(datastore("main", {}, { dataLogical: { value: 300 }, dataStored: { value: 100 } }), 0), 3));
  test("deduplication of nothing is not known", () => assert.equal(columns.deduplication?.sort(datastore("main", {}, { dataLogical: { value: 0 }, dataStored: { value: 0 } }), 0), null));
});

describe("history of the new kinds", () => {
  test("what fills is foreseen", () => assert.deepEqual((["storage", "datastore", "pool", "ceph", "disk", "mail", "node"] as const).map(fills), [true, true, true, true, false, false, false]));
  test("mail has its queue and its traffic", () => assert.deepEqual(plansOf("mail").map((plan) => plan.key), ["queue", "queueAge", "mail", "unwanted"]));
  test("a disk has wear, temperature and what it counts", () => assert.deepEqual(plansOf("disk").map((plan) => plan.key), ["wear", "temperature", "counters"]));
});

describe("what belongs to a node", () => {
  const server = { ...node("pbs"), id: "node:pbs/localhost", source: "pbs" };
  const all: Resource[] = [pool("rpool"), disk("a"), datastore("main"), guest(1)];
  test("a backup server has datastores and no guests", () => {
    assert.deepEqual(memberKinds(server, "pbs", all), ["datastore"]);
    assert.deepEqual(ids(members(all, server, "datastore")), ["datastore:pbs/main"]);
  });
  test("a node of a cluster has guests, storages, and pools and disks where there are some", () => {
    assert.deepEqual(memberKinds(node("pve-1"), "pve", all), ["guest", "storage", "pool", "disk"]);
    assert.deepEqual(memberKinds(node("pve-9"), "pve", all), ["guest", "storage"]);
  });
  test("a node of a mail gateway has none of these", () => assert.deepEqual(memberKinds({ ...node("mail"), source: "pmg" }, "pmg", all), []));
});

describe("form of a source by product", () => {
  test("a backup server listens on 8007", () => assert.equal(completedAddress("pbs1", "pbs"), "https://pbs1:8007"));
  test("a mail gateway listens on 8006", () => assert.equal(completedAddress("mail1", "pmg"), "https://mail1:8006"));
  test("the address tells which product somebody came for", () => assert.deepEqual(["add", "add:pbs", "add:pmg", "add:what"].map(productOfForm), ["pve", "pbs", "pmg", "pve"]));
  test("a mail gateway takes a user and a password only, whatever was chosen before", () => {
    const fields = { ...emptyFields, product: "pmg" as const, address: "mail1", tokenId: "a@b!c", tokenSecret: "s" };
    assert.deepEqual(Object.keys(mistakesOf(fields, false)), ["username", "password"]);
    assert.deepEqual(draftOf({ ...fields, username: "pulse@pmg", password: "secret" }, null), {
      address: "https://mail1:8006", kind: "pmg", authentication: { type: "password", username: "pulse@pmg", password: "secret" },
    });
  });
  test("a backup server takes a token", () =>
    assert.deepEqual(draftOf({ ...emptyFields, product: "pbs", address: "pbs1", tokenId: "pulse@pbs!monitor", tokenSecret: "s" }, null), {
      address: "https://pbs1:8007", kind: "pbs", authentication: { type: "token", tokenId: "pulse@pbs!monitor", tokenSecret: "s" },
    }));
});

describe("a code for a set-up script", () => {
  test("its time is shown in minutes and seconds and never below zero", () => {
    assert.equal(secondsLeft(900_000, 0), 900);
    assert.equal(secondsLeft(1000, 1), 1);
    assert.equal(secondsLeft(1000, 5000), 0);
    assert.deepEqual([900, 61, 5, 0].map(clock), ["15:00", "1:01", "0:05", "0:00"]);
    assert.deepEqual([hasEnded(1), hasEnded(0)], [false, true]);
  });
  test("only done is well", () => assert.deepEqual((["waiting", "fetched", "trying", "failed", "done"] as const).map(levelOfStage), ["watch", "watch", "watch", "critical", "ok"]));
});
