import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { summaryOf } from "../app/PatrolMark";
import { PatrolStore, type PatrolAnswers } from "../app/patrol-store";
import { hiddenByRules, verdictOf } from "../app/patrol-verdict";
import type { Finding, PatrolMarks, PatrolRun, PatrolStatus } from "../app/api-types";
import { EventStream } from "../app/stream";
import { formatView, pageAddress, parseView } from "../app/url";
import { actsFor } from "../patrol/Acts";
import { matchesCheck } from "../patrol/Checks";
import { asksForResolved, filterFor, matchesFindings, parseFindings, toggled } from "../patrol/filter";
import { axisOfMarks, placed } from "../patrol/placing";
import { rowsOf } from "../patrol/rows";
import { emptySuppression, ruleWords, suppressionDraft, suppressionMistakes } from "../patrol/suppression";
import { adviceOf, becauseOf, blindReasons, failureOf, coverageWords, intervalWords, minutesOf, nothingFound, shareOf, took, until } from "../patrol/words";

const now = Date.parse("2026-11-27T10:00:00Z");

function finding(id: string, change: Partial<Finding> = {}): Finding {
  return {
    id, key: "k", check: "PVE-STORAGE-FILL", severity: "warning", category: "capacity", resource_id: `guest:lab/${id}`, resource_name: `web-${id}`, resource_type: "guest", instance: "", title: "Fills up", description: "", recommendation: "",
    evidence: "", evidence_items: [], detected_at: "2026-11-27T08:00:00Z", last_seen_at: "2026-11-27T09:00:00Z", times_raised: 1, regressions: 0, state: "open", suppressed: false, consequences: [], ...change,
  };
}

const because = (id: string): Partial<Finding> => ({ cause: { finding_id: id, path: [] } });

function status(change: Partial<PatrolStatus> = {}): PatrolStatus {
  return {
    running: false, enabled: true, last_patrol_at: "2026-11-27T09:57:00Z", last_duration_ms: 1400, resources_checked: 412, findings_count: 0, healthy: true, interval_ms: 0, interval_minutes: 360, license_required: false,
    license_status: "none", summary: { critical: 0, warning: 0, watch: 0, info: 0 }, progress: null, checks: 118, troubles: [], ...change,
  };
}

describe("what is said of the estate", () => {
  const failed = { id: "r", status: "error" as const, started_at: "2026-11-27T09:57:00Z", failed_checks: 0, problem: "The disk is full." };
  test("nothing good where patrol did not look, failed, or had nothing to look at", () => {
    assert.equal(verdictOf(status()), "healthy");
    assert.equal(verdictOf(status({ healthy: false })), "found");
    assert.equal(verdictOf(status({ last_run: failed })), "failed");
    assert.equal(verdictOf(status({ resources_checked: 0 })), "nothingToSee");
    const { last_patrol_at: _, ...never } = status();
    assert.equal(verdictOf(never), "notYet");
    assert.deepEqual(summaryOf({ status: status({ resources_checked: 0 }), running: false }), { level: "unknown", said: "nothing to look at yet" });
    assert.equal(summaryOf({ status: status({ last_run: failed }), running: false })?.level, "unknown");
  });
  test("why the last run failed, and which checks", () => {
    assert.equal(failureOf(status()), null);
    assert.equal(failureOf(status({ last_run: failed })), "The last run failed: The disk is full.");
    const { problem: _, ...ofChecks } = failed;
    assert.match(failureOf(status({ last_run: { ...ofChecks, failed_checks: 2 } })) ?? "", /^2 checks failed in the last run/);
  });
  test("what rules hide is counted where somebody would have to look", () => {
    const hidden = status({ suppressed_summary: { critical: 1, warning: 110, watch: 5, info: 0 } });
    assert.equal(hiddenByRules(hidden), 111);
    assert.equal(hiddenByRules(status()), 0);
    assert.equal(summaryOf({ status: hidden, running: false })?.said, "nothing else found, 111 hidden by rules");
  });
});

describe("a run in words", () => {
  test("each reason once, with its checks", () => {
    assert.deepEqual(blindReasons([{ check: "A", reason: "Too little.", count: 1 }, { check: "B", reason: "No token.", count: 3 }, { check: "C", reason: "Too little.", count: 4 }]), [
      { reason: "Too little.", count: 5, checks: [{ check: "A", count: 1 }, { check: "C", count: 4 }] }, { reason: "No token.", count: 3, checks: [{ check: "B", count: 3 }] },
    ]);
  });
  test("what happened, who asked, or the schedule", () => {
    assert.equal(becauseOf({ trigger: "event", triggered_by: "node pve2 went offline" }), "node pve2 went offline");
    assert.equal(becauseOf({ trigger: "event" }), "an event");
    assert.equal(becauseOf({ trigger: "person", triggered_by: "ann" }), "by hand (ann)");
    assert.equal(becauseOf({ trigger: "schedule" }), "schedule");
  });
});

describe("the list of findings", () => {
  const ids = (findings: Finding[], unfolded: string[] = []): string[] => rowsOf(findings, null, unfolded).map(({ finding: one, isConsequence }) => `${isConsequence ? "  " : ""}${one.id}`);

  test("the most severe comes first, then what nobody has looked at, then the newest", () => {
    assert.deepEqual(ids([
      finding("1", { severity: "watch" }), finding("2", { severity: "critical", state: "acknowledged" }), finding("3", { detected_at: "2026-11-27T09:00:00Z" }), finding("4"), finding("5", { severity: "critical" }),
    ]), ["5", "2", "3", "4", "1"]);
  });
  test("consequences are folded beneath their cause, which counts them", () => {
    const all = [finding("node", { severity: "critical" }), finding("a", because("node")), finding("b", because("node")), finding("else")];
    assert.deepEqual(ids(all), ["node", "else"]);
    assert.equal(rowsOf(all, null, [])[0]?.consequences, 2);
    assert.deepEqual(ids(all, ["node"]), ["node", "  a", "  b", "else"]);
  });
  test("of a chain all stand beneath its beginning", () => {
    assert.deepEqual(ids([finding("c", because("b")), finding("b", because("a")), finding("a")], ["a"]), ["a", "  b", "  c"]);
  });
  test("who has no cause in the list stands alone", () => assert.deepEqual(ids([finding("a", because("not-here"))]), ["a"]));
  test("causes that go in a circle lose nothing", () => assert.equal(rowsOf([finding("a", because("b")), finding("b", because("a"))], null, ["a", "b"]).length, 2));
  test("a column decides in its direction, and one that does not exist in none", () => {
    const all = [finding("1", { times_raised: 3 }), finding("2", { times_raised: 9 })];
    assert.deepEqual(rowsOf(all, { key: "times", descending: true }, []).map((row) => row.finding.id), ["2", "1"]);
    assert.deepEqual(rowsOf(all, { key: "constructor", descending: true }, []).map((row) => row.finding.id), ["1", "2"]);
  });
  test("5,000 findings are put in order within a blink", () => {
    const many = Array.from({ length: 5000 }, (_, number) => finding(`${number}`, number % 10 === 0 ? {} : because(`${number - (number % 10)}`)));
    const begun = performance.now();
    assert.equal(rowsOf(many, null, []).length, 500);
    assert.ok(performance.now() - begun < 500);
  });
});

describe("the filter of findings", () => {
  const found = (filter: string, ...all: Finding[]): string[] => {
    const parsed = parseFindings(filter);
    assert.deepEqual(parsed.mistakes, []);
    return all.filter(matchesFindings(parsed, now)).map((one) => one.id);
  };
  const all = [
    finding("1", { severity: "critical", check: "PVE-NODE-DOWN", category: "reliability" }), finding("2", { instance: "/var/lib" }), finding("3", { state: "dismissed", dismissed_reason: "will_fix_later" }),
    finding("4", { suppressed: true }), finding("5", { state: "acknowledged", detected_at: "2026-11-20T08:00:00Z" }), finding("6", { state: "resolved" }),
  ];

  test("without a state, what was put away or is over stays out", () => assert.deepEqual(found("", ...all), ["1", "2", "5"]));
  test("a state asks for it", () => {
    assert.deepEqual(found("state:dismissed|suppressed", ...all), ["3", "4"]);
    assert.deepEqual(found("state:open", ...all), ["1", "2"]);
    assert.deepEqual(found("-state:open", ...all), ["3", "4", "5", "6"]);
  });
  test("a guest is a virtual machine or a container", () => {
    const kinds = [finding("1", { resource_type: "vm" }), finding("2", { resource_type: "container" }), finding("3", { resource_type: "container", resource_id: "container:nas/web" })];
    assert.deepEqual(found("kind:guest", ...kinds), ["1", "2"]);
    assert.deepEqual(found("kind:container", ...kinds), ["2", "3"]);
  });
  test("only who looks for what is over asks for it", () => assert.deepEqual(["", "state:open", "state:res", "state:open|resolved"].map((one) => asksForResolved(parseFindings(one))), [false, false, true, true]));
  test("severity, category, check and resource", () => {
    assert.deepEqual(found("severity:critical", ...all), ["1"]);
    assert.deepEqual(found("category:capacity check:pve-storage", ...all), ["2", "5"]);
    assert.deepEqual(found("resource:lab/1", ...all), ["1"]);
    assert.deepEqual(found("resource:/var", ...all), ["2"]);
  });
  test("age, words, and a mistake that is explained", () => {
    assert.deepEqual(found("age>2d", ...all), ["5"]);
    assert.deepEqual(found("web-2", ...all), ["2"]);
    assert.equal(parseFindings("cpu>80").mistakes.length, 1);
  });
  test("a term is set in place of another of its field, and taken away again", () => {
    assert.equal(toggled("web severity:warning", "severity:critical"), "web severity:critical");
    assert.equal(toggled("web severity:critical", "severity:critical"), "web");
  });
  test("what it finds stands in the address", () => {
    const view = pageAddress("patrol", { filter: filterFor("resource", "guest:lab/1 2"), folded: ["node"], open: "finding:fill" });
    assert.deepEqual(parseView(formatView(view).slice(1)), view);
    assert.equal(view.filter, "resource:\"guest:lab/1 2\"");
  });
});

describe("patrol in the Overview", () => {
  test("the Overview is told in words", () => {
    assert.deepEqual(summaryOf({ status: status({ summary: { critical: 2, warning: 3, watch: 0, info: 9 } }), running: false }), { level: "critical", said: "2 critical, 3 warning" });
    assert.equal(summaryOf({ status: status(), running: false })?.said, "nothing found");
    const { last_patrol_at: _, ...never } = status();
    assert.deepEqual(summaryOf({ status: never, running: false }), { level: "unknown", said: "no run yet" });
    assert.equal(summaryOf({ status: null, running: false }), null);
  });
});

describe("the store of patrol", () => {
  function asked(): { store: PatrolStore; calls: string[]; marks: PatrolMarks; end: () => void } {
    const calls: string[] = [];
    const marks: PatrolMarks = { r: { severity: "warning", count: 1 } };
    const answers: PatrolAnswers = {
      status: async () => { calls.push("status"); return status(); },
      marks: async () => { calls.push("marks"); return structuredClone(marks); },
      findings: async () => { calls.push("findings"); return [finding("1", { resource_id: "r" })]; },
    };
    const store = new PatrolStore(answers);
    const ends = [store.subscribe(() => undefined), store.subscribeMarks(() => undefined), store.subscribeMarks(() => undefined)];
    return { store, calls, marks, end: () => ends.forEach((end) => end()) };
  }
  const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
  const event = (phase: "looking" | "ended") => ({ run: "1", phase, started_at: "2026-11-27T10:00:00Z", done: 3, total: 9 });

  test("asks once for all who look, and once more when a run has ended; marks need no findings", async () => {
    const { store, calls, end } = asked();
    await settled();
    assert.deepEqual(calls, ["status", "marks"]);
    store.hear(event("looking"));
    store.hear(event("looking"));
    assert.ok(store.running);
    assert.deepEqual(calls.length, 2);
    store.hear(event("ended"));
    assert.ok(!store.running);
    await settled();
    assert.deepEqual(calls, ["status", "marks", "status", "marks"]);
    assert.equal(store.markOf("r")?.count, 1);
    end();
  });
  test("who reads the list makes it one question that includes it, until they leave", async () => {
    const { store, calls, end } = asked();
    const stop = store.readAll();
    await settled();
    assert.deepEqual(calls, ["status", "marks", "findings"]);
    stop();
    store.hear(event("ended"));
    await settled();
    assert.deepEqual(calls.slice(3), ["status", "marks"]);
    assert.equal(store.findings, null);
    end();
  });
  test("rows hear of marks that changed, each of its own, and not of progress", async () => {
    const { store, marks, end } = asked();
    await settled();
    let heard = 0;
    const stop = store.subscribeMarks(() => (heard += 1));
    const first = store.markOf("r");
    store.hear(event("looking"));
    store.hear(event("ended"));
    await settled();
    assert.equal(heard, 0);
    marks["q"] = { severity: "critical", count: 2 };
    store.hear(event("ended"));
    await settled();
    assert.equal(heard, 1);
    assert.equal(store.markOf("r"), first);
    assert.equal(store.markOf("q")?.severity, "critical");
    stop();
    end();
  });
  test("a look asks for findings only when something is new", async () => {
    const { store, calls, marks, end } = asked();
    const stop = store.readAll();
    await settled();
    calls.length = 0;
    await store.look();
    assert.deepEqual(calls, ["status", "marks"]);
    marks["q"] = { severity: "warning", count: 1 };
    calls.length = 0;
    await store.look();
    assert.deepEqual(calls, ["status", "marks", "status", "marks", "findings"]);
    stop();
    end();
  });
  test("the stream hands its event on, and goes on living", () => {
    const heard: unknown[] = [];
    const nothing = (): void => undefined;
    const stream = new EventStream("./", { snapshot: nothing, delta: nothing, link: nothing, patrol: (one) => heard.push(one) });
    (stream as unknown as { take(event: { name: string; id: null; data: string }): void }).take({ name: "patrol", id: null, data: JSON.stringify(event("looking")) });
    assert.deepEqual(heard, [event("looking")]);
  });
});

describe("words of patrol", () => {
  test("nothing found says in what and when", () => assert.equal(nothingFound(status(), now), "Nothing found in 412 resources, 118 checks, 3 min ago."));
  test("what comes, and what is due", () => {
    assert.equal(until("2026-11-27T12:20:00Z", now), "in 2 h");
    assert.equal(until(new Date(now + 6 * 3_600_000 - 1000).toISOString(), now), "in 6 h");
    assert.equal(until(new Date(now + 20_000).toISOString(), now), "in 20 s");
    assert.equal(until("2026-11-27T09:00:00Z", now), "due now");
  });
  test("short runs in tenths of a second", () => assert.deepEqual([took(40), took(1400), took(12_000), took(185_000)], ["0.0 s", "1.4 s", "12 s", "3 min"]));
  test("intervals", () => assert.deepEqual([0, 10, 25, 120, 2880, 10080].map(intervalWords), ["off", "every 10 min", "every 25 min", "every 2 h", "every 2 days", "every week"]));
  test("own minutes keep the limits", () => assert.deepEqual(["10", " 10080 ", "9", "10081", "1e3", "-20", "", "30.5"].map((one) => minutesOf(one, 10, 10080)), [10, 10080, null, null, null, null, null, null]));
  test("progress without a total is not a share", () => assert.deepEqual([shareOf({ done: 1, total: 4 }), shareOf({ done: 5, total: 4 }), shareOf({ done: 0, total: 0 })], [0.25, 1, null]));
  test("coverage names the most first", () => assert.equal(coverageWords({ coverage: { node: 3, guest: 40, pool: 0 }, resources_checked: 43 } as unknown as PatrolRun, (kind) => kind), "43 resources: guest 40, node 3"));
  test("advice is cut into prose and commands", () => {
    assert.deepEqual(adviceOf("Run `pvesm status` first. Then:\n$ zpool scrub tank\nand wait."), [
      { kind: "text", text: "Run" }, { kind: "command", text: "pvesm status" }, { kind: "text", text: "first. Then:" }, { kind: "command", text: "zpool scrub tank" }, { kind: "text", text: "and wait." },
    ]);
    assert.deepEqual(adviceOf("Do `this`."), [{ kind: "text", text: "Do" }, { kind: "command", text: "this" }]);
    assert.deepEqual(adviceOf("Just wait."), [{ kind: "text", text: "Just wait." }]);
  });
});

describe("marks in a chart", () => {
  const item = { from: "2026-11-20T00:00:00Z", to: "2026-11-27T00:00:00Z" };
  test("the axis reaches to a mark in the near future, and not to one in ten years", () => {
    assert.ok((axisOfMarks({ ...item, marks: [{ label: "full", value: 1, at: "2026-11-30T00:00:00Z" }] })?.to ?? 0) >= Date.parse("2026-11-30T00:00:00Z") / 1000);
    assert.equal(axisOfMarks({ ...item, marks: [{ label: "full", value: 1, at: "2036-11-30T00:00:00Z" }] })?.to, Date.parse(item.to) / 1000);
  });
  test("without a stretch of time there is no axis", () => {
    assert.equal(axisOfMarks({ marks: [] }), null);
    assert.equal(axisOfMarks({ from: item.to, to: item.from, marks: [] }), null);
  });
  test("levels have no moment, and words do not lie upon each other", () => {
    const marks = [{ label: "a", value: 5 }, { label: "b", value: 5.1, at: "2026-11-21T00:00:00Z" }, { label: "c", value: 5.2, at: "2030-01-01T00:00:00Z" }, { label: "d", value: 0 }];
    const axis = axisOfMarks({ ...item, marks: [] });
    assert.ok(axis);
    const places = placed(marks, axis, (at) => (at - axis.from) / 1000, (value) => 100 - 10 * value, { top: 0, bottom: 100 });
    assert.deepEqual(places.map(({ x }) => x === null), [true, false, true, true]);
    const heights = places.map(({ labelY }) => labelY).sort((a, b) => a - b);
    heights.slice(1).forEach((one, index) => assert.ok(one - (heights[index] ?? 0) >= 12.9));
    assert.ok(heights.every((one) => one > 0 && one <= 100));
  });
});

describe("what can be done", () => {
  test("with a finding as it is", () => {
    assert.deepEqual(actsFor({ state: "open", suppressed: false }), ["acknowledge", "snooze", "dismiss", "resolve", "suppress"]);
    assert.deepEqual(actsFor({ state: "dismissed", suppressed: false }), ["reopen", "resolve"]);
    assert.deepEqual(actsFor({ state: "resolved", suppressed: false }), []);
    assert.ok(!actsFor({ state: "open", suppressed: true }).includes("suppress"));
  });
  test("a suppression needs something to hide, and a reason", () => {
    assert.deepEqual(Object.keys(suppressionMistakes(emptySuppression)), ["resource", "description"]);
    assert.deepEqual(suppressionDraft({ ...emptySuppression, tag: " lab ", description: "Tests" }), { description: "Tests", tag: "lab" });
    assert.equal(ruleWords({ check: "PVE-CERT-END", resource_id: "node:lab/*" }), "check PVE-CERT-END, resource node:lab/*");
  });
  test("checks are found by code, kind and words", () => {
    const check = { code: "PVE-STORAGE-FILL", key: "storage-high-usage", title: "Storage fills up", category: "capacity" as const, kinds: ["storage"], needs: [], why: "", decides: "", advice: "", findings: 0 };
    assert.deepEqual(["pve fills", "CAPACITY", "", "docker"].map((filter) => matchesCheck(filter)(check)), [true, true, true, false]);
  });
});
