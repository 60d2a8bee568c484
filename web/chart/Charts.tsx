import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { printable } from "../app/format";
import { HistoryTroubles } from "../app/HealthBar";
import { Icon } from "../app/Icon";
import { Loading, Problem } from "../app/parts";
import { store } from "../app/store";
import { text } from "../app/text";
import { agentCharts } from "../app/text-agents";
import { furthered, navigate, useView } from "../app/url";
import { Check } from "../forms/Field";
import { axisOf, margin } from "./drawing";
import { Figures } from "./Figures";
import { Moment } from "./Moment";
import { figuresOf, fills, firstOf, hasParts, metricsOf, type Charted, type Figure } from "./plan";
import { PointingStore } from "./pointing";
import { csvAddress, csvName } from "./query";
import { isLive, parseRange, spanOf } from "./range";
import { RangeControl, TimeButtons } from "./RangeControl";
import { hasValues } from "./series";
import { choose, useActions } from "./useActions";
import { useForecasts } from "./useForecasts";
import { useHistory } from "./useHistory";
import { useZone } from "./useZone";

/** The past of one thing, as charts on one time axis. */
export function Charts({ resource }: { resource: Charted }) {
  const view = useView();
  const zone = useZone();
  const range = useMemo(() => parseRange(view.range), [view.range]);
  const [frame, width] = useWidth();
  const parts = hasParts(resource.kind) && view.more.parts === "on";
  const metrics = useMemo(() => metricsOf(resource.kind, parts), [resource.kind, parts]);
  // In steps, so that a window that is being sized asks little.
  const points = width === 0 ? 0 : Math.max(100, 50 * Math.ceil((width - margin.left) / 50));
  const { past, error, asking, retry } = useHistory(resource.id, metrics, range, points, view.compare);
  const [pointing] = useState(() => new PointingStore());
  const actions = useActions(range, pointing);
  const live = isLive(range);
  const known = Object.keys(resource.metrics).join(",");
  const figures = useMemo((): Figure[] => (past ? figuresOf(resource.kind, (metric) => known.split(",").includes(metric), past.series, parts) : []), [past, known, resource.kind, parts]);
  const [all, setAll] = useState(false);
  const shown = useMemo(() => (all ? figures : firstOf(figures)), [figures, all]);
  const filling = shown.filter((figure) => figure.plan.key === "disk" && figure.lines.some((line) => hasValues(line.points)));
  const forecasts = useForecasts(resource.id, "diskUsed", filling.map((figure) => figure.part));
  const ahead = live && (view.ahead ?? fills(resource.kind));
  const axis = useMemo(() => (past ? axisOf(past.span, ahead ? [...forecasts.values()].flatMap(({ forecast }) => forecast ?? []) : []) : null), [past, ahead, forecasts]);
  return (
    <div className="charts" ref={frame} role="group" aria-label={text.chart.charts(printable(resource.displayName ?? resource.name))} aria-busy={asking}>
      <div className="chart-tools">
        <RangeControl range={range} span={past?.span ?? spanOf(range, store.now() / 1000)} now={store.now() / 1000} zone={zone} onChange={choose} />
        <div className="chart-switches">
          <TimeButtons live={live} preset={text.chart.presets[actions.preset] ?? ""} onPan={actions.pan} onZoom={(direction) => actions.zoom(direction, null)} onReset={actions.reset} />
          <Check label={text.chart.compare} checked={view.compare} onChange={(compare) => navigate({ compare })} />
          {filling.length > 0 && live ? <Check label={text.chart.ahead} checked={ahead} onChange={(next) => navigate({ ahead: next })} /> : null}
          {hasParts(resource.kind) ? <Check label={agentCharts.parts} checked={parts} onChange={(next) => navigate({ more: furthered(view.more, { parts: next ? "on" : null }) })} /> : null}
          {past ? (
            <a className="csv" href={csvAddress({ resource: resource.id, metrics, span: past.span, points })} download={csvName(resource.id, past.span)} title={text.chart.csvLabel}>
              <Icon name="download" size={14} />{text.chart.csv}
            </a>
          ) : null}
        </div>
        {past ? <Moment past={past} zone={zone} pointing={pointing} asking={asking} /> : null}
      </div>
      <HistoryTroubles />
      {error ? <Problem action={<button type="button" onClick={retry}>{text.retry}</button>}>{past ? text.chart.notRenewed(error) : error}</Problem> : null}
      {!past && !error ? <Loading /> : null}
      {past && axis && width > 0 ? (
        <Figures resource={resource} figures={shown} all={figures} onShowAll={() => setAll(true)} past={past} axis={axis} width={width} zone={zone} live={live} forecasts={live ? forecasts : null} ahead={ahead} pointing={pointing} actions={actions} />
      ) : null}
    </div>
  );
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
