import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { absolute, printable } from "../app/format";
import { Loading, Problem } from "../app/parts";
import type { FindingEvidence } from "../app/api-types";
import { store } from "../app/store";
import { text } from "../app/text";
import type { Series, Unit } from "../app/types";
import { margin, project, type Drawing, type Size } from "../chart/drawing";
import { bandPath, linePath } from "../chart/paths";
import { Plot } from "../chart/Plot";
import { PointingStore } from "../chart/pointing";
import type { Span } from "../chart/range";
import { formatOf, scaleOf } from "../chart/scale";
import { extentOf, gapsOf, hasValues } from "../chart/series";
import { timeTicks } from "../chart/ticks";
import { useHistory } from "../chart/useHistory";
import { useZone } from "../chart/useZone";
import { nameOfMetric } from "./Evidence";
import { axisOfMarks, placed, seconds } from "./placing";
import { patrolPage } from "./text-patrol";

const words = patrolPage.finding;
const height = 132;

/** A stretch of history as the check saw it, with the numbers that it used. */
export function EvidenceChart({ item, resource }: { item: FindingEvidence; resource: string }) {
  const frame = useRef<HTMLElement>(null);
  const width = useWidth(frame);
  const axis = useMemo(() => axisOfMarks(item), [item]);
  const known = store.get(resource);
  const title = words.chart(nameOfMetric(item.name), printable(known?.displayName ?? known?.name ?? resource));
  return (
    <figure className="evidence-chart" ref={frame}>
      <figcaption><span className="strong">{title}</span>{item.part === "" ? null : <> <bdi className="muted">{printable(item.part)}</bdi></>} <bdi className="muted">{printable(item.text)}</bdi></figcaption>
      {axis && width > 0 ? <Picture item={item} resource={resource} axis={axis} width={width} title={title} /> : <Marks item={item} unit={null} />}
    </figure>
  );
}

function Picture({ item, resource, axis, width, title }: { item: FindingEvidence; resource: string; axis: Span; width: number; title: string }) {
  const span = useMemo((): Span => ({ from: seconds(item.from) ?? axis.from, to: seconds(item.to) ?? axis.to }), [item, axis]);
  const metrics = useMemo(() => [item.name], [item.name]);
  const { past, error, retry } = useHistory(resource, metrics, span, Math.max(100, 50 * Math.ceil(width / 50)), false);
  if (!past) return <>{error ? <Problem action={<button type="button" onClick={retry}>{text.retry}</button>}>{error}</Problem> : <Loading />}<Marks item={item} unit={null} /></>;
  const line = past.series.find((one) => (one.part ?? "") === item.part && hasValues(one.points));
  if (!line) return <><p className="muted chart-empty">{words.noHistory}</p><Marks item={item} unit={past.series[0]?.unit ?? null} /></>;
  return <><Lines item={item} line={line} span={span} axis={axis} step={past.step} size={{ width, height }} title={title} /><Marks item={item} unit={line.unit} /></>;
}

function Lines({ item: { marks }, line, span, axis, step, size, title }: { item: FindingEvidence; line: Series; span: Span; axis: Span; step: number; size: Size; title: string }) {
  const zone = useZone();
  const [pointing] = useState(() => new PointingStore());
  const drawing = useMemo(() => drawingOf(line, marks.map((mark) => mark.value), span, axis, step, size), [line, marks, span, axis, step, size.width]);
  const ticks = useMemo(() => timeTicks(axis, Math.max(2, Math.floor((size.width - margin.left) / 90)), zone), [axis, size.width, zone]);
  const { x, y } = drawing.projection;
  const right = size.width - margin.right;
  const places = placed(marks, axis, x, y, { top: margin.top, bottom: size.height - margin.bottom });
  const format = formatOf(line.unit);
  return (
    <div className="plot evidence-plot" role="img" aria-label={`${title}. ${marks.map((mark) => `${mark.label}: ${format(mark.value)}`).join(", ")}`}>
      <svg className="plot-patterns" width="0" height="0" aria-hidden="true" focusable="false">
        <pattern id="plot-unknown" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M1 0V5" /></pattern>
      </svg>
      <Plot drawing={drawing} unit={line.unit} ticks={ticks} pointing={pointing} />
      <svg className="plot-over" width={size.width} height={size.height} aria-hidden="true" focusable="false">
        {places.map(({ mark, x: at, y: level, labelY }, index) => (
          <g key={index} className="evidence-mark" data-label={mark.label}>
            {at === null ? <path className="evidence-level" d={`M${margin.left} ${level.toFixed(1)}H${right}`} /> : <><path className="evidence-moment" d={`M${at.toFixed(1)} ${margin.top}V${size.height - margin.bottom}`} /><circle cx={at} cy={level} r="3.5" /></>}
            <text className="plot-word" x={at === null ? margin.left + 6 : at > size.width * 0.6 ? at - 7 : at + 7} y={labelY} textAnchor={at !== null && at > size.width * 0.6 ? "end" : "start"}>{printable(mark.label)} {format(mark.value)}</text>
          </g>
        ))}
      </svg>
    </div>
  );
}

/** The line with its band and gaps, on a scale that the marks are on too. */
function drawingOf(line: Series, marks: readonly number[], span: Span, axis: Span, step: number, size: Size): Drawing {
  const extent = extentOf([line.points], span) ?? { low: 0, high: 0 };
  const scale = scaleOf(line.unit, Math.min(extent.low, ...marks), Math.max(extent.high, ...marks));
  const projection = project(axis, scale, size);
  return {
    ...size, axis, scale, projection, lines: [{ path: linePath(line.points, projection), band: bandPath(line.points, projection) }], before: [], capacity: "", gaps: gapsOf(line, span, step),
    forecast: null, future: [], now: axis.to > span.to ? span.to : null, full: { at: null, between: null },
  };
}

/** The same numbers in words, for who cannot see the picture. */
function Marks({ item, unit }: { item: FindingEvidence; unit: Unit | null }) {
  if (item.marks.length === 0) return null;
  const format = unit ? formatOf(unit) : (value: number): string => value.toLocaleString("en");
  return (
    <dl className="evidence-marks" aria-label={words.marks}>
      {item.marks.map((mark, index) => (
        <div key={index}><dt>{printable(mark.label)}</dt><dd className="figure">{format(mark.value)}{mark.at ? <span className="muted"> {Date.parse(mark.at) > store.now() ? words.inFuture(absolute(mark.at)) : absolute(mark.at)}</span> : null}</dd></div>
      ))}
    </dl>
  );
}

/** The width of an element, followed. */
function useWidth(element: React.RefObject<HTMLElement>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element.current) return;
    const watcher = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    watcher.observe(element.current);
    return () => watcher.disconnect();
  }, [element]);
  return width;
}
