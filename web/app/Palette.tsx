import { useEffect, useMemo, useRef, useState } from "react";
import { settingsOf } from "../settings/catalogue";
import { hostOf } from "../filter/match";
import { printable } from "./format";
import { homeOf } from "./homes";
import { Icon, iconOf, type IconName } from "./Icon";
import { pagesFor } from "./pages";
import { allows, useSession } from "./permissions";
import { changePreferences, isDark, usePreferences } from "./preferences";
import { store } from "./store";
import { text } from "./text";
import type { Resource, Session } from "./types";
import { navigate, pageAddress, parseView, type View } from "./url";

interface Entry {
  label: string;
  kind: string;
  icon: IconName;
  words: string;
  go: () => void;
}

const most = 30;

/** Ctrl/Cmd-K: everything that has a name, by its name. */
export function Palette({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const { views } = usePreferences();
  const session = useSession();
  const fixed = useMemo(() => entries(views, session), [views, session]);
  const found = useMemo(() => search(query, fixed), [query, fixed]);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const go = (entry: Entry | undefined): void => {
    if (!entry) return;
    dialog.current?.close();
    entry.go();
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={text.palette.label} onClose={onClose} onClick={(event) => { if (event.target === dialog.current) dialog.current?.close(); }}>
      <input
        type="text"
        role="combobox"
        aria-label={text.palette.label}
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found.length > 0 ? `palette-${chosen}` : undefined}
        placeholder={text.palette.placeholder}
        autoFocus
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={(event) => { setQuery(event.target.value); setChosen(0); }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen(Math.min(found.length - 1, chosen + 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(0, chosen - 1));
          else if (event.key === "Enter") go(found[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <ul role="listbox" id="palette-list" aria-label={text.palette.label}>
        {found.map((entry, index) => (
          <PaletteLine key={`${entry.kind}${entry.label}${index}`} entry={entry} index={index} selected={index === chosen} onGo={() => go(entry)} />
        ))}
      </ul>
      {found.length === 0 ? <p className="hint" role="status">{text.palette.nothing}</p> : null}
    </dialog>
  );
}

function PaletteLine({ entry, index, selected, onGo }: { entry: Entry; index: number; selected: boolean; onGo: () => void }) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (selected) line.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <li ref={line} id={`palette-${index}`} role="option" aria-selected={selected} onClick={onGo}>
      <Icon name={entry.icon} size={14} /><bdi className="name">{printable(entry.label)}</bdi><span className="muted">{entry.kind}</span>
    </li>
  );
}

function entries(views: { name: string; query: string }[], session: Session): Entry[] {
  const entry = (label: string, kind: string, icon: IconName, go: () => void): Entry => ({ label, kind, icon, go, words: `${label} ${kind}`.toLowerCase() });
  return [
    ...pagesFor(session, [...store.fleet.resources.values()].map((one) => one.kind)).map((page) => entry(text.pages[page] ?? page, text.palette.page, page, () => navigate(pageAddress(page)))),
    ...views.map((view) => entry(view.name, text.palette.lastViews, "star", () => navigate(parseView(view.query)))),
    entry(text.palette.toggleTheme, text.palette.action, "settings", () => changePreferences({ theme: isDark() ? "light" : "dark" })),
    ...(allows(session, "settings:write") ? [entry(text.palette.addCluster, text.palette.action, "plus", () => navigate(pageAddress("settings", { section: "sources", form: "add" }))),
      entry(text.agents.add, text.palette.action, "plus", () => navigate(pageAddress("settings", { section: "agents", form: "add" }))),
      ...(["pbs", "pmg"] as const).map((product) => entry(text.sources.addProduct[product], text.palette.action, "plus", () => navigate(pageAddress("settings", { section: "sources", form: `add:${product}` }))))] : []),
    ...settingsOf(session).map((one) => entry(one.label, text.palette.setting, "settings", () => navigate(pageAddress("settings", { section: one.section })))),
  ];
}

/** Opened where it is listed. A host of the overview stays there. */
function placeOf(resource: Resource): View {
  const { page, section } = homeOf(resource.kind);
  return pageAddress(page === "hosts" ? "overview" : page, { section, open: resource.id });
}

/** Every word has to occur; what starts with the words comes first. */
function search(query: string, fixed: Entry[]): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const first = words[0];
  if (first === undefined) return fixed.slice(0, most);
  const found: { make: () => Entry; rank: number }[] = [];
  const consider = (label: string, hay: string, make: () => Entry): void => {
    if (!words.every((word) => hay.includes(word))) return;
    const name = label.toLowerCase();
    found.push({ make, rank: name === first ? 0 : name.startsWith(first) ? 1 : name.includes(first) ? 2 : 3 });
  };
  for (const one of fixed) consider(one.label, one.words, () => one);
  for (const resource of store.fleet.resources.values()) {
    const label = resource.displayName ?? resource.name;
    const kind = text.kinds[resource.kind === "guest" ? resource.facts.type : resource.kind] ?? resource.kind;
    const further = furtherOf(resource);
    consider(label, `${label} ${resource.name} ${further} ${kind} ${resource.kind} ${resource.source}`.toLowerCase(), () => (
      { label: further === "" ? label : `${label}  ${further}`, kind, icon: iconOf(resource), words: "", go: () => navigate(placeOf(resource)) }
    ));
  }
  return found.sort((a, b) => a.rank - b.rank).slice(0, most).map((one) => one.make());
}

/** What tells things of the same name from each other. */
function furtherOf(resource: Resource): string {
  if (resource.kind === "guest") return resource.facts.vmid.toString();
  if (resource.kind === "container") return hostOf(resource) ?? "";
  return "namespace" in resource.facts ? resource.facts.namespace : "";
}
