import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rankOf, shareOf } from "../app/trouble";
import type { Resource } from "../app/types";
import { Places } from "../table/places";
import { arrange, type Row, type RowOptions } from "../table/rows";
import { Tree } from "../table/tree";
import { halfTurned, turning } from "../table/turn";
import { scrollTo, windowOf } from "../table/window";
import { sparkPath } from "../chart/Sparkline";
import { guest, node } from "./resources";

describe("window", () => {
  test("at the top", () => assert.deepEqual(windowOf(5000, 30, 0, 600), { first: 0, end: 28, offset: 0, height: 150_000 }));
  test("in the middle", () => assert.deepEqual(windowOf(5000, 30, 3000, 600), { first: 92, end: 128, offset: 2760, height: 150_000 }));
  test("at the end", () => assert.equal(windowOf(5000, 30, 999_999, 600).end, 5000));
  test("a list that got shorter than where it was scrolled to", () => assert.deepEqual(windowOf(3, 30, 3000, 600), { first: 0, end: 3, offset: 0, height: 90 }));
  test("an empty list", () => assert.deepEqual(windowOf(0, 30, 0, 600), { first: 0, end: 0, offset: 0, height: 0 }));
  test("a row is brought into view only when it is not", () => {
    assert.equal(scrollTo(5, 30, 0, 600), null);
    assert.equal(scrollTo(20, 30, 0, 600), 30);
    assert.equal(scrollTo(2, 30, 300, 600), 60);
  });
});

const everything: RowOptions = { matches: () => true, sort: null, flat: false, folded: new Set(), now: 0 };

function lines(resources: Resource[], options: Partial<RowOptions> = {}): string[] {
  return arrange(resources, { ...everything, ...options }).rows.map((row) => `${"  ".repeat(row.depth)}${row.id.split("/")[1]}${row.folded ? "+" : ""}${row.context ? "?" : ""}`);
}

describe("rows", () => {
  const one = node("pve-1");
  const two = node("pve-2");
  const calm = guest(101, { metrics: { cpu: { value: 0.1 } } });
  const busy = guest(102, { metrics: { cpu: { value: 0.99 } } });
  const failing = guest(103, { parent: "node:lab/pve-2", status: "failing" });
  const off = guest(104, { status: "stopped" });
  const all = [one, two, calm, busy, failing, off];

  test("trouble lifts its node, what is off sinks", () => assert.deepEqual(lines(all), ["pve-2", "  103", "pve-1", "  102", "  101", "  104"]));
  test("sorted by the user, within each node", () => {
    assert.deepEqual(lines(all, { sort: { key: "name", descending: false } }), ["pve-1", "  101", "  102", "  104", "pve-2", "  103"]);
    assert.deepEqual(lines(all, { sort: { key: "cpu", descending: false } }), ["pve-1", "  101", "  102", "  104", "pve-2", "  103"]);
  });
  test("what is not known goes last in both directions", () => {
    const flat = (descending: boolean): string[] => lines([off, busy, calm], { flat: true, sort: { key: "cpu", descending } });
    assert.deepEqual(flat(true), ["102", "101", "104"]);
    assert.deepEqual(flat(false), ["101", "102", "104"]);
  });
  test("folded", () => assert.deepEqual(lines(all, { folded: new Set(["node:lab/pve-1"]) }), ["pve-2", "  103", "pve-1+"]));
  test("a match keeps its node as context", () => {
    const result = arrange(all, { ...everything, matches: (resource) => resource.id === "guest:lab/101" });
    assert.deepEqual(result.rows.map((row) => [row.id, row.context]), [["node:lab/pve-1", true], ["guest:lab/101", false]]);
    assert.deepEqual([result.matched, result.total], [1, 6]);
  });
  test("what is kept from one order to the next does not show in it", () => {
    const tree = new Tree();
    const same = (resources: Resource[], options: Partial<RowOptions> = {}): void =>
      assert.deepEqual(arrange(resources, { ...everything, ...options }, tree), arrange(resources, { ...everything, ...options }));
    same(all);
    same(all, { matches: (one) => one.id === "guest:lab/101" });
    same(all, { flat: true, sort: { key: "cpu", descending: true } });
    same(all, { folded: new Set(["node:lab/pve-1"]) });
    const better = guest(103, { parent: "node:lab/pve-2", status: "running" });
    same(all.map((one) => (one === failing ? better : one)));
    same(all.map((one) => (one === failing ? guest(103, { status: "failing" }) : one)));
    same(all.map((one) => (one === calm ? guest(101, { name: "zzz" }) : one)));
    same(all.slice(1));
    same(all);
  });
  test("a guest whose node is not there stands by itself", () => assert.deepEqual(lines([guest(105, { parent: "node:lab/none" })]), ["105"]));
  test("parents in a circle do not hang the page", () => {
    const a = node("a", { parent: "node:lab/b" });
    const b = node("b", { parent: "node:lab/a" });
    assert.deepEqual(lines([a, b, one]), ["pve-1"]);
  });
});

describe("places by name", () => {
  const order = (places: Places, resources: Resource[]): string[] =>
    [...resources].sort((a, b) => places.of(a.id) - places.of(b.id)).map((one) => one.displayName ?? one.name);
  const named = (vmid: number, name: string): Resource => guest(vmid, { name });

  test("what came, went or was renamed is put where it belongs, like a new order of all", () => {
    const places = new Places();
    let estate = [named(1, "web-10"), named(2, "web-2"), named(3, "db"), named(4, "Web-3")];
    const check = (): void => {
      places.update(estate);
      const anew = new Places();
      anew.update(estate);
      assert.deepEqual(order(places, estate), order(anew, estate));
    };
    check();
    assert.deepEqual(order(places, estate), ["db", "web-2", "Web-3", "web-10"]);
    for (const next of [
      [...estate, named(5, "app"), named(6, "zoo"), named(7, "web-2")],
      estate.filter((one) => one.name !== "db"),
      [named(1, "aaa"), named(2, "web-2"), named(9, "web-1")],
      [named(1, "zzz"), named(9, "b")],
      [],
      [named(3, "db"), named(1, "a")],
    ]) {
      estate = next;
      check();
    }
  });
  test("the same name is ordered by id", () => {
    const places = new Places();
    const [a, b] = [named(1, "same"), named(2, "same")];
    places.update([b, a]);
    assert.ok(places.of(a.id) < places.of(b.id));
  });
});

describe("turning from one order to another", () => {
  const rows = (...ids: string[]): Row[] => ids.map((id) => ({ id, depth: 0, below: 0, folded: false, context: false }));
  const shown = (turned: number, former = rows("a", "b", "c", "d"), next = rows("a", "d", "c", "b")): string => halfTurned(former, next, 0, 4, turned).map((row) => row.id).join("");

  test("only rows of the window that stand elsewhere are drawn again", () => {
    assert.deepEqual(turning(rows("a", "b", "c", "d"), rows("a", "d", "c", "b"), 0, 4), [1, 3]);
    assert.deepEqual(turning(rows("a", "b", "c", "d"), rows("a", "d", "c", "b"), 2, 4), [3]);
    assert.deepEqual(turning(rows("a"), [{ ...rows("a")[0]!, below: 3 }], 0, 1), [0]);
  });
  test("above the turn the new order, below it the former", () => {
    assert.deepEqual([shown(0), shown(2), shown(4), shown(Infinity)], ["abcd", "adcd", "adcb", "adcb"]);
  });
  test("a longer list is filled up, a shorter one ends at once", () => {
    assert.equal(shown(0, rows("a", "b"), rows("x", "a", "b", "c")), "abbc");
    assert.equal(halfTurned(rows("a", "b", "c"), rows("x"), 0, 1, 0).length, 1);
  });
});

describe("trouble", () => {
  test("a figure with page cache in it is no trouble", () => {
    const estimated = guest(1, { metrics: { memoryUsed: { value: 99, quality: "estimated", reason: "page_cache_included" }, memoryTotal: { value: 100 } } });
    const measured = guest(1, { metrics: { memoryUsed: { value: 99 }, memoryTotal: { value: 100 } } });
    assert.ok(rankOf(measured) > rankOf(estimated));
  });
  test("a share is as good as the poorer of its two numbers", () => {
    const half = guest(1, { metrics: { memoryUsed: { value: 50, quality: "stale", reason: "node_offline" }, memoryTotal: { value: 100 } } });
    assert.deepEqual(shareOf(half, "memory"), { value: 0.5, quality: "stale", reason: "node_offline" });
    assert.equal(shareOf(guest(1, { metrics: { memoryUsed: { value: 5 }, memoryTotal: { value: 0 } } }), "memory")?.value, null);
    assert.equal(shareOf(guest(1), "memory"), null);
  });
});

describe("sparkline", () => {
  test("gaps are gaps", () => assert.equal(sparkPath([0, 1, null, 1, 1], 1, 5, 40, 12), "M0.0 11.0L10.0 1.0M30.0 1.0L40.0 1.0"));
  test("few points stand at the right", () => assert.equal(sparkPath([1], 1, 5, 40, 12), "M40.0 1.0h.8"));
  test("all zero is a line at the bottom", () => assert.equal(sparkPath([0, 0], null, 2, 10, 12), "M0.0 11.0L10.0 11.0"));
});
