import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Certificate, MailDomain, MailQueue, Service, Snapshot, Tape, Update } from "../app/ledger-api";
import { certificateState, daemonState, daysLeft, kernelState, origins, serviceState, sortedCertificates, sortedServices, subscriptionState } from "../ledger/judgement";
import { lineage } from "../ledger/lineage";
import { changerState, driveState, placeOf, sortedTapes, tapeState } from "../ledger/tape";
import { byAge, longest, sortedQueues, stepName } from "../ledger/queues";

const now = Date.parse("2026-11-26T10:00:00Z");
const place = { source: "lab", node: "pve-1", guest: null };
const inDays = (days: number): string => new Date(now + days * 86_400_000).toISOString();

const service = (name: string, change: Partial<Service> = {}): Service => ({ ...place, name, title: null, state: "running", activeState: "active", unitState: "enabled", ...change });
const certificate = (file: string, notAfter: string | null, notBefore: string | null = inDays(-100)): Certificate => ({ ...place, file, subject: null, issuer: null, notBefore, notAfter, fingerprint: null });
const update = (name: string, origin: string | null): Update => ({ ...place, package: name, title: null, installed: "1", available: "2", origin });
const snapshot = (name: string, parent: string | null, at: string | null): Snapshot => ({ ...place, node: null, guest: "guest:lab/100", name, at, parent, note: null, memory: false, size: null });
const domain = (name: string, ages: number[]): MailDomain => ({ domain: name, count: ages.reduce((sum, one) => sum + one, 0), byAge: ages });
const queue = (name: string, change: Partial<MailQueue> = {}): MailQueue => ({ ...place, queue: name, count: 0, oldestAt: null, domains: [], reasons: null, ...change });

describe("a service", () => {
  const cases: [Partial<Service>, string][] = [
    [{}, "ok"], [{ state: "failed", activeState: "failed" }, "critical"], [{ state: "dead", activeState: "failed" }, "critical"], [{ state: "exited" }, "ok"],
    [{ state: "dead", activeState: "inactive" }, "watch"], [{ state: "dead", activeState: "inactive", unitState: "disabled" }, "off"], [{ state: "dead", activeState: "inactive", unitState: "not-found" }, "off"],
    [{ state: "auto-restart", activeState: "activating" }, "watch"], [{ state: null, activeState: null, unitState: "enabled" }, "unknown"], [{ state: "odd", activeState: "constructor" }, "unknown"],
    [{ state: "dead", activeState: null, unitState: "masked" }, "off"], [{ state: "running", activeState: null, unitState: null }, "ok"], [{ state: "exited", activeState: null }, "ok"], [{ state: "exited", activeState: "odd" }, "unknown"], [{ state: "dead", activeState: "inactive", unitState: "constructor" }, "off"],
  ];
  for (const [change, level] of cases) test(`${JSON.stringify(change)} is ${level}`, () => assert.equal(serviceState(service("a", change)).level, level));
  test("those that failed come first, then what is worth a look, then names as people count", () => {
    const all = [service("pve-10"), service("off", { state: "dead", activeState: "inactive", unitState: "disabled" }), service("pve-2"), service("dead", { state: "dead", activeState: "inactive" }), service("bad", { activeState: "failed" })];
    assert.deepEqual(sortedServices(all).map(({ name }) => name), ["bad", "dead", "pve-2", "pve-10", "off"]);
  });
});

describe("a certificate", () => {
  for (const [end, level] of [[inDays(90), "ok"], [inDays(14), "ok"], [inDays(13.9), "warning"], [inDays(0.2), "warning"], [inDays(-0.1), "critical"], [null, "unknown"], ["soon", "unknown"]] as const) {
    test(`that ends ${end} is ${level}`, () => assert.equal(certificateState(certificate("a", end), now).level, level));
  }
  test("says how many days are left, also when they have run out", () => {
    assert.equal(daysLeft(inDays(13.9), now), 13);
    assert.equal(certificateState(certificate("a", inDays(1.5)), now).word, "in 1 day");
    assert.equal(certificateState(certificate("a", inDays(0.5)), now).word, "today");
    assert.equal(certificateState(certificate("a", inDays(-0.5)), now).word, "ended today");
    assert.equal(certificateState(certificate("a", inDays(-3.5)), now).word, "ended 3 days ago");
  });
  test("that begins tomorrow is no good today", () => assert.equal(certificateState(certificate("a", inDays(90), inDays(1)), now).level, "warning"));
  test("that ends first comes first, and before it one of which nobody knows", () => {
    assert.deepEqual(sortedCertificates([certificate("late", inDays(90)), certificate("soon", inDays(3)), certificate("who", null)]).map(({ file }) => file), ["who", "soon", "late"]);
  });
});

describe("a kernel", () => {
  for (const [rebootDue, level] of [[true, "watch"], [false, "ok"], [null, "unknown"]] as const) {
    test(`of which a reboot is due: ${rebootDue} is ${level}`, () => assert.equal(kernelState({ rebootDue }).level, level));
  }
});

describe("a subscription", () => {
  for (const [status, level] of [["active", "ok"], ["notfound", "off"], ["new", "watch"], ["expired", "warning"], ["invalid", "warning"], ["suspended", "warning"], ["odd", "unknown"], ["constructor", "unknown"]] as const) {
    test(`${status} is ${level}`, () => assert.equal(subscriptionState({ status }).level, level));
  }
});

test("updates are counted by where they come from, the most first", () => {
  assert.deepEqual(origins([update("a", "Proxmox"), update("b", "Debian"), update("c", "Debian"), update("d", null)]), [{ origin: "Debian", count: 2 }, { origin: null, count: 1 }, { origin: "Proxmox", count: 1 }]);
});

describe("snapshots", () => {
  const names = (all: Snapshot[]): string[] => lineage(all).map(({ snapshot: one, depth }) => `${depth} ${one.name}`);
  test("stand below the one they were made after, branches one after the other", () => {
    const all = [snapshot("c", "b", inDays(-1)), snapshot("a", null, inDays(-9)), snapshot("d", "a", inDays(-2)), snapshot("b", "a", inDays(-5))];
    assert.deepEqual(names(all), ["0 a", "1 b", "2 c", "1 d"]);
  });
  test("whose parent is not listed stand by themselves", () => assert.deepEqual(names([snapshot("a", "gone", inDays(-1)), snapshot("b", null, null)]), ["0 b", "0 a"]));
  test("that are each other's parents are all listed once", () => {
    assert.deepEqual(names([snapshot("a", "b", inDays(-2)), snapshot("b", "a", inDays(-1)), snapshot("self", "self", inDays(-3))]).sort(), ["0 a", "0 self", "1 b"]);
  });
  test("in a chain of thousands are listed", () => assert.equal(lineage(Array.from({ length: 5_000 }, (_, index) => snapshot(`s${index}`, index === 0 ? null : `s${index - 1}`, inDays(index - 6_000)))).length, 5_000));
});

test("an OSD is well only when it is up and in, and unknown when nobody says", () => {
  const level = (up: boolean | null, isIn: boolean | null): string => daemonState({ up, in: isIn }).level;
  assert.deepEqual([level(true, true), level(true, false), level(false, true), level(false, false), level(null, true), level(true, null), level(false, null)], ["ok", "watch", "critical", "warning", "unknown", "unknown", "critical"]);
});

describe("tape", () => {
  const tape = (label: string, change: Partial<Tape> = {}): Tape => ({
    ...place, id: label, label, pool: "weekly", set: "weekly-1", status: "full", location: "offline", used: 1, expired: false, catalog: true, labelledAt: null, setBegunAt: null, ...change,
  });
  const cases: [Partial<Tape>, string][] = [
    [{}, "ok"], [{ status: "writable" }, "ok"], [{ status: "damaged" }, "critical"], [{ status: "retired", expired: true }, "watch"], [{ status: "unknown" }, "unknown"], [{ status: null }, "unknown"],
    [{ status: "constructor" }, "unknown"], [{ catalog: false }, "warning"], [{ catalog: null }, "ok"], [{ catalog: false, set: null, pool: null }, "ok"], [{ catalog: false, expired: true }, "ok"],
  ];
  for (const [change, level] of cases) test(`that is ${JSON.stringify(change)} is ${level}`, () => assert.equal(tapeState(tape("a", change)).level, level));
  test("in trouble comes first, then labels as people count", () => {
    assert.deepEqual(sortedTapes([tape("W10"), tape("W9"), tape("Z", { status: "damaged" })]).map(({ label }) => label), ["Z", "W9", "W10"]);
  });
  test("lies where its location says", () => assert.deepEqual(["online-library", "vault-bank", "offline", "elsewhere", "", null].map(placeOf), ["in library", "vault bank", "offline", "elsewhere", null, null]));
  test("drives are well only when they are there, and say what they do", () => {
    const state = (found: boolean, busy: boolean | null, work: string | null = null): string => Object.values(driveState({ found, busy, work })).join(" ");
    assert.deepEqual([state(true, false), state(true, true, "tape-backup"), state(true, true), state(false, false), state(true, null)], ["ok idle", "ok tape-backup", "ok busy", "warning not found at the server", "unknown unknown"]);
    assert.deepEqual([changerState({ found: true }).level, changerState({ found: false }).level], ["ok", "warning"]);
  });
});

describe("mail", () => {
  test("is summed by age over domains, up to the longest wait", () => {
    assert.deepEqual(byAge(queue("deferred", { domains: [domain("a", [1, 0, 2]), domain("b", [0, 0, 0, 1, 0])] })), [{ step: 0, count: 1 }, { step: 1, count: 0 }, { step: 2, count: 2 }, { step: 3, count: 1 }]);
    assert.deepEqual(byAge(queue("deferred")), []);
  });
  test("says how long its longest wait is", () => {
    assert.equal(longest(domain("a", [3, 0, 1, 0])), 2);
    assert.equal(longest(domain("a", [])), null);
    assert.deepEqual([0, 1, 5, 9].map(stepName), ["up to 5 min", "5–10 min", "1.3–2.7 h", "over 21.3 h"]);
  });
  test("that is stuck comes first", () => {
    assert.deepEqual(sortedQueues([queue("incoming"), queue("odd"), queue("active"), queue("deferred", { node: "b" }), queue("deferred")]).map((one) => `${one.queue} ${one.node}`), ["deferred b", "deferred pve-1", "active pve-1", "incoming pve-1", "odd pve-1"]);
  });
});
