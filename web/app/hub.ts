import { Fleet } from "./fleet";
import { pack, pieces, type PackedDelta } from "./packed";
import type { PatrolEvent } from "./api-types";
import { EventStream, type Link } from "./stream";
import type { Snapshot } from "./types";

/** What the holder of the stream tells the tabs. */
export type HubMessage =
  | { type: "snapshot"; snapshot: Snapshot }
  | { type: "delta"; delta: PackedDelta }
  | { type: "link"; link: Link }
  /** Not kept: a tab that comes late asks for the status. */
  | { type: "patrol"; event: PatrolEvent };

/** What a tab tells the holder of the stream. */
export type TabMessage = { type: "hello" } | { type: "ping" } | { type: "restart" } | { type: "bye" };

/** Holds the one stream and the estate as it stands, and hands both to whoever asks. */
export class Hub {
  private readonly fleet = new Fleet();
  private readonly stream: EventStream;

  constructor(url: string, broadcast: (message: HubMessage) => void) {
    this.stream = new EventStream(url, {
      snapshot: (snapshot) => {
        this.fleet.reset(snapshot);
        broadcast({ type: "snapshot", snapshot });
      },
      delta: (wire) => {
        const delta = pack(wire);
        // The tabs get it first: applying keeps what it carries, and posting copies it.
        for (const piece of pieces(delta)) broadcast({ type: "delta", delta: piece });
        this.fleet.apply(delta);
      },
      patrol: (event) => broadcast({ type: "patrol", event }),
      link: (link) => broadcast({ type: "link", link }),
    });
  }

  start(): void {
    this.stream.start();
  }

  stop(): void {
    this.stream.stop();
  }

  restart(): void {
    this.stream.restart();
  }

  /** What a tab that comes late has to know. */
  welcome(): HubMessage[] {
    const messages: HubMessage[] = [{ type: "link", link: this.stream.current }];
    if (this.fleet.sequence >= 0) messages.push({ type: "snapshot", snapshot: this.fleet.snapshot() });
    return messages;
  }
}
