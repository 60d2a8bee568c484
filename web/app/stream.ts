import type { PatrolEvent } from "./api-types";
import type { Delta, Snapshot } from "./types";

/** How the live connection is. Times are those of the browser's clock, in milliseconds. */
export type Link =
  | { phase: "connecting" }
  | { phase: "live" }
  /** `since` is when the server was last heard of. */
  | { phase: "lost"; since: number; retryAt: number }
  /** The server wants a sign-in or the set-up; nothing is tried until `restart`. */
  | { phase: "refused" };

export interface StreamHandlers {
  snapshot(snapshot: Snapshot): void;
  delta(delta: Delta): void;
  patrol(event: PatrolEvent): void;
  link(link: Link): void;
}

const silenceLimit = 5_000;
const firstDelay = 1_000;
const longestDelay = 15_000;

/** The one event stream of the browser: reads, notices silence, comes back with `Last-Event-ID` after growing pauses. */
export class EventStream {
  private link: Link = { phase: "connecting" };
  private lastID: string | null = null;
  private lastHeard = Date.now();
  private attempts = 0;
  private abort: AbortController | null = null;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private stopped = true;

  constructor(private readonly url: string, private readonly handlers: StreamHandlers) {}

  get current(): Link {
    return this.link;
  }

  start(): void {
    if (!this.stopped) return;
    this.stopped = false;
    void this.connect();
  }

  stop(): void {
    this.stopped = true;
    this.hangUp();
  }

  /** Tries at once, for instance after a sign-in. */
  restart(): void {
    this.hangUp();
    this.stopped = false;
    this.attempts = 0;
    void this.connect();
  }

  private hangUp(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    this.abort?.abort();
    this.abort = null;
  }

  private async connect(): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    this.watchSilence(abort);
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (this.lastID !== null) headers["Last-Event-ID"] = this.lastID;
      const response = await fetch(this.url, { headers, cache: "no-store", credentials: "same-origin", signal: abort.signal });
      if (response.status === 401 || response.status === 403) {
        this.hangUp();
        this.lastID = null;
        this.tell({ phase: "refused" });
        return;
      }
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
      await this.read(response.body, abort);
    } catch {
      // Whatever ended it, the answer is the same: say so and come back.
    }
    if (this.abort === abort && !this.stopped) this.lose();
  }

  private async read(body: ReadableStream<Uint8Array>, abort: AbortController): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    const parser = new EventParser();
    for (;;) {
      const { value, done } = await reader.read();
      if (done || this.abort !== abort) return;
      this.watchSilence(abort);
      for (const event of parser.push(decoder.decode(value, { stream: true }))) this.take(event);
    }
  }

  private take(event: StreamEvent): void {
    switch (event.name) {
      case "snapshot":
        this.handlers.snapshot(JSON.parse(event.data) as Snapshot);
        break;
      case "delta":
        this.handlers.delta(JSON.parse(event.data) as Delta);
        break;
      case "patrol":
        this.handlers.patrol(JSON.parse(event.data) as PatrolEvent);
        break;
      case "beat":
        break;
      default:
        return;
    }
    if (event.id !== null) this.lastID = event.id;
    this.attempts = 0;
    if (this.link.phase !== "live") this.tell({ phase: "live" });
  }

  private watchSilence(abort: AbortController): void {
    if (this.abort === abort && this.link.phase === "live") this.lastHeard = Date.now();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      if (this.abort === abort) this.lose();
    }, silenceLimit);
  }

  private lose(): void {
    this.hangUp();
    const pause = Math.min(longestDelay, firstDelay * 2 ** this.attempts) * (0.75 + Math.random() / 2);
    this.attempts += 1;
    this.tell({ phase: "lost", since: this.link.phase === "lost" ? this.link.since : this.lastHeard, retryAt: Date.now() + pause });
    this.retry = setTimeout(() => void this.connect(), pause);
  }

  private tell(link: Link): void {
    this.link = link;
    this.handlers.link(link);
  }
}

export interface StreamEvent {
  name: string;
  id: string | null;
  data: string;
}

/** Cuts the text of an event stream into events; a piece may end anywhere. */
export class EventParser {
  private rest = "";
  private name = "message";
  private id: string | null = null;
  private data: string[] = [];

  push(piece: string): StreamEvent[] {
    const events: StreamEvent[] = [];
    const lines = (this.rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) this.line(line, events);
    return events;
  }

  private line(line: string, events: StreamEvent[]): void {
    if (line === "") {
      if (this.data.length > 0) events.push({ name: this.name, id: this.id, data: this.data.join("\n") });
      this.name = "message";
      this.id = null;
      this.data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    if (field === "event") this.name = value;
    else if (field === "id") this.id = value;
    else if (field === "data") this.data.push(value);
  }
}
