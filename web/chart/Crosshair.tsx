import { useLayoutEffect, useRef } from "react";
import { absolute } from "../app/format";
import { text } from "../app/text";
import type { Series } from "../app/types";
import { margin, type Drawing } from "./drawing";
import { usePointing, type PointingStore } from "./pointing";
import { instant } from "./range";
import { formatOf } from "./scale";
import { readAt } from "./series";

export interface CrosshairProps {
  chart: string;
  drawing: Drawing;
  lines: readonly Series[];
  before: readonly Series[];
  step: number;
  nameOf: (series: Series) => string;
  pointing: PointingStore;
}

/** Where somebody points, in every chart of the drawer; the one that is pointed at tells all it knows of the moment. */
export function Crosshair(props: CrosshairProps) {
  const { drawing, lines, step, chart } = props;
  const { at, chart: pointed, selection } = usePointing(props.pointing);
  const { x, y } = drawing.projection;
  const [top, bottom] = [margin.top, drawing.height - margin.bottom];
  return (
    <>
      <svg className="plot-over" width={drawing.width} height={drawing.height} aria-hidden="true" focusable="false">
        {selection ? <rect className="plot-selection" x={x(selection.from)} y={top} width={x(selection.to) - x(selection.from)} height={bottom - top} /> : null}
        {at === null ? null : <path className="plot-cursor" d={`M${x(at).toFixed(1)} ${top}V${bottom}`} />}
        {at === null ? null : lines.map((line, index) => {
          const reading = readAt(line, at, step);
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
function Tip({ drawing, lines, before, step, nameOf, at }: CrosshairProps & { at: number }) {
  const element = useRef<HTMLDivElement>(null);
  const formerOf = (line: Series): Series | null => before.find((one) => one.metric === line.metric && one.part === line.part) ?? null;
  // Rows of their own for the period before would make more of a tip than there is chart.
  const many = lines.length > 2;
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
          {lines.map((line, index) => <TipRow key={index} swatch={`line-${index + 1}`} name={nameOf(line)} line={line} former={many ? formerOf(line) : null} at={at} step={step} />)}
          {many ? null : lines.map((line, index) => {
            const former = formerOf(line);
            return former ? <TipRow key={`b${index}`} swatch={`swatch-before line-${index + 1}`} name={text.chart.before} line={former} former={null} at={at} step={step} /> : null;
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
  /** Told in place of the smallest and largest. */
  former: Series | null;
  at: number;
  step: number;
}

function TipRow({ swatch, name, line, former, at, step }: TipRowProps) {
  const reading = readAt(line, at, step);
  const earlier = former ? readAt(former, at, step) : null;
  const format = formatOf(line.unit);
  const further = former ? (earlier ? `${text.chart.before} ${format(earlier.avg)}` : "") : reading && reading.min !== reading.max ? text.chart.fromTo(format(reading.min), format(reading.max)) : "";
  return (
    <tr>
      <th scope="row"><span className={`swatch ${swatch}`} />{name}</th>
      <td className="figure strong">{reading ? format(reading.avg) : text.chart.unknown}</td>
      <td className="figure muted">{further}</td>
    </tr>
  );
}
