import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { atOnce, Slices, type Job, type Turns } from "../app/slices";

/** A clock that goes on by one millisecond whenever it is looked at, and turns that come when the test says so. */
class Hand implements Turns {
  readonly log: string[] = [];
  private time = 0;
  private next: (() => void) | null = null;

  now(): number {
    return this.time++;
  }

  soon(run: () => void): void {
    this.log.push("soon");
    this.next = run;
  }

  frame(run: () => void): void {
    this.log.push("frame");
    this.next = run;
  }

  get idle(): boolean {
    return this.next === null;
  }

  turn(): void {
    const run = this.next;
    this.next = null;
    run?.();
  }
}

function* steps(log: string[], name: string, count: number, pause: "soon" | "frame" = "soon"): Job {
  for (let step = 1; step <= count; step++) {
    log.push(`${name}${step}`);
    yield pause;
  }
}

describe("slices", () => {
  test("short work is done at once", () => {
    const hand = new Hand();
    new Slices(hand, { soon: 10, frame: 1 }).add(steps(hand.log, "a", 3));
    assert.deepEqual(hand.log, ["a1", "a2", "a3"]);
    assert.ok(hand.idle);
  });

  test("long work gives way when its time is used up, and goes on where it was", () => {
    const hand = new Hand();
    new Slices(hand, { soon: 2, frame: 1 }).add(steps(hand.log, "a", 5));
    assert.deepEqual(hand.log, ["a1", "a2", "soon"]);
    hand.turn();
    assert.deepEqual(hand.log.slice(3), ["a3", "a4", "soon"]);
    hand.turn();
    assert.deepEqual(hand.log.slice(6), ["a5"]);
  });

  test("what was drawn gets its frame, and has less time because of it", () => {
    const hand = new Hand();
    new Slices(hand, { soon: 9, frame: 2 }).add(steps(hand.log, "a", 3, "frame"));
    assert.deepEqual(hand.log, ["a1", "a2", "frame"]);
  });

  test("what follows something drawn in the same slice waits for the frame too", () => {
    const hand = new Hand();
    const slices = new Slices(hand, { soon: 9, frame: 3 });
    slices.add((function* (): Job {
      slices.add(steps(hand.log, "b", 2));
      yield* steps(hand.log, "a", 1, "frame");
    })());
    assert.deepEqual(hand.log, ["a1", "b1", "frame"]);
  });

  test("a job can wait for the frame of what was drawn before it", () => {
    const hand = new Hand();
    new Slices(hand, { soon: 9, frame: 9 }).add(steps(hand.log, "a", 1), "frame");
    assert.deepEqual(hand.log, ["frame"]);
    hand.turn();
    assert.deepEqual(hand.log, ["frame", "a1"]);
  });

  test("one job after the other, in the order they came", () => {
    const hand = new Hand();
    const slices = new Slices(hand, { soon: 2, frame: 1 });
    slices.add(steps(hand.log, "a", 3));
    slices.add(steps(hand.log, "b", 1));
    while (!hand.idle) hand.turn();
    assert.deepEqual(hand.log.filter((one) => one !== "soon"), ["a1", "a2", "a3", "b1"]);
  });

  test("a job that is taken back does not go on", () => {
    const hand = new Hand();
    const slices = new Slices(hand, { soon: 2, frame: 1 });
    const job = steps(hand.log, "a", 9);
    slices.add(job);
    slices.add(steps(hand.log, "b", 1));
    slices.remove(job);
    while (!hand.idle) hand.turn();
    assert.deepEqual(hand.log, ["a1", "a2", "soon", "b1"]);
  });

  test("a job may add another; it comes after", () => {
    const hand = new Hand();
    const slices = new Slices(hand, { soon: 10, frame: 1 });
    slices.add((function* (): Job {
      slices.add(steps(hand.log, "inner", 1));
      hand.log.push("outer");
      yield "soon";
    })());
    assert.deepEqual(hand.log, ["outer", "inner1"]);
  });

  test("a failure ends its own job only", () => {
    const hand = new Hand();
    const slices = new Slices(hand, { soon: 2, frame: 1 });
    const said = console.error;
    console.error = () => hand.log.push("said");
    slices.add((function* (): Job {
      yield "soon";
      throw new Error("broken");
    })());
    slices.add(steps(hand.log, "b", 1));
    while (!hand.idle) hand.turn();
    console.error = said;
    assert.deepEqual(hand.log.filter((one) => one !== "soon"), ["said", "b1"]);
  });

  test("at once means without a pause", () => {
    const log: string[] = [];
    atOnce(steps(log, "a", 3));
    assert.deepEqual(log, ["a1", "a2", "a3"]);
  });
});
