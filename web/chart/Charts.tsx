import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { absolute, duration, printable } from "../app/format";
import { Icon } from "../app/Icon";
import { Loading, Problem } from "../app/parts";
import { usePreferences } from "../app/preferences";
import { store } from "../app/store";
import { text } from "../app/text";
import { current } from "../app/trouble";
import type { MetricName, Resource } from "../app/types";
import { currentView, navigate, useView } from "../app/url";
import { Check } from "../forms/Field";
import type { Series } from "./answer";
import { Chart, type ChartActions } from "./Chart";
import { timesOf } from "./cursor";
import { axisOf, margin } from "./drawing";
import { figuresOf, metricsOf, type Figure } from "./plan";
import { PointingStore, usePointing } from "./pointing";
import { csvAddress, csvName } from "./query";
import { between, formatRange, instant, isLive, lengthOf, pan, parseRange, spanOf, usualPreset, zoomButton, type Range, type Span } from "./range";
import { RangeControl, TimeButtons } from "./RangeControl";
import { hasValues, type Past } from "./series";
import { dateTime, timeTicks } from "./ticks";
import { useForecast, useHistory } from "./useHistory";
import { Zone } from "./zone";

/** The past of one thing, as charts on one time axis. */
export function Charts({ resource }: { resource: Resource }) {
  const view = useView();
  const { timeZone } = usePreferences();
  const zone = useMemo(() => new Zone(timeZone), [timeZone]);
  const range = useMemo(() => parseRange(view.range), [view.range]);
  const [frame, width] = useWidth();
  const metrics = useMemo(() => metricsOf(resource.kind), [resource.kind]);
  // In steps, so that a window that is being sized asks little.
  const points = width === 0 ? 0 : Math.max(100, 50 * Math.ceil((width - margin.left) / 50));
  const { past, error, asking, retry } = useHistory(resource.id, metrics, range, points, view.compare);
  const [pointing] = useState(() => new PointingStore());
  const actions = useActions(range, pointing);
  const live = isLive(range);
  const known = Object.keys(resource.metrics).join(",");
  const figures = useMemo(() => (past ? figuresOf(resource.kind, (metric) => known.split(",").includes(metric), past.series) : []), [past, known, resource.kind]);
  const filling = figures.find((figure) => figure.key === "disk" && figure.lines.some((line) => hasValues(line.points)));
  const { forecast, error: noForecast } = useForecast(resource.id, filling ? "diskUsed" : null);
  const ahead = live && (view.ahead ?? resource.kind === "storage");
  const axis = useMemo(() => (past ? axisOf(past.span, ahead ? forecast : null) : null), [past, ahead, forecast]);
  return (
    <div className="charts" ref={frame} role="group" aria-label={text.chart.charts(printable(resource.displayName ?? resource.name))} aria-busy={asking}>
      <div className="chart-tools">
        <RangeControl range={range} span={past?.span ?? spanOf(range, store.now() / 1000)} now={store.now() / 1000} zone={zone} onChange={choose} />
        <div className="chart-switches">
          <TimeButtons live={live} preset={text.chart.presets[actions.preset] ?? ""} onPan={actions.pan} onZoom={(direction) => actions.zoom(direction, null)} onReset={actions.reset} />
          <Check label={text.chart.compare} checked={view.compare} onChange={(compare) => navigate({ compare })} />
          {filling && live ? <Check label={text.chart.ahead} checked={ahead} onChange={(next) => navigate({ ahead: next })} /> : null}
          {past ? (
            <a className="csv" href={csvAddress({ resource: resource.id, metrics, span: past.span, points })} download={csvName(resource.id, past.span)} title={text.chart.csvLabel}>
              <Icon name="download" size={14} />{text.chart.csv}
            </a>
          ) : null}
        </div>
        {past ? <Moment past={past} zone={zone} pointing={pointing} asking={asking} /> : null}
      </div>
      {error ? <Problem action={<button type="button" onClick={retry}>{text.retry}</button>}>{past ? text.chart.notRenewed(error) : error}</Problem> : null}
      {!past && !error ? <Loading /> : null}
      {past && axis && width > 0 ? (
        <Figures resource={resource} figures={figures} past={past} axis={axis} width={width} zone={zone} live={live} forecast={ahead || live ? forecast : null} ahead={ahead} pointing={pointing} actions={actions} />
      ) : null}
      {noForecast && filling && !error ? <p className="muted">{noForecast}</p> : null}
    </div>
  );
}

interface FiguresProps {
  resource: Resource;
  figures: Figure[];
  past: Past;
  axis: Span;
  width: number;
  zone: Zone;
  live: boolean;
  forecast: ReturnType<typeof useForecast>["forecast"];
  ahead: boolean;
  pointing: PointingStore;
  actions: ChartActions;
}

function Figures({ resource, figures, past, axis, width, zone, live, forecast, ahead, pointing, actions }: FiguresProps) {
  const ticks = useMemo(() => timeTicks(axis, (width - margin.left) / 64, zone), [axis, width, zone]);
  const times = useMemo(() => timesOf(past.series.map((one) => one.points.t), past.span), [past]);
  const alone = figures.length === 1;
  const size = useMemo(() => ({ width, height: alone ? 220 : 132 }), [width, alone]);
  const now = live ? (series: Series): number | null => currentOf(resource, series) : undefined;
  if (!figures.some((figure) => figure.lines.some((line) => hasValues(line.points))) && !past.before?.some((one) => hasValues(one.points))) {
    return <div className="chart-nothing"><h3>{text.chart.nothingAtAll}</h3><p className="muted">{text.chart.nothingLead}</p></div>;
  }
  return (
    <>
      <svg className="plot-patterns" width="0" height="0" aria-hidden="true" focusable="false">
        <pattern id="plot-unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V5" /></pattern>
      </svg>
      {figures.map((figure) => (
        <Chart
          key={figure.key}
          title={titleOf(figure, resource)}
          figure={figure}
          past={past}
          axis={axis}
          size={size}
          ticks={ticks}
          times={times}
          zone={zone}
          forecast={figure.key === "disk" ? forecast : null}
          ahead={ahead}
          current={now}
          pointing={pointing}
          actions={actions}
        />
      ))}
    </>
  );
}

function titleOf(figure: Figure, resource: Resource): string {
  const title = text.chart.titles[resource.kind === "storage" ? "used" : figure.plan.key] ?? figure.plan.key;
  return figure.part === null ? title : text.chart.titleOf(title, printable(figure.part));
}

/** The figure of now: the live one, or the last of the series where there is no live one of the kind. */
function currentOf(resource: Resource, series: Series): number | null {
  const live = series.part === null ? resource.metrics[series.metric as MetricName] : undefined;
  return live ? current(live) : series.points.avg[series.points.avg.length - 1] ?? null;
}

/** Which time is shown, or which moment is read out. */
function Moment({ past, zone, pointing, asking }: { past: Past; zone: Zone; pointing: PointingStore; asking: boolean }) {
  const { at } = usePointing(pointing);
  const late = useLate(asking);
  const { from, to } = past.span;
  return (
    <p className="chart-moment">
      {at === null ? (
        <>
          <span className="figure">{text.chart.span(dateTime(from, zone), dateTime(to, zone), zone.name(to))}</span>
          <span className="muted">{text.chart.bucket(duration(past.step))}</span>
          {past.before ? <span className="muted"><span className="swatch swatch-before" /> {text.chart.before}</span> : null}
        </>
      ) : <span className="figure strong">{absolute(instant(at))}</span>}
      <span role="status" className="muted">{late ? text.chart.waiting : ""}</span>
    </p>
  );
}

/** True once something takes longer than a moment. */
function useLate(busy: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!busy) return;
    const timer = setTimeout(() => setLate(true), 400);
    return () => clearTimeout(timer);
  }, [busy]);
  return late;
}

/** A step along the way of looking, to which going back leads. */
function choose(range: Range): void {
  navigate({ range: formatRange(range) });
}

type Actions = ChartActions & { preset: string };

function useActions(range: Range, pointing: PointingStore): Actions {
  const [preset, setPreset] = useState<Range>({ preset: usualPreset });
  useEffect(() => {
    if (isLive(range)) setPreset(range);
  }, [range]);
  return useMemo(() => {
    const now = (): number => store.now() / 1000;
    // Moving along is many small steps: going back leads to where it began.
    const move = (next: Range): void => navigate({ range: formatRange(next) }, isLive(parseRange(currentView().range)) ? "push" : "replace");
    return {
      preset: isLive(preset) ? preset.preset : usualPreset,
      zoomTo: (one, other) => { pointing.clear(); choose(between(one, other, now())); },
      shiftBy: (seconds) => { pointing.clear(); move(pan(spanOf(range, now()), seconds / lengthOf(spanOf(range, now())), now())); },
      zoom: (direction, at) => choose(zoomButton(range, direction, at, now())),
      pan: (direction) => move(pan(spanOf(range, now()), direction / 2, now())),
      reset: () => { pointing.clear(); if (!isLive(range)) choose(preset); },
    };
  }, [range, preset, pointing]);
}

/** The width of an element, followed. */
function useWidth(): [React.RefObject<HTMLDivElement>, number] {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watcher.observe(element.current);
    return () => watcher.disconnect();
  }, []);
  return [element, width];
}
