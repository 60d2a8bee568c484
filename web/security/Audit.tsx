import { useCallback, useId, useRef, useState, type FormEvent } from "react";
import { useAnswer } from "../app/answers";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Refused, Unlicensed } from "../app/notices";
import { Empty, Loading, State } from "../app/parts";
import { audit } from "../app/security-api";
import type { AuditEvent, AuditPage } from "../app/security-types";
import { store } from "../app/store";
import { text } from "../app/text";
import type { Level } from "../app/trouble";
import { furthered, navigate, useView, type Further } from "../app/url";
import { Field } from "../forms/Field";
import { Select } from "../forms/Select";
import { PlainTable } from "../table/PlainTable";
import { AuditEventFacts } from "./AuditEventFacts";
import { AuditStatusLine } from "./AuditStatus";
import { levelOfSeal, useSeal } from "./checks";
import { filterQuery, isFiltered, noFurther, outcomes, pageQuery, periods, questionOf, type Question } from "./question";
import { VerifyAll } from "./VerifyAll";

const words = text.audit;

/** The audit log: what is asked for stands in the address, the newest first. */
export function Audit() {
  const view = useView();
  const question = questionOf(view.more, view.filter);
  const about = JSON.stringify(question);
  const { answer, error, asking, reload } = useAnswer((signal) => audit.events(pageQuery(question, store.now()), signal), about);
  const { answer: known } = useAnswer(() => audit.summary());
  return (
    <section aria-labelledby="audit" className="audit">
      <h2 id="audit">{words.title}</h2>
      <p className="muted">{words.lead}</p>
      <AuditStatusLine />
      {error?.code === "license_required" ? <Unlicensed feature="audit_logging" /> : (
        <>
          <Filters key={about} question={question} known={known} />
          {error ? <Refused error={error} onRetry={reload} /> : null}
          {answer ? <Events page={answer} question={question} asking={asking} onReload={reload} /> : error ? null : <Loading />}
          <div className="side-by-side">
            <VerifyAll />
            <Exporting question={question} />
          </div>
        </>
      )}
    </section>
  );
}

function ask(change: Partial<Record<keyof Further, string | null>>, filter?: string): void {
  const more = furthered({}, change);
  navigate({ more, ...(filter === undefined ? {} : { filter }) });
}

/** How often each event and user is in the log. */
type Known = Awaited<ReturnType<typeof audit.summary>>;

/** Fields are asked for together, by Enter or the button, so that no letter goes to the server by itself. */
function Filters({ question, known }: { question: Question; known: Known | null }) {
  const [event, setEvent] = useState(question.event);
  const [user, setUser] = useState(question.user);
  const [from, setFrom] = useState(periods[question.from] === undefined ? local(question.from) : "");
  const [to, setTo] = useState(local(question.to));
  const [written, setWritten] = useState(question.words);
  const [period, setPeriod] = useState(periods[question.from] !== undefined ? question.from : question.from === "" && question.to === "" ? "" : "own");
  const send = (change: { outcome?: string; period?: string } = {}): void => {
    const chosen = change.period ?? period;
    ask({
      event: event.trim(), user: user.trim(), outcome: change.outcome ?? question.outcome,
      from: chosen === "own" ? iso(from) : chosen, to: chosen === "own" ? iso(to) : null,
    }, written.trim());
  };
  const whole = useId();
  const names = { events: `${whole}-events`, users: `${whole}-users` };
  const submit = (form: FormEvent): void => {
    form.preventDefault();
    send();
  };
  return (
    <form className="audit-filters" role="search" aria-label={words.title} onSubmit={submit}>
      <Field label={words.filters.words} value={written} onChange={setWritten} name="text" type="search" />
      <Field label={words.filters.event} value={event} onChange={setEvent} name="event" placeholder={words.filters.eventHint} autoCapitalize="off" autoComplete="off" list={names.events} />
      <Field label={words.filters.user} value={user} onChange={setUser} name="user" autoCapitalize="off" autoComplete="off" list={names.users} />
      <Suggestions id={names.events} words={known?.events_by_type} />
      <Suggestions id={names.users} words={known?.events_by_user} />
      <Select label={words.filters.outcome} value={question.outcome} onChange={(outcome) => send({ outcome })}
        options={[{ value: "", label: words.filters.any }, ...outcomes.map((value) => ({ value, label: words.outcomes[value] ?? value }))]} />
      <Select label={words.filters.period} value={period} onChange={(value) => { setPeriod(value); if (value !== "own") send({ period: value }); }}
        options={[{ value: "", label: words.filters.allTime }, ...Object.keys(periods).map((value) => ({ value, label: words.periods[value] ?? value })), { value: "own", label: words.filters.own }]} />
      {period === "own" ? (
        <>
          <Field label={words.filters.from} type="datetime-local" value={from} onChange={setFrom} name="from" />
          <Field label={words.filters.to} type="datetime-local" value={to} onChange={setTo} name="to" />
        </>
      ) : null}
      <div className="buttons">
        <button type="submit">{words.filters.apply}</button>
        {isFiltered(question) ? <button type="button" className="link" onClick={() => ask(noFurther, "")}>{words.filters.clear}</button> : null}
      </div>
    </form>
  );
}

/** What there is to be chosen, the most frequent first. */
function Suggestions({ id, words }: { id: string; words: Record<string, number> | undefined }) {
  const sorted = Object.entries(words ?? {}).filter(([word]) => word !== "").sort(([, a], [, b]) => b - a).slice(0, 200);
  return <datalist id={id}>{sorted.map(([word]) => <option key={word} value={printable(word)} />)}</datalist>;
}

/** What a `datetime-local` field takes, in the time of this browser. */
function local(iso: string): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return "";
  return new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function iso(local: string): string | null {
  const time = Date.parse(local);
  return Number.isNaN(time) ? null : new Date(time).toISOString().replace(/:00\.000Z$/, "Z");
}

function Events({ page, question, asking, onReload }: { page: AuditPage; question: Question; asking: boolean; onReload: () => void }) {
  const { more } = useView();
  const filtered = isFiltered(question);
  const paged = question.before !== "" || question.after !== "";
  const toggle = useCallback((event: AuditEvent, open: boolean) => navigate({ more: furthered(more, { row: open ? null : event.id }) }, "replace"), [more]);
  if (page.events.length === 0 && !filtered && !paged) return <Empty icon="security" title={words.emptyTitle} lead={words.emptyLead} />;
  return (
    <>
      <div className="section-head">
        <p role="status" className="muted">{words.total(page.total, filtered, page.totalIsAtLeast)}{page.persistentLogging ? "" : ` ${words.memoryOnly}`}</p>
        <Pages page={page} paged={paged} asking={asking} onReload={onReload} />
      </div>
      {page.events.length === 0 ? <p className="notice notice-quiet">{words.noMatch}</p> : (
        <PlainTable
          label={words.label}
          items={page.events}
          id={(event) => event.id}
          columns={[
            { key: "more", label: words.columns.more, bare: true, cell: (event) => <Unfold event={event} open={more.row === event.id} onToggle={toggle} /> },
            { key: "time", label: words.columns.time, cell: (event) => <time dateTime={event.timestamp}>{absolute(event.timestamp)}</time> },
            { key: "event", label: words.columns.event, cell: (event) => <span className="strong"><bdi>{printable(event.event)}</bdi></span> },
            { key: "user", label: words.columns.user, cell: (event) => <Actor event={event} /> },
            { key: "outcome", label: words.columns.outcome, cell: (event) => <State level={levelOfOutcome[event.outcome] ?? "unknown"}>{words.outcomes[event.outcome] ?? event.outcome}</State> },
            { key: "ip", label: words.columns.ip, wide: true, cell: (event) => <bdi>{printable(event.ip)}</bdi> },
            { key: "seal", label: words.columns.check, cell: (event) => <SealOf event={event} /> },
          ]}
          below={(event) => (more.row === event.id ? <AuditEventFacts event={event} /> : null)}
        />
      )}
      {page.events.length > 20 ? <Pages page={page} paged={paged} asking={asking} onReload={onReload} /> : null}
    </>
  );
}

const levelOfOutcome: Record<string, Level> = { success: "ok", failure: "critical", denied: "warning", intent: "off" };

function Pages({ page, paged, asking, onReload }: { page: AuditPage; paged: boolean; asking: boolean; onReload: () => void }) {
  const { more } = useView();
  const go = (change: { before: number | null } | { after: number | null } | null): void => {
    const next = furthered(more, { before: null, after: null, row: null, ...(change && Object.fromEntries(Object.entries(change).map(([name, at]) => [name, String(at)]))) });
    // The newest may be other ones by now, although the address is the same.
    if (change === null && !paged) onReload();
    else navigate({ more: next });
  };
  return (
    <nav className="buttons pages" aria-label={words.paging}>
      <button type="button" disabled={asking} onClick={() => go(null)}>{words.newest}</button>
      <button type="button" disabled={asking || page.newer === null} onClick={() => go({ after: page.newer })}><Icon name="left" size={14} /> {words.newer}</button>
      <button type="button" disabled={asking || page.older === null} onClick={() => go({ before: page.older })}>{words.older} <Icon name="right" size={14} /></button>
    </nav>
  );
}

function Unfold({ event, open, onToggle }: { event: AuditEvent; open: boolean; onToggle: (event: AuditEvent, open: boolean) => void }) {
  return (
    <button type="button" className="quiet" aria-expanded={open} aria-label={(open ? words.hide : words.show)(event.sequence)} onClick={() => onToggle(event, open)}>
      <Icon name={open ? "down" : "right"} size={12} />
    </button>
  );
}

function Actor({ event }: { event: AuditEvent }) {
  const actor = words.actors[event.actor] ?? event.actor;
  if (event.user === "") return <span className="muted">{actor}</span>;
  return <span title={actor}><bdi>{printable(event.user)}</bdi>{event.actor === "user" ? null : <span className="muted"> ({actor})</span>}</span>;
}

function SealOf({ event }: { event: AuditEvent }) {
  const place = useRef<HTMLSpanElement>(null);
  const seal = useSeal(event, place);
  return <span ref={place} className={`seal seal-${seal}`} title={words.checkHints[seal]}><State level={levelOfSeal[seal]}>{words.checks[seal]}</State></span>;
}

function Exporting({ question }: { question: Question }) {
  const address = (format: string): string => {
    const query = filterQuery(question, store.now());
    query.set("format", format);
    query.set("verify", "true");
    return `./api/audit/export?${query.toString()}`;
  };
  return (
    <section className="card" aria-labelledby="export">
      <h3 id="export">{words.exporting.title}</h3>
      <p className="muted">{words.exporting.hint}</p>
      <div className="buttons">
        {(["csv", "json"] as const).map((format) => (
          <a key={format} className="button" href={address(format)} download><Icon name="download" /> {words.exporting[format]}</a>
        ))}
      </div>
    </section>
  );
}
