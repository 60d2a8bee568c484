import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Fleet } from "../app/fleet";
import { pack, parseHandles, pieces } from "../app/packed";
import { Slices, type Turns } from "../app/slices";
import { Store } from "../app/store";
import { EventParser } from "../app/stream";
import type { Resource, Snapshot, SourceReport } from "../app/types";
import { guest } from "./resources";

const source: SourceReport = {
  source: "lab", kind: "pve", name: "Lab", condition: "reachable", version: null, lastAnswerAt: null, intervalSeconds: 10, problems: [], missingPrivileges: [], endpoints: [],
};

function snapshot(resources: Resource[]): Snapshot {
  return { sequence: 1, at: "2026-11-24T10:00:00Z", demo: false, sources: [source], resources };
}

function numbered(vmid: number, handle: number, metrics: Resource["metrics"] = { cpu: { value: 0.1 } }): Resource {
  return { ...guest(vmid), handle, metrics };
}

describe("handles", () => {
  test("ranges and single ones", () => assert.deepEqual(parseHandles("0-4,7,9"), [0, 1, 2, 3, 4, 7, 9]));
  test("none", () => assert.deepEqual(parseHandles(""), []));
  test("nonsense is left out", () => assert.deepEqual(parseHandles("a,3,-,5-4,1-2000000000"), [3]));
});

describe("fleet", () => {
  test("columns are applied in the order of the handles, null leaves as it was", () => {
    const fleet = new Fleet();
    fleet.reset(snapshot([numbered(100, 0), numbered(101, 1), numbered(102, 5)]));
    const changes = fleet.apply(pack({ sequence: 2, at: "2026-11-24T10:00:10Z", values: { handles: "0-1,5", cpu: [500, null, 250], networkIn: [null, 1000, 3] } }));
    assert.deepEqual(changes.values, ["guest:lab/100", "guest:lab/101", "guest:lab/102"]);
    assert.equal(fleet.resources.get("guest:lab/100")?.metrics.cpu?.value, 0.5);
    assert.equal(fleet.resources.get("guest:lab/101")?.metrics.cpu?.value, 0.1);
    assert.equal(fleet.resources.get("guest:lab/102")?.metrics.cpu?.value, 0.25);
    assert.equal(fleet.resources.get("guest:lab/101")?.metrics.networkIn?.value, 1000);
    assert.equal(fleet.resources.get("guest:lab/101")?.lastSeen, "2026-11-24T10:00:10Z");
  });

  test("a number makes stale and unknown measured, and leaves estimated estimated", () => {
    const fleet = new Fleet();
    fleet.reset(snapshot([numbered(100, 0, {
      cpu: { value: null, quality: "unknown", reason: "first_sample" },
      memoryUsed: { value: 5, quality: "estimated", reason: "page_cache_included", at: "2026-11-24T09:00:00Z" },
      diskUsed: { value: 5, quality: "stale", reason: "node_offline", at: "2026-11-24T09:00:00Z" },
    })]));
    fleet.apply(pack({ sequence: 2, at: "2026-11-24T10:00:10Z", values: { handles: "0", cpu: [42], memoryUsed: [6], diskUsed: [7] } }));
    assert.deepEqual(fleet.resources.get("guest:lab/100")?.metrics, {
      cpu: { value: 0.042 }, memoryUsed: { value: 6, quality: "estimated", reason: "page_cache_included" }, diskUsed: { value: 7 },
    });
  });

  test("an answer vouches for what it did not change, but not for what nobody can see", () => {
    const fleet = new Fleet();
    const [idle, lost] = [numbered(100, 0), { ...numbered(101, 1), status: "unknown" as const }];
    const [before, after] = ["2026-11-24T10:00:00.000Z", "2026-11-24T10:00:20.000Z"];
    fleet.reset(snapshot([{ ...idle, lastSeen: before }, { ...lost, lastSeen: before }, { ...numbered(102, 2), source: "other", lastSeen: before }]));
    fleet.apply(pack({ sequence: 2, at: after, sources: [{ ...source, lastAnswerAt: after }] }));
    assert.deepEqual([...fleet.resources.values()].map((one) => one.lastSeen), [after, before, before]);
  });

  test("removals, sources, new and replaced resources", () => {
    const fleet = new Fleet();
    fleet.reset(snapshot([numbered(100, 0), numbered(101, 1)]));
    const changes = fleet.apply(pack({
      sequence: 2, at: "2026-11-24T10:00:10Z", removed: ["guest:lab/100", "guest:lab/999"], removedSources: ["lab"], sources: [{ ...source, source: "new" }],
      resources: [numbered(101, 8), numbered(103, 9)], values: { handles: "8", cpu: [999] },
    }));
    assert.deepEqual(changes, { values: ["guest:lab/101"], replaced: ["guest:lab/101", "guest:lab/103"], removed: ["guest:lab/100"], sources: true });
    assert.deepEqual([...fleet.resources.keys()], ["guest:lab/101", "guest:lab/103"]);
    assert.deepEqual([...fleet.sources.keys()], ["new"]);
    assert.equal(fleet.resources.get("guest:lab/101")?.metrics.cpu?.value, 0.999);
  });

  test("the former handle of a replaced resource means nothing any more", () => {
    const fleet = new Fleet();
    fleet.reset(snapshot([numbered(100, 0)]));
    fleet.apply(pack({ sequence: 2, at: "", resources: [numbered(100, 3)] }));
    fleet.apply(pack({ sequence: 3, at: "", values: { handles: "0", cpu: [1] } }));
    assert.equal(fleet.resources.get("guest:lab/100")?.metrics.cpu?.value, 0.1);
  });

  test("a change of many resources in pieces comes to the same", () => {
    const after = "2026-11-24T10:00:20.000Z";
    const many = Array.from({ length: 250 }, (_, index) => numbered(1000 + index, index));
    const delta = pack({
      sequence: 2, at: after, removed: ["guest:lab/1"], sources: [{ ...source, lastAnswerAt: after }], resources: many, values: { handles: "0-249", cpu: many.map(() => 500) },
    });
    const [whole, parts] = [new Fleet(), new Fleet()];
    for (const fleet of [whole, parts]) fleet.reset(snapshot([numbered(1, 900), numbered(2, 901)]));
    const copies = pieces(structuredClone(delta));
    whole.apply(delta);
    for (const piece of copies) parts.apply(piece);
    assert.deepEqual(parts.snapshot(), whole.snapshot());
    assert.deepEqual(copies.map((one) => one.resources?.length ?? 0), [0, 100, 100, 50, 0]);
    assert.equal(pieces(pack({ sequence: 2, at: "", resources: many.slice(0, 3) })).length, 1);
  });

  test("a snapshot of the fleet gives the same fleet", () => {
    const fleet = new Fleet();
    fleet.reset(snapshot([numbered(100, 0)]));
    const copy = new Fleet();
    copy.reset(fleet.snapshot());
    assert.deepEqual(copy.snapshot(), fleet.snapshot());
  });
});

/** A store whose slices go on only when the test says so, one row at a time when `budget` is 0. */
function storeWith(budget: number): { store: Store; turn: () => boolean } {
  let next: (() => void) | null = null;
  const wait = (run: () => void): void => { next = run; };
  const turns: Turns = { now: () => 0, soon: wait, frame: wait };
  const turn = (): boolean => {
    const run = next;
    next = null;
    run?.();
    return run !== null;
  };
  return { store: new Store(new Slices(turns, { soon: budget, frame: budget }), (change) => change()), turn };
}

describe("store", () => {
  test("only those who show a changed id are told", () => {
    const { store } = storeWith(1);
    store.receive({ type: "snapshot", snapshot: snapshot([numbered(100, 0), numbered(101, 1)]) });
    const told: string[] = [];
    store.subscribe("guest:lab/100", () => told.push("100"));
    store.subscribe("guest:lab/101", () => told.push("101"));
    store.structure.subscribe(() => told.push("structure"));
    store.receive({ type: "delta", delta: pack({ sequence: 2, at: "", values: { handles: "1", cpu: [5] } }) });
    assert.deepEqual(told, ["101"]);
    store.receive({ type: "delta", delta: pack({ sequence: 3, at: "", removed: ["guest:lab/100"] }) });
    assert.deepEqual(told, ["101", "100", "structure"]);
  });

  test("a large change is applied row by row, and the order is looked at when all of it is", () => {
    const { store, turn } = storeWith(0);
    store.receive({ type: "snapshot", snapshot: snapshot([numbered(100, 0), numbered(101, 1)]) });
    const told: string[] = [];
    store.subscribe("guest:lab/101", () => told.push(`101: ${store.get("guest:lab/101")?.metrics.cpu?.value}`));
    store.ticked.subscribe(() => told.push("ticked"));
    store.receive({ type: "delta", delta: pack({ sequence: 2, at: "", values: { handles: "0-1", cpu: [500, 600] } }) });
    assert.equal(store.get("guest:lab/100")?.metrics.cpu?.value, 0.5);
    assert.equal(store.get("guest:lab/101")?.metrics.cpu?.value, 0.1);
    while (turn());
    assert.deepEqual(told, ["101: 0.6", "ticked"]);
  });

  test("a snapshot takes the place of changes that are still being applied", () => {
    const { store, turn } = storeWith(0);
    store.receive({ type: "snapshot", snapshot: snapshot([numbered(100, 0), numbered(101, 1)]) });
    store.receive({ type: "delta", delta: pack({ sequence: 2, at: "", values: { handles: "0-1", cpu: [500, 600] } }) });
    store.receive({ type: "delta", delta: pack({ sequence: 3, at: "", removed: ["guest:lab/100"] }) });
    store.receive({ type: "snapshot", snapshot: { ...snapshot([numbered(100, 7), numbered(101, 8)]), sequence: 9 } });
    while (turn());
    assert.equal(store.fleet.sequence, 9);
    assert.equal(store.get("guest:lab/101")?.metrics.cpu?.value, 0.1);
    assert.ok(store.get("guest:lab/100"));
  });

  test("a delta before the first snapshot is not believed", () => {
    const { store } = storeWith(1);
    store.receive({ type: "delta", delta: pack({ sequence: 2, at: "", resources: [numbered(100, 0)] }) });
    assert.equal(store.loaded, false);
    assert.equal(store.get("guest:lab/100"), undefined);
  });
});

describe("event stream", () => {
  test("events are found wherever the pieces end", () => {
    const whole = "event: snapshot\nid: 7\ndata: {\"a\":\ndata: 1}\n\n: comment\nevent: beat\r\ndata: {}\r\n\r\n";
    for (let cut = 0; cut <= whole.length; cut++) {
      const parser = new EventParser();
      const events = [...parser.push(whole.slice(0, cut)), ...parser.push(whole.slice(cut))];
      assert.deepEqual(events, [{ name: "snapshot", id: "7", data: "{\"a\":\n1}" }, { name: "beat", id: null, data: "{}" }], `cut at ${cut}`);
    }
  });
});
