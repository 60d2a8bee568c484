import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createElement, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server.browser";
import type { GuestBackups } from "../app/api-types";
import { APIError } from "../app/api";
import { boardColumns } from "../backups/boardColumns";
import { DayStrip } from "../backups/DayStrip";
import { Timeline } from "../backups/Timeline";
import { Told } from "../backups/Told";
import { ListTable } from "../table/ListTable";

function drawn(node: ReactNode): string {
  return renderToStaticMarkup(createElement("div", null, node));
}

function cell(key: string, guest: GuestBackups): string {
  const column = boardColumns.find((one) => one.key === key);
  assert.ok(column);
  return drawn(column.cell(guest));
}

const row = (verdict: GuestBackups["verdict"], change: Partial<GuestBackups> = {}): GuestBackups => ({
  id: "guest:lab/100", source: "lab", name: "web", type: "qemu", vmid: 100, template: false, verdict, reasons: [], lastGoodAt: null, lastGood: null, lastVerified: null, restorePoints: 0, bytes: 0,
  ambiguous: 0, dueAt: null, nextAt: null, missedRuns: null, excludedDisks: [], snapshots: null, oldestSnapshotAt: null, ...change,
});

describe("a row of the board as it is drawn", () => {
  test("what is not known is hatched and never green", () => {
    for (const key of ["verdict", "good", "verified", "next", "disks", "points"]) assert.match(cell(key, row("unknown")), /hatched/, key);
    assert.match(cell("verdict", row("unknown")), /shape-unknown/);
    assert.doesNotMatch(boardColumns.map((column) => drawn(column.cell(row("unknown")))).join(""), /shape-ok/);
  });
  test("that there is none is said in words and not hatched", () => {
    assert.match(cell("good", row("unprotected")), />none</);
    assert.doesNotMatch(cell("good", row("unprotected")), /hatched/);
  });
  test("a verdict is a shape and a word", () => {
    assert.match(cell("verdict", row("protected")), /shape-ok.*protected/s);
    assert.match(cell("verdict", row("attention")), /shape-warning.*attention/s);
    assert.match(cell("verdict", row("unprotected")), /shape-critical.*unprotected/s);
  });
  test("missed runs stand before the next one", () => assert.match(cell("next", row("attention", { nextAt: "2999-01-01T00:00:00Z", missedRuns: 2 })), /2 runs missed.*in \d+ d/s));
  test("words from outside cannot reorder the line", () => {
    const reasons = [{ code: "late", weight: "attention" as const, sentence: "late\u202ereversed", nextStep: null, evidence: [] }];
    assert.doesNotMatch(cell("reason", row("attention", { reasons })), /\u202e/);
  });
});

test("a long list draws only what is seen, and says how long it is", () => {
  const items = Array.from({ length: 5_000 }, (_, index) => row("protected", { id: `guest:lab/${index}` }));
  const html = drawn(createElement(ListTable<GuestBackups>, {
    label: "Backups", items, columns: boardColumns, id: (guest: GuestBackups) => guest.id, sort: null, onSort: () => undefined, onBusy: () => undefined, onLeave: () => undefined, empty: null,
  }));
  assert.match(html, /aria-rowcount="5001"/);
  assert.ok((html.match(/data-id=/g)?.length ?? 0) < 60);
});

describe("days as they are drawn", () => {
  const days = [{ day: "2026-11-24", good: 0, bad: 0, failures: 0, bytes: 0 }, { day: "2026-11-25", good: 10, bad: 1, failures: 2, bytes: 2048 }];
  const html = drawn(createElement(DayStrip, { days, chosen: null, onChoose: () => undefined }));
  test("every day says its figures, and one of them is reached by Tab", () => {
    assert.match(html, /aria-label="2026-11-25: 10 good backups, 1 not good, 2 failed tasks, 2\.0 KiB"/);
    assert.match(html, /aria-label="2026-11-24: no backup is known of this day"/);
    assert.equal(html.match(/tabindex="0"/gi)?.length, 1);
  });
  test("a day of trouble has a mark besides its colour", () => assert.match(html, /day-many day-trouble[^>]*>.*▲/s));
});

describe("the time line as it is drawn", () => {
  const point = (at: string, good: boolean, verified: boolean): { at: string; good: boolean; verified: boolean; copies: [] } => ({ at, good, verified, copies: [] });
  test("says how many points there are", () => {
    assert.match(drawn(createElement(Timeline, { points: [point("2026-11-01T00:00:00Z", true, true), point("2026-11-02T00:00:00Z", false, false)], failures: [] })), /aria-label="2 restore points from 1 Nov 2026/);
  });
  test("without a point nothing is drawn", () => assert.equal(drawn(createElement(Timeline, { points: [], failures: [] })), "<div></div>"));
});

describe("when a list was told", () => {
  const told = (change: object): string => drawn(createElement(Told, { at: "2026-11-26T09:00:00Z", list: "jobs", sections: [], error: null, onRetry: () => undefined, ...change }));
  test("names what stood in the way and the next step", () => {
    const html = told({ sections: [{ source: "lab", node: "pve-1", at: null, problem: { code: "forbidden", sentence: "It may not be listed.", nextStep: "Grant it." } }] });
    assert.match(html, /It may not be listed\..*Grant it\..*lab, pve-1/s);
  });
  test("a failure says how old is what is still shown", () => {
    assert.match(told({ error: new APIError(0, "no_answer", "No answer.") }), /No answer\. The server could not be asked again/);
    assert.match(told({ at: null }), /Not told yet/);
  });
});
