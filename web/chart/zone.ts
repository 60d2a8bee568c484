import type { Span } from "./range";

const day = 86_400;

/** A time zone: how far its clocks are ahead of UTC, in seconds, at a time in seconds. */
export class Zone {
  private readonly clock: Intl.DateTimeFormat;
  private readonly short: Intl.DateTimeFormat;

  /** An IANA name, or empty for that of the browser, which also stands in for a name it does not know. */
  constructor(name: string) {
    const options: Intl.DateTimeFormatOptions = {
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23", era: "short",
    };
    let zone = name === "" ? {} : { timeZone: name };
    try {
      new Intl.DateTimeFormat("en", zone);
    } catch {
      zone = {};
    }
    this.clock = new Intl.DateTimeFormat("en-US", { ...options, ...zone });
    this.short = new Intl.DateTimeFormat("en-GB", { timeZoneName: "short", ...zone });
  }

  offset(at: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.clock.formatToParts(at * 1000)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Math.round(Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - Math.floor(at));
  }

  /** What the clocks on the wall show, as seconds that `Date` reads as if they were UTC. */
  wall(at: number): number {
    return at + this.offset(at);
  }

  /** When the clocks show this. In an hour that comes twice it is the first; one that is left out is as much later, so that a day begins where its clocks do. */
  at(wall: number): number {
    // No zone is a day away from UTC, and none changes its clocks two days running.
    const [before, after] = [wall - this.offset(wall - day), wall - this.offset(wall + day)];
    return this.wall(before) !== wall && this.wall(after) === wall ? after : before;
  }

  /** The second from which the clocks are ahead by another amount than at `from`; `to` when they never are before it. */
  change(from: number, to: number): number {
    const offset = this.offset(from);
    let [same, other] = [Math.floor(from), Math.ceil(to)];
    while (other - same > 1) {
      const middle = Math.floor((same + other) / 2);
      if (this.offset(middle) === offset) same = middle;
      else other = middle;
    }
    return other;
  }

  /** Whether one name is right for all times of a span. */
  isSteady({ from, to }: Span): boolean {
    const offset = this.offset(from);
    for (let at = from; at < to; at += 20 * day) if (this.offset(at) !== offset) return false;
    return this.offset(to) === offset;
  }

  /** `CET`, `GMT+9`. */
  name(at: number): string {
    return this.short.formatToParts(at * 1000).find((part) => part.type === "timeZoneName")?.value ?? "";
  }
}

/** The value of a `datetime-local` field. */
export function fieldValue(at: number, zone: Zone): string {
  return new Date(zone.wall(Math.floor(at / 60) * 60) * 1000).toISOString().slice(0, 16);
}

export function readField(value: string, zone: Zone): number | null {
  const wall = Date.parse(`${value}Z`);
  return Number.isNaN(wall) ? null : zone.at(wall / 1000);
}
