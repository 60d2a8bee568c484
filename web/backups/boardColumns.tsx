import type { GuestBackups } from "../app/api-types";
import { absolute, ago, bytes, duration, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Ago, Name, State } from "../app/parts";
import { useNow } from "../app/store";
import { text } from "../app/text";
import type { ListColumn } from "../table/ListTable";
import { absence, levelOfVerdict, mainReason, runOf, secondsUntil } from "./rows";
import { backupWords } from "./text-backups";

const words = backupWords.board;
const names = words.columns;

export const boardColumns: readonly ListColumn<GuestBackups>[] = [
  { key: "name", label: names.guest, width: 180, cell: (guest) => <Guest guest={guest} /> },
  { key: "verdict", label: names.verdict, width: 116, narrow: true, cell: (guest) => <VerdictCell guest={guest} /> },
  { key: "source", label: names.source, width: 84, cell: (guest) => <Name>{guest.source}</Name> },
  { key: "reason", label: names.reason, width: 240, narrow: true, cell: (guest) => <Reason guest={guest} /> },
  { key: "good", label: names.good, width: 96, right: true, narrow: true, cell: (guest) => <LastGood guest={guest} /> },
  { key: "verified", label: names.verified, width: 108, right: true, cell: (guest) => (guest.lastVerified ? <Ago at={guest.lastVerified.at} /> : <Absent guest={guest} word={words.neverVerified} />) },
  { key: "next", label: names.next, width: 176, right: true, cell: (guest) => <NextRun guest={guest} /> },
  { key: "disks", label: names.disks, width: 104, largestFirst: true, cell: (guest) => <LeftOut guest={guest} /> },
  { key: "points", label: names.points, width: 80, right: true, largestFirst: true, cell: (guest) => (guest.restorePoints === 0 ? <Absent guest={guest} word="0" /> : <span className="figure">{guest.restorePoints.toLocaleString("en")}</span>) },
  { key: "size", label: names.size, width: 76, right: true, largestFirst: true, cell: (guest) => <span className="figure">{guest.restorePoints === 0 ? "–" : bytes(guest.bytes)}</span> },
];

function Guest({ guest }: { guest: GuestBackups }) {
  return (
    <>
      <span className="kind" title={text.kinds[guest.type]}><Icon name={guest.type} size={14} /><span className="hidden">{text.kinds[guest.type]}</span></span>
      <Name>{guest.name}</Name><span className="vmid figure">{guest.vmid}</span>
      {guest.template ? <span className="badge">{text.table.template}</span> : null}
    </>
  );
}

/** Shape and word; hatched where nobody can tell. */
export function VerdictCell({ guest }: { guest: Pick<GuestBackups, "verdict"> }) {
  return <span className={guest.verdict === "unknown" ? "hatched" : ""}><State level={levelOfVerdict[guest.verdict] ?? "unknown"}>{backupWords.verdicts[guest.verdict] ?? guest.verdict}</State></span>;
}

function Reason({ guest }: { guest: GuestBackups }) {
  const reason = mainReason(guest);
  if (!reason) return <span className="muted">{guest.verdict === "protected" ? words.fine : words.notKnown}</span>;
  const whole = printable(guest.reasons.map((one) => `${one.sentence}${one.nextStep ? ` ${one.nextStep}` : ""}`).join("\n"));
  return <span className={`cut ${guest.verdict === "protected" ? "muted" : ""}`} title={whole}><bdi>{printable(reason.sentence)}</bdi></span>;
}

/** That there is none, or, hatched, that nobody can tell. */
export function Absent({ guest, word }: { guest: Pick<GuestBackups, "verdict">; word: string }) {
  return absence(guest) === "unknown" ? <Unknown /> : <span className="muted">{word}</span>;
}

function Unknown() {
  return <span className="hatched muted">{words.notKnown}</span>;
}

function LastGood({ guest }: { guest: GuestBackups }) {
  const now = useNow();
  if (guest.lastGoodAt === null) return <Absent guest={guest} word={words.none} />;
  const where = guest.lastGood ? guest.lastGood.places.map((place) => printable([place.resource, place.namespace].filter((part) => part !== "").join("/"))).join(", ") : words.placeHidden;
  return <time className="figure" dateTime={guest.lastGoodAt} title={`${absolute(guest.lastGoodAt)}\n${where}`}>{ago(guest.lastGoodAt, now)}</time>;
}

/** Also of a single job, which has no reasons. */
export function Until({ at }: { at: string | null }) {
  const now = useNow();
  const left = secondsUntil(at, now);
  if (left === null) return <Unknown />;
  return <time className="figure" dateTime={at ?? undefined} title={absolute(at)}>{left === 0 ? words.due : words.in(duration(left))}</time>;
}

function NextRun({ guest }: { guest: GuestBackups }) {
  const run = runOf(guest);
  switch (run.type) {
    case "none": return <span className="muted">{words.noJob}</span>;
    case "disabled": return <span className="muted">{words.jobDisabled}</span>;
    case "unknown": return <Unknown />;
    case "at": return <>{run.missed > 0 ? <span className="missed">{words.missed(run.missed)}</span> : null}<Until at={run.at} /></>;
  }
}

/** Where no job was seen, no disk was seen to be taken. */
function LeftOut({ guest }: { guest: GuestBackups }) {
  const { type } = runOf(guest);
  if (guest.excludedDisks.length === 0 && type === "unknown") return <Unknown />;
  if (guest.excludedDisks.length === 0 && type === "none") return <span className="muted">–</span>;
  return <ExcludedDisks disks={guest.excludedDisks} />;
}

export function ExcludedDisks({ disks }: { disks: readonly string[] }) {
  if (disks.length === 0) return <span className="muted">{words.allDisks}</span>;
  const all = printable(disks.join(", "));
  return <span className="cut" title={all}><bdi>{all}</bdi></span>;
}
