import { useSyncExternalStore } from "react";
import { api } from "./api";
import { setTimeZone } from "./format";

export interface SavedView {
  name: string;
  /** What stands behind the `?`. */
  query: string;
}

/** The user's own settings of the page, kept on the server. */
export interface Preferences {
  theme: "system" | "dark" | "light";
  density: "normal" | "compact";
  cells: "bar" | "spark";
  /** An IANA name; empty is the browser's. */
  timeZone: string;
  /** Shown columns by page. */
  columns: Record<string, string[]>;
  views: SavedView[];
}

const usual: Preferences = { theme: "system", density: "normal", cells: "bar", timeZone: "", columns: {}, views: [] };

let preferences: Preferences = usual;
/** What a newer page may have kept beside ours; given back untouched. */
let others: Record<string, unknown> = {};
let keepFailed = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
/** To the other tabs; opened by the page, for an open channel keeps a process from ending and this module is tested in one. */
let channel: BroadcastChannel | null = null;

/** Reads what the server gave back, taking nothing on trust: an old page or a person may have written it. */
export function parsePreferences(raw: Record<string, unknown>): Preferences {
  const oneOf = <Value extends string>(value: unknown, allowed: readonly Value[], otherwise: Value): Value =>
    allowed.find((one) => one === value) ?? otherwise;
  const columns: Record<string, string[]> = {};
  if (typeof raw.columns === "object" && raw.columns !== null) {
    for (const [page, keys] of Object.entries(raw.columns)) {
      if (Array.isArray(keys)) columns[page] = keys.filter((key): key is string => typeof key === "string");
    }
  }
  const views = Array.isArray(raw.views) ? raw.views : [];
  return {
    theme: oneOf(raw.theme, ["system", "dark", "light"], usual.theme),
    density: oneOf(raw.density, ["normal", "compact"], usual.density),
    cells: oneOf(raw.cells, ["bar", "spark"], usual.cells),
    timeZone: typeof raw.timeZone === "string" ? raw.timeZone : "",
    columns,
    views: views.filter((view): view is SavedView => typeof view?.name === "string" && typeof view?.query === "string"),
  };
}

export async function loadPreferences(): Promise<void> {
  try {
    const raw = (await api.preferences()) ?? {};
    others = raw;
    take(parsePreferences(raw));
  } catch {
    take(preferences);
  }
}

export function changePreferences(patch: Partial<Preferences>): void {
  take({ ...preferences, ...patch });
  clearTimeout(timer);
  timer = setTimeout(() => void keep(), 400);
}

async function keep(leaving = false): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  try {
    await api.keepPreferences({ ...others, ...preferences }, leaving);
    keepFailed = false;
    channel?.postMessage({ preferences });
  } catch {
    keepFailed = true;
  }
  tell();
}

function take(next: Preferences): void {
  preferences = next;
  setTimeZone(next.timeZone);
  applyToDocument();
  tell();
}

function tell(): void {
  for (const listener of [...listeners]) listener();
}

export function isDark(): boolean {
  return preferences.theme === "dark" || (preferences.theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
}

function applyToDocument(): void {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
  document.documentElement.dataset.density = preferences.density;
  try {
    // For theme.js, which paints before anyone has signed in.
    localStorage.setItem("pulse.theme", preferences.theme);
    localStorage.setItem("pulse.density", preferences.density);
  } catch {
    // Private windows may refuse; the next load starts in the system's theme.
  }
}

/** Follows the system's theme and the other tabs. */
export function watchPreferences(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", applyToDocument);
  addEventListener("pagehide", () => {
    // A reload right after a change must not take the change back.
    if (timer !== undefined) void keep(true);
  });
  if (typeof BroadcastChannel === "undefined") return;
  channel = new BroadcastChannel("pulse-preferences");
  channel.onmessage = (event: MessageEvent<{ preferences: Preferences }>) => take(event.data.preferences);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => preferences);
}

export function usePreferencesFailed(): boolean {
  return useSyncExternalStore(subscribe, () => keepFailed);
}
