import { useMemo, type ReactNode } from "react";
import type { Answered } from "../app/answers";
import { bytes, printable } from "../app/format";
import type { DatastoreJob, LedgerAnswer, Tape, TapeChanger, TapeDrive } from "../app/ledger-api";
import { Ago, Name } from "../app/parts";
import { Until } from "../backups/boardColumns";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { outcomeOf } from "../tasks/rows";
import { LongTable, type LongColumn } from "./LongTable";
import { Part, type PartProps } from "./Part";
import { Judgement } from "./SystemTab";
import { changerState, driveState, placeOf, sortedTapes, tapeState } from "./tape";
import { ledgerWords } from "./text-ledger";
import { useLedger } from "./useLedger";

const words = ledgerWords.tape;
const none = <span className="muted">–</span>;

/** Tapes of a backup server, what moves them and what is written to them. Of one without tape there is nothing to see. */
export function Tapes({ source }: { source: string }) {
  const about = { source };
  const jobs = useLedger("datastore-jobs", about);
  const tapeJobs = useMemo(() => onlyTape(jobs), [jobs]);
  return (
    <>
      <IfAny title={words.drives.title} source={source} asked={useLedger("tape-drives", about)} none={words.drives.none}>{(items) => <Drives items={items} />}</IfAny>
      <IfAny title={words.changers.title} source={source} asked={useLedger("tape-changers", about)} none={words.changers.none}>{(items) => <Changers items={items} />}</IfAny>
      <IfAny title={words.tapes.title} source={source} asked={useLedger("tapes", about)} none={words.tapes.none} count={countOf}>{(items) => <Media items={items} />}</IfAny>
      {tapeJobs.answer && tapeJobs.answer.items.length > 0 ? <Part title={words.jobs.title} source={source} asked={tapeJobs} none={words.jobs.none}>{(items) => <Jobs items={items} />}</Part> : null}
    </>
  );
}

function onlyTape(jobs: Answered<LedgerAnswer<DatastoreJob>>): Answered<LedgerAnswer<DatastoreJob>> {
  if (!jobs.answer) return jobs;
  const items = jobs.answer.items.filter(({ kind }) => kind === "tape");
  return { ...jobs, answer: { ...jobs.answer, items, total: items.length } };
}

/** Most servers have no tape. What could not be read is said all the same: then nobody knows. */
function IfAny<Item>(props: PartProps<Item>): JSX.Element | null {
  const { answer, error } = props.asked;
  const any = error !== null || (answer !== null && (answer.items.length > 0 || answer.sections.some(({ problem }) => problem !== null)));
  return any ? <Part {...props} /> : null;
}

function countOf(items: readonly Tape[]): string {
  const bad = items.filter((one) => tapeState(one).level !== "ok").length;
  return `${items.length.toLocaleString("en")}${bad > 0 ? `, ${words.bad(bad)}` : ""}`;
}

function modelOf({ vendor, model, serial }: TapeChanger): ReactNode {
  const device = [vendor, model].filter((part) => part !== null).join(" ");
  return device === "" ? none : <span title={serial === null ? undefined : printable(serial)}><Name>{device}</Name></span>;
}

const driveColumns: readonly PlainColumn<TapeDrive>[] = [
  { key: "name", label: words.drives.columns.name, cell: (one) => <><Name className="strong">{one.name}</Name>{one.changer === null ? null : <div className="muted"><bdi>{printable(words.inChanger(one.changer, one.numberInChanger))}</bdi></div>}</> },
  { key: "state", label: words.drives.columns.state, cell: (one) => <Judged {...driveState(one)} /> },
  { key: "model", label: words.drives.columns.model, wide: true, cell: modelOf },
];

const changerColumns: readonly PlainColumn<TapeChanger>[] = [
  { key: "name", label: words.changers.columns.name, cell: (one) => <Name className="strong">{one.name}</Name> },
  { key: "state", label: words.changers.columns.state, cell: (one) => <Judged {...changerState(one)} /> },
  { key: "model", label: words.changers.columns.model, wide: true, cell: modelOf },
];

/** Words that may be the server's own. */
function Judged({ level, word }: Parameters<typeof Judgement>[0]) {
  return <Judgement level={level} word={printable(word)} />;
}

const Drives = ({ items }: { items: readonly TapeDrive[] }) => <PlainTable label={words.drives.title} columns={driveColumns} items={items} id={(one) => one.name} />;
const Changers = ({ items }: { items: readonly TapeChanger[] }) => <PlainTable label={words.changers.title} columns={changerColumns} items={items} id={(one) => one.name} />;

const names = words.tapes.columns;
const tapeColumns: readonly LongColumn<Tape>[] = [
  { key: "name", label: names.label, width: 92, narrow: true, value: (one) => one.label, cell: (one) => <span className="cut" title={printable(one.set === null ? one.label : `${one.label}: ${one.set}`)}><bdi>{printable(one.label)}</bdi></span> },
  { key: "condition", label: names.state, width: 108, narrow: true, value: (one) => tapeState(one).word, cell: (one) => <Condition tape={one} /> },
  { key: "pool", label: names.pool, width: 72, narrow: true, value: (one) => one.pool, cell: (one) => (one.pool === null ? none : <Name>{one.pool}</Name>) },
  { key: "place", label: names.place, width: 80, narrow: true, value: (one) => placeOf(one.location), cell: (one) => place(one) },
  { key: "used", label: names.used, width: 68, right: true, narrow: true, largestFirst: true, value: (one) => one.used, cell: (one) => (one.used === null ? none : <span className="figure">{bytes(one.used)}</span>) },
];

function place({ location }: Tape): ReactNode {
  const shown = placeOf(location);
  return shown === null ? none : <Name>{shown}</Name>;
}

function Condition({ tape }: { tape: Tape }) {
  const { expired } = tape;
  const state = tapeState(tape);
  const hint = state.word === words.states.noCatalog ? words.noCatalogHint : expired === true ? words.expiredHint : undefined;
  return <span title={hint}><Judged {...state} />{expired === true ? <span className="muted"> {words.states.expired}</span> : null}</span>;
}

function Media({ items }: { items: readonly Tape[] }) {
  const sorted = useMemo(() => sortedTapes(items), [items]);
  return <LongTable label={words.tapes.title} columns={tapeColumns} items={sorted} id={(one) => one.id} />;
}

const jobColumns: readonly PlainColumn<DatastoreJob>[] = [
  { key: "name", label: words.jobs.columns.name, cell: (one) => <><Name className="strong">{one.id}</Name><div className="muted"><bdi>{printable(writesTo(one))}</bdi></div></> },
  { key: "state", label: words.jobs.columns.state, cell: (one) => <JobState job={one} /> },
  { key: "at", label: words.jobs.columns.at, right: true, cell: (one) => (one.lastEndedAt === null ? none : <Ago at={one.lastEndedAt} />) },
  { key: "next", label: words.jobs.columns.next, right: true, cell: (one) => <Until at={one.nextAt} /> },
];

function writesTo({ datastore, pool, drive, nextTape }: DatastoreJob): string {
  return [datastore, pool === null ? null : words.to(pool, drive), nextTape === null ? null : words.nextTape(nextTape)].filter((part) => part !== null).join(", ");
}

function JobState({ job }: { job: DatastoreJob }) {
  const { level, state } = outcomeOf(job.outcome);
  return <><Judgement level={level} word={state} />{job.error === null ? null : <div className="muted break"><bdi>{printable(job.error)}</bdi></div>}</>;
}

const Jobs = ({ items }: { items: readonly DatastoreJob[] }) => <PlainTable label={words.jobs.title} columns={jobColumns} items={items} id={(one) => `${one.datastore} ${one.id}`} />;
