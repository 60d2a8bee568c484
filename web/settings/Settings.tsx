import { useState } from "react";
import { absolute } from "../app/format";
import { later } from "../app/Later";
import { Forbidden } from "../app/notices";
import { Choice } from "../app/parts";
import { allows } from "../app/permissions";
import { changePreferences, usePreferences, usePreferencesFailed } from "../app/preferences";
import { store } from "../app/store";
import { text } from "../app/text";
import type { Session } from "../app/types";
import { navigate, useView } from "../app/url";
import { findSettings, groups, opens, sections, whyClosed, type Section } from "./catalogue";
import { SourceForm } from "./SourceForm";
import { Sources } from "./Sources";

const words = text.settings;
const Discovery = later<object>(() => import("./Discovery").then((script) => script.Discovery));
const Agents = later<object>(() => import("../agents/Agents").then((script) => script.Agents));
const Profiles = later<object>(() => import("../agents/Profiles").then((script) => script.Profiles));
const Administration = later<{ section: Section }>(() => import("./Administration").then((script) => script.Administration));

/** A plain tree with search; each section is a page of its own address. */
export function Settings({ session }: { session: Session }) {
  const view = useView();
  const section = sections.find((one) => one === view.section) ?? (opens(session, "sources") ? "sources" : "appearance");
  const [query, setQuery] = useState("");
  const found = query.trim() === "" ? null : findSettings(query, session);
  return (
    <div className="settings">
      <h1>{text.pages.settings}</h1>
      <nav aria-label={text.pages.settings}>
        <input type="search" aria-label={words.searchLabel} placeholder={words.searchLabel} value={query} onChange={(event) => setQuery(event.target.value)} />
        {found ? (
          <ul>{found.map((one) => <li key={one.label}><Go section={one.section} current={false} label={one.label} onGo={() => setQuery("")} /></li>)}</ul>
        ) : <Tree section={section} session={session} />}
        {found?.length === 0 ? <p className="hint">{words.nothingFound}</p> : null}
      </nav>
      <div className="settings-body">
        {opens(session, section) ? <Open section={section} session={session} form={view.form} /> : <Forbidden what={whyClosed(section)} />}
      </div>
    </div>
  );
}

function Open({ section, session, form }: { section: Section; session: Session; form: string | null }) {
  switch (section) {
    case "sources": return form === "discover" ? <Discovery /> : form && allows(session, "settings:write") ? <SourceForm key={form} form={form} /> : <Sources />;
    case "agents": return <Agents />;
    case "profiles": return <Profiles />;
    case "appearance": return <Appearance />;
    case "about": return <About session={session} />;
    default: return <Administration key={section} section={section} />;
  }
}

/** Only what opens: a link to another section says why it does not. */
function Tree({ section, session }: { section: Section; session: Session }) {
  return (
    <>
      {groups.map((group) => {
        const open = group.sections.filter((one) => opens(session, one));
        if (open.length === 0) return null;
        return (
          <div key={group.key}>
            <h2>{words.groups[group.key]}</h2>
            <ul>{open.map((one) => <li key={one}><Go section={one} current={one === section} label={words.sections[one] ?? one} /></li>)}</ul>
          </div>
        );
      })}
    </>
  );
}

function Go({ section, current, label, onGo }: { section: Section; current: boolean; label: string; onGo?: () => void }) {
  return (
    <a
      href={`?page=settings&section=${section}`}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        event.preventDefault();
        onGo?.();
        navigate({ section, form: null, tab: null, filter: "", sort: null, more: {} });
      }}
    >
      {label}
    </a>
  );
}

function Appearance() {
  const preferences = usePreferences();
  const failed = usePreferencesFailed();
  const [said, setSaid] = useState("");
  const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const change = (what: string, patch: Parameters<typeof changePreferences>[0]): void => {
    changePreferences(patch);
    setSaid(words.changed(what));
  };
  return (
    <section aria-labelledby="appearance">
      <h2 id="appearance">{words.sections.appearance}</h2>
      <div className="setting">
        <span>{words.theme}</span>
        <Choice label={words.theme} value={preferences.theme} options={(["system", "dark", "light"] as const).map((value) => ({ value, label: words.themes[value] ?? value }))} onChange={(theme) => change(words.theme, { theme })} />
      </div>
      <div className="setting">
        <span>{words.density}</span>
        <Choice label={words.density} value={preferences.density} options={(["normal", "compact"] as const).map((value) => ({ value, label: words.densities[value] ?? value }))} onChange={(density) => change(words.density, { density })} />
      </div>
      <div className="setting">
        <span>{text.table.cells}</span>
        <Choice label={text.table.cells} value={preferences.cells} options={[{ value: "bar", label: text.table.bars }, { value: "spark", label: text.table.sparks }]} onChange={(cells) => change(text.table.cells, { cells })} />
      </div>
      <div className="setting">
        <label htmlFor="zone">{words.timeZone}</label>
        <select id="zone" value={preferences.timeZone} onChange={(event) => change(words.timeZone, { timeZone: event.target.value })}>
          <option value="">{words.browserZone(browserZone)}</option>
          {timeZones(preferences.timeZone).map((zone) => <option key={zone} value={zone}>{zone}</option>)}
        </select>
        <p className="hint">{words.timeZoneHint} {absolute(new Date(store.now()).toISOString())}</p>
      </div>
      <p className="hint" role="status">{said} {failed ? words.notKept : words.keptOnServer}</p>
    </section>
  );
}

function timeZones(chosen: string): string[] {
  const supported = (Intl as unknown as { supportedValuesOf?: (key: string) => string[] }).supportedValuesOf?.("timeZone") ?? [];
  return [...new Set(["UTC", ...supported, ...(chosen === "" ? [] : [chosen])])];
}

function About({ session }: { session: Session }) {
  return (
    <section aria-labelledby="about">
      <h2 id="about">{words.sections.about}</h2>
      <dl className="facts">
        <div className="fact"><dt>{words.version}</dt><dd>{text.product} {session.version}</dd></div>
        <div className="fact"><dt>{words.user}</dt><dd><bdi>{session.user}</bdi></dd></div>
        <div className="fact"><dt>{words.licence}</dt><dd>{words.licenceText}</dd></div>
      </dl>
    </section>
  );
}
