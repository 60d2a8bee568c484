import { memo, useMemo } from "react";
import { text } from "../app/text";
import type { Unit } from "../app/types";
import { margin, type Drawing } from "./drawing";
import { useShift, type PointingStore } from "./pointing";
import { tickLabel } from "./scale";
import type { TimeTick } from "./ticks";

export interface PlotProps {
  drawing: Drawing;
  unit: Unit;
  ticks: readonly TimeTick[];
  pointing: PointingStore;
}

/** Axes, lines and bands. Colours come from the classes, so that a change of the theme needs no drawing. */
export const Plot = memo(function Plot({ drawing, unit, ticks, pointing }: PlotProps) {
  const { width, height, projection } = drawing;
  const inner = { width: width - margin.left - margin.right, height: height - margin.top - margin.bottom };
  const shift = useShift(pointing);
  const moved = projection.x(drawing.axis.from + shift) - projection.x(drawing.axis.from);
  const content = useMemo(() => <Content drawing={drawing} />, [drawing]);
  return (
    <svg className="plot-picture" width={width} height={height} aria-hidden="true" focusable="false">
      <ValueAxis drawing={drawing} unit={unit} />
      <TimeAxis drawing={drawing} ticks={ticks} moved={moved} />
      {/* A picture in the picture cuts off what lies beside the axes. */}
      <svg x={margin.left} y={margin.top - 2} width={inner.width} height={inner.height + 4} overflow="hidden">
        <g transform={`translate(${(moved - margin.left).toFixed(1)} ${2 - margin.top})`}>{content}</g>
      </svg>
    </svg>
  );
});

function Content({ drawing }: { drawing: Drawing }) {
  const { height, full, projection: { x } } = drawing;
  const [top, bottom] = [margin.top, height - margin.bottom];
  return (
    <>
      {drawing.gaps.map((gap) => <rect key={gap.from} className="plot-gap" x={x(gap.from)} y={top} width={Math.max(1, x(gap.to) - x(gap.from))} height={bottom - top} />)}
      {drawing.capacity ? <path className="plot-capacity" d={drawing.capacity} /> : null}
      {drawing.lines.map((line, index) => (line.band ? <path key={index} className={`plot-band line-${index + 1}`} d={line.band} /> : null))}
      {drawing.before.map((line, index) => <path key={index} className={`plot-before line-${index + 1}`} d={line} />)}
      {drawing.forecast ? <><path className="plot-band line-1" d={drawing.forecast.band} /><path className="plot-forecast line-1" d={drawing.forecast.line} /></> : null}
      {drawing.lines.map((line, index) => <path key={index} className={`plot-line line-${index + 1}`} d={line.path} />)}
      {drawing.now === null ? null : <path className="plot-now" d={`M${x(drawing.now).toFixed(1)} ${top}V${bottom}`} />}
      {full.between ? <rect className="plot-full-between" x={x(full.between.from)} y={top} width={x(full.between.to) - x(full.between.from)} height={bottom - top} /> : null}
      {full.at === null ? null : <path className="plot-full" d={`M${x(full.at).toFixed(1)} ${top}V${bottom}`} />}
      {full.at === null ? null : <text className="plot-word plot-full-word" x={x(full.at) - 4} y={bottom - 5} textAnchor="end">{text.chart.full}</text>}
    </>
  );
}

function ValueAxis({ drawing, unit }: { drawing: Drawing; unit: Unit }) {
  const { scale, width, projection: { y } } = drawing;
  return (
    <>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <path className={tick === scale.bottom ? "plot-base" : "plot-grid"} d={`M${margin.left} ${Math.round(y(tick)) + 0.5}H${width - margin.right}`} />
          <text className="plot-word" x={margin.left - 6} y={y(tick) + 4} textAnchor="end">{tickLabel(unit, tick)}</text>
        </g>
      ))}
    </>
  );
}

/** Words nearer to an edge than this, pixels, would be cut off: they stand beside their mark, not below it. */
const halfWord = 20;

function TimeAxis({ drawing, ticks, moved }: { drawing: Drawing; ticks: readonly TimeTick[]; moved: number }) {
  const { height, width, projection } = drawing;
  const bottom = height - margin.bottom;
  return (
    <>
      {ticks.map((tick) => {
        const x = projection.x(tick.at) + moved;
        if (x < margin.left || x > width - margin.right) return null;
        const [anchor, place] = x > width - halfWord ? ["end", width] as const : x < margin.left + halfWord / 2 ? ["start", margin.left - halfWord / 2] as const : ["middle", x] as const;
        return (
          <g key={tick.at}>
            <path className={tick.strong ? "plot-grid plot-grid-strong" : "plot-grid"} d={`M${Math.round(x) + 0.5} ${margin.top}V${bottom + 3}`} />
            {tick.label === "" ? null : <text className={tick.strong ? "plot-word strong" : "plot-word"} x={place} y={height - 4} textAnchor={anchor}>{tick.label}</text>}
          </g>
        );
      })}
    </>
  );
}
