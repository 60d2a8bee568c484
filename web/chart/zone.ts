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

  /** When the clocks show this. In an hour that comes twice it is the first or the second, in one that is left out the nearest. */
  at(wall: number): number {
    const guess = wall - this.offset(wall);
    return wall - this.offset(guess);
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
