import { useMemo } from "react";
import { Empty, Loading } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import { furthered, navigate, pageAddress, useView } from "../app/url";
import type { WorkList } from "../app/work-api";
import { backupWords } from "../backups/text-backups";
import { Told } from "../backups/Told";
import { isWhole } from "../backups/telling";
import { FilterField } from "../filter/FilterField";
import { ListTable } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { completeWork, matchesWork, parseWork } from "./filter";
import { rowsOf, sortedWork, type WorkRow } from "./rows";
import { workWords } from "./text-work";
import { useWork } from "./useWork";
import { workColumns } from "./workColumns";
import { WorkFacts } from "./WorkFacts";

const idOf = (row: WorkRow): string => row.id;

/** One list of the ledgers; the row that is open stands below it in full. */
export function WorkSection({ list }: { list: WorkList }) {
  const view = useView();
  const { answer: latest, error, reload } = useWork(list);
  const { value: page, busy, leave } = useHeld(latest);
  const all = useMemo(() => rowsOf(list, page?.items ?? []), [list, page]);
  const filter = useMemo(() => parseWork(view.filter), [view.filter]);
  const rows = useMemo(() => {
    const now = store.now();
    return sortedWork(all.filter(matchesWork(filter, now)), list, view.sort, now);
  }, [all, filter, list, view.sort]);
  const columns = useMemo(() => workColumns(list), [list]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeWork(input, caret, all), placeholder: workWords.filter.placeholder }), [all]);
  const row = view.more.row ?? null;
  const shown = row === null ? undefined : all.find((one) => one.id === row);
  const choose = (id: string | null): void => navigate({ more: furthered(view.more, { row: id === row ? null : id }) }, "replace");
  if (!page && !error) return <Loading />;
  return (
    <>
      <Told at={page?.at ?? null} list={list} sections={page?.sections ?? null} error={error} onRetry={reload} />
      {!page ? null : all.length === 0 ? <NoWork list={list} whole={isWhole(page.sections)} /> : (
        <>
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
            <span className="row-count figure" role="status">{text.table.rows(rows.length, all.length)}{all.length < page.total ? ` ${workWords.first(all.length, page.total)}` : ""}</span>
          </div>
          <ListTable
            label={workWords.sections[list] ?? list} items={rows} columns={columns} id={idOf} sort={view.sort} onSort={(sort) => navigate({ sort })} onOpen={choose} open={row} onBusy={busy} onLeave={leave}
            empty={<div className="no-match" role="status"><p>{text.filter.none(all.length)}</p><button type="button" onClick={() => navigate({ filter: "" })}>{text.filter.clear}</button></div>}
          />
          {shown ? <WorkFacts row={shown} onClose={() => choose(null)} /> : null}
        </>
      )}
    </>
  );
}

/** An empty list is only called empty when all who should tell it did. */
function NoWork({ list, whole }: { list: WorkList; whole: boolean }) {
  const [title, lead] = (whole ? workWords.empty[list] : undefined) ?? workWords.emptyUnknown;
  return (
    <Empty icon={whole ? "work" : "help"} title={title} lead={lead}>
      {whole ? null : <button type="button" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{backupWords.addSource}</button>}
    </Empty>
  );
}
