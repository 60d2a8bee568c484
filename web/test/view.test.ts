import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parsePreferences } from "../app/preferences";
import { formatView, pageAddress, parseView, usual, type View } from "../app/url";
import { completedAddress, draftOf, emptyFields, mistakesOf } from "../settings/draft";
import { sameFingerprint } from "../settings/SourceForm";

describe("address of a view", () => {
  const view: View = {
    page: "storage", filter: "name:\"two words\" cpu>80 a|b&c=d#e+f%", sort: { key: "cpu", descending: true }, flat: true, open: "guest:homelab/101", tab: "history", range: "2026-11-24T10:00Z..2026-11-25T10:00Z",
    compare: true, ahead: false,
    folded: ["node:homelab/pve-1", "cluster:b"], section: "sources", form: "edit:homelab", more: { user: "dr. who", before: "120" },
  };
  test("there and back", () => assert.deepEqual(parseView(formatView(view)), view));
  test("the usual view has no query", () => assert.equal(formatView(usual), "./"));
  test("ids stay readable", () => assert.equal(formatView(pageAddress("overview", { open: "guest:homelab/101" })), "?open=guest:homelab/101"));
  test("the time of the charts belongs to what is open", () => assert.equal(formatView({ ...usual, range: "7d", compare: true, ahead: true }), "./"));
  test("a span of time stays readable", () =>
    assert.equal(formatView({ ...usual, open: "node:a/b", range: "2026-11-24T10:00Z..2026-11-25T10:00Z" }), "?open=node:a/b&range=2026-11-24T10:00Z..2026-11-25T10:00Z"));
  test("nonsense is the usual view", () => assert.deepEqual(parseView("?page=nope&sort=cpu&group=x&folded="), usual));
});

describe("preferences", () => {
  test("nothing kept yet", () => assert.equal(parsePreferences({}).theme, "system"));
  test("nonsense is not believed", () => {
    const read = parsePreferences({ theme: "pink", columns: { overview: ["cpu", 5], x: "y" }, views: [{ name: "a", query: "filter=b" }, null, { name: 5 }], timeZone: 3 });
    assert.equal(read.theme, "system");
    assert.deepEqual(read.columns, { overview: ["cpu"] });
    assert.deepEqual(read.views, [{ name: "a", query: "filter=b" }]);
    assert.equal(read.timeZone, "");
  });
});

describe("form of a source", () => {
  const addresses: [string, string | null][] = [
    ["pve-1", "https://pve-1:8006"], ["10.0.0.5", "https://10.0.0.5:8006"], [" https://pve-1.lan:8006/ ", "https://pve-1.lan:8006"], ["https://pve.example:443", "https://pve.example:443"],
    ["https://pve.example/", "https://pve.example:8006"], ["pve-1:9999", "https://pve-1:9999"], ["fd00::5", "https://[fd00::5]:8006"], ["[fd00::5]:8007", "https://[fd00::5]:8007"],
    ["http://pve-1:8006", "http://pve-1:8006"], ["two words", null], ["https://", null],
  ];
  for (const [written, address] of addresses) test(`'${written}' is ${address ?? "no address"}`, () => assert.equal(completedAddress(written), address));

  test("every field says what is wrong with it", () => {
    assert.deepEqual(Object.keys(mistakesOf(emptyFields, false)), ["address", "tokenId", "tokenSecret"]);
    assert.deepEqual(Object.keys(mistakesOf({ ...emptyFields, address: "pve-1", how: "password", username: "root" }, false)), ["username", "password"]);
    assert.deepEqual(mistakesOf({ ...emptyFields, address: "http://pve-1:8006", tokenId: "a@b!c", tokenSecret: "s" }, false).address, "Proxmox answers over https only.");
  });
  test("an empty secret keeps the stored one", () => {
    const fields = { ...emptyFields, address: "pve-1", tokenId: "a@b!c" };
    assert.deepEqual(mistakesOf(fields, true), {});
    assert.deepEqual(draftOf(fields, "lab"), { address: "https://pve-1:8006", source: "lab" });
  });
  test("fingerprints are the same however they are written", () => {
    assert.ok(sameFingerprint("AA:BB:0c", "aabb0C"));
    assert.ok(!sameFingerprint("AA:BB", "AA:BC"));
  });
});
