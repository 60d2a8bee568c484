import { useCallback, useId, useMemo, useState, type KeyboardEvent } from "react";
import { absolute, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { text } from "../app/text";
import type { Series } from "../app/types";
import { ChartTable } from "./ChartTable";
import { Crosshair } from "./Crosshair";
import { moveCursor } from "./cursor";
import { draw, formerLines, type Drawing, type Size } from "./drawing";
import { ForecastWords } from "./ForecastWords";
import type { Figure } from "./plan";
import { Plot } from "./Plot";
import { usePointing, type PointingStore } from "./pointing";
import { instant, type Span } from "./range";
import { Readings, type Current } from "./Readings";
import { formatOf } from "./scale";
import { foreseenAt, hasValues, readAt, statisticsOf, type Past, type Reading } from "./series";
import type { TimeTick } from "./ticks";
import type { Foreseen } from "./useForecasts";
import { usePlotPointer, type PointerActions } from "./usePlotPointer";
import type { Zone } from "./zone";

/** What a chart asks of the drawer, for all charts move together. */
export interface ChartActions extends PointerActions {
  zoom(direction: "in" | "out", at: number | null): void;
  pan(direction: -1 | 1): void;
  reset(): void;
}

export interface ChartProps {
  title: string;
  figure: Figure;
  past: Past;
  axis: Span;
  size: Size;
  ticks: readonly TimeTick[];
  times: readonly number[];
  zone: Zone;
  foreseen: Foreseen | undefined;
  /** Whether the future is drawn, not only told. */
  ahead: boolean;
  /** Drawn also where nothing was recorded: as unknown. */
  anyway: boolean;
  current: ((series: Series) => Current) | undefined;
  pointing: PointingStore;
  actions: ChartActions;
}

/** One chart: what it is, what it says now, the picture, and the same in words and as a table. */
export function Chart(props: ChartProps) {
  const { title, figure, past, axis, size, zone, pointing } = props;
  const [table, setTable] = useState(false);
  const before = useMemo(() => formerLines(figure, past.before), [figure, past]);
  const all = useMemo(() => [...figure.lines, ...figure.further, ...(figure.capacity ? [figure.capacity] : [])], [figure]);
  const heading = useId();
  const recorded = [...figure.lines, ...before].some((line) => hasValues(line.points));
  const forecast = props.ahead ? props.foreseen?.forecast ?? null : null;
  const drawing = useMemo(() => draw(figure, past, axis, size, forecast), [figure, past, axis, size, forecast]);
  const read = useCallback((line: Series, at: number): Reading | null => (
    at > past.span.to && line === figure.lines[0] ? foreseenAt(drawing.future, at) : readAt(line, at, past.step)
  ), [past, figure, drawing]);
  return (
    <section className="chart" aria-labelledby={heading}>
      <header>
        <h3 id={heading}><bdi>{title}</bdi></h3>
        {recorded ? <Readings lines={figure.lines} capacity={figure.capacity} span={past.span} read={read} nameOf={nameOf} current={props.current} pointing={pointing} /> : null}
        {recorded ? (
          <button type="button" className="quiet" aria-expanded={table} aria-label={text.chart.table(title)} title={text.chart.table(title)} onClick={() => setTable(!table)}>
            <Icon name="table" size={14} />
          </button>
        ) : null}
      </header>
      {recorded || props.anyway ? <Picture {...props} before={before} drawing={drawing} read={read} /> : <p className="muted chart-empty">{text.chart.nothing}</p>}
      {figure.further.length > 0 ? <p className="muted">{text.chart.further(figure.further.length)}</p> : null}
      {props.foreseen?.forecast ? <ForecastWords forecast={props.foreseen.forecast} zone={zone} /> : null}
      {props.foreseen && !props.foreseen.forecast && props.foreseen.error ? <p className="muted">{text.chart.noForecastBecause(props.foreseen.error)}</p> : null}
      {table ? <ChartTable title={title} lines={all} before={before} span={past.span} step={past.step} zone={zone} nameOf={nameOf} /> : null}
    </section>
  );
}

/** What a line is called where there are several. */
export function nameOf(series: Series): string {
  const name = text.chart.lines[series.metric] ?? text.metrics[series.metric] ?? (series.metric.endsWith("Total") ? text.chart.capacity : series.metric);
  return series.part !== null && namedByPart.has(series.metric) ? printable(series.part) : name;
}

/** Of these the parts are lines of one chart. */
const namedByPart: ReadonlySet<string> = new Set(["temperature", "fanSpeed", "cpu", "diskLatency"]);

interface PictureProps extends ChartProps {
  before: Series[];
  drawing: Drawing;
  read: (series: Series, at: number) => Reading | null;
}

function Picture({ figure, past, axis, size, ticks, times, title, before, drawing, read, pointing, actions }: PictureProps) {
  const { at } = usePointing(pointing);
  const summary = useId();
  const pointer = usePlotPointer(figure.key, pointing, axis, size.width, times, past.step, actions);
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!answer(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const answer = (event: KeyboardEvent<HTMLElement>): boolean => {
    if (event.key === "Escape") {
      const wasPointing = pointing.read().at !== null;
      pointing.clear();
      return wasPointing;
    }
    if (event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) return done(actions.pan(event.key === "ArrowLeft" ? -1 : 1));
    if (event.key === "+" || event.key === "=") return done(actions.zoom("in", at));
    if (event.key === "-" || event.key === "−") return done(actions.zoom("out", at));
    if (event.key === "0") return done(actions.reset());
    const moved = moveCursor(event.key, at, times, past.span);
    return moved !== null && done(pointing.set({ at: moved, chart: figure.key }));
  };
  return (
    <div
      className="plot"
      role="slider"
      tabIndex={0}
      aria-label={title}
      aria-roledescription={text.chart.role}
      aria-valuemin={Math.floor(axis.from)}
      aria-valuemax={Math.ceil(axis.to)}
      aria-valuenow={Math.round(Math.min(axis.to, Math.max(axis.from, at ?? past.span.to)))}
      aria-valuetext={at === null ? text.chart.noCursor : spoken(figure.lines, at, at > past.span.to, read)}
      aria-describedby={summary}
      onKeyDown={press}
      onBlur={() => pointing.clear()}
      onDoubleClick={actions.reset}
      {...pointer}
    >
      <Plot drawing={drawing} unit={figure.plan.unit} ticks={ticks} pointing={pointing} />
      <Crosshair chart={figure.key} drawing={drawing} lines={figure.lines} before={before} step={past.step} read={read} nameOf={nameOf} pointing={pointing} />
      <p className="hidden" id={summary}>{useMemo(() => summaryOf(figure, past, drawing.gaps.length), [figure, past, drawing])}</p>
    </div>
  );
}

function done(_: void): true {
  return true;
}

/** What the cursor has found, for those who hear it. */
function spoken(lines: readonly Series[], at: number, isFuture: boolean, read: (series: Series, at: number) => Reading | null): string {
  const words = lines.map((line) => {
    const reading = read(line, at);
    const format = formatOf(line.unit);
    if (!reading) return `${nameOf(line)} ${text.chart.unknown}`;
    return isFuture ? `${text.chart.expected} ${format(reading.avg)}, ${text.chart.margin(format(reading.min), format(reading.max))}` : `${nameOf(line)} ${format(reading.avg)}`;
  });
  return `${absolute(instant(at))}: ${words.join(", ")}`;
}

/** The picture in words. */
function summaryOf(figure: Figure, past: Past, gaps: number): string {
  const words = figure.lines.flatMap((line) => {
    const statistics = statisticsOf(line.points, past.span);
    const format = formatOf(line.unit);
    return statistics ? [text.chart.summaryOf(nameOf(line), text.chart.summary(format(statistics.min), format(statistics.avg), format(statistics.max)))] : [];
  });
  return [...words, text.chart.summaryGaps(gaps), text.chart.keysHint].filter((part) => part !== "").join(" ");
}
