import { useMemo, useRef } from "react";
import { bytes } from "../app/format";
import { isBlank, lookOf, steppedTo, type Day } from "./days";
import { backupWords } from "./text-backups";

const words = backupWords.calendar;

interface Props {
  /** The oldest first. */
  days: readonly Day[];
  chosen: string | null;
  onChoose: (day: string) => void;
}

/** A square for each day, in one stop of the Tab key; arrows go from day to day. */
export function DayStrip({ days, chosen, onChoose }: Props) {
  const strip = useRef<HTMLDivElement>(null);
  const most = useMemo(() => days.reduce((former, day) => Math.max(former, day.good), 0), [days]);
  const at = days.findIndex((day) => day.day === chosen);
  const reached = at < 0 ? days.length - 1 : at;
  const shown = days[reached];
  const key = (event: React.KeyboardEvent): void => {
    const to = steppedTo(event.key, reached, days.length);
    const day = to === null ? undefined : days[to];
    if (to === null || !day) return;
    event.preventDefault();
    onChoose(day.day);
    strip.current?.querySelectorAll<HTMLElement>("button")[to]?.focus();
  };
  return (
    <>
      <div ref={strip} className="days" role="group" aria-label={`${words.label}. ${words.keys}`} onKeyDown={key}>
        {days.map((day, index) => <DayButton key={day.day} day={day} most={most} reached={index === reached} chosen={index === at} onChoose={onChoose} />)}
      </div>
      <p role="status" className="figure">{shown ? sentence(shown) : ""}</p>
      <Legend />
    </>
  );
}

function DayButton({ day, most, reached, chosen, onChoose }: { day: Day; most: number; reached: boolean; chosen: boolean; onChoose: (day: string) => void }) {
  const look = lookOf(day, most);
  const said = sentence(day);
  return (
    <button
      type="button" className={`day day-${look.amount} ${look.trouble ? "day-trouble" : ""}`} tabIndex={reached ? 0 : -1} aria-pressed={chosen} aria-label={said} title={said}
      onClick={() => onChoose(day.day)}
    >
      {look.trouble ? <span className="mark" aria-hidden="true">▲</span> : null}
    </button>
  );
}

function sentence(day: Day): string {
  return isBlank(day) ? words.nothing(day.day) : words.day(day.day, day.good, day.bad, day.failures, bytes(day.bytes));
}

function Legend() {
  const { none, few, many, trouble } = words.legend;
  return (
    <ul className="legend muted" aria-hidden="true">
      <li><span className="day day-none" /> {none}</li>
      <li><span className="day day-few" /> {few}</li>
      <li><span className="day day-many" /> {many}</li>
      <li><span className="day day-few day-trouble"><span className="mark">▲</span></span> {trouble}</li>
    </ul>
  );
}
