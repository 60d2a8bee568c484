import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { healthNews, troublesOf } from "../app/health";
import type { Health } from "../app/types";

const well: Health = {
  status: "healthy", timestamp: 0, uptime: 100, version: "0.1.0", database: "ok", tickAgeSeconds: 0.5, sources: { reachable: 1, total: 1 }, history: "ok", audit: "ok",
};
const ill = (change: Partial<Health>): Health => ({ ...well, ...change });

describe("health in words", () => {
  test("nothing is said while all is well", () => assert.deepEqual(troublesOf(well), []));
  const cases: [string, Health, string, RegExp, RegExp][] = [
    ["the disk takes nothing", ill({ history: "failing" }), "critical", /cannot be written/, /room on the disk/],
    ["values wait for the engine", ill({ history: "engine_away" }), "warning", /takes nothing/, /waits on Pulse’s disk/],
    ["values are lost", ill({ history: "engine_losing" }), "critical", /being lost/, /engine runs/],
    ["some was set aside", ill({ history: "damaged" }), "warning", /set aside/, /pulse history verify/],
    ["as large as it may be", ill({ history: "over_budget" }), "watch", /as large/, /PULSE_METRICS_MAX_SIZE/],
    ["the database cannot be written", ill({ status: "unhealthy", database: "failing" }), "critical", /database/, /not kept/],
    ["ticks do not come", ill({ status: "unhealthy", tickAgeSeconds: 90 }), "critical", /stopped measuring/, /Restart/],
  ];
  for (const [name, health, level, sentence, nextStep] of cases) {
    test(name, () => {
      const [told, ...more] = troublesOf(health);
      assert.deepEqual(more, []);
      assert.equal(told?.level, level);
      assert.match(told?.sentence ?? "", sentence);
      assert.match(told?.nextStep ?? "", nextStep);
    });
  }
  test("a full disk breaks both, the database first", () =>
    assert.deepEqual(troublesOf(ill({ status: "unhealthy", database: "failing", history: "failing" })).map((one) => one.trouble), ["database", "failing"]));
  test("what must be known is said on every page, a chosen limit where history is looked at", () =>
    assert.deepEqual((["failing", "engine_away", "engine_losing", "damaged", "over_budget"] as const).map((history) => troublesOf(ill({ history }))[0]?.everywhere), [true, true, true, true, false]));
  test("only what stays although all goes on can be put away", () =>
    assert.deepEqual((["failing", "engine_away", "engine_losing", "damaged"] as const).map((history) => troublesOf(ill({ history }))[0]?.stays), [false, false, false, true]));
  test("a word of a newer server is not guessed at", () => assert.deepEqual(troublesOf(ill({ history: "melancholic" as Health["history"] })), []));
  test("is told when it changes, and only then", () => {
    let heard = 0;
    const end = healthNews.subscribe(() => (heard += 1));
    for (const history of ["ok", "failing", "failing", "ok"] as const) healthNews.tell(ill({ history }));
    end();
    assert.equal(heard, 2);
    assert.deepEqual(healthNews.read(), []);
  });
});
