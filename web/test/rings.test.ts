import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Rings } from "../app/rings";

describe("rings", () => {
  test("the newest stands last, the oldest falls away", () => {
    const rings = new Rings(3);
    for (const value of [1, 2, 3, 4]) {
      rings.advance();
      rings.set("a", value);
    }
    assert.deepEqual(rings.read("a"), [2, 3, 4]);
  });

  test("what was seeded goes on growing", () => {
    const rings = new Rings(4);
    rings.fill("a", [9, 1, null, 3, 4]);
    assert.deepEqual(rings.read("a"), [1, null, 3, 4]);
    rings.advance();
    rings.set("a", 5);
    assert.deepEqual(rings.read("a"), [3, 4, 5]);
    rings.fill("a", [7, 8]);
    assert.deepEqual(rings.read("a"), [7, 8]);
  });

  test("a step without a value is a gap, also at the end", () => {
    const rings = new Rings(4);
    rings.advance();
    rings.set("a", 1);
    rings.advance();
    rings.set("b", 2);
    assert.deepEqual(rings.read("a"), [1, null]);
    assert.deepEqual(rings.read("b"), [2]);
    rings.set("a", null);
    assert.deepEqual(rings.read("a"), [1, null]);
  });

  test("many series, and one that takes the place of another begins empty", () => {
    const rings = new Rings(2);
    for (let index = 0; index < 100; index++) rings.set(`${index}`, index);
    assert.deepEqual(rings.read("57"), [57]);
    rings.remove("57");
    assert.equal(rings.read("57"), undefined);
    rings.advance();
    rings.set("new", 5);
    assert.deepEqual(rings.read("new"), [5]);
    assert.deepEqual(rings.read("99"), [99, null]);
    assert.equal([...rings.ids].length, 100);
  });
});
