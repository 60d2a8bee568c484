import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { APIError, call } from "../app/api";
import type { Verification, Webhook } from "../app/security-types";
import { furthered, parseView, formatView } from "../app/url";
import { fieldsOf, toldBy } from "../security/change";
import { emptyWebhook, rangeOf, webhookDraft, webhookFields, webhookMistakes, type WebhookFields } from "../security/draft";
import { filterQuery, isFiltered, noFurther, pageQuery, questionOf } from "../security/question";
import { verdictOf } from "../security/VerifyAll";
import { stateOf } from "../security/webhookState";

const now = Date.parse("2026-11-26T12:00:00Z");

describe("question to the audit log", () => {
  const cases: [string, string][] = [
    ["", "limit=100"],
    ["event=auth.&user=dr. who", "event=auth.&user=dr.+who&limit=100"],
    ["outcome=denied", "outcome=denied&limit=100"],
    ["outcome=anything", "limit=100"],
    ["from=24h", "startTime=2026-11-25T12%3A00%3A00.000Z&limit=100"],
    ["from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z", "startTime=2026-11-01T00%3A00%3A00.000Z&endTime=2026-11-02T00%3A00%3A00.000Z&limit=100"],
    ["from=nonsense", "limit=100"],
    ["before=120", "limit=100&before=120"],
    ["after=120", "limit=100&after=120"],
    ["before=x", "limit=100"],
    ["filter=token", "text=token&limit=100"],
  ];
  for (const [address, query] of cases) {
    test(`?${address}`, () => {
      const view = parseView(`?page=security&${address}`);
      assert.equal(pageQuery(questionOf(view.more, view.filter), now), query);
    });
  }
  test("an export takes the filters and not the page of the list", () =>
    assert.equal(filterQuery(questionOf({ user: "a", before: "9" }, ""), now).toString(), "user=a"));
  test("a page of the list is no filter", () => {
    assert.ok(!isFiltered(questionOf({ before: "9" }, " ")));
    assert.ok(isFiltered(questionOf({ outcome: "denied" }, "")));
  });
  test("clearing leaves nothing in the address", () => {
    const view = parseView("?page=security&user=a&before=9&row=x");
    assert.equal(formatView({ ...view, more: furthered(view.more, noFurther) }), "?page=security");
  });
});

describe("what an event says was changed", () => {
  test("before and after of each name, whichever stands first", () =>
    assert.deepEqual(toldBy({ "before.role": "viewer", "after.role": "operator", "address.before": "a", "address.after": "b", reason: "asked" }), {
      changes: [{ name: "role", before: "viewer", after: "operator" }, { name: "address", before: "a", after: "b" }], others: [["reason", "asked"]],
    }));
  test("a side in the name of the field", () => assert.deepEqual(toldBy({ rolesBefore: "viewer", roles: "operator", user: "bob" }), { changes: [{ name: "roles", before: "viewer", after: "operator" }], others: [["user", "bob"]] }));
  test("one side alone is what came or went", () => assert.deepEqual(toldBy({ after: "x" }).changes, [{ name: "", before: "", after: "x" }]));
  test("details of an older log are read as fields", () => assert.deepEqual(fieldsOf("name=web; role=viewer"), { name: "web", role: "viewer" }));
  test("details that are a sentence stay one", () => assert.deepEqual(fieldsOf("signed in; again"), { details: "signed in; again" }));
  test("none are none", () => assert.deepEqual(fieldsOf(""), {}));
});

describe("check of the whole log", () => {
  const base: Verification = { state: "done", checked: 1200, total: 1200, startedAt: null, finishedAt: null, verdict: "intact", problemCount: 0, problems: [], unsigned: 0, warnings: [] };
  const cases: [string, Partial<Verification>, string, RegExp][] = [
    ["intact", {}, "ok", /Intact: 1,200 events/],
    ["intact with a warning", { warnings: ["x"] }, "warning", /Intact/],
    ["damaged", { verdict: "damaged", problemCount: 1, problems: [{ sequence: 4, kind: "changed", sentence: "x" }] }, "critical", /1 problem was found/],
    ["under way", { state: "running", checked: 600 }, "unknown", /600 of 1,200 events/],
    ["stopped", { state: "cancelled", checked: 10 }, "off", /Stopped after 10/],
    ["never", { state: "none" }, "off", /Not checked/],
    ["broken off", { state: "failed" }, "critical", /could not be finished/],
  ];
  for (const [name, change, level, sentence] of cases) {
    test(name, () => {
      const verdict = verdictOf({ ...base, ...change });
      assert.equal(verdict.level, level);
      assert.match(verdict.sentence, sentence);
    });
  }
});

describe("state of a webhook", () => {
  const well = { disabled: null, paused: false, deadLetters: 0, waiting: 0, lastError: null, lastDeliveryAt: "2026-11-26T11:00:00Z" };
  const cases: [string, Partial<Webhook>, string][] = [
    ["delivering", {}, "fine"],
    ["one under way is no queue", { waiting: 1 }, "fine"],
    ["waiting after an error", { waiting: 3, lastError: "refused" }, "waiting"],
    ["given up comes before waiting", { waiting: 3, lastError: "refused", deadLetters: 2 }, "dead"],
    ["paused by hand", { paused: true, deadLetters: 2 }, "paused"],
    ["switched off comes first", { paused: true, disabled: { reason: "410", at: "" } }, "disabled"],
    ["new", { lastDeliveryAt: null }, "idle"],
  ];
  for (const [name, change, state] of cases) test(name, () => assert.equal(stateOf({ ...well, ...change }), state));
});

describe("form of a webhook", () => {
  const sound: WebhookFields = { ...emptyWebhook, name: "siem", url: "https://siem.example/pulse" };
  const cases: [string, Partial<WebhookFields>, string[]][] = [
    ["sound", {}, []],
    ["empty", { name: " ", url: "" }, ["name", "url"]],
    ["no address", { url: "siem" }, ["url"]],
    ["another scheme", { url: "ftp://siem.example" }, ["url"]],
    ["syslog wants host and port", { kind: "syslog_tls", format: "rfc5424", url: "https://siem.example" }, ["url"]],
    ["syslog", { kind: "syslog_tls", format: "rfc5424", url: "siem.example:6514" }, []],
    ["syslog over IPv6", { kind: "syslog_tcp", format: "rfc5424", url: "[fd00::1]:601" }, []],
    ["Splunk wants its token", { kind: "splunk", format: "hec" }, ["secret"]],
    ["no certificate", { certificateAuthority: "MIIB" }, ["certificateAuthority"]],
  ];
  for (const [name, change, mistakes] of cases) test(name, () => assert.deepEqual(Object.keys(webhookMistakes({ ...sound, ...change }, false)), mistakes));
  test("an empty secret keeps the stored one", () => assert.ok(!("secret" in webhookDraft(sound))));
  test("a receiver of syslog has a scheme", () => assert.deepEqual(["siem.example:6514", "syslog://siem.example"].map((url) => webhookDraft({ ...sound, kind: "syslog_tls", format: "rfc5424", url }).url), ["tls://siem.example:6514", "syslog://siem.example"]));
  test("events are one a line", () => assert.deepEqual(webhookDraft({ ...sound, events: "auth.\n user. ,auth.\n" }).filter.events, ["auth.", "user."]));
  test("what is stored fills the form and comes out again", () => {
    const draft = webhookDraft({ ...sound, events: "auth.", outcomes: ["denied"], allowPrivateNetworks: true });
    const stored: Webhook = {
      ...draft, skipped: null, certificateAuthority: null, id: "1", paused: false, disabled: null, hasSecret: true, waiting: 0, deadLetters: 0, oldestWaitingAt: null, lastDeliveryAt: null, lastError: null, nextAttemptAt: null, deliveredSequence: null,
    };
    assert.deepEqual(webhookDraft(webhookFields(stored)), draft);
  });
  const ranges: [string, string, { fromSequence: number; toSequence: number } | null][] = [
    ["1", "9", { fromSequence: 1, toSequence: 9 }], ["9", "1", null], ["0", "1", null], ["", "1", null], ["1.5", "2", null],
  ];
  for (const [from, to, range] of ranges) test(`range '${from}' to '${to}'`, () => assert.deepEqual(rangeOf(from, to), range));
});

describe("refusals of the server", () => {
  async function refusal(status: number, body: unknown): Promise<APIError> {
    const former = globalThis.fetch;
    globalThis.fetch = () => Promise.resolve(new Response(JSON.stringify(body), { status }));
    try {
      await call("GET", "audit");
    } catch (failure) {
      return failure as APIError;
    } finally {
      globalThis.fetch = former;
    }
    throw new Error("nothing was refused");
  }
  test("a missing licence names the feature", async () => {
    const error = await refusal(402, { error: "license_required", message: "A licence is needed.", feature: "audit_logging", upgrade_url: "https://x" });
    assert.deepEqual([error.code, error.message, error.details.feature], ["license_required", "A licence is needed.", "audit_logging"]);
  });
  test("a refused licence key says why", async () => assert.equal((await refusal(400, { success: false, message: "Signed by somebody else." })).message, "Signed by somebody else."));
  test("any other in the words of the server", async () => {
    const error = await refusal(409, { error: "The last administrator stays.", code: "last_administrator" });
    assert.deepEqual([error.code, error.message], ["last_administrator", "The last administrator stays."]);
  });
});
