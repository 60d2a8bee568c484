import { text } from "./text";

const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** `1.2 GiB`: by 1024, one decimal at most, none where it would say nothing. */
export function bytes(value: number): string {
  let unit = 0;
  let amount = Math.abs(value);
  while (amount >= 1023.95 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  const shown = unit === 0 || amount >= 99.95 ? Math.round(amount).toString() : amount.toFixed(1);
  return `${value < 0 ? "-" : ""}${shown} ${units[unit]}`;
}

export function byteRate(value: number): string {
  return `${bytes(value)}/s`;
}

/** 0…1 as `12.3 %`; whole numbers from ten on, so that figures stay calm. */
export function percent(ratio: number): string {
  const value = ratio * 100;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value).toString()} %`;
}

export function celsius(value: number): string {
  return `${value.toFixed(value >= 99.95 ? 0 : 1)} °C`;
}

export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toString() : value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}

/** The largest unit that fits, in words: `3 min`, `5 d`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h`;
  return `${Math.floor(whole / 86_400)} d`;
}

/** Two units, for where there is room: `5 d 3 h`. */
export function longDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** Seconds between a time of the server and now; null for what is no time. */
export function ageSeconds(at: string | null | undefined, now: number): number | null {
  if (!at) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : Math.max(0, (now - time) / 1000);
}

/** `just now`, `3 min ago`. */
export function ago(at: string | null | undefined, now: number): string {
  const seconds = ageSeconds(at, now);
  if (seconds === null) return text.format.never;
  return seconds < 2 ? text.format.justNow : text.format.ago(duration(seconds));
}

let zone: string | undefined;

/** The time zone of absolute times: an IANA name, or empty for that of the browser. */
export function setTimeZone(name: string): void {
  zone = name === "" ? undefined : name;
  formatter = undefined;
}

let formatter: Intl.DateTimeFormat | undefined;

/** `24 Nov 2026, 11:17:13 UTC` in the user's time zone. */
export function absolute(at: string | null | undefined): string {
  if (!at) return text.format.never;
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  formatter ??= makeFormatter();
  return formatter.format(time);
}

function makeFormatter(): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = {
    day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit",
    hourCycle: "h23", timeZoneName: "short",
  };
  try {
    return new Intl.DateTimeFormat("en-GB", zone === undefined ? options : { ...options, timeZone: zone });
  } catch {
    return new Intl.DateTimeFormat("en-GB", options);
  }
}

/**
 * A name from outside as it may be shown: control and direction characters become visible stand-ins, so that no name can
 * hide, reorder or break what stands beside it.
 */
export function printable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : code === 0x7f ? "\u2421" : "\ufffd";
  });
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** `pve-2` before `pve-10`. */
export function naturally(a: string, b: string): number {
  return collator.compare(a, b);
}
