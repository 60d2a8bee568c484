import { useMemo } from "react";
import { bytes } from "../app/format";
import { Choice, Empty, Loading } from "../app/parts";
import { furthered, navigate, useView } from "../app/url";
import { PlainTable, type PlainColumn } from "../table/PlainTable";
import { isBlank, spanOf, spans, type Day } from "./days";
import { DayStrip } from "./DayStrip";
import { backupWords } from "./text-backups";
import { Told } from "./Told";
import { useCalendar, useTold } from "./useBackups";

const words = backupWords.calendar;
const names = words.columns;

const columns: readonly PlainColumn<Day>[] = [
  { key: "day", label: names.day, cell: (day) => <time dateTime={day.day}>{day.day}</time> },
  { key: "good", label: names.good, right: true, cell: (day) => (isBlank(day) ? <span className="hatched muted">{words.legend.none}</span> : day.good.toLocaleString("en")) },
  { key: "bad", label: names.bad, right: true, cell: (day) => <Trouble count={day.bad} /> },
  { key: "failures", label: names.failures, right: true, cell: (day) => <Trouble count={day.failures} /> },
  { key: "size", label: names.size, right: true, cell: (day) => (day.bytes === 0 ? "–" : bytes(day.bytes)) },
];

function Trouble({ count }: { count: number }) {
  return <span className={count > 0 ? "missed" : "muted"}>{count.toLocaleString("en")}</span>;
}

/** What was backed up and what failed, day by day. */
export function CalendarSection() {
  const view = useView();
  const span = spanOf(view.more.from ?? null);
  const { answer: told, error, reload } = useCalendar(Number(span));
  const sections = useTold("tasks");
  const days = useMemo(() => told?.answer.days ?? [], [told]);
  const newest = useMemo(() => [...days].reverse(), [days]);
  const table = view.form === "table";
  if (!told && !error) return <Loading />;
  return (
    <div className="backups-body">
      <Told at={told?.at ?? null} list="tasks" sections={sections} error={error} onRetry={reload} />
      {!told ? null : (
        <>
          <p className="muted">{words.lead}</p>
          <div className="buttons">
            <Choice label={words.span} value={span} options={spans.map((value) => ({ value, label: words.spans[value] ?? value }))} onChange={(value) => navigate({ more: furthered(view.more, { from: value === "30" ? null : `${value}d`, row: null }) })} />
            <button type="button" aria-pressed={table} onClick={() => navigate({ form: table ? null : "table" })}>{table ? words.asStrip : words.asTable}</button>
          </div>
          {days.every(isBlank) ? <Empty icon="backups" title={words.emptyTitle} lead={words.emptyLead} /> : table ? <PlainTable label={words.label} columns={columns} items={newest} id={(day) => day.day} /> : (
            <DayStrip days={days} chosen={view.more.row ?? null} onChoose={(day) => navigate({ more: furthered(view.more, { row: day }) }, "replace")} />
          )}
        </>
      )}
    </div>
  );
}
