import { useMemo } from "react";
import { text } from "../app/text";
import type { Series } from "../app/types";
import type { Span } from "./range";
import { rowsOf } from "./rows";
import { formatOf } from "./scale";
import { dateTime } from "./ticks";
import type { Zone } from "./zone";

export interface ChartTableProps {
  title: string;
  lines: readonly Series[];
  /** Of the period before, of which the average is told. */
  before: readonly Series[];
  span: Span;
  step: number;
  zone: Zone;
  nameOf: (series: Series) => string;
}

/** The chart in numbers, the newest first. */
export function ChartTable({ title, lines, before, span, step, zone, nameOf }: ChartTableProps) {
  const steady = useMemo(() => zone.isSteady(span), [span, zone]);
  const rows = useMemo(() => rowsOf(lines, before, span, step), [lines, before, span, step]);
  return (
    <div className="chart-table" tabIndex={0} role="group" aria-label={text.chart.table(title)}>
      <table>
        <thead>
          <tr>
            <th scope="col">{steady ? text.chart.timeIn(zone.name(span.to)) : text.chart.time}</th>
            {lines.map((line, index) => {
              const words = text.chart.columns(nameOf(line));
              return [<th key={`${index}a`} scope="col">{words.avg}</th>, <th key={`${index}b`} scope="col">{words.min}</th>, <th key={`${index}c`} scope="col">{words.max}</th>];
            })}
            {before.map((line, index) => <th key={`before${index}`} scope="col">{text.chart.beforeOf(nameOf(line))}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.at}>
              <th scope="row">{dateTime(row.at, zone, step < 60)}{steady ? "" : ` ${zone.name(row.at)}`}</th>
              {row.readings.map((reading, index) => {
                const line = lines[index];
                const format = formatOf((line ?? before[index - lines.length])?.unit ?? "count");
                if (!line) return <td key={index} className={reading ? "" : "muted"}>{reading ? format(reading.avg) : text.chart.unknown}</td>;
                if (!reading) return <td key={index} colSpan={3} className="muted">{text.chart.unknown}</td>;
                return [<td key={`${index}a`}>{format(reading.avg)}</td>, <td key={`${index}b`}>{format(reading.min)}</td>, <td key={`${index}c`}>{format(reading.max)}</td>];
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
