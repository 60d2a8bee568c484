import { useId, useState } from "react";
import { Icon } from "../app/Icon";
import { text } from "../app/text";
import { StateShape } from "../app/Icon";
import { isLive, mistakeOf, presets, type Range, type Span } from "./range";
import { fieldValue, readField, type Zone } from "./zone";

export interface RangeControlProps {
  range: Range;
  span: Span;
  now: number;
  zone: Zone;
  onChange: (range: Range) => void;
}

/** Which time is shown: the last while, or two times. The same wherever time is chosen. */
export function RangeControl({ range, span, now, zone, onChange }: RangeControlProps) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const live = isLive(range);
  return (
    <>
      <div className="choice range" role="group" aria-label={text.chart.range}>
        {presets.map((preset) => (
          <button key={preset} type="button" aria-pressed={live && range.preset === preset} onClick={() => { setOpen(false); onChange({ preset }); }}>{text.chart.presets[preset]}</button>
        ))}
        <button type="button" aria-pressed={!live} aria-expanded={open} aria-controls={panel} onClick={() => setOpen(!open)}>{text.chart.custom}</button>
      </div>
      <div id={panel} hidden={!open}>
        {open ? <CustomRange span={span} now={now} zone={zone} onChange={(chosen) => { setOpen(false); onChange(chosen); }} /> : null}
      </div>
    </>
  );
}

function CustomRange({ span, now, zone, onChange }: Omit<RangeControlProps, "range">) {
  const [from, setFrom] = useState(() => fieldValue(span.from, zone));
  const [to, setTo] = useState(() => fieldValue(span.to, zone));
  const [tried, setTried] = useState(false);
  const id = useId();
  const chosen = { from: readField(from, zone), to: readField(to, zone) };
  const mistake = mistakeOf(chosen.from, chosen.to, now);
  const field = (label: string, value: string, change: (value: string) => void): JSX.Element => (
    <label className="custom-field">
      <span>{label}</span>
      <input type="datetime-local" value={value} aria-invalid={tried && mistake !== null ? true : undefined} aria-describedby={id} onChange={(event) => change(event.target.value)} />
    </label>
  );
  return (
    <form
      className="custom"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (mistake === null && chosen.from !== null && chosen.to !== null) onChange({ from: chosen.from, to: Math.min(chosen.to, Math.floor(now)) });
      }}
    >
      {field(text.chart.from, from, setFrom)}
      {field(text.chart.to, to, setTo)}
      <button type="submit" className="primary">{text.chart.show}</button>
      <p id={id} className="mistake" aria-live="polite">{tried && mistake ? <><StateShape level="warning" /> {text.chart.mistakes[mistake]}</> : null}</p>
    </form>
  );
}

export interface TimeButtonsProps {
  live: boolean;
  preset: string;
  onPan: (direction: -1 | 1) => void;
  onZoom: (direction: "in" | "out") => void;
  onReset: () => void;
}

export function TimeButtons({ live, preset, onPan, onZoom, onReset }: TimeButtonsProps) {
  const reset = text.chart.reset(preset);
  return (
    <div className="time-buttons">
      <button type="button" className="quiet" aria-label={text.chart.earlier} title={text.chart.earlier} onClick={() => onPan(-1)}><Icon name="left" /></button>
      <button type="button" className="quiet" aria-label={text.chart.later} title={text.chart.later} disabled={live} onClick={() => onPan(1)}><Icon name="right" /></button>
      <button type="button" className="quiet" aria-label={text.chart.zoomOut} title={text.chart.zoomOut} onClick={() => onZoom("out")}><Icon name="minus" /></button>
      <button type="button" className="quiet" aria-label={text.chart.zoomIn} title={text.chart.zoomIn} onClick={() => onZoom("in")}><Icon name="plus" /></button>
      <button type="button" className="quiet" aria-label={reset} title={reset} disabled={live} onClick={onReset}><Icon name="reset" /></button>
    </div>
  );
}
