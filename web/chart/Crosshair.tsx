import { useLayoutEffect, useRef } from "react";
import { absolute } from "../app/format";
import { text } from "../app/text";
import type { Series } from "../app/types";
import { margin, type Drawing } from "./drawing";
import { usePointing, type PointingStore } from "./pointing";
import { instant } from "./range";
import { formatOf } from "./scale";
import { readAt, type Reading } from "./series";

export interface CrosshairProps {
  chart: string;
  drawing: Drawing;
  lines: readonly Series[];
  before: readonly Series[];
  step: number;
  /** What a line says of a moment, of the future as well where there is a forecast. */
  read: (series: Series, at: number) => Reading | null;
  nameOf: (series: Series) => string;
  pointing: PointingStore;
}

/** Where somebody points, in every chart of the drawer; the one that is pointed at tells all it knows of the moment. */
export function Crosshair(props: CrosshairProps) {
  const { drawing, lines, read, chart } = props;
  const { at, chart: pointed, selection } = usePointing(props.pointing);
  const { x, y } = drawing.projection;
  const [top, bottom] = [margin.top, drawing.height - margin.bottom];
  return (
    <>
      <svg className="plot-over" width={drawing.width} height={drawing.height} aria-hidden="true" focusable="false">
        {selection ? <rect className="plot-selection" x={x(selection.from)} y={top} width={x(selection.to) - x(selection.from)} height={bottom - top} /> : null}
        {at === null ? null : <path className="plot-cursor" d={`M${x(at).toFixed(1)} ${top}V${bottom}`} />}
        {at === null ? null : lines.map((line, index) => {
          const reading = read(line, at);
          return reading ? <circle key={index} className={`plot-dot line-${index + 1}`} cx={x(at)} cy={y(reading.avg)} r={3} /> : null;
        })}
      </svg>
      {at !== null && pointed === chart ? <Tip {...props} at={at} /> : null}
    </>
  );
}

/** Between cursor and tip, and how far the tip may reach into the padding of the drawer; pixels. */
const [apart, beyond] = [8, 10];

/** Beside the cursor, on the side with more room. */
function Tip({ drawing, lines, before, step, read, nameOf, at }: CrosshairProps & { at: number }) {
  const element = useRef<HTMLDivElement>(null);
  const formerOf = (line: Series): Series | null => before.find((one) => one.metric === line.metric && one.part === line.part) ?? null;
  const earlierOf = (line: Series): Reading | null => {
    const former = formerOf(line);
    return former && readAt(former, at, step);
  };
  // Rows of their own for the period before would make more of a tip than there is chart.
  const many = lines.length > 2;
  const isFuture = drawing.now !== null && at > drawing.now;
  useLayoutEffect(() => {
    const tip = element.current;
    if (!tip) return;
    const [place, wide] = [drawing.projection.x(at), tip.offsetWidth];
    const wanted = place > drawing.width / 2 ? place - apart - wide : place + apart;
    tip.style.left = `${Math.max(-beyond, Math.min(wanted, drawing.width + beyond - wide))}px`;
  });
  return (
    <div className="plot-tip" ref={element}>
      <p className="figure strong">{absolute(instant(at))}</p>
      <table>
        <tbody>
          {lines.map((line, index) => <TipRow key={index} swatch={`line-${index + 1}`} name={isFuture ? text.chart.expected : nameOf(line)} line={line} reading={read(line, at)} earlier={many ? earlierOf(line) : null} isFuture={isFuture} />)}
          {many ? null : lines.map((line, index) => {
            return formerOf(line) && !isFuture ? <TipRow key={`b${index}`} swatch={`swatch-before line-${index + 1}`} name={text.chart.before} line={line} reading={earlierOf(line)} earlier={null} isFuture={false} /> : null;
          })}
        </tbody>
      </table>
    </div>
  );
}

interface TipRowProps {
  swatch: string;
  name: string;
  line: Series;
  reading: Reading | null;
  /** Of the period before; told in place of the smallest and largest. */
  earlier: Reading | null;
  isFuture: boolean;
}

function TipRow({ swatch, name, line, reading, earlier, isFuture }: TipRowProps) {
  const format = formatOf(line.unit);
  return (
    <tr>
      <th scope="row"><span className={`swatch ${swatch}`} />{name}</th>
      <td className="figure strong">{reading ? format(reading.avg) : text.chart.unknown}</td>
      <td className="figure muted">{further()}</td>
    </tr>
  );

  function further(): string {
    if (earlier) return `${text.chart.before} ${format(earlier.avg)}`;
    if (!reading || reading.min === reading.max) return "";
    return (isFuture ? text.chart.margin : text.chart.fromTo)(format(reading.min), format(reading.max));
  }
}
