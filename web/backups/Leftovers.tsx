import { useMemo } from "react";
import type { LeftoverBackups } from "../app/api-types";
import { bytes, printable } from "../app/format";
import { Ago, Empty, Loading, Name } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { ListTable, type ListColumn } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { completeLeftovers, matchesLeftovers, parseLeftovers } from "./filter";
import { sortedLeftovers } from "./rows";
import { backupWords } from "./text-backups";
import { Told } from "./Told";
import { isWhole } from "./telling";
import { useLeftovers, useTold } from "./useBackups";

const words = backupWords.leftovers;
const names = words.columns;

const columns: readonly ListColumn<LeftoverBackups>[] = [
  { key: "id", label: names.id, width: 150, cell: (one) => <><span className="badge">{words.types[one.type] ?? one.type}</span><Name>{one.backupId}</Name></> },
  { key: "kind", label: names.kind, width: 210, narrow: true, cell: (one) => <span className={one.kind === "undecided" ? "hatched" : ""} title={words.kindHints[one.kind]}>{words.kinds[one.kind] ?? one.kind}</span> },
  { key: "place", label: names.place, width: 220, cell: (one) => <Name>{placeName(one.place)}</Name> },
  { key: "count", label: names.count, width: 80, right: true, largestFirst: true, cell: (one) => <span className="figure">{one.count.toLocaleString("en")}</span> },
  { key: "size", label: names.size, width: 90, right: true, narrow: true, largestFirst: true, cell: (one) => <span className="figure">{bytes(one.bytes)}</span> },
  { key: "newest", label: names.newest, width: 110, right: true, narrow: true, cell: (one) => <Ago at={one.newestAt} /> },
  { key: "candidates", label: names.candidates, width: 180, cell: (one) => (one.candidates.length === 0 ? <span className="muted">–</span> : <Name>{one.candidates.map(nameOf).join(", ")}</Name>) },
  { key: "note", label: names.note, width: 180, cell: (one) => (one.note === null ? <span className="muted">–</span> : <Name>{one.note}</Name>) },
];

/** `store/namespace`, by the name of the place where Pulse knows it. */
export function placeName({ resource, namespace }: LeftoverBackups["place"]): string {
  return [nameOf(resource), namespace].filter((part) => part !== "").join("/");
}

function nameOf(id: string): string {
  const known = store.get(id);
  return printable(known ? known.displayName ?? known.name : id);
}

const idOf = ({ kind, type, backupId, place }: LeftoverBackups): string => `${kind} ${type}/${backupId} ${place.resource} ${place.namespace}`;
const none: LeftoverBackups[] = [];

/** Backups that are no guest's, the largest first. */
export function LeftoversSection() {
  const view = useView();
  const { answer: latest, error, reload } = useLeftovers();
  const { value: told, busy, leave } = useHeld(latest);
  const sections = useTold("datastore-jobs");
  const filter = useMemo(() => parseLeftovers(view.filter), [view.filter]);
  const leftovers = told?.answer.leftovers ?? none;
  const rows = useMemo(() => {
    const now = store.now();
    return sortedLeftovers(leftovers.filter(matchesLeftovers(filter, now)), view.sort, now);
  }, [leftovers, filter, view.sort]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeLeftovers(input, caret, leftovers), placeholder: backupWords.filter.leftoversPlaceholder }), [leftovers]);
  if (!told && !error) return <Loading />;
  return (
    <>
      <Told at={told?.at ?? null} list="datastore-jobs" sections={sections} error={error} onRetry={reload} />
      {!told ? null : leftovers.length === 0 ? <NoLeftovers whole={isWhole(sections)} /> : (
        <>
          <p className="lead muted">{words.lead}</p>
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
            <span className="row-count figure" role="status">{text.table.rows(rows.length, told.answer.total)} · {sum(rows)}</span>
          </div>
          <ListTable
            label={words.label} items={rows} columns={columns} id={idOf} sort={view.sort} onSort={(sort) => navigate({ sort })} onBusy={busy} onLeave={leave}
            empty={<div className="no-match" role="status"><p>{text.filter.none(leftovers.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
          />
        </>
      )}
    </>
  );
}

function sum(rows: readonly LeftoverBackups[]): string {
  return words.counted(rows.reduce((count, one) => count + one.count, 0), bytes(rows.reduce((size, one) => size + one.bytes, 0)));
}

/** An empty list is good news only when everybody told. */
function NoLeftovers({ whole }: { whole: boolean }) {
  return whole ? <Empty icon="check" title={words.emptyTitle} lead={words.emptyLead} /> : (
    <Empty icon="help" title={words.emptyUnknownTitle} lead={words.emptyUnknownLead} />
  );
}
