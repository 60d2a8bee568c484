import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Availability, DatastoreJob, Job, Replication, Task } from "../app/work-api";
import { matchesWork, parseWork } from "../tasks/filter";
import { outcomeOf, replicationState, rowsOf, sortedWork, type WorkRow } from "../tasks/rows";
import { workColumns } from "../tasks/workColumns";

const now = Date.parse("2026-11-26T10:00:00Z");
const place = { source: "lab", node: "pve-1", guest: null };

const task = (id: string, change: Partial<Task> = {}): Task => ({
  ...place, id, type: "vzdump", subject: "100", user: "root@pam", startedAt: "2026-11-26T02:00:00Z", endedAt: "2026-11-26T02:05:00Z", outcome: "OK", error: null, lastLines: [], ...change,
});
const job: Job = { source: "lab", node: null, guest: null, id: "backup-1", enabled: false, schedule: "02:30", nextAt: "2026-11-27T02:30:00Z", storage: "vault", mode: "snapshot", onNode: null, comment: "" };
const care: DatastoreJob = {
  source: "vault", node: null, guest: null, id: "v-1", kind: "verify", datastore: "main", namespace: "lab", schedule: "daily", remote: null, pool: null, drive: null, nextTape: null, nextAt: null, lastEndedAt: null, lastSeconds: null, outcome: null,
  error: null,
};
const replication: Replication = {
  ...place, id: "100-0", target: "pve-2", schedule: "*/15", enabled: true, lastSyncAt: "2026-11-26T09:45:00Z", lastTryAt: null, nextAt: null, seconds: 3, failures: 0, error: null,
};
const available: Availability = { source: "lab", node: null, guest: "guest:lab/100", id: "vm:100", state: "started", requestedState: "started", onNode: "pve-1", group: null };

const names = (rows: readonly WorkRow[]): string[] => rows.map((row) => row.id.split(" ").pop() ?? "");

describe("how work went", () => {
  for (const [outcome, level] of [["OK", "ok"], ["running", "off"], ["error", "critical"], ["WARNINGS: 2", "watch"], ["unknown", "unknown"], ["", "unknown"], ["fine", "unknown"], [null, "unknown"]] as const) {
    test(`${JSON.stringify(outcome)} is ${level}`, () => assert.equal(outcomeOf(outcome).level, level));
  }
  test("replication that failed, is off, or never synced is never called in step", () => {
    assert.equal(replicationState(replication).level, "ok");
    assert.equal(replicationState({ ...replication, failures: 3 }).level, "critical");
    assert.equal(replicationState({ ...replication, failures: null, error: "failed" }).level, "critical");
    assert.equal(replicationState({ ...replication, enabled: false }).level, "off");
    assert.equal(replicationState({ ...replication, lastSyncAt: null }).level, "unknown");
  });
  test("a state of high availability that nobody knows is unknown", () => {
    assert.deepEqual(rowsOf("ha", [available, { ...available, state: "error" }, { ...available, state: "constructor" }, { ...available, state: null }]).map((row) => row.level), ["ok", "critical", "unknown", "unknown"]);
  });
  test("a wanted state is shown only where it is another", () => {
    assert.deepEqual(rowsOf("ha", [available, { ...available, requestedState: "stopped" }]).map((row) => row.target), [null, "stopped"]);
  });
  test("a job that is disabled has no next run", () => assert.deepEqual(rowsOf("jobs", [job, { ...job, enabled: true }]).map((row) => row.next), [null, "2026-11-27T02:30:00Z"]));
  test("a job that never ran is not taken for done", () => assert.equal(rowsOf("datastore-jobs", [care])[0]?.level, "unknown"));
  test("a task that runs has taken no time yet", () => assert.deepEqual(rowsOf("tasks", [task("a"), task("b", { endedAt: null, outcome: "running" })]).map((row) => row.seconds), [300, null]));
});

describe("the order of work", () => {
  const tasks = rowsOf("tasks", [task("new"), task("bad", { outcome: "error", startedAt: "2026-11-25T02:00:00Z", endedAt: "2026-11-25T02:01:00Z" })]);
  test("tasks stay newest first", () => assert.deepEqual(names(sortedWork(tasks, "tasks", null, now)), ["new", "bad"]));
  test("all else begins with trouble", () => {
    const rows = rowsOf("replication", [replication, { ...replication, id: "101-0", failures: 1 }]);
    assert.deepEqual(names(sortedWork(rows, "replication", null, now)), ["101-0", "100-0"]);
  });
  test("a column orders, and one that does not exist does not", () => {
    assert.deepEqual(names(sortedWork(tasks, "tasks", { key: "seconds", descending: false }, now)), ["bad", "new"]);
    assert.deepEqual(names(sortedWork(tasks, "tasks", { key: "constructor", descending: false }, now)), ["new", "bad"]);
  });
});

describe("the filter of work", () => {
  const rows = rowsOf("tasks", [task("a"), task("b", { outcome: "error", error: "no space left", guest: "guest:lab/101", startedAt: "2026-11-20T02:00:00Z", endedAt: "2026-11-20T04:00:00Z" })]);
  for (const [filter, expected] of [["state:failed", ["b"]], ["guest:101", ["b"]], ["space", ["b"]], ["age<1d", ["a"]], ["took>1h", ["b"]], ["user:root", ["a", "b"]], ["-state:failed", ["a"]]] as const) {
    test(filter, () => {
      const parsed = parseWork(filter);
      assert.deepEqual(parsed.mistakes, []);
      assert.deepEqual(names(rows.filter(matchesWork(parsed, now))), expected);
    });
  }
});

test("every list has a heading for each of its columns", () => {
  for (const list of ["tasks", "jobs", "datastore-jobs", "replication", "ha"] as const) for (const { key, label } of workColumns(list)) assert.ok(label !== "" && label !== key, `${list} ${key}`);
});
