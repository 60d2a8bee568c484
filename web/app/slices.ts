/** Where long work may be interrupted: anywhere, or after something was drawn that deserves a frame of its own. */
export type Pause = "soon" | "frame";

/** Work that gives way whenever it yields. */
export type Job<Result = void> = Generator<Pause, Result>;

/** Rows between two pauses of a long loop: a pause costs more than a row, and so many rows take a fraction of a millisecond. */
export const stride = 32;

/** What the slices need of the browser. */
export interface Turns {
  /** Milliseconds. */
  now(): number;
  /** Calls back as soon as keys and frames that wait had their turn. */
  soon(run: () => void): void;
  /** Calls back after the next frame was drawn. */
  frame(run: () => void): void;
}

/** Milliseconds of a slice. What it has drawn must be laid out and painted within the same 16 ms, which takes ten times as long. */
const usualBudget: Record<Pause, number> = { soon: 1.5, frame: 0.7 };

/**
 * Does long work in short slices, one job after the other, so that neither a key nor a frame waits for it.
 *
 * Jobs run in the order they came; one that fails is given up and the others go on.
 */
export class Slices {
  private readonly jobs: Job[] = [];
  private waiting = false;

  constructor(private readonly turns: Turns = browserTurns(), private readonly budget = usualBudget) {}

  /** Begins at once when nothing else is under way, or, with `after`, not before what has just been drawn is seen. */
  add(job: Job, after: Pause | null = null): void {
    this.jobs.push(job);
    if (this.waiting) return;
    if (after === null) this.run();
    else this.wait(after);
  }

  /** Takes a job back, however far it came. */
  remove(job: Job): void {
    const at = this.jobs.indexOf(job);
    if (at >= 0) this.jobs.splice(at, 1);
  }

  private run(): void {
    // A job that adds another does not run it inside itself.
    this.waiting = true;
    const began = this.turns.now();
    let pause: Pause = "soon";
    for (let job = this.jobs[0]; job; job = this.jobs[0]) {
      // Once something was drawn, the slice has to end in a frame.
      pause = this.step(job) === "frame" ? "frame" : pause;
      if (this.turns.now() - began >= this.budget[pause]) break;
    }
    if (this.jobs.length > 0) this.wait(pause);
    else this.waiting = false;
  }

  private wait(pause: Pause): void {
    this.waiting = true;
    this.turns[pause](() => this.run());
  }

  private step(job: Job): Pause {
    try {
      const { done, value } = job.next();
      if (done !== true) return value;
    } catch (failure) {
      console.error(failure);
    }
    this.remove(job);
    return "soon";
  }
}

/** Runs a job without giving way: in the worker, in tests, and where somebody waits for the result. */
export function atOnce<Result>(job: Job<Result>): Result {
  for (;;) {
    const { done, value } = job.next();
    if (done === true) return value;
  }
}

/** A hidden page gets no frames, and one that is hidden while it waits must not wait for ever. */
const longestFrame = 100;

function browserTurns(): Turns {
  let waiting: (() => void)[] = [];
  let port: MessagePort | null = null;
  // Timers are held back when they follow each other quickly; messages are not.
  const open = (): MessagePort => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const runs = waiting;
      waiting = [];
      for (const run of runs) run();
    };
    return channel.port2;
  };
  const soon = (run: () => void): void => {
    waiting.push(run);
    (port ??= open()).postMessage(null);
  };
  const frame = (run: () => void): void => {
    if (document.visibilityState === "hidden") return soon(run);
    const once = (): void => {
      cancelAnimationFrame(request);
      clearTimeout(timer);
      soon(run);
    };
    const request = requestAnimationFrame(once);
    const timer = setTimeout(once, longestFrame);
  };
  return { now: () => performance.now(), soon, frame };
}
