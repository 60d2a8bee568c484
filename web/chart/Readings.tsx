import { text } from "../app/text";
import type { Series } from "./answer";
import { usePointing, type PointingStore } from "./pointing";
import type { Span } from "./range";
import { formatOf } from "./scale";
import { lastValue, readAt, statisticsOf } from "./series";

export interface ReadingsProps {
  lines: readonly Series[];
  capacity: Series | null;
  span: Span;
  step: number;
  nameOf: (series: Series) => string;
  /** The figure of now, where the chart ends now; undefined where it ends earlier. */
  current: ((series: Series) => number | null) | undefined;
  pointing: PointingStore;
}

/** The legend, with what each line says: of the moment somebody points at, else of now, else the average of what is shown. */
export function Readings({ lines, capacity, span, step, nameOf, current, pointing }: ReadingsProps) {
  const { at } = usePointing(pointing);
  const whole = capacity ? (at !== null ? readAt(capacity, at, step)?.avg : (current?.(capacity) ?? lastValue(capacity.points)?.value)) : undefined;
  const value = (line: Series): number | null => {
    if (at !== null) return readAt(line, at, step)?.avg ?? null;
    return current ? current(line) : statisticsOf(line.points, span)?.avg ?? null;
  };
  return (
    <ul className="readings">
      {at === null && !current ? <li className="muted">{text.chart.average}</li> : null}
      {lines.map((line, index) => {
        const shown = value(line);
        return (
          <li key={index}>
            <span className={`swatch line-${index + 1}`} />
            {lines.length > 1 ? <span className="muted cut">{nameOf(line)}</span> : null}
            <span className="figure strong">{shown === null ? "–" : formatOf(line.unit)(shown)}</span>
            {whole === undefined || whole === null ? null : <span className="figure muted">{text.chart.of(formatOf(line.unit)(whole))}</span>}
          </li>
        );
      })}
    </ul>
  );
}
