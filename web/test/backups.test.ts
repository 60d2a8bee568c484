import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { BackupReason, GuestBackups, LedgerSection, LeftoverBackups, RestorePoint } from "../app/api-types";
import { needsSomeone, toDo } from "../app/backups-todo";
import { formatView, pageAddress, parseView } from "../app/url";
import { lookOf, spanOf, steppedTo, type Day } from "../backups/days";
import { completeBoard, matchesBoard, matchesLeftovers, parseBoard, parseLeftovers } from "../backups/filter";
import { absence, mainReason, obstacles, runOf, secondsUntil, sorted, sortedLeftovers } from "../backups/rows";
import { marksOf, stateOf } from "../backups/marks";
import { isWhole, tellingOf } from "../backups/telling";
import { nextSort } from "../table/ListTable";

const now = Date.parse("2026-11-26T10:00:00Z");

function reason(code: string, weight: BackupReason["weight"], sentence = code): BackupReason {
  return { code, weight, sentence, nextStep: `Do something about ${code}.`, evidence: [] };
}

function row(vmid: number, verdict: GuestBackups["verdict"], change: Partial<GuestBackups> = {}): GuestBackups {
  return {
    id: `guest:lab/${vmid}`, source: "lab", name: `web-${vmid}`, type: "qemu", vmid, template: false, verdict, reasons: [], lastGoodAt: null, lastGood: null, lastVerified: null, restorePoints: 0,
    bytes: 0, ambiguous: 0, dueAt: null, nextAt: null, missedRuns: null, excludedDisks: [], snapshots: null, oldestSnapshotAt: null, ...change,
  };
}

function names(rows: readonly GuestBackups[]): number[] {
  return rows.map((one) => one.vmid);
}

function found(filter: string, ...rows: GuestBackups[]): number[] {
  const parsed = parseBoard(filter);
  assert.deepEqual(parsed.mistakes, []);
  return names(rows.filter(matchesBoard(parsed, now)));
}

describe("what stands in the navigation", () => {
  test("an unprotected guest needs someone", () => assert.ok(needsSomeone(row(1, "unprotected"))));
  test("attention needs someone only for what does not pass by itself", () => {
    assert.ok(needsSomeone(row(1, "attention", { reasons: [reason("waits_for_first_run", "attention"), reason("task_failed", "attention")] })));
    assert.ok(!needsSomeone(row(1, "attention", { reasons: [reason("waits_for_first_run", "attention")] })));
    assert.ok(!needsSomeone(row(1, "attention", { reasons: [reason("waits_for_first_run", "attention"), reason("task_failed", "protected")] })));
  });
  test("what is protected or not known calls nobody", () => {
    assert.ok(!needsSomeone(row(1, "protected", { reasons: [reason("late", "attention")] })));
    assert.ok(!needsSomeone(row(1, "unknown", { reasons: [reason("place_hidden", "unknown")] })));
  });
  test("guests beyond the page that was read are counted", () => {
    assert.equal(toDo({ guests: [row(1, "unprotected"), row(2, "attention", { reasons: [reason("waits_for_first_run", "attention")] })], total: 5 }), 4);
    assert.equal(toDo({ guests: [], total: 0 }), 0);
  });
});

describe("the order of the board", () => {
  const rows = [row(1, "protected", { lastGoodAt: "2026-11-26T02:00:00Z" }), row(2, "unknown"), row(10, "unprotected"), row(9, "unprotected"), row(5, "attention", { lastGoodAt: "2026-11-20T02:00:00Z" })];
  test("trouble comes first, then names as people count", () => assert.deepEqual(names(sorted(rows, null, now)), [9, 10, 5, 2, 1]));
  test("by a column, those without a value last in both directions", () => {
    assert.deepEqual(names(sorted(rows, { key: "good", descending: true }, now)).slice(0, 2), [5, 1]);
    assert.deepEqual(names(sorted(rows, { key: "good", descending: false }, now)).slice(0, 2), [1, 5]);
  });
  test("a column that does not exist leaves trouble first", () => assert.deepEqual(names(sorted(rows, { key: "constructor", descending: false }, now)).slice(0, 2), [9, 10]));
  test("a heading asks for its usual direction, the other, then none", () => {
    const size = { key: "size", largestFirst: true };
    const first = nextSort(size, null);
    assert.deepEqual(first, { key: "size", descending: true });
    const second = nextSort(size, first);
    assert.deepEqual(second, { key: "size", descending: false });
    assert.equal(nextSort(size, second), null);
  });
});

describe("the words of a row", () => {
  test("the reason is the one that made the verdict", () => {
    const reasons = [reason("never_verified", "protected"), reason("late", "attention")];
    assert.equal(mainReason(row(1, "attention", { reasons }))?.code, "late");
    assert.equal(mainReason(row(1, "protected", { reasons }))?.code, "never_verified");
    assert.equal(mainReason(row(1, "unknown", { reasons }))?.code, "never_verified");
    assert.equal(mainReason(row(1, "protected")), null);
    assert.equal(mainReason(row(1, "protected", { reasons: [reason("place_hidden", "protected")] })), null);
    assert.equal(mainReason(row(1, "unknown", { reasons: [reason("place_hidden", "unknown")] }))?.code, "place_hidden");
  });
  test("a next run that is not known is not taken for none", () => {
    assert.deepEqual(runOf(row(1, "protected", { reasons: [reason("jobs_hidden", "protected")] })), { type: "unknown" });
    assert.deepEqual(runOf(row(1, "protected")), { type: "unknown" });
    assert.deepEqual(runOf(row(1, "attention", { reasons: [reason("no_job", "attention")] })), { type: "none" });
    assert.deepEqual(runOf(row(1, "attention", { reasons: [reason("job_disabled", "attention")] })), { type: "disabled" });
    assert.deepEqual(runOf(row(1, "attention", { nextAt: "2026-11-27T02:00:00Z", missedRuns: 2 })), { type: "at", at: "2026-11-27T02:00:00Z", missed: 2 });
  });
  test("no last backup is only called none where all was read", () => {
    assert.equal(absence(row(1, "unprotected")), "none");
    assert.equal(absence(row(1, "unknown")), "unknown");
  });
  test("a time that has passed is due, and what is no time is nothing", () => {
    assert.equal(secondsUntil("2026-11-26T10:01:00Z", now), 60);
    assert.equal(secondsUntil("2026-11-26T09:00:00Z", now), 0);
    assert.equal(secondsUntil("soon", now), null);
    assert.equal(secondsUntil(null, now), null);
  });
  test("what stands in the way is said once, with how many guests it concerns", () => {
    const hidden = reason("place_hidden", "unknown", "The store can't be read.");
    const rows = [row(1, "unknown", { reasons: [hidden, hidden] }), row(2, "unknown", { reasons: [hidden] }), row(3, "protected", { reasons: [reason("jobs_hidden", "protected"), reason("never_verified", "protected")] })];
    assert.deepEqual(obstacles(rows).map(({ sentence, guests }) => [sentence, guests]), [["The store can't be read.", 2], ["jobs_hidden", 1]]);
  });
});

describe("the filter of the board", () => {
  const place = { resource: "datastore:pbs/store", namespace: "lab" };
  const copy = { name: "vm/3", at: "2026-11-26T02:00:00Z", size: 1, good: true, verification: null, protected: null, encrypted: null, owner: null, note: null, proof: "name" as const, places: [place] };
  const rows = [
    row(1, "unprotected", { reasons: [reason("never_backed_up", "unprotected", "No backup in any place.")] }),
    row(2, "protected", { type: "lxc", lastGoodAt: "2026-11-26T02:00:00Z", name: "db", excludedDisks: ["scsi1"] }),
    row(3, "protected", { source: "far", template: true, lastGoodAt: "2026-11-20T02:00:00Z", lastGood: copy }),
  ];
  for (const [filter, expected] of [
    ["verdict:unprotected", [1]], ["verdict:protected", [2, 3]], ["-verdict:protected", [1]], ["verdict:unprotected|unknown", [1]], ["source:far", [3]], ["type:ct", [2]], ["type:template", [3]],
    ["reason:never_b", [1]], ["disk:scsi1", [2]], ["place:pbs/store/lab", [3]], ["age>2d", [3]], ["age<2d", [2]], ["db", [2]], ["\"no backup\"", [1]], ["id:3 source:far", [3]], ["", [1, 2, 3]],
  ] as const) test(filter === "" ? "nothing finds all" : filter, () => assert.deepEqual(found(filter, ...rows), expected));
  test("a guest without a backup has no age, in neither direction", () => assert.deepEqual([found("age>0s", row(1, "unknown")), found("age<9999d", row(1, "unknown"))], [[], []]));
  test("a field of another list is a mistake that names the nearest", () => {
    assert.match(parseBoard("verdct:unknown").mistakes.join(), /verdict/);
    assert.equal(parseBoard("cpu>80").mistakes.length, 1);
    assert.equal(parseBoard("constructor:x").mistakes.length, 1);
  });
  test("completes fields, and values with how often they are there", () => {
    assert.deepEqual(completeBoard("ver", 3, rows).map((one) => one.label), ["verdict:", "verified>"]);
    assert.deepEqual(completeBoard("verdict:", 8, rows).map((one) => [one.label, one.hint]), [["protected", "2"], ["unprotected", "1"]]);
    assert.deepEqual(completeBoard("", 0, rows).map((one) => one.label), ["verdict:", "source:", "reason:", "age>2d"]);
  });
});

describe("leftovers", () => {
  function leftover(backupId: string, bytes: number, change: Partial<LeftoverBackups> = {}): LeftoverBackups {
    return { kind: "orphan", type: "vm", backupId, place: { resource: "datastore:pbs/store", namespace: "" }, count: 1, bytes, newestAt: "2026-11-01T00:00:00Z", note: null, candidates: [], ...change };
  }
  const all = [leftover("100", 5), leftover("101", 50, { kind: "host", type: "host", note: "old mail server", newestAt: "2026-11-26T00:00:00Z" }), leftover("102", 20, { kind: "undecided" })];
  const filtered = (filter: string): string[] => all.filter(matchesLeftovers(parseLeftovers(filter), now)).map((one) => one.backupId);
  test("the largest come first", () => assert.deepEqual(sortedLeftovers(all, null, now).map((one) => one.backupId), ["101", "102", "100"]));
  test("or by a column", () => assert.deepEqual(sortedLeftovers(all, { key: "id", descending: false }, now).map((one) => one.backupId), ["100", "101", "102"]));
  test("are filtered by kind, words and age", () => {
    assert.deepEqual(filtered("kind:orphan|host"), ["100", "101"]);
    assert.deepEqual(filtered("mail"), ["101"]);
    assert.deepEqual(filtered("age>20d -kind:undecided"), ["100"]);
  });
});

describe("who told", () => {
  const section = (source: string, at: string | null, failed = false): LedgerSection => ({ source, node: null, guest: null, at, problem: failed ? { code: "forbidden", sentence: "no", nextStep: "grant" } : null });
  test("the oldest time counts, and who never told is named apart from who could not be asked", () => {
    const telling = tellingOf([section("a", "2026-11-26T09:00:00Z"), section("b", "2026-11-26T08:00:00Z", true), section("c", null), section("d", null, true)]);
    assert.equal(telling.oldest, "2026-11-26T08:00:00Z");
    assert.deepEqual(telling.never.map((one) => one.source), ["c"]);
    assert.deepEqual(telling.problems.map((one) => one.source), ["b", "d"]);
  });
  test("an empty list is whole only when all told and nothing stood in the way", () => {
    assert.ok(isWhole([section("a", "2026-11-26T09:00:00Z")]));
    assert.ok(!isWhole([section("a", "2026-11-26T09:00:00Z"), section("b", null)]));
    assert.ok(!isWhole([section("a", "2026-11-26T09:00:00Z", true)]));
    assert.ok(!isWhole([]));
    assert.ok(!isWhole(null));
  });
});

describe("days", () => {
  const day = (good: number, bad = 0, failures = 0): Day => ({ day: "2026-11-25", good, bad, failures, bytes: 0 });
  test("a day without backups is blank and never looks fine", () => assert.deepEqual(lookOf(day(0), 100), { amount: "none", trouble: false }));
  test("more backups fill more, failures and damaged ones mark the day", () => {
    assert.deepEqual([lookOf(day(10), 100), lookOf(day(50, 1), 100), lookOf(day(100, 0, 2), 100)].map((look) => [look.amount, look.trouble]), [["few", false], ["some", true], ["many", true]]);
    assert.deepEqual(lookOf(day(0, 0, 1), 0), { amount: "none", trouble: true });
  });
  test("arrows go by days and weeks and stop at the ends", () => {
    assert.deepEqual(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "x"].map((key) => steppedTo(key, 28, 30)), [27, 29, 21, 29, 0, 29, null]);
    assert.equal(steppedTo("Home", 0, 0), null);
  });
  test("the time shown is one of those offered", () => assert.deepEqual(["90d", "1y", null].map(spanOf), ["90", "30", "30"]));
});

describe("the time line", () => {
  const point = (at: string, good = true, verified = false): RestorePoint => ({ at, good, verified, copies: [] });
  test("a damaged point is never called verified", () => assert.deepEqual([stateOf(point("", false, true)), stateOf(point("", true, true)), stateOf(point(""))], ["bad", "verified", "good"]));
  test("runs from the oldest moment to now", () => {
    const marks = marksOf([point("2026-11-16T10:00:00Z"), point("2026-11-26T10:00:00Z")], [{ id: "t", node: "n", at: "2026-11-21T10:00:00Z", error: "", lastLines: [] }], now);
    assert.deepEqual(marks.map(({ x, state }) => [x, state]), [[0, "good"], [0.5, "failure"], [1, "good"]]);
  });
  test("a clock that is ahead and a time that is none draw nothing outside", () => {
    const marks = marksOf([point("nonsense"), point("2026-11-26T09:00:00Z"), point("2026-11-26T12:00:00Z")], [], now);
    assert.deepEqual(marks.map((mark) => mark.x), [0, 1]);
  });
});

test("a link to a part of the page, with filter and open guest, leads back to the same", () => {
  const view = pageAddress("backups", { section: "leftovers", filter: "kind:orphan", open: "guest:lab/100", tab: "backups" });
  assert.deepEqual(parseView(formatView(view).slice(1)), view);
});
