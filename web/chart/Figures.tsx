import { Fragment, useMemo } from "react";
import { printable } from "../app/format";
import { text } from "../app/text";
import { current } from "../app/trouble";
import type { Series } from "../app/types";
import { Chart, type ChartActions } from "./Chart";
import { timesOf } from "./cursor";
import { margin } from "./drawing";
import { fills, type Charted, type Figure } from "./plan";
import type { PointingStore } from "./pointing";
import type { Span } from "./range";
import type { Current } from "./Readings";
import { hasValues, type Past } from "./series";
import { timeTicks } from "./ticks";
import type { Foreseen, Part } from "./useForecasts";
import type { Zone } from "./zone";

export interface FiguresProps {
  resource: Charted;
  figures: Figure[];
  /** With those that are not shown: of many file systems, disks or interfaces. */
  all: Figure[];
  onShowAll: () => void;
  past: Past;
  axis: Span;
  width: number;
  zone: Zone;
  live: boolean;
  /** Null where the chart does not end now. */
  forecasts: ReadonlyMap<Part, Foreseen> | null;
  ahead: boolean;
  pointing: PointingStore;
  actions: ChartActions;
}

/** The charts one below the other, or that there is nothing to draw. */
export function Figures({ resource, figures, all, onShowAll, past, axis, width, zone, live, forecasts, ahead, pointing, actions }: FiguresProps) {
  const ticks = useMemo(() => timeTicks(axis, (width - margin.left) / 64, zone), [axis, width, zone]);
  const times = useMemo(() => {
    const foreseen = ahead && forecasts ? [...forecasts.values()].map(({ forecast }) => (forecast?.line ?? []).map((point) => point.t).filter((at) => at > past.span.to)) : [];
    return timesOf([...past.series.map((one) => one.points.t), ...foreseen], axis);
  }, [past, axis, forecasts, ahead]);
  const hidden = new Map(figures.flatMap((figure): [Figure, number][] => {
    const mine = figures.filter((one) => one.plan === figure.plan && one.part !== null);
    const count = all.filter((one) => one.plan === figure.plan && one.part !== null).length;
    return figure === mine[mine.length - 1] && count > mine.length ? [[figure, count]] : [];
  }));
  const alone = figures.length === 1;
  const size = useMemo(() => ({ width, height: alone ? 220 : 132 }), [width, alone]);
  const now = live ? (series: Series): Current => currentOf(resource, series) : undefined;
  const nothing = !figures.some((figure) => figure.lines.some((line) => hasValues(line.points))) && !past.before?.some((one) => hasValues(one.points));
  return (
    <>
      {/* The charts stay, all of it unknown: who moved here with keys or pointer moves on from here. */}
      {nothing ? <div className="chart-nothing"><h3>{text.chart.nothingAtAll}</h3><p className="muted">{text.chart.nothingLead}</p></div> : null}
      <svg className="plot-patterns" width="0" height="0" aria-hidden="true" focusable="false">
        <pattern id="plot-unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V5" /></pattern>
      </svg>
      {figures.map((figure) => (
        <Fragment key={figure.key}>
          <Chart
            title={titleOf(figure, resource)}
            figure={figure}
            past={past}
            axis={axis}
            size={size}
            ticks={ticks}
            times={times}
            zone={zone}
            foreseen={figure.plan.key === "disk" ? forecasts?.get(figure.part) : undefined}
            ahead={ahead}
            anyway={nothing}
            current={now}
            pointing={pointing}
            actions={actions}
          />
          {hidden.has(figure) ? <button type="button" className="show-all" onClick={onShowAll}>{(figure.plan.key === "disk" ? text.chart.allFilesystems : text.chart.allParts)(hidden.get(figure) ?? 0)}</button> : null}
        </Fragment>
      ))}
    </>
  );
}

function titleOf(figure: Figure, resource: Charted): string {
  const title = text.chart.titles[figure.plan.key === "disk" && fills(resource.kind) ? "used" : figure.plan.key] ?? figure.plan.key;
  return figure.part === null ? title : text.chart.titleOf(title, printable(figure.part));
}

/** The figure of now: the live one, or the last of the series where there is no live one of the kind. */
function currentOf(resource: Charted, series: Series): Current {
  const live = series.part === null ? resource.metrics[series.metric] : undefined;
  if (live) return { value: current(live), rough: live.quality === "estimated" };
  return { value: series.points.avg[series.points.avg.length - 1] ?? null, rough: false };
}
