import { useSyncExternalStore } from "react";

export const pages = ["overview", "storage", "backups", "work", "hosts", "docker", "kubernetes", "mail", "patrol", "security", "settings"] as const;
export type Page = (typeof pages)[number];

/** What pages carry in the address beside what all have: the questions put to the audit log, the row that is open, that only problems are listed, and the parts of charts. */
const further = ["event", "user", "outcome", "from", "to", "before", "after", "row", "deliveries", "only", "parts"] as const;
export type Further = Partial<Record<(typeof further)[number], string>>;

/** With some of it changed; null takes away. */
export function furthered(more: Further, change: Partial<Record<keyof Further, string | null>>): Further {
  return Object.fromEntries(Object.entries({ ...more, ...change }).filter(([, value]) => value !== null && value !== "")) as Further;
}

export interface Sort {
  key: string;
  descending: boolean;
}

/** All that a link to this page carries. What is at its usual value is left out of the address. */
export interface View {
  page: Page;
  filter: string;
  sort: Sort | null;
  /** One list without clusters and nodes as headings. */
  flat: boolean;
  /** A resource id, or `source:name`. */
  open: string | null;
  tab: string | null;
  /** What the charts show: `7d`, or two times. */
  range: string | null;
  /** Beside the period before it. */
  compare: boolean;
  /** Into the future, where something fills; null is what is usual for the thing. */
  ahead: boolean | null;
  folded: string[];
  section: string | null;
  form: string | null;
  more: Further;
}

export const usual: View = {
  page: "overview", filter: "", sort: null, flat: false, open: null, tab: null, range: null, compare: false, ahead: null, folded: [], section: null, form: null, more: {},
};

export function parseView(search: string): View {
  const query = new URLSearchParams(search);
  const page = query.get("page");
  return {
    page: pages.find((known) => known === page) ?? "overview",
    filter: query.get("filter") ?? "",
    sort: parseSort(query.get("sort")),
    flat: query.get("group") === "flat",
    open: query.get("open"),
    tab: query.get("tab"),
    range: query.get("range"),
    compare: query.get("compare") === "previous",
    ahead: query.get("ahead") === "on" ? true : query.get("ahead") === "off" ? false : null,
    folded: (query.get("folded") ?? "").split(",").filter((id) => id !== ""),
    section: query.get("section"),
    form: query.get("form"),
    more: Object.fromEntries(further.flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : []))),
  };
}

function parseSort(text: string | null): Sort | null {
  const match = /^([a-zA-Z]+):(up|down)$/.exec(text ?? "");
  return match?.[1] ? { key: match[1], descending: match[2] === "down" } : null;
}

export function formatView(view: View): string {
  const parts: string[] = [];
  const add = (name: string, value: string | null): void => {
    if (value !== null && value !== "") parts.push(`${name}=${readable(value)}`);
  };
  add("page", view.page === "overview" ? null : view.page);
  add("section", view.section);
  add("form", view.form);
  for (const name of further) add(name, view.more[name] ?? null);
  add("filter", view.filter);
  add("sort", view.sort ? `${view.sort.key}:${view.sort.descending ? "down" : "up"}` : null);
  add("group", view.flat ? "flat" : null);
  add("folded", view.folded.join(","));
  add("open", view.open);
  add("tab", view.tab);
  if (view.open !== null || view.page === "mail") addCharts(view, add);
  return parts.length === 0 ? "./" : `?${parts.join("&")}`;
}

/** Kept when the drawer closes, so that the next thing shows the same time; of no meaning in a link without one, but for a page that draws charts. */
function addCharts(view: View, add: (name: string, value: string | null) => void): void {
  add("range", view.range);
  add("compare", view.compare ? "previous" : null);
  add("ahead", view.ahead === null ? null : view.ahead ? "on" : "off");
}

/** Percent-encoded, but for what is legal in a query and pleasant to read. */
function readable(value: string): string {
  return encodeURIComponent(value).replace(/%(3A|2F|2C|40|7C|3E|3C)/g, (code) =>
    code === "%3E" || code === "%3C" || code === "%7C" ? code : decodeURIComponent(code));
}

let current: View = typeof location === "undefined" ? usual : parseView(location.search);
const listeners = new Set<() => void>();

function take(view: View): void {
  current = view;
  for (const listener of [...listeners]) listener();
}

if (typeof addEventListener === "function" && typeof location !== "undefined") {
  addEventListener("popstate", () => take(parseView(location.search)));
}

export function currentView(): View {
  return current;
}

/** Changes the view. `replace` where going back should not stop: every letter of a filter, for instance. */
export function navigate(patch: Partial<View>, how: "push" | "replace" = "push"): void {
  const next = { ...current, ...patch };
  const address = formatView(next);
  if (address === formatView(current)) return;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  take(next);
}

/** To another page, leaving behind what belonged to this one. */
export function pageAddress(page: Page, more: Partial<View> = {}): View {
  return { ...usual, page, ...more };
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useView(): View {
  return useSyncExternalStore(subscribe, currentView);
}
