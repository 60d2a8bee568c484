import { useMemo, type ReactNode } from "react";
import { useAnswer } from "../app/answers";
import { Refused } from "../app/notices";
import { Loading } from "../app/parts";
import { records, type RecordPath, type RecordRow } from "../app/records-api";
import { useMinute } from "../app/repeat";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, useView, type Sort } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { compareValues } from "../table/columns";
import { ListTable, type ListColumn } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { completeRecords, matchesRecord, parseRecords, type Fields } from "./filter";
import { recordWords } from "./text-records";

export interface RecordColumn<Row> extends ListColumn<Row> {
  /** What it is ordered by; null goes last. */
  value: (row: Row) => string | number | null;
}

export interface RecordListProps<Path extends RecordPath> {
  path: Path;
  label: string;
  columns: readonly RecordColumn<RecordRow<Path>>[];
  fields: Fields<RecordRow<Path>>;
  id: (row: RecordRow<Path>) => string;
  /** Where a row leads. */
  onOpen?: (row: RecordRow<Path>) => void;
  /** When only problems are wanted. */
  only?: ((row: RecordRow<Path>) => boolean) | null;
  tools?: ReactNode;
  empty: ReactNode;
}

/** One list, asked for again every minute, with the filter and the order of the address. Draws only what is seen of it. */
export function RecordList<Path extends RecordPath>({ path, label, columns, fields, id, onOpen, only = null, tools, empty }: RecordListProps<Path>) {
  const view = useView();
  const { answer: latest, error, reload } = useAnswer((signal) => records(path, signal), `${path} ${useMinute()}`);
  const { value: answer, busy, leave } = useHeld(latest);
  const all = useMemo(() => (answer?.rows ?? []).filter((row) => only === null || only(row)), [answer, only]);
  const filter = useMemo(() => parseRecords(view.filter, fields), [view.filter, fields]);
  const rows = useMemo(() => sorted(all.filter(matchesRecord(filter, fields, store.now())), columns, view.sort), [all, filter, fields, columns, view.sort]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeRecords(input, caret, all, fields), placeholder: recordWords.placeholder }), [all, fields]);
  if (!answer) return error ? <Refused error={error} onRetry={reload} /> : <Loading />;
  const open = onOpen ? (wanted: string): void => { const row = rows.find((one) => id(one) === wanted); if (row) onOpen(row); } : undefined;
  return (
    <>
      {error ? <Refused error={error} onRetry={reload} /> : null}
      {all.length === 0 ? <>{tools ? <div className="toolbar">{tools}</div> : null}{empty}</> : (
        <>
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
            <span className="row-count figure" role="status">
              {text.table.rows(rows.length, all.length)}{answer.rows.length < answer.total ? ` ${recordWords.first(answer.rows.length, answer.total)}` : ""}{answer.left_out > 0 ? ` ${recordWords.leftOut(answer.left_out)}` : ""}
            </span>
            {tools ? <div className="tools">{tools}</div> : null}
          </div>
          <ListTable
            label={label} items={rows} columns={columns} id={id} sort={view.sort} onSort={(sort) => navigate({ sort })} {...(open ? { onOpen: open } : {})} onBusy={busy} onLeave={leave}
            empty={<div className="no-match" role="status"><p>{text.filter.none(all.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
          />
        </>
      )}
    </>
  );
}

function sorted<Row>(rows: Row[], columns: readonly RecordColumn<Row>[], sort: Sort | null): Row[] {
  const column = sort === null ? undefined : columns.find((one) => one.key === sort.key);
  return column && sort ? rows.sort((a, b) => compareValues(column.value(a), column.value(b), sort.descending)) : rows;
}
