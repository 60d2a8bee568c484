import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { creationOptions, fromBase64URL, passkeyObstacle, requestOptions, toBase64URL } from "../access/passkey";
import { arrivalError, linkSecret, oidcAddress } from "../access/ways";
import { allows, hasAccount } from "../app/permissions";
import type { LicenceStatus, OIDCSettings, Permission } from "../app/security-types";
import type { Session } from "../app/types";
import { linesOf, wrongNetwork } from "../forms/lists";
import { findSettings, opens, sections, whyClosed } from "../settings/catalogue";
import { availability, levelOfLicence, licenceSentence } from "../settings/standing";
import { mappingOf, oidcDraft, oidcFields, oidcMistakes } from "../settings/oidc";
import { emptyToken, emptyUser, limitsOf, limitWords, roleMistakes, shortPassword, tokenDraft, tokenMistakes, userMistakes } from "../settings/people";
import { qrOf } from "../settings/qr";
import { inFours } from "../settings/SecondFactor";
import { counted, dataOf, fileName, passphraseMistakes } from "../settings/exportFile";

const session = (...permissions: string[]): Session => ({ user: "a", demo: false, version: "1", permissions, roles: [], limited: false, method: "password" });

describe("permissions", () => {
  test("a star is everything", () => assert.ok(allows(session("*"), "users:manage", "audit:read")));
  test("all that is asked for is needed", () => assert.ok(!allows(session("audit:read"), "audit:read", "audit:manage")));
  test("a link has no account", () => assert.ok(!hasAccount({ method: "link" }) && hasAccount({ method: "oidc" })));
  const roles: [string, Permission[], string[]][] = [
    ["viewer", ["monitoring:read"], ["account", "appearance", "about"]],
    ["auditor", ["monitoring:read", "audit:read", "settings:read"], ["sources", "agents", "profiles", "account", "roles", "tokens", "sign-in", "licence", "appearance", "about"]],
    ["who may bring in", ["config:import"], ["account", "transfer", "appearance", "about"]],
    ["who manages users", ["users:manage"], ["account", "users", "roles", "tokens", "links", "appearance", "about"]],
  ];
  for (const [name, permissions, open] of roles) test(`sections of ${name}`, () => assert.deepEqual(sections.filter((one) => opens(session(...permissions), one)), open));
  test("an administrator opens all", () => assert.deepEqual(sections.filter((one) => !opens(session("*"), one)), []));
  test("what does not open says why", () => assert.deepEqual(sections.filter((one) => whyClosed(one) === ""), []));
  test("the search finds nothing that does not open", () => {
    assert.ok(findSettings("token", session("*")).length > 0);
    assert.deepEqual(findSettings("token", session("monitoring:read")), []);
  });
});

describe("ways to sign in", () => {
  test("secret of a link", () => assert.deepEqual(["#link=abc", "#other=1", "", "#link="].map(linkSecret), ["abc", null, null, null]));
  test("a code of the provider is a sentence", () => {
    assert.match(arrivalError("?sign-in-error=oidc_not_allowed") ?? "", /administrator/);
    assert.match(arrivalError("?sign-in-error=new_code") ?? "", /new_code/);
    assert.equal(arrivalError("?page=hosts"), null);
  });
  test("from the provider back to what was asked for", () => assert.equal(oidcAddress("/", "?page=hosts&sign-in-error=x"), "./api/oidc/login?returnTo=%2F%3Fpage%3Dhosts"));
  const obstacles: [string, Parameters<typeof passkeyObstacle>[0], string | null][] = [
    ["a number", { hostname: "10.0.0.5", secure: true, known: true, possible: true }, "address"],
    ["a number of IPv6", { hostname: "[fd00::1]", secure: true, known: true, possible: true }, "address"],
    ["no TLS", { hostname: "pulse.lan", secure: false, known: true, possible: true }, "insecure"],
    ["an old browser", { hostname: "localhost", secure: true, known: false, possible: true }, "browser"],
    ["another public address", { hostname: "localhost", secure: true, known: true, possible: false }, "server"],
    ["none", { hostname: "pulse.example", secure: true, known: true, possible: true }, null],
  ];
  for (const [name, place, obstacle] of obstacles) test(`what keeps passkeys away: ${name}`, () => assert.equal(passkeyObstacle(place), obstacle));
  test("binary there and back, without padding", () => {
    for (const text of ["", "AA", "_-8", "AAECAwQ"]) assert.equal(toBase64URL(fromBase64URL(text)), text);
  });
  test("options for the browser are binary", () => {
    const { challenge, allowCredentials } = requestOptions({ challengeId: "1", publicKey: { challenge: "AAEC", rpId: "localhost", allowCredentials: [{ type: "public-key", id: "_w" }], userVerification: "preferred", timeout: 1 } });
    assert.deepEqual([...new Uint8Array(challenge as ArrayBuffer)], [0, 1, 2]);
    assert.deepEqual(allowCredentials?.map(({ id }) => [...new Uint8Array(id as ArrayBuffer)]), [[255]]);
    const made = creationOptions({ challengeId: "1", publicKey: {
      challenge: "AA", rp: { id: "localhost", name: "Pulse" }, user: { id: "AQ", name: "a", displayName: "a" }, pubKeyCredParams: [{ type: "public-key", alg: -7 }], excludeCredentials: [],
      authenticatorSelection: {}, attestation: "none", timeout: 1,
    } });
    assert.deepEqual([...new Uint8Array(made.user.id as ArrayBuffer)], [1]);
  });
});

describe("forms of people and programs", () => {
  test("an empty user", () => assert.deepEqual(Object.keys(userMistakes(emptyUser, false)), ["name", "password", "roles"]));
  test("a stored user keeps the password", () => assert.deepEqual(userMistakes({ name: "a", password: "", roles: ["viewer"], disabled: false }, true), {}));
  test("a name with a blank", () => assert.deepEqual(Object.keys(userMistakes({ name: "a b", password: "correct horse", roles: ["viewer"], disabled: false }, false)), ["name"]));
  test("twelve characters, also outside of the Latin alphabet", () => assert.deepEqual([shortPassword("пароль пароль"), shortPassword("short") !== null], [null, true]));
  test("an empty token", () => assert.deepEqual(Object.keys(tokenMistakes(emptyToken)), ["name", "scopes"]));
  const networks: [string, string | null][] = [["10.0.0.0/8\nfd00::/8", null], ["10.0.0.5", null], ["10.0.0.0/33", "10.0.0.0/33"], ["home", "home"], ["300.0.0.1", "300.0.0.1"], ["10.0.0.0/8/8", "10.0.0.0/8/8"]];
  for (const [written, wrong] of networks) test(`networks '${written.replace("\n", " ")}'`, () => assert.equal(wrongNetwork(linesOf(written)), wrong));
  test("a token that never ends has no days", () =>
    assert.deepEqual(tokenDraft({ name: " a ", scopes: ["monitoring:read"], expiry: "", networks: "" }), { name: "a", scopes: ["monitoring:read"] }));
  test("a token with all", () =>
    assert.deepEqual(tokenDraft({ name: "a", scopes: ["*"], expiry: "30", networks: "10.0.0.0/8" }), { name: "a", scopes: ["*"], expiresInDays: 30, networks: ["10.0.0.0/8"] }));
  test("limits in words", () => {
    assert.equal(limitWords({ sources: [], tags: [], kinds: [] }), "the whole estate");
    assert.equal(limitWords(limitsOf({ sources: "lab", tags: "prod\ntest", kinds: [] })), "Sources: lab; Tags: prod, test");
  });
  test("a role for a part of the estate has no settings", () => {
    const part = { sources: "lab", tags: "", kinds: [] };
    assert.match(roleMistakes("a", ["monitoring:read", "settings:read"], part).permissions ?? "", /part of the estate/);
    assert.deepEqual(roleMistakes("a", ["monitoring:read"], part), { name: null, permissions: null });
  });
  test("a secret in fours", () => assert.equal(inFours("ABCDEFGHIJ"), "ABCD EFGH IJ"));
});

describe("form of the identity provider", () => {
  const stored: OIDCSettings = {
    enabled: true, name: "Company", issuer: "https://id.example", clientId: "pulse", hasSecret: true, scopes: ["openid", "email"], usernameClaim: "preferred_username", emailClaim: "email",
    groupsClaim: "groups", allowedGroups: ["CN=Admins,OU=IT"], allowedDomains: [], allowedEmails: [], roleMapping: [{ group: "CN=Admins,OU=IT", role: "administrator" }], defaultRole: null,
    hideLocalSignIn: false, certificateAuthority: null, redirectURI: "https://pulse.example/api/oidc/callback", managed: false,
  };
  test("what is stored fills the form and comes out again", () => {
    const { hasSecret, redirectURI, managed, ...kept } = stored;
    assert.ok(hasSecret && redirectURI && !managed);
    assert.deepEqual(oidcDraft(oidcFields(stored)), kept);
  });
  test("a group of a directory holds signs of its own", () => assert.deepEqual(mappingOf("CN=Admins,OU=IT = operator"), [{ group: "CN=Admins,OU=IT", role: "operator" }]));
  const cases: [string, Partial<ReturnType<typeof oidcFields>>, string[]][] = [
    ["sound", {}, []], ["no address", { issuer: "id.example" }, ["issuer"]], ["no client", { clientId: " " }, ["clientId"]], ["no role", { mapping: "admins" }, ["mapping"]],
    ["a role there is not", { mapping: "admins = emperor" }, ["mapping"]],
  ];
  for (const [name, change, mistakes] of cases) test(name, () => assert.deepEqual(Object.keys(oidcMistakes({ ...oidcFields(stored), ...change }, ["administrator", "operator"])), mistakes));
});

describe("licence in words", () => {
  const active: LicenceStatus = {
    valid: true, state: "active", sentence: "", tier: "pro", license_id: "1", email: null, expires_at: "2027-01-01T00:00:00Z", is_lifetime: false, days_remaining: 36, features: [], in_grace_period: false,
    grace_period_end: null, max_nodes: null, max_guests: null,
  };
  const cases: [string, Partial<LicenceStatus>, string, RegExp][] = [
    ["active", {}, "ok", /active until 1 Jan 2027.*36 days left/],
    ["without an end", { is_lifetime: true }, "ok", /has no end/],
    ["in grace", { state: "grace_period", grace_period_end: "2027-01-08T00:00:00Z" }, "warning", /go on until 8 Jan 2027/],
    ["ended", { state: "expired" }, "critical", /ended on 1 Jan 2027/],
    ["none", { state: "none", expires_at: null }, "off", /No licence is active/],
    ["clock", { state: "clock_set_back" }, "critical", /Set the clock right/],
    ["unreadable", { state: "unreadable" }, "critical", /Enter its key again/],
    ["not genuine", { state: "not_genuine" }, "critical", /not signed by the issuer/],
    ["of a demonstration", { tier: "demonstration", sentence: "This demonstration has one." }, "ok", /This demonstration/],
    ["of a newer server", { state: "leased" as LicenceStatus["state"], sentence: "It is leased." }, "unknown", /It is leased/],
  ];
  for (const [name, change, level, sentence] of cases) {
    test(name, () => {
      assert.equal(levelOfLicence({ ...active, ...change }), level);
      assert.match(licenceSentence({ ...active, ...change }), sentence);
    });
  }
  test("what this version lacks is not promised", () => assert.deepEqual([availability("audit_logging", true).word, availability("audit_logging", false).word, availability("ai_alerts", true).word], ["open", "needs a licence", "not in this version yet"]));
});

describe("export and import", () => {
  test("a passphrase of twelve characters, twice", () => {
    assert.deepEqual(passphraseMistakes("correct horse", "correct horse"), { passphrase: null, again: null });
    assert.match(passphraseMistakes("short", "other").passphrase ?? "", /7 characters are missing/);
    assert.match(passphraseMistakes("correct horse", "other").again ?? "", /not the same/);
  });
  test("a file is the text, or the answer of the API", () => assert.deepEqual([" YWJj\nZGVm \n", "{\"status\":\"success\",\"data\":\"YWJj\"}", "{", ""].map(dataOf), ["YWJjZGVm", "YWJj", "", ""]));
  test("the name of a file has its day", () => assert.equal(fileName(Date.parse("2026-11-26T12:00:00Z")), "pulse-export-2026-11-26.txt"));
  test("what stays is counted apart", () => {
    const { add, change, remove, keep, doing } = counted({ changes: (["add", "keep", "remove", "keep", "change"] as const).map((action) => ({ section: "s", action, name: "n", sentence: "" })) });
    assert.deepEqual([add, change, remove, keep, doing.length], [1, 1, 1, 2, 3]);
  });
});

const golden = `
███████····██·███████
█·····█···███·█·····█
█·███·█·████··█·███·█
█·███·█·█·███·█·███·█
█·███·█·██··█·█·███·█
█·····█·████··█·····█
███████·█·█·█·███████
········██···········
█·█████···██··█████··
█·█·█···██·████··███·
·███··█··██·█·██·███·
·█·███·███·████··██··
····█·███·█·█··█··█··
········█···█··█·█·█·
███████··█·█·█··█·██·
█·····█·██·····█████·
█·███·█·█·██·█··████·
█·███·█·█··█████··█··
█·███·█·██··█·██·█···
█·····█··█·████··██··
███████·█···█·····██·
`.trim();

describe("QR codes", () => {
  const codes = (rows: boolean[][] | null): string => (rows ?? []).map((row) => row.map((dark) => (dark ? "█" : "·")).join("")).join("\n");
  test("as readers of other makers took it", () => assert.equal(codes(qrOf("PULSE")), golden));
  test("grow with their text, to 97 modules", () => assert.deepEqual(["a".repeat(14), "a".repeat(15), "a".repeat(666)].map((text) => qrOf(text)?.length), [21, 25, 97]));
  test("a text that is too long has none", () => assert.equal(qrOf("a".repeat(667)), null));
});
