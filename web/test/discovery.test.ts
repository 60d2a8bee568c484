import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, networksOf, portsOf } from "../settings/networks";
import { suggest, takeSuggestion } from "../settings/suggestion";

test("networks are separated by commas, blanks or lines", () => {
  assert.deepEqual(networksOf(" 10.0.0.0/24,fd00::/120\n192.168.1.5 ,"), ["10.0.0.0/24", "fd00::/120", "192.168.1.5"]);
  assert.deepEqual(networksOf("  , "), []);
});

test("one to four ports are taken, anything else is none", () => {
  assert.deepEqual(portsOf("8006, 8007"), [8006, 8007]);
  for (const wrong of ["", "0", "65536", "eighty", "80.5", "-1", "1,2,3,4,5", "1e3"]) assert.equal(portsOf(wrong), null, wrong);
});

test("the address of a server has brackets round IPv6", () => {
  assert.equal(addressOf({ ip: "10.0.0.5", port: 8006 }), "https://10.0.0.5:8006");
  assert.equal(addressOf({ ip: "fd00::5", port: 8007 }), "https://[fd00::5]:8007");
});

test("a suggestion is taken once", () => {
  suggest({ product: "pbs", address: "https://10.0.0.5:8007", fingerprint: "AA" });
  assert.equal(takeSuggestion()?.product, "pbs");
  assert.equal(takeSuggestion(), null);
});
