import { useId, useState } from "react";
import type { Deed } from "../app/answers";
import { useMay } from "../app/permissions";
import { text } from "../app/text";
import { patrolAPI } from "./patrol-api";
import { patrolPage } from "./text-patrol";
import { intervals, intervalWords, minutesOf } from "./words";

const words = patrolPage.schedule;
/** Minutes; the server keeps the same limits. */
const [least, most] = [10, 10_080];
const own = "own";

/** How often patrol runs by itself; another time takes effect at once. */
export function Schedule({ minutes, deed, onChanged }: { minutes: number; deed: Deed; onChanged: () => Promise<void> }) {
  const id = useId();
  const may = useMay("settings:write");
  const [written, setWritten] = useState<string | null>(null);
  const options = intervals.some((one) => one === minutes) ? intervals : [...intervals, minutes].sort((a, b) => a - b);
  const save = async (next: number): Promise<void> => {
    if (!await deed.run("schedule", async () => void await patrolAPI.changeSchedule(next))) return;
    setWritten(null);
    await onChanged();
  };
  const chosen = written === null ? null : minutesOf(written, least, most);
  return (
    <div className="patrol-schedule">
      <label htmlFor={id}>{words.label}</label>
      <select
        id={id} value={written === null ? minutes.toString() : own} disabled={!may || deed.busy !== null}
        onChange={(event) => (event.target.value === own ? setWritten(minutes.toString()) : void save(Number(event.target.value)))}
      >
        {options.map((one) => <option key={one} value={one}>{intervalWords(one)}</option>)}
        <option value={own}>{words.own}</option>
      </select>
      {written === null ? null : (
        <form className="patrol-own" onSubmit={(event) => { event.preventDefault(); if (chosen !== null) void save(chosen); }}>
          <input aria-label={words.ownLabel} inputMode="numeric" autoFocus value={written} aria-invalid={chosen === null ? true : undefined} aria-describedby={`${id}-below`} onChange={(event) => setWritten(event.target.value)} />
          <button type="submit" disabled={chosen === null || deed.busy !== null}>{text.save}</button>
          <button type="button" onClick={() => setWritten(null)}>{text.cancel}</button>
          <p id={`${id}-below`} className={chosen === null ? "mistake" : "hint"} aria-live="polite">{chosen === null ? words.mistake(least, most) : intervalWords(chosen)}</p>
        </form>
      )}
    </div>
  );
}
