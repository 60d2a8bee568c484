import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Drawer } from "../drawer/Drawer";
import { Overview } from "../overview/Overview";
import { Settings } from "../settings/Settings";
import { Storage } from "../storage/Storage";
import { duration } from "./format";
import { HealthBar } from "./HealthBar";
import { homeOf } from "./homes";
import { Icon, StateShape } from "./Icon";
import { useKeys } from "./keyboard";
import { Palette } from "./Palette";
import { later } from "./Later";
import { useBackupsToDo } from "./backups-todo";
import { PageLink } from "./PageLink";
import { usePatrolToDo } from "./patrol-store";
import { Boundary } from "./parts";
import { pagesFor } from "./pages";
import { SessionProvider } from "./permissions";
import { store, useLink, useNow, useSources, useStructure } from "./store";
import { text } from "./text";
import { levelOfSource, levelOfThing } from "./trouble";
import type { Kind, Session } from "./types";
import { pageAddress, useView, type Page } from "./url";

const Docker = later(() => import("../docker/Docker").then((script) => script.Docker));
const Hosts = later(() => import("../hosts/Hosts").then((script) => script.Hosts));
const Kubernetes = later(() => import("../kubernetes/Kubernetes").then((script) => script.Kubernetes));
const Backups = later(() => import("../backups/Backups").then((script) => script.Backups));
const Mail = later(() => import("../mail/Mail").then((script) => script.Mail));
const Patrol = later(() => import("../patrol/Patrol").then((script) => script.Patrol));
const Work = later(() => import("../tasks/Work").then((script) => script.Work));
const Security = later(() => import("../security/Security").then((script) => script.Security));

export interface ShellProps {
  session: Session;
  onSignOut: () => void;
  onRetry: () => void;
  /** The version of a server that was updated under this page. */
  newVersion: string | null;
}

/** One window, three planes: pages, list, and the drawer of what is open. */
export function Shell({ session, onSignOut, onRetry, newVersion }: ShellProps) {
  const view = useView();
  const [palette, setPalette] = useState(false);
  const [help, setHelp] = useState(false);
  useKeys(useMemo(() => ({ palette: () => setPalette(true), help: () => setHelp(true) }), []));
  useEffect(() => {
    document.title = `${text.pages[view.page] ?? ""} · ${text.product}`;
  }, [view.page]);
  const main = useRef<HTMLElement>(null);
  const former = useRef(view.page);
  useEffect(() => {
    // A new page starts at its top, for eyes and for readers alike, unless it has a field that waits to be typed in.
    if (former.current !== view.page && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
    former.current = view.page;
  }, [view.page]);
  return (
    <SessionProvider value={session}>
    <div className={`shell ${view.open ? "with-drawer" : ""}`}>
      <a className="skip" href="#content" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>{text.skip}</a>
      <Navigation page={view.page} session={session} onSearch={() => setPalette(true)} onHelp={() => setHelp(true)} onSignOut={onSignOut} />
      <div className="middle">
        {session.demo ? <p className="bar bar-demo">{text.demo}</p> : null}
        {session.method === "link" ? <p className="bar bar-demo">{text.throughLink}</p> : null}
        {newVersion ? <p className="bar">{text.updated(newVersion)} <button type="button" className="link" onClick={() => location.reload()}>{text.reload}</button></p> : null}
        <LinkBar onRetry={onRetry} />
        <HealthBar />
        <main ref={main} id="content" tabIndex={-1}>
          <Boundary key={view.page}>
            {view.page === "overview" ? <Overview /> : null}
            {view.page === "storage" ? <Storage /> : null}
            {view.page === "backups" ? <Backups /> : null}
            {view.page === "work" ? <Work /> : null}
            {view.page === "hosts" ? <Hosts /> : null}
            {view.page === "docker" ? <Docker /> : null}
            {view.page === "kubernetes" ? <Kubernetes /> : null}
            {view.page === "mail" ? <Mail /> : null}
            {view.page === "patrol" ? <Patrol /> : null}
            {view.page === "security" ? <Security /> : null}
            {view.page === "settings" ? <Settings session={session} /> : null}
          </Boundary>
        </main>
      </div>
      <Drawer />
      {palette ? <Palette onClose={() => setPalette(false)} /> : null}
      {help ? <Help onClose={() => setHelp(false)} /> : null}
    </div>
    </SessionProvider>
  );
}

interface NavigationProps {
  page: Page;
  session: Session;
  onSearch: () => void;
  onHelp: () => void;
  onSignOut: () => void;
}

function Navigation({ page, session, onSearch, onHelp, onSignOut }: NavigationProps) {
  const { counts: counted, kinds } = useCounts();
  const backups = useBackupsToDo();
  const patrol = usePatrolToDo();
  const counts: typeof counted = { ...counted, backups, patrol };
  const bar = useRef<HTMLElement>(null);
  const pages = pagesFor(session, kinds);
  const names = pages.join(" ");
  // On a telephone not all pages fit, and some come when what they list is known.
  useEffect(() => {
    // Newer browsers answer with a promise, which is no way to end an effect.
    bar.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [page, names]);
  return (
    <nav ref={bar} className="navigation" aria-label={text.navigation}>
      <div className="brand"><img src="icon.svg" alt="" width={22} height={22} /><span>{text.product}</span></div>
      <ul>
        {pages.map((one) => (
          <li key={one}>
            <PageLink to={pageAddress(one)} isCurrent={one === page} title={text.pages[one]}>
              <Icon name={one} /><span className="word">{text.pages[one]}</span>
              {counts[one] ? <span className="count" title={text.needsAttention(counts[one] ?? 0)}>{counts[one]}<span className="hidden"> {text.needsAttention(counts[one] ?? 0)}</span></span> : null}
            </PageLink>
          </li>
        ))}
      </ul>
      <div className="navigation-end">
        <button type="button" onClick={onSearch} title={`${text.search} (Ctrl K)`}><Icon name="search" /><span className="word">{text.searchWord}</span></button>
        <button type="button" onClick={onHelp} title={`${text.keys} (?)`} className="not-narrow"><Icon name="keyboard" /><span className="word">{text.keysWord}</span></button>
        <button type="button" onClick={onSignOut} title={`${text.signOut} (${session.user})`}><Icon name="leave" /><span className="word">{text.signOut}</span></button>
      </div>
    </nav>
  );
}

/** How many things on a page need someone: what is down or full of trouble, not what is merely off. */
function useCounts(): { counts: Partial<Record<Page, number>>; kinds: ReadonlySet<Kind> } {
  const structure = useStructure();
  const sources = useSources();
  // A fleet of agents changes its sources every second, and its things seldom.
  const things = useMemo(() => {
    const counts: Partial<Record<Page, number>> = {};
    const kinds = new Set<Kind>();
    for (const resource of store.fleet.resources.values()) {
      kinds.add(resource.kind);
      const level = levelOfThing(resource);
      if (level !== "critical" && level !== "warning") continue;
      const { page } = homeOf(resource.kind);
      // The overview lists hosts too, and counts them.
      for (const one of page === "hosts" ? [page, "overview" as const] : [page]) counts[one] = (counts[one] ?? 0) + 1;
    }
    return { counts, kinds };
  }, [structure]);
  const settings = sources.filter((source) => levelOfSource(source) !== "ok" && source.problems.length + source.missingPrivileges.length > 0).length;
  return { counts: { ...things.counts, settings }, kinds: things.kinds };
}

/** The one quiet bar of a lost connection, with the age of what is shown. */
function LinkBar({ onRetry }: { onRetry: () => void }) {
  const link = useLink();
  if (link.phase !== "lost") return <div role="status" className="hidden" />;
  return <Lost since={link.since} retryAt={link.retryAt} onRetry={onRetry} />;
}

function Lost({ since, retryAt, onRetry }: { since: number; retryAt: number; onRetry: () => void }) {
  useNow(true);
  const now = Date.now();
  const age = duration((now - since) / 1000);
  return (
    <div className="bar bar-lost">
      <StateShape level="warning" />
      <span role="status">{store.loaded ? <>{text.link.lost(age).split(age)[0]}<span aria-live="off">{age}</span>{text.link.lost(age).split(age)[1]}</> : text.link.lostEmpty}</span>
      <span className="muted" aria-live="off">{text.link.retryIn(Math.ceil((retryAt - now) / 1000))}</span>
      <button type="button" className="link" onClick={onRetry}>{text.link.now}</button>
    </div>
  );
}

function Help({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const close = useCallback(() => dialog.current?.close(), []);
  return (
    <dialog ref={dialog} className="help" aria-label={text.help.title} onClose={onClose} onClick={(event) => { if (event.target === dialog.current) close(); }}>
      <div className="section-head"><h2>{text.help.title}</h2><button type="button" className="quiet" aria-label={text.close} onClick={close}><Icon name="close" /></button></div>
      <div className="help-columns">
        {text.help.groups.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl className="keys">{group.keys.map(([keys, what]) => <div key={keys}><dt><kbd>{keys}</kbd></dt><dd>{what}</dd></div>)}</dl>
          </section>
        ))}
        <section>
          <h3>{text.help.filterTitle}</h3>
          <dl className="keys">{text.help.filterRows.map(([written, what]) => <div key={written}><dt><code>{written}</code></dt><dd>{what}</dd></div>)}</dl>
        </section>
      </div>
    </dialog>
  );
}
