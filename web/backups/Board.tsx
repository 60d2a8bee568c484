import { useCallback, useMemo } from "react";
import type { GuestBackups } from "../app/api-types";
import { Empty, Loading } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import { navigate, pageAddress, useView } from "../app/url";
import { FilterField } from "../filter/FilterField";
import { ListTable } from "../table/ListTable";
import { useHeld } from "../table/useHeld";
import { boardColumns } from "./boardColumns";
import { completeBoard, matchesBoard, parseBoard } from "./filter";
import { obstacles, sorted } from "./rows";
import { Summary } from "./Summary";
import { backupWords } from "./text-backups";
import { Told } from "./Told";
import { useBoard, useTold } from "./useBackups";

const words = backupWords.board;
const open = (id: string): void => navigate({ open: id, tab: "backups" });
const idOf = (guest: GuestBackups): string => guest.id;

/** Of every guest, whether it could be restored. */
export function BoardSection() {
  const view = useView();
  const { answer: latest, error, reload } = useBoard();
  const { value: board, busy, leave } = useHeld(latest);
  const sections = useTold("jobs");
  const filter = useMemo(() => parseBoard(view.filter), [view.filter]);
  const guests = board?.guests ?? none;
  const rows = useMemo(() => {
    const now = store.now();
    return sorted(guests.filter(matchesBoard(filter, now)), view.sort, now);
  }, [guests, filter, view.sort]);
  const own = useMemo(() => ({ complete: (input: string, caret: number) => completeBoard(input, caret, guests), placeholder: backupWords.filter.boardPlaceholder }), [guests]);
  const inTheWay = useMemo(() => obstacles(guests), [guests]);
  const clear = useCallback(() => navigate({ filter: "" }), []);
  if (!board && !error) return <Loading />;
  return (
    <>
      <Told at={board?.at ?? null} list="jobs" sections={sections} obstacles={inTheWay} error={error} onRetry={reload} />
      {!board ? null : guests.length === 0 ? <NoGuests /> : (
        <>
          <Summary summary={board.summary} filter={view.filter} />
          <div className="toolbar">
            <FilterField value={view.filter} onChange={(value) => navigate({ filter: value }, "replace")} filter={filter} own={own} />
            <span className="row-count figure" role="status">{text.table.rows(rows.length, guests.length)}{guests.length < board.total ? ` ${words.cut(guests.length, board.total)}` : ""}</span>
          </div>
          <ListTable
            label={words.label} items={rows} columns={boardColumns} id={idOf} sort={view.sort} onSort={(sort) => navigate({ sort })} onOpen={open} open={view.open} onBusy={busy} onLeave={leave}
            empty={<div className="no-match" role="status"><p>{text.filter.none(guests.length)}</p><button type="button" onClick={clear}>{text.filter.clear}</button></div>}
          />
        </>
      )}
    </>
  );
}

const none: GuestBackups[] = [];

function NoGuests() {
  return (
    <Empty icon="backups" title={words.emptyTitle} lead={words.emptyLead}>
      <button type="button" className="primary" onClick={() => navigate(pageAddress("settings", { section: "sources", form: "add" }))}>{backupWords.addSource}</button>
    </Empty>
  );
}
